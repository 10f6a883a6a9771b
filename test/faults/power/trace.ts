import { createReadStream, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import type { Answer } from "../../../bench/rig/post.ts";

/** What the daemon told the disk and its callers, in order. */
export type Deed =
  | { readonly do: "write"; readonly file: string; readonly at: number; readonly bytes: Buffer }
  | { readonly do: "truncate"; readonly file: string; readonly size: number }
  | { readonly do: "sync"; readonly file: string }
  | { readonly do: "answer"; readonly sale: Pick<Answer, "number" | "randomCode" | "seal"> };

/** Arguments for strace: every byte in hexadecimal, a file for each thread. SQLite and the sockets are the main thread's. */
export function straceTo(folder: string): readonly string[] {
  const calls = "pwrite64,writev,write,fsync,fdatasync,ftruncate";
  return [
    "strace",
    "-ff",
    "-y",
    "-xx",
    "-s",
    "1000000",
    "-e",
    `trace=${calls}`,
    "-e",
    "signal=none",
    "-o",
    join(folder, "trace"),
  ];
}

/** The deeds on the database's own files and the answers to sales. Calls that failed or were cut short by the kill are left out. */
export async function readTrace(folder: string): Promise<Deed[]> {
  const files = readdirSync(folder).map((name) => join(folder, name));
  const main = files.sort((one, other) => statSync(other).size - statSync(one).size)[0]!;
  const deeds: Deed[] = [];
  for await (const line of createInterface({ input: createReadStream(main, "latin1") })) {
    const deed = deedOf(line);
    if (deed) deeds.push(deed);
  }
  return deeds;
}

const call = /^(\w+)\(\d+<((?:\\x..)*)>(.*)\)\s+= (\d+)$/;

function deedOf(line: string): Deed | undefined {
  const [, name = "", path = "", rest = "", result] = call.exec(line) ?? [];
  if (name === "write" || name === "writev") return answerIn(rest);
  const file = basename(bytesOf(path).toString());
  if (!file.startsWith("till.db") || file.endsWith("-shm")) return undefined;
  if (name === "fsync" || name === "fdatasync") return { do: "sync", file };
  if (name === "ftruncate") return { do: "truncate", file, size: Number(rest.slice(2)) };
  const at = Number(/, (\d+)$/.exec(rest)?.[1]);
  return { do: "write", file, at, bytes: bytesOf(rest).subarray(0, Number(result)) };
}

/** What stands in hexadecimal between the quotation marks, joined. */
function bytesOf(text: string): Buffer {
  return Buffer.from(text.replaceAll(/[^"]*"([^"]*)"[^"]*/g, "$1").replaceAll("\\x", ""), "hex");
}

function answerIn(rest: string): Deed | undefined {
  const text = bytesOf(rest).toString("utf8");
  if (!text.startsWith("HTTP/1.1 201")) return undefined;
  const { number, randomCode, seal } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as Answer;
  return { do: "answer", sale: { number, randomCode, seal } };
}
