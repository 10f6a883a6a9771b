import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { aSale, aTill, type TestTill } from "../../till/a-till.ts";
import { problemOf } from "../problem.ts";

let till: TestTill;
beforeAll(async () => {
  till = await aTill();
});
afterAll(async () => till[Symbol.asyncDispose]());

const tea = { name: "珍珠奶茶", quantity: 2, unitPrice: 65 };
const withLine = (line: object) => aSale({ lines: [{ ...tea, ...line }] });
const text = (line: string) => `{"requestId":"wrong-text","lines":[{"name":"茶",${line}}]}`;

/** Posts what must be refused, and makes sure that nothing came of it. */
async function refused(body: unknown, headers = {}) {
  const { journal, invoices, ranges } = till.home.ledger;
  const before = [journal.head(), invoices.count(), ranges.list()];
  const problem = await problemOf(await till.post("/v1/sales", body, headers));
  expect([journal.head(), invoices.count(), ranges.list()]).toEqual(before);
  return problem;
}

describe("a wrong sale is answered with what is wrong and where, and uses no number", () => {
  test.each<[string, unknown, { path: string; code: string }]>([
    ["no lines", aSale({ lines: [] }), { path: "lines", code: "too-small" }],
    ["lines left out", { requestId: "x" }, { path: "lines", code: "invalid-type" }],
    [
      "ten thousand lines",
      aSale({ lines: Array.from({ length: 10_000 }, () => ({ name: "茶", quantity: 1, unitPrice: 1 })) }),
      { path: "lines", code: "too-big" },
    ],
    ["a quantity of 0", withLine({ quantity: 0 }), { path: "lines[0].quantity", code: "zero" }],
    ["a quantity of -0.00", withLine({ quantity: "-0.00" }), { path: "lines[0].quantity", code: "zero" }],
    ["a total of 0", withLine({ unitPrice: 0 }), { path: "total", code: "total-not-positive" }],
    ["a total below 0", withLine({ unitPrice: -65 }), { path: "total", code: "total-not-positive" }],
    ["a total over 4294967295", withLine({ quantity: 1, unitPrice: 4_294_967_296 }), { path: "total", code: "total-too-large" }],
    ["a twenty-digit price", text('"quantity":1,"unitPrice":12345678901234567890'), { path: "total", code: "total-too-large" }],
    [
      "a price of 21 digits",
      text('"quantity":1,"unitPrice":123456789012345678901'),
      { path: "lines[0].unitPrice", code: "too-many-digits" },
    ],
    ["a price of 1e400", text('"quantity":1,"unitPrice":1e400'), { path: "lines[0].unitPrice", code: "not-decimal" }],
    ["a price in words", withLine({ unitPrice: "sixty-five" }), { path: "lines[0].unitPrice", code: "not-decimal" }],
    ["NaN in a string", withLine({ unitPrice: "NaN" }), { path: "lines[0].unitPrice", code: "not-decimal" }],
    ["eight decimals", withLine({ unitPrice: "0.12345678" }), { path: "lines[0].unitPrice", code: "too-many-digits" }],
    ["501 characters", withLine({ name: "犇".repeat(501) }), { path: "lines[0].name", code: "too-long" }],
    ["an empty name", withLine({ name: "" }), { path: "lines[0].name", code: "empty" }],
    ["a name of control characters only", withLine({ name: "\u0000\u001b\u202e" }), { path: "lines[0].name", code: "empty" }],
    ["a field nobody knows", aSale({ discount: 5 }), { path: "discount", code: "unknown-field" }],
    ["a misspelt field in a line", withLine({ unitprice: 5 }), { path: "lines[0].unitprice", code: "unknown-field" }],
    [
      "__proto__",
      `{"requestId":"p","__proto__":{"late":true},"lines":[{"name":"茶","quantity":1,"unitPrice":1}]}`,
      { path: "__proto__", code: "unknown-field" },
    ],
    ["an amount that does not agree", withLine({ amount: 131 }), { path: "lines[0].amount", code: "amount-differs" }],
    ["a total that does not agree", aSale({ total: 1 }), { path: "total", code: "total-differs" }],
    ["a fractional total", aSale({ total: 130.5 }), { path: "total", code: "invalid-type" }],
    ["a tax type nobody knows", withLine({ taxType: "vat" }), { path: "lines[0].taxType", code: "invalid-value" }],
    ["a zero-rated line without its export", withLine({ taxType: "zero" }), { path: "export", code: "export-missing" }],
    ["a request id of 65 characters", aSale({ requestId: "x".repeat(65) }), { path: "requestId", code: "too-big" }],
    ["a request id with half a character", aSale({ requestId: "POS\ud800" }), { path: "requestId", code: "invalid" }],
    ["a time without an offset", aSale({ soldAt: "2026-11-22T14:03:05" }), { path: "soldAt", code: "invalid-format" }],
    ["a line that is no object", aSale({ lines: [7] }), { path: "lines[0]", code: "invalid-type" }],
  ])("%s", async (_, body, fault) => {
    const problem = await refused(body);
    expect(problem).toMatchObject({ status: 422, code: "sale-invalid" });
    expect(problem.faults).toContainEqual(expect.objectContaining(fault));
  });

  test("all faults at once, each with its place", async () => {
    const problem = await refused({
      requestId: "many",
      lines: [
        { ...tea, quantity: 0 },
        { ...tea, name: "" },
        { ...tea, unitPrice: "x" },
      ],
      total: 0.5,
      mood: "good",
    });
    expect(problem.faults?.map(({ path }) => path).sort()).toEqual([
      "lines[0].quantity",
      "lines[1].name",
      "lines[2].unitPrice",
      "mood",
      "total",
    ]);
    expect(problem.hint).toContain("No number was used");
  });
});

describe("a body that is no JSON is refused as such", () => {
  test.each([
    ["NaN", text('"quantity":1,"unitPrice":NaN')],
    ["half a body", '{"requestId":"x","lines":['],
    ["duplicate keys with different values", text('"quantity":1,"unitPrice":1,"unitPrice":2')],
    ["nesting a thousand times a thousand deep", "[".repeat(1_000_000)],
    ["comments", '{"requestId":"x" /* late */}'],
  ])("%s", async (_, body) => {
    expect(await refused(body)).toMatchObject({ status: 400, code: "body-not-json" });
  });

  test("Big5 bytes are refused, not printed as question marks", async () => {
    const big5 = Buffer.from(text('"quantity":1,"unitPrice":1').replace("茶", "\u00af\u00f9"), "latin1");
    const answer = await till.till.app.request("http://till.test/v1/sales", {
      method: "POST",
      headers: { host: "till.test", authorization: "Bearer secret-of-test", "content-type": "application/json" },
      body: big5,
    });
    expect(await problemOf(answer)).toMatchObject({
      status: 400,
      code: "body-not-json",
      detail: expect.stringContaining("UTF-8"),
    });
  });

  test("deep nesting where a name should be is a wrong type, not a crash", async () => {
    const deep = `${"[".repeat(2000)}${"]".repeat(2000)}`;
    expect(await refused(text('"quantity":1,"unitPrice":1').replace('"茶"', deep))).toMatchObject({ code: "sale-invalid" });
  });
});

describe("what a name may hold", () => {
  async function issued(sale: object) {
    const answer = await till.post("/v1/sales", sale);
    expect(answer.status).toBe(201);
    const body = await answer.json();
    return { ...body, lines: (await (await till.get(body.links.self)).json()).lines };
  }

  test("rare characters print as they are, without a warning", async () => {
    const { lines, warnings } = await issued(withLine({ name: "陳堃喆手工犇牛肉麵" }));
    expect(lines[0]!.name).toBe("陳堃喆手工犇牛肉麵");
    expect(warnings).toEqual([]);
  });

  test("a character no font has is sold all the same, with a warning", async () => {
    const { lines, warnings } = await issued(withLine({ name: "茶🧋" }));
    expect(lines[0]!.name).toBe("茶🧋");
    expect(warnings).toEqual([{ code: "glyph-missing", message: expect.stringContaining("🧋") }]);
  });

  test("control characters and marks that turn the reading direction are stripped", async () => {
    const { lines } = await issued(withLine({ name: "\u001b@珍\u0000珠\u202e奶\u2066茶\u0085\n" }));
    expect(lines[0]!.name).toBe("@珍珠奶茶");
  });

  test("half a character becomes the replacement mark in the record, so that paper, record and upload agree", async () => {
    const { lines } = await issued(withLine({ name: "茶\ud83e" }));
    expect(lines[0]!.name).toBe("茶\ufffd");
  });

  test("a colon stays in the record and gives way in the codes only", async () => {
    const { lines, codes } = await issued(withLine({ name: "組合:A" }));
    expect(lines[0]!.name).toBe("組合:A");
    expect(codes.qrLeft).toContain("組合：A:2:65");
  });

  test("500 characters are not too many, however wide they are", async () => {
    const { lines } = await issued(withLine({ name: "𠮷".repeat(500) }));
    expect([...lines[0]!.name]).toHaveLength(500);
  });
});

describe("lawful extremes", () => {
  test("9,999 lines are one sale", async () => {
    const lines = Array.from({ length: 9999 }, (_, index) => ({ name: `品${index}`, quantity: 1, unitPrice: 1 }));
    expect(await (await till.post("/v1/sales", aSale({ lines }))).json()).toMatchObject({ total: 9999 });
  });

  test("exact decimals come as numbers or strings and lose no digit", async () => {
    const body = `{"requestId":"exact","lines":[{"name":"油","quantity":"1234567890123.1234567","unitPrice":0.0000001},{"name":"茶","quantity":1.50,"unitPrice":30}]}`;
    const answer = await (await till.post("/v1/sales", body)).json();
    const { lines } = await (await till.get(answer.links.self)).json();
    expect(lines.map(({ quantity, unitPrice, amount }) => [quantity, unitPrice, amount])).toEqual([
      ["1234567890123.1234567", "0.0000001", 123457],
      ["1.5", "30", 45],
    ]);
  });
});
