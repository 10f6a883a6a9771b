import { afterEach } from "vitest";
import { FakePrinter, type Manners } from "../fake-printer.ts";
import { talkTo } from "../talk.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

/** A fake printer and a conversation with it, both closed when the test is over. */
export async function meet(manners: Partial<Manners> = {}, options: Parameters<typeof talkTo>[1] = {}) {
  const printer = await new FakePrinter(manners).listen();
  const talk = talkTo(printer.address, options);
  open.push(printer, talk.conversation);
  return { printer, talk };
}
