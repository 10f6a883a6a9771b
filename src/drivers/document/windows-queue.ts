import type { PrintOptions } from "pdf-to-printer";
import type { DocumentJob, HandOver } from "./document-driver.ts";

const sides = { off: "simplex", long: "duplexlong", short: "duplexshort" } as const;

/** Windows has no lp: pdf-to-printer brings a program that prints a PDF and ends when it is spooled (spec/escpos.md 1.7). */
export async function printOnWindows(queue: string, job: DocumentJob, path: string): Promise<HandOver> {
  try {
    const { print } = await import("pdf-to-printer");
    await print(path, windowsOptions(queue, job));
    return { result: "accepted", ask: null };
  } catch (error) {
    // It rejects with a bare string on a system that is no Windows.
    const said = error instanceof Error ? error.message : String(error);
    return { result: "refused", reasons: [said.split("\n")[0]!.slice(0, 200)] };
  }
}

export function windowsOptions(queue: string, { copies, paper, duplex }: DocumentJob): PrintOptions {
  return { printer: queue, copies, paperSize: paper, side: sides[duplex], scale: "shrink", silent: true };
}
