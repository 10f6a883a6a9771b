import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";

/** What a time server said of this machine's clock. */
export interface ClockComparison {
  readonly server: string;
  /** How far this machine is ahead of it, in milliseconds; null when it did not answer. */
  readonly aheadMs: number | null;
}

/** Between this and the server's time nobody looks at a watch twice (spec/taiwan.md 12, `clockWarnSeconds`). */
export const clockWarnMs = 5_000;

const patienceMs = 2_000;
const ntpPort = 123;
const packetBytes = 48;
/** Leap indicator 0, version 4, mode 3: a client asks. */
const clientHead = 0x23;
const serverMode = 4;
/** The seconds between NTP's first second, in 1900, and 1970. */
const since1900 = 2_208_988_800;

/** Asks a time server (SNTP, RFC 4330) once. Null where none is named; no answer in time is an answer too. Never rejects. */
export async function compareClock(server: string, waitMs: number = patienceMs): Promise<ClockComparison | null> {
  if (server === "") return null;
  return { server, aheadMs: await askedOnce(server, waitMs) };
}

/** Whether the server answered and this clock is near its time. */
export function agrees(comparison: ClockComparison | null): boolean {
  return comparison?.aheadMs != null && Math.abs(comparison.aheadMs) <= clockWarnMs;
}

/** What the comparison came to, in words; null where nobody was asked. */
export function comparisonInWords(comparison: ClockComparison | null): string | null {
  if (!comparison) return null;
  const { server, aheadMs } = comparison;
  if (aheadMs === null) return `${server} did not answer, so nothing but a person's word says that the clock is right`;
  const seconds = (Math.abs(aheadMs) / 1000).toFixed(1);
  if (agrees(comparison)) return `${server} agrees to ${seconds} s`;
  return `the clock is ${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} ${server}`;
}

function askedOnce(server: string, waitMs: number): Promise<number | null> {
  const [host = "", port = String(ntpPort)] = server.split(":");
  const socket = createSocket("udp4");
  // Chance instead of our time in the request: an answer that does not bring it back is nobody's, and the server learns nothing.
  const cookie = randomBytes(8);
  return new Promise((resolve) => {
    let ended = false;
    const end = (aheadMs: number | null) => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      socket.close();
      resolve(aheadMs);
    };
    const timer = setTimeout(() => end(null), waitMs);
    socket.on("error", () => end(null));
    let sentMs = 0;
    socket.on("message", (packet) => {
      const aheadMs = readAnswer(packet, cookie, { sentMs, heardMs: Date.now() });
      if (aheadMs !== null) end(aheadMs);
    });
    // Connected, so that only this server's packets come in, and a closed port is heard of at once.
    socket.connect(Number(port), host, (error?: Error) => {
      if (error) return end(null);
      sentMs = Date.now();
      socket.send(request(cookie));
    });
  });
}

function request(cookie: Uint8Array): Buffer {
  const packet = Buffer.alloc(packetBytes);
  packet[0] = clientHead;
  packet.set(cookie, 40);
  return packet;
}

/** Null for what is no answer to this request, or comes from a server that does not know the time itself. */
function readAnswer(packet: Buffer, cookie: Buffer, { sentMs, heardMs }: { sentMs: number; heardMs: number }): number | null {
  if (packet.length < packetBytes) return null;
  const [head = 0, stratum = 0] = packet;
  const knowsTheTime = head >> 6 !== 3 && stratum >= 1 && stratum <= 15;
  if ((head & 7) !== serverMode || !knowsTheTime || !packet.subarray(24, 32).equals(cookie)) return null;
  const aheadWhenHeard = sentMs - ntpMs(packet, 32, sentMs);
  const aheadWhenSaid = heardMs - ntpMs(packet, 40, heardMs);
  return Math.round((aheadWhenHeard + aheadWhenSaid) / 2);
}

/** Milliseconds since 1970. The 32 bits of seconds overflow in 2036: the era nearest to our own time is meant. */
function ntpMs(packet: Buffer, at: number, nearMs: number): number {
  const near = Math.floor(nearMs / 1000);
  const difference = (packet.readUInt32BE(at) - since1900 - near) | 0;
  return (near + difference) * 1000 + (packet.readUInt32BE(at + 4) / 2 ** 32) * 1000;
}
