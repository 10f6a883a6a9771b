import { request } from "node:http";
import { withTimeLimit } from "../../base/clock.ts";
import type { DocumentDriver, DocumentJob, HandOver, JobNews, Wire } from "./document-driver.ts";
import { type IppAnswer, readIpp } from "./ipp-answer.ts";

const printMs = 60_000;
const askMs = 10_000;
const largestAnswerBytes = 256 * 1024;
const media = { A4: "iso_a4_210x297mm" } as const;
const sides = { off: "one-sided", long: "two-sided-long-edge", short: "two-sided-short-edge" } as const;

/** Network printers and CUPS by IPP: they take the whole document and can be asked what became of it (RFC 8011). */
export const ipp: DocumentDriver = {
  async handOver(address, job, wire): Promise<HandOver> {
    const printed = await exchange(address, await printJob(address, job), { ...wire, ms: printMs });
    if (printed.result !== "answered") return { result: printed.result, reasons: [printed.reason] };
    const { answer } = printed;
    if (answer.status >= 0x0100) return { result: "refused", reasons: refusal(answer) };
    const id = answer.attributes.get("job-id")?.[0];
    return { result: "accepted", ask: typeof id === "number" ? (later) => newsOf(address, id, later) : null };
  },
};

async function newsOf(address: URL, id: number, wire: Wire): Promise<JobNews> {
  const wanted = ["job-state", "job-state-reasons"];
  const asked = await exchange(address, await query("Get-Job-Attributes", address, { "job-id": id, wanted }), {
    ...wire,
    ms: askMs,
  });
  if (asked.result !== "answered") return { state: "silent", reasons: [asked.reason] };
  const { status, attributes } = asked.answer;
  if (status === notFound || status === gone) return { state: "forgotten", reasons: [] };
  const state = stateOf(attributes.get("job-state")?.[0]);
  if (state === null) return { state: "silent", reasons: refusal(asked.answer) };
  const reasons = reasonsIn(asked.answer, "job-state-reasons");
  return { state, reasons: state === "under-way" ? [...reasons, ...(await printerReasons(address, wire))] : reasons };
}

const notFound = 0x0406;
const gone = 0x0407;

/** 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled, 8 aborted, 9 completed. */
function stateOf(jobState: string | number | undefined): "under-way" | "completed" | "failed" | null {
  if (jobState === 9) return "completed";
  if (jobState === 7 || jobState === 8) return "failed";
  return typeof jobState === "number" && jobState >= 3 && jobState <= 6 ? "under-way" : null;
}

/** Why it does not get on: an empty tray or an open door is the printer's, not the job's. */
async function printerReasons(address: URL, wire: Wire): Promise<readonly string[]> {
  const asked = await exchange(address, await query("Get-Printer-Attributes", address, { wanted: ["printer-state-reasons"] }), {
    ...wire,
    ms: askMs,
  });
  return asked.result === "answered" ? reasonsIn(asked.answer, "printer-state-reasons") : [];
}

function reasonsIn({ attributes }: IppAnswer, name: string): string[] {
  return (attributes.get(name) ?? []).map(String).filter((reason) => reason !== "none");
}

function refusal({ status, attributes }: IppAnswer): string[] {
  const said = attributes.get("status-message") ?? [];
  return [`ipp-status-0x${status.toString(16).padStart(4, "0")}`, ...said.map((text) => String(text).slice(0, 200))];
}

async function printJob(address: URL, job: DocumentJob): Promise<Uint8Array> {
  const head = await message("Print-Job", address, {
    operation: { "requesting-user-name": "tillseal", "job-name": job.title, "document-format": "application/pdf" },
    job: { copies: job.copies, media: media[job.paper], sides: sides[job.duplex] },
  });
  return Buffer.concat([head, job.pdf]);
}

function query(name: string, address: URL, { wanted, ...more }: { wanted: string[]; "job-id"?: number }): Promise<Uint8Array> {
  return message(name, address, {
    operation: { ...more, "requesting-user-name": "tillseal", "requested-attributes": wanted },
    job: undefined,
  });
}

/** The package writes attributes in the order given, and printers want these three first. */
async function message(
  operation: string,
  address: URL,
  said: { operation: object; job: object | undefined },
): Promise<Uint8Array> {
  const {
    default: { serialize },
  } = await import("ipp");
  return serialize({
    version: "1.1",
    operation,
    id: 1,
    "operation-attributes-tag": {
      "attributes-charset": "utf-8",
      "attributes-natural-language": "en",
      "printer-uri": address.href,
      ...said.operation,
    },
    ...(said.job && { "job-attributes-tag": said.job }),
  });
}

type Exchanged =
  | { readonly result: "answered"; readonly answer: IppAnswer }
  | { readonly result: "refused" | "broke"; readonly reason: string };

/** One request and its answer. `refused` while nothing of it can have reached the printer. */
async function exchange(address: URL, body: Uint8Array, wire: Wire & { ms: number }): Promise<Exchanged> {
  const line = { connected: false };
  try {
    const { status, bytes } = await withTimeLimit(wire, (signal) => post(address, { body, signal, line }));
    if (status !== 200) return { result: "refused", reason: `http-status-${status}` };
    return { result: "answered", answer: readIpp(bytes) };
  } catch (error) {
    const { code, message: said } = error as NodeJS.ErrnoException;
    return { result: line.connected ? "broke" : "refused", reason: code ?? said };
  }
}

interface Posted {
  readonly status: number;
  readonly bytes: Uint8Array;
}

/** Over our own connection, for the package's has no time limit and writes to the console. */
function post(address: URL, { body, signal, line }: { body: Uint8Array; signal: AbortSignal; line: { connected: boolean } }) {
  return new Promise<Posted>((resolve, reject) => {
    const sent = request({
      host: address.hostname.replace(/^\[|\]$/g, ""),
      port: address.port || 631,
      path: address.pathname || "/",
      method: "POST",
      headers: { "content-type": "application/ipp", "content-length": body.length },
      agent: false,
      signal,
    });
    sent.on("socket", (socket) => socket.once("connect", () => (line.connected = true)));
    sent.on("error", (error) => reject(signal.aborted ? signal.reason : error));
    sent.on("response", (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      response.on("data", (chunk: Buffer) => {
        length += chunk.length;
        chunks.push(chunk);
        if (length > largestAnswerBytes) response.destroy(new Error("the answer is too long"));
      });
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, bytes: Buffer.concat(chunks) }));
    });
    sent.end(body);
  });
}
