import { describe, expect, test } from "vitest";
import { Problem } from "../../../src/base/problem.ts";
import { type Answers, type Opening, planOf } from "../../../src/cli/init/plan.ts";
import type { ClockComparison } from "../../../src/cli/time-server.ts";
import { aFolder, opening, whole } from "./a-shop.ts";

function faultsOf(answers: Answers, at: Opening = opening): string[] {
  try {
    planOf(answers, at);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect([error.code, error.detail.hint]).toEqual(["misuse", expect.stringContaining("--yes")]);
    return error.detail.faults!.map(({ path, code }) => `${path} ${code}`);
  }
}

test("nothing said at all is refused naming every must at once", () => {
  expect(faultsOf({})).toEqual([
    "environment environment",
    "seller-id required",
    "seller-name required",
    "seller-address required",
    "qr-key required",
    "range required",
    "clock unconfirmed",
  ]);
});

test("a shop that said everything can be opened, with defaults for the rest", () => {
  expect(planOf(whole, opening)).toMatchObject({
    environment: "rehearsal",
    seller: { businessId: "12345675" },
    keyChecked: true,
    range: null,
    config: { printers: [] },
    token: "pos",
  });
});

test.each<[string, Partial<Answers>, string]>([
  ["a demo", { environment: "demo" }, "environment environment"],
  ["a 統一編號 whose check sum is wrong", { sellerId: "12345678" }, "seller-id business-id"],
  ["a key of 31 digits", { qrKey: "0".repeat(31) }, "qr-key key-invalid"],
  ["a key and a 種子密碼", { passphrase: "24634102" }, "qr-key key-invalid"],
  ["a key that makes another cipher", { qrKey: "0".repeat(32) }, "qr-key key-unproven"],
  ["a share of more than all", { share: "4/3" }, "share share"],
  ["a file that is not there", { range: "/no/such.csv" }, "range unreadable"],
  ["a printer of an unknown wire", { printer: "pigeon://x" }, "printers.0.url config"],
  ["an unknown model", { printer: "tcp://127.0.0.1:9100", printerModel: "abacus" }, "printers.0.model config"],
  ["an unknown way upstream", { upstream: "ftp://x" }, "upstream config"],
  ["a token with a path for a name", { token: "../x" }, "token name"],
  ["the till's own token", { token: "local-admin" }, "token name"],
])("%s is refused", (_, answers, fault) => {
  expect(faultsOf({ ...whole, ...answers })).toEqual([fault]);
});

describe("a file of numbers", () => {
  test.each([
    ["115/11 ~ 115/12", false],
    ["116/01 ~ 116/02", true],
  ])("of %s can be used, now or later: %s", (period, forLater) => {
    using folder = aFolder();
    const range = folder.numbers(period);
    expect(planOf({ ...whole, range, share: "1/2" }, opening).range).toMatchObject({ share: { k: 1, n: 2 }, forLater });
  });

  test.each([
    ["of a past period", "115/09 ~ 115/10", "12345675", "1/1", "range row 2 period-past"],
    ["of a period after the next", "116/03 ~ 116/04", "12345675", "1/1", "range row 2 period-ahead"],
    ["of another seller", "115/11 ~ 115/12", "04595257", "1/1", "range row 2 seller-differs"],
    ["with fewer booklets than tills", "115/11 ~ 115/12", "12345675", "1/3", "share share-empty"],
  ])("%s is refused before anything is made", (_, period, businessId, share, fault) => {
    using folder = aFolder();
    expect(faultsOf({ ...whole, range: folder.numbers(period, businessId), share })).toEqual([fault]);
  });
});

describe("the clock", () => {
  const compared = (aheadMs: number | null): ClockComparison => ({ server: "time.stdtime.gov.tw", aheadMs });
  const { clockRight: _, ...unsaid } = whole;
  const openWith = (answers: Answers, aheadMs: number | null) => planOf(answers, { ...opening, clock: compared(aheadMs) });

  test("of a till that agrees with the time server needs nobody's word, and the evidence says so", () => {
    const { clockEvidence, clockWarning } = openWith(unsaid, 300);
    expect(clockEvidence).toBe("it showed 2026-11-22 14:03:05; time.stdtime.gov.tw agrees to 0.3 s");
    expect(clockWarning).toBeNull();
  });

  test.each([
    [null],
    [6_000],
    [-90_000],
  ])("that a server does not vouch for (%s ms) needs a person's, which wins with a warning", (aheadMs) => {
    expect(faultsOf(unsaid, { ...opening, clock: compared(aheadMs) })).toEqual(["clock unconfirmed"]);
    const { clockEvidence, clockWarning } = openWith(whole, aheadMs);
    expect(clockEvidence).toContain("a person confirmed 2026-11-22 14:03:05");
    expect(clockWarning).toContain("time.stdtime.gov.tw");
  });
});
