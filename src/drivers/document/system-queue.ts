import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DocumentDriver, DocumentJob, HandOver, Wire } from "./document-driver.ts";
import { printOnWindows } from "./windows-queue.ts";

const lpMs = 30_000;
const sides = { off: "one-sided", long: "two-sided-long-edge", short: "two-sided-short-edge" } as const;

/**
 * A queue of this machine's own spooler, by name: `system:///Office%20laser`. A spooler takes the document and says no more, so a job
 * that was handed over is `sent` and never `completed`.
 */
export const systemQueue: DocumentDriver = {
  async handOver(address, job, wire): Promise<HandOver> {
    const queue = queueName(address);
    if (queue === null) return { result: "refused", reasons: ["this is not the name of a printer"] };
    return withFile(job.pdf, (path) =>
      process.platform === "win32" ? printOnWindows(queue, job, path) : printByLp(queue, job, { path, ...wire }),
    );
  },
};

/** The queue an address names. Null for what the system's command could take for something else than a name. */
export function queueName({ pathname }: URL): string | null {
  try {
    const name = decodeURIComponent(pathname.replace(/^\//, ""));
    return name === "" || name.length > 127 || name.startsWith("-") || /\p{C}/u.test(name) ? null : name;
  } catch {
    return null;
  }
}

/** The document as a file only its owner can read, for as long as it is needed. */
async function withFile<T>(pdf: Uint8Array, act: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "tillseal-document-"));
  try {
    const path = join(folder, "document.pdf");
    await writeFile(path, pdf, { mode: 0o600, flag: "wx" });
    return await act(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** No shell stands between, so nothing in a name or title is a command (spec/escpos.md 1.7). */
function printByLp(
  queue: string,
  job: DocumentJob,
  { path, signal }: { path: string; signal: Wire["signal"] },
): Promise<HandOver> {
  const options = ["-o", `media=${job.paper}`, "-o", `sides=${sides[job.duplex]}`];
  const args = ["-d", queue, "-n", String(job.copies), "-t", job.title, ...options, "--", path];
  return new Promise((resolve) => {
    execFile("lp", args, { timeout: lpMs, killSignal: "SIGKILL", maxBuffer: 65_536, signal }, (error, _said, complaint) => {
      if (!error) return resolve({ result: "accepted", ask: null });
      if (error.code === "ENOENT") return resolve({ result: "refused", reasons: ["there is no command lp on this machine"] });
      if (typeof error.code === "number")
        return resolve({ result: "refused", reasons: [firstLine(complaint) || `lp ended with ${error.code}`] });
      resolve({ result: "broke", reasons: ["lp did not come to an end"] });
    });
  });
}

function firstLine(text: string): string {
  return (text.trim().split("\n")[0] ?? "").slice(0, 200);
}
