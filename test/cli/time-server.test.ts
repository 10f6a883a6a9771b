import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import { agrees, compareClock, comparisonInWords } from "../../src/cli/time-server.ts";

let socket: Socket | undefined;
afterEach(() => socket?.close());

interface Manners {
  /** How far the server's clock is ahead of this machine's. */
  readonly aheadMs?: number;
  readonly spoil?: (answer: Buffer) => void;
}

/** A time server on this machine, which answers as RFC 4330 says. */
async function aServer({ aheadMs = 0, spoil = () => {} }: Manners = {}): Promise<string> {
  const server = createSocket("udp4");
  socket = server;
  server.on("message", (packet, { port }) => {
    const answer = Buffer.alloc(48);
    answer[0] = 0x24;
    answer[1] = 2;
    packet.copy(answer, 24, 40, 48);
    for (const at of [32, 40]) {
      const ms = Date.now() + aheadMs;
      answer.writeUInt32BE((Math.floor(ms / 1000) + 2_208_988_800) % 2 ** 32, at);
      answer.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 2 ** 32), at + 4);
    }
    spoil(answer);
    server.send(answer, port);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${server.address().port}`;
}

test("a clock that is right agrees with the server", async () => {
  const comparison = await compareClock(await aServer());
  expect(Math.abs(comparison!.aheadMs!)).toBeLessThan(1000);
  expect(agrees(comparison)).toBe(true);
  expect(comparisonInWords(comparison)).toMatch(/agrees to 0\.\d s$/);
});

test.each([
  [-90_000, /90\.\d s ahead of 127/],
  [3_600_000, /3600\.\d s behind 127|3599\.\d s behind 127/],
])("a server %d ms ahead is a difference, told with its direction", async (aheadMs, words) => {
  const comparison = await compareClock(await aServer({ aheadMs }));
  expect(Math.abs(comparison!.aheadMs! + aheadMs)).toBeLessThan(1000);
  expect(agrees(comparison)).toBe(false);
  expect(comparisonInWords(comparison)).toMatch(words);
});

test("the server's clock after 2036 is read in the era next to ours", async () => {
  const yearsMs = 12 * 365 * 86_400_000;
  const comparison = await compareClock(await aServer({ aheadMs: yearsMs }));
  expect(Math.abs(comparison!.aheadMs! + yearsMs)).toBeLessThan(1000);
});

test.each([
  ["that repeats nothing of the request", (answer: Buffer) => answer.fill(0, 24, 32)],
  ["of a server that is not synchronised", (answer: Buffer) => answer.writeUInt8(0xe4, 0)],
  ["that tells the client to go away", (answer: Buffer) => answer.writeUInt8(0, 1)],
  ["of another client", (answer: Buffer) => answer.writeUInt8(0x23, 0)],
])("an answer %s is none", async (_, spoil) => {
  const comparison = await compareClock(await aServer({ spoil }), 100);
  expect(comparison).toMatchObject({ aheadMs: null });
  expect(comparisonInWords(comparison)).toContain("did not answer");
});

test("no server, a closed port or an unknown name costs no more than the patience, and refuses nothing", async () => {
  const began = performance.now();
  expect(await compareClock("")).toBeNull();
  const server = await aServer();
  socket!.close();
  socket = undefined;
  expect(await compareClock(server, 300)).toEqual({ server, aheadMs: null });
  expect(await compareClock("no-such-host.invalid", 300)).toMatchObject({ aheadMs: null });
  expect(performance.now() - began).toBeLessThan(2000);
});
