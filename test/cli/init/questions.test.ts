import { expect, test } from "vitest";
import { type Answers, planOf } from "../../../src/cli/init/plan.ts";
import { askFor, asking } from "../../../src/cli/init/questions.ts";
import { aFolder, opening } from "./a-shop.ts";

/** A person who types these lines, and what they were shown. */
async function talk(lines: readonly string[], flags: Answers = {}) {
  const left = [...lines];
  const shown: string[] = [];
  const read = async (prompt: string) => {
    shown.push(prompt);
    const line = left.shift();
    if (line === undefined) throw new Error(`nobody answered "${prompt}"`);
    return line;
  };
  const answers = await askFor(
    flags,
    asking(read, (text) => void shown.push(text)),
    opening,
  );
  expect(left).toEqual([]);
  return { answers, shown, reasons: shown.filter((text) => text.startsWith("  ✗")) };
}

test("a person who takes every default has a rehearsal shop that can be opened", async () => {
  const { answers, reasons } = await talk([
    "yes",
    "",
    "12345675",
    "測試茶舖有限公司",
    "臺北市",
    "",
    "",
    "24634102",
    "",
    "",
    "",
    "",
    "",
  ]);
  expect(reasons).toEqual([]);
  expect(planOf(answers, opening)).toMatchObject({
    environment: "rehearsal",
    qrKey: "FE05F029154F6AA67A78B338ED2F6601",
    keyChecked: false,
    range: null,
    token: "pos",
  });
});

test("every wrong answer is told its reason at once and asked again", async () => {
  using folder = aFolder();
  const lines = [
    ["maybe", "yes"],
    ["demo", "live"],
    ["12345678", "12345675"],
    ["", "測試茶舖有限公司"],
    ["x".repeat(101), "臺北市"],
    ["x".repeat(61), "測試茶舖"],
    ["FE0F", "FE0F50D87215F625D1248F5FDAEBA37F"],
    ["AA12345678+1234=AAAAAAAAAAAAAAAAAAAAAA==", "AA12345678+1234=73UqXrAk5DsVNv2VEvIFkQ=="],
    [folder.numbers("115/07 ~ 115/08"), folder.numbers("115/11 ~ 115/12")],
    ["1/3", "2/2"],
    ["front door", "tcp://127.0.0.1:9100"],
    ["abacus", "one-way-58"],
    ["ftp://x", "https://hub.example.tw"],
    ["local-admin", "pos-1"],
  ];
  const { answers, reasons } = await talk(lines.flat());
  expect(reasons).toHaveLength(lines.length);
  for (const [index, about] of [
    "yes or no",
    "rehearsal or live",
    "統一編號",
    "name",
    "address",
    "",
    "32",
    "another one",
    "dead",
    "booklets",
  ].entries())
    expect(reasons[index]).toContain(about);
  expect(planOf(answers, opening)).toMatchObject({
    environment: "live",
    keyChecked: true,
    range: { share: { k: 2, n: 2 } },
    config: { printers: [{ model: "one-way-58" }], upstream: "https://hub.example.tw", logoLine: "測試茶舖" },
    token: "pos-1",
  });
});

test("what was given as a flag is not asked", async () => {
  const flags: Answers = {
    environment: "rehearsal",
    sellerId: "12345675",
    sellerName: "測試茶舖",
    logoLine: "",
    passphrase: "24634102",
    checkCipher: "",
    noRange: true,
    upstream: "",
    token: "pos",
    clockRight: true,
  };
  const { shown } = await talk(["臺北市", ""], flags);
  expect(shown).toHaveLength(2);
});

test("whoever says that the clock is wrong is sent to set it right", async () => {
  await expect(talk(["no"])).rejects.toMatchObject({ code: "misuse", detail: { hint: expect.stringContaining("NTP") } });
});
