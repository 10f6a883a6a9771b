import { expect, test } from "vitest";
import { Problem } from "../../src/base/problem.ts";
import { printer } from "../../src/cli/printer.ts";
import { modelNames } from "../../src/rehearsal/printer/models.ts";

async function refusalOf(...args: string[]): Promise<Problem> {
  const refusal = await printer.run(args).catch((error: unknown) => error);
  if (!(refusal instanceof Problem)) throw new Error(`not refused: ${String(refusal)}`);
  return refusal;
}

test("a printer model nobody knows is a misuse that lists the models there are", async () => {
  const { code, message, detail } = await refusalOf("--model", "epson-81");
  expect([code, message]).toEqual(["misuse", 'There is no printer model "epson-81".']);
  for (const name of modelNames) expect(detail.hint).toContain(`\n  ${name} `);
});

test("two cables are a misuse", async () => {
  expect((await refusalOf("--serial", "--fifo", "/tmp/never-made")).code).toBe("misuse");
});
