import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { messages, writeMessage } from "../../../../src/regions/tw/messages/messages.ts";
import { aBranchTrack, aCompanysInvoice, anAllowance, anInvoice, anUndo, mobile, someUnusedNumbers } from "./records.ts";
import { type Tree, treeOf } from "./xml-tree.ts";

describe("the ministry's schema accepts these samples, and the writer says the same, element by element", () => {
  test.each([
    ["F0401_b2c_print", writeMessage(messages.F0401, anInvoice())],
    ["F0401_b2c_carrier", writeMessage(messages.F0401, anInvoice({ carrier: mobile, onPaper: false }))],
    ["F0401_b2b_print", writeMessage(messages.F0401, aCompanysInvoice())],
    ["F0501", writeMessage(messages.F0501, anUndo())],
    ["F0701", writeMessage(messages.F0701, anUndo({ act: "withdraw", reason: "品項誤植" }))],
    ["E0401", writeMessage(messages.E0401, aBranchTrack)],
    ["E0402", writeMessage(messages.E0402, someUnusedNumbers)],
  ])("%s", (name, xml) => {
    expect(treeOf(xml)).toEqual(treeOf(sample(name)));
    expect(xml).toBe(sample(name));
  });

  test("G0401, which is the least the schema takes: ours adds address, unit and the line it goes back to", () => {
    const ours = treeOf(writeMessage(messages.G0401, anAllowance()));
    const added = ["Address", "Unit", "OriginalSequenceNumber"];
    expect(without(ours, added)).toEqual(treeOf(sample("G0401")));
    expect(named(ours, "Unit")).toEqual(["組"]);
    expect(named(ours, "OriginalSequenceNumber")).toEqual(["0001"]);
  });
});

describe("what an invoice says of its buyer", () => {
  test("a carrier with two ids sends both, and one with one id sends it twice", () => {
    const card = { type: "1K0001", id: "8012345678", hiddenId: "3F2504E0" };
    const tree = treeOf(writeMessage(messages.F0401, anInvoice({ carrier: card, onPaper: false })));
    expect([...named(tree, "CarrierId1"), ...named(tree, "CarrierId2")]).toEqual(["8012345678", "3F2504E0"]);
  });

  test("a donation names its code, and nothing is printed", () => {
    const tree = treeOf(writeMessage(messages.F0401, anInvoice({ donation: "0919", onPaper: false })));
    expect(["DonateMark", "PrintMark", "NPOBAN"].map((name) => named(tree, name)[0])).toEqual(["1", "N", "0919"]);
  });

  test("a company is called by its name where it is known", () => {
    const buyer = { businessId: "10458575", name: "好買股份有限公司", address: "高雄市" };
    const xml = writeMessage(messages.F0401, aCompanysInvoice({ buyer, buyerRemark: "1" }));
    expect(named(treeOf(xml), "Name")).toEqual(["測試商店有限公司", "好買股份有限公司"]);
    expect(named(treeOf(xml), "BuyerRemark")).toEqual(["1"]);
  });

  test("a sale through the customs is marked 2, one that went another way 1", () => {
    const marks = [true, false].map((customs) => {
      const xml = writeMessage(messages.F0401, anInvoice({ export: { customs, reason: "71" } }));
      return named(treeOf(xml), "CustomsClearanceMark")[0];
    });
    expect(marks).toEqual(["2", "1"]);
  });

  test.each([
    ["a".repeat(20), ["a".repeat(20)]],
    ["a".repeat(21), []],
    ["", []],
  ])("a request id too long to name the sale is left out, never cut (%j)", (id, sent) => {
    const xml = writeMessage(messages.F0401, anInvoice({ request: { client: "pos", id } }));
    expect(named(treeOf(xml), "RelateNumber")).toEqual(sent);
  });
});

describe("text on its way into XML", () => {
  test("signs of the markup are escaped, and a carriage return survives", () => {
    const name = 'A&B <b>"x"</b>\r]]>';
    const xml = writeMessage(messages.F0401, anInvoice({ seller: { ...anInvoice().seller, name } }));
    expect(xml).toContain('<Name>A&amp;B &lt;b&gt;"x"&lt;/b&gt;&#xD;]]&gt;</Name>');
    expect(named(treeOf(xml), "Name")[0]).toBe(name);
  });

  test("what XML cannot carry does not stop an upload, and a rare character is carried as it is", () => {
    const line = { ...anInvoice().lines[0]!, name: "\u0000茶\ud800\uffff𠮷" };
    const xml = writeMessage(messages.F0401, anInvoice({ lines: [line] }));
    expect(named(treeOf(xml), "Description")).toEqual(["\ufffd茶\ufffd\ufffd𠮷"]);
  });
});

test("an undoing cannot be sent as the other kind", () => {
  expect(() => writeMessage(messages.F0501, anUndo({ act: "withdraw" }))).toThrow("F0501");
  expect(() => writeMessage(messages.F0701, anUndo())).toThrow("F0701");
});

test("a cancellation after filing carries the tax office's approval", () => {
  const xml = writeMessage(messages.F0501, anUndo({ approvalNumber: "財北國稅字第1150001號" }));
  expect(named(treeOf(xml), "ReturnTaxDocumentNumber")).toEqual(["財北國稅字第1150001號"]);
});

function sample(name: string): string {
  return readFileSync(new URL(`samples/${name}.xml`, import.meta.url), "utf8");
}

function named(tree: Tree, name: string): string[] {
  return [...(tree.name === name ? [tree.text] : []), ...tree.children.flatMap((child) => named(child, name))];
}

function without(tree: Tree, names: readonly string[]): Tree {
  return { ...tree, children: tree.children.filter(({ name }) => !names.includes(name)).map((child) => without(child, names)) };
}
