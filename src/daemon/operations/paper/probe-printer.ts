import type { ProbeFindings } from "../../../drivers/conversation/probe.ts";
import type { PrintJob } from "../../../drivers/conversation.ts";
import { refuse } from "../../../invoice/problems.ts";
import type { Printer } from "../../printing/printers.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";

export interface Probing {
  readonly printer: Pick<Printer, "name" | "conversation" | "learn">;
  /** A page by which a person sees what no question tells, printed behind the questions; null where none is wanted. */
  readonly page: PrintJob | null;
  /** The token's name. */
  readonly by: string;
  readonly key: string | undefined;
}

export interface Probed {
  readonly findings: ProbeFindings;
  /** Seconds since 1970. */
  readonly at: number;
}

const never = new AbortController().signal;

/**
 * Asks a printer what it is and what it can do, and keeps the answers: from then on they count, not its model's name. Never while one
 * of its slips is doubtful. Journalled. Throws `printer-unsettled` where it is not well, or has doubtful paper.
 */
export async function probePrinter(shop: Shop, { printer, page, by, key }: Probing): Promise<Probed> {
  const { ledger, world } = shop;
  const doubtful = ledger.slips.list(["uncertain", "sending"], 1000).filter((slip) => slip.printer === printer.name);
  if (doubtful.length > 0)
    throw refuse("printer-unsettled", `Slip ${doubtful[0]!.id} of printer ${printer.name} is ${doubtful[0]!.state}.`, {
      hint: "Settle its doubtful slips first: what is asked now could confirm or lose them.",
    });
  const id = Buffer.from(world.randomBytes(4).map((byte) => 0x41 + (byte % 26))).toString("latin1");
  const seen = await printer.conversation.probe(id, never);
  if ("fault" in seen)
    throw refuse("printer-unsettled", `Printer ${printer.name} cannot be asked: ${seen.fault}.`, {
      hint: "Look at the printer: power, cable, paper, cover, address. Then probe it again.",
    });
  const at = secondsNow(shop);
  await ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "printer-probe", content: { printer: printer.name } })) return;
    ledger.printerSettings.set(printer.name, { probed: JSON.stringify(seen), probedAt: at });
    ledger.journal.append({ kind: "printer-probe", doc: { printer: printer.name, ...seen, by }, at }, shop.key);
  });
  printer.learn(seen);
  if (page) await printer.conversation.print(page, { beforeFirstByte: () => {} }, never);
  return { findings: seen, at };
}
