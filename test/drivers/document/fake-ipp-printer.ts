import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the printer behaves; every field may be changed while it runs. */
export interface Behaviour {
  /** What it answers to Print-Job: 0 takes it. */
  printStatus: number;
  statusMessage: string;
  /** The states a job goes through, one at each question; the last one stays. 5 processing, 6 stopped, 8 aborted, 9 completed. */
  jobStates: number[];
  jobReasons: string[];
  printerReasons: string[];
  /** `silent` takes the request and never answers, `reset` breaks the line, `garbage` answers what is no IPP. */
  manner: "well" | "silent" | "reset" | "garbage" | "http-error" | "forgets" | "endless";
}

export interface TakenJob {
  readonly pdf: Buffer;
  /** Every attribute's values as text, numbers in decimal. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

export interface FakeIppPrinter extends AsyncDisposable {
  readonly url: URL;
  readonly behaviour: Behaviour;
  readonly jobs: readonly TakenJob[];
  /** Operations asked for, in order. */
  readonly asked: readonly number[];
}

const operations = { printJob: 0x02, jobAttributes: 0x09 } as const;

/** A printer that knows as much IPP as a job needs, and misbehaves on demand. */
export async function fakeIppPrinter(behaviour: Partial<Behaviour> = {}): Promise<FakeIppPrinter> {
  const now: Behaviour = {
    printStatus: 0,
    statusMessage: "",
    jobStates: [9],
    jobReasons: ["none"],
    printerReasons: ["none"],
    manner: "well",
    ...behaviour,
  };
  const jobs: TakenJob[] = [];
  const asked: number[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const operation = body.readUInt16BE(2);
    asked.push(operation);
    if (misbehave(now, operation, response)) return;
    const requestId = body.readUInt32BE(4);
    if (operation === operations.printJob && now.printStatus === 0) jobs.push(readRequest(body));
    response.end(answerTo(operation, now, requestId));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: new URL(`ipp://127.0.0.1:${(server.address() as AddressInfo).port}/ipp/print`),
    behaviour: now,
    jobs,
    asked,
    [Symbol.asyncDispose]: () => closed(server),
  };
}

function misbehave({ manner }: Behaviour, operation: number, response: ServerResponse): boolean {
  if (manner === "silent") return true;
  if (manner === "reset") response.destroy();
  else if (manner === "garbage") response.end("<html>404</html>");
  else if (manner === "http-error") response.writeHead(401).end();
  else if (manner === "endless") for (let sent = 0; sent < 20; sent++) response.write(Buffer.alloc(65_536, 0x41));
  else return false;
  return operation > 0;
}

function answerTo(operation: number, now: Behaviour, requestId: number): Buffer {
  if (operation === operations.printJob)
    return message(now.printStatus, requestId, [
      text(0x41, "status-message", [now.statusMessage]),
      ...(now.printStatus === 0 ? jobGroup(3) : []),
    ]);
  if (operation !== operations.jobAttributes)
    return message(0, requestId, [Buffer.from([0x04]), text(0x44, "printer-state-reasons", now.printerReasons)]);
  if (now.manner === "forgets") return message(0x0406, requestId, []);
  const state = now.jobStates.length > 1 ? now.jobStates.shift()! : now.jobStates[0]!;
  return message(0, requestId, [...jobGroup(state), text(0x44, "job-state-reasons", now.jobReasons)]);
}

function jobGroup(state: number): Buffer[] {
  return [Buffer.from([0x02]), number(0x21, "job-id", 42), number(0x23, "job-state", state)];
}

function message(status: number, requestId: number, parts: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0101);
  head.writeUInt16BE(status, 2);
  head.writeUInt32BE(requestId, 4);
  const charset = [
    Buffer.from([0x01]),
    text(0x47, "attributes-charset", ["utf-8"]),
    text(0x48, "attributes-natural-language", ["en"]),
  ];
  return Buffer.concat([head, ...charset, ...parts, Buffer.from([0x03])]);
}

function text(tag: number, name: string, values: readonly string[]): Buffer {
  return Buffer.concat(values.map((value, index) => attribute(tag, index === 0 ? name : "", Buffer.from(value))));
}

function number(tag: number, name: string, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return attribute(tag, name, bytes);
}

function attribute(tag: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), sized(Buffer.from(name)), sized(value)]);
}

function sized(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function readRequest(body: Buffer): TakenJob {
  const attributes = new Map<string, string[]>();
  let at = 8;
  let name = "";
  const take = () => {
    const length = body.readUInt16BE(at);
    at += 2 + length;
    return body.subarray(at - length, at);
  };
  while (body[at] !== 0x03) {
    const tag = body[at++]!;
    if (tag < 0x10) continue;
    name = take().toString() || name;
    const value = take();
    const shown = tag === 0x21 || tag === 0x23 ? String(value.readInt32BE()) : value.toString();
    attributes.set(name, [...(attributes.get(name) ?? []), shown]);
  }
  return { attributes, pdf: body.subarray(at + 1) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
