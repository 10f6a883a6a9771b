import { describe, expect, test } from "vitest";
import { readAssignedNumbers } from "../../../../src/regions/tw/messages/download/assigned-numbers.ts";
import { readAwards } from "../../../../src/regions/tw/messages/download/awards.ts";
import { messageIdOf } from "../../../../src/regions/tw/messages/download/message-id.ts";
import { readProcessResult } from "../../../../src/regions/tw/messages/download/process-result.ts";
import { readSummaryResult } from "../../../../src/regions/tw/messages/download/summary-result.ts";

const messageId = "4.1-F0401-20260105-140522123-0f0e0d0c-1111-2222-3333-444455556666";

describe("a ProcessResult", () => {
  const result = (infos: string, namespace = "urn:GEINV:ProcessResult:4.0") => `<?xml version="1.0" encoding="UTF-8"?>
    <ProcessResult xmlns="${namespace}"><RoutingInfo><From><PartyId>1</PartyId></From></RoutingInfo>
      <MessageInfo><Id>${messageId}</Id><Size>1</Size><MessageType>F0401</MessageType><Service>S</Service><Action>C0401</Action></MessageInfo>
      <Result>${infos}</Result></ProcessResult>`;
  const refused =
    "<Info><Code>E0103</Code><Description>發票明細加總與總金額不符</Description><Parameter0>AB11223344</Parameter0><Parameter1>20260105</Parameter1></Info>";

  test("gives every code with what the platform said to it", () => {
    expect(readProcessResult(result(`<Info><Code>00000</Code></Info>${refused}`))).toEqual({
      result: "read",
      content: {
        messageId,
        package: messageIdOf(messageId),
        messageType: "F0401",
        infos: [
          { code: "00000", description: "", parameters: ["", "", "", "", ""] },
          { code: "E0103", description: "發票明細加總與總金額不符", parameters: ["AB11223344", "20260105", "", "", ""] },
        ],
      },
    });
  });

  test("is the same in any namespace, with any prefix, and with elements nobody knows", () => {
    const plain = readProcessResult(result(refused));
    expect(readProcessResult(result(refused, "urn:GEINV:ProcessResult:9.9"))).toEqual(plain);
    expect(readProcessResult(result(`<New a="1"><Deep/></New>${refused}`))).toEqual(plain);
    const prefixed = result(refused)
      .replaceAll(/<(\/?)(?=[A-Z])/g, "<$1p:")
      .replace("xmlns=", "xmlns:p=");
    expect(readProcessResult(`\ufeff${prefixed}`)).toEqual(plain);
  });

  test("reads escaped, numbered and raw text alike", () => {
    const texts = ["A&amp;B", "A&#38;B", "A&#x26;B", "<![CDATA[A&B]]>", " A&amp;B\n"].map((text) =>
      readProcessResult(result(`<Info><Code>E0001</Code><Description>${text}</Description></Info>`)),
    );
    for (const read of texts) expect(read).toMatchObject({ content: { infos: [{ description: "A&B" }] } });
  });

  test.each([
    ["nothing", ""],
    ["plain text", "處理成功"],
    ["another document", "<Summary/>"],
    ["one without codes", result("<Info><Description>x</Description></Info>")],
    ["one cut short", result(refused).slice(0, 400)],
    ["tags that do not match", result("<Info><Code>1</Info></Code>")],
    ["nesting without end", `${"<a>".repeat(5000)}${"</a>".repeat(5000)}`],
    ["a name that is none of ours", "<ProcessResult><__proto__><Code>1</Code></__proto__></ProcessResult>"],
    ["more than eight million characters", result(`${refused}${" ".repeat(8_000_000)}`)],
  ])("is told unreadable when it is %s", (_, text) => {
    expect(readProcessResult(text)).toMatchObject({ result: "unreadable", reason: expect.any(String) });
  });

  test("expands no entity and opens no file", () => {
    const harmless = '<!DOCTYPE r [<!ENTITY b "x">]>';
    const bomb = '<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>';
    const text = result("<Info><Code>E0001</Code><Description>&b;&f;</Description></Info>");
    for (const declaration of [harmless, bomb])
      expect(readProcessResult(text.replace("<ProcessResult", `${declaration}<ProcessResult`))).toMatchObject({
        result: "unreadable",
      });
    expect(readProcessResult(text)).toMatchObject({ content: { infos: [{ description: "&b;&f;" }] } });
  });
});

describe("a SummaryResult", () => {
  const invoice = (name: string, number: string, date: string) =>
    `<${name}><ReferenceNumber>${number}</ReferenceNumber><InvoiceDate>${date}</InvoiceDate></${name}>`;
  const whole = (result: string) =>
    `<SummaryResult xmlns="urn:GEINV:SummaryResult:4.0"><DetailList><Message><Info><Id>${messageId}</Id><MessageType>F0401</MessageType></Info>${result}</Message></DetailList></SummaryResult>`;
  const arriving = (count: number, ...invoices: string[]) =>
    `<ResultDetailType><Count>${count}</Count><Invoices>${invoices.join("")}</Invoices></ResultDetailType>`;
  const schema = (count: number, ...invoices: string[]) =>
    `<Count>${count}</Count>${invoices.map((invoice) => `<Invoices>${invoice}</Invoices>`).join("")}`;
  const good = { number: "AB11223344", date: "20260105" };
  const bad = { number: "AB11223345", date: "20260105" };

  test("says the same in the shape that arrives and in the schema's", () => {
    const expected = {
      result: "read",
      content: {
        messages: [
          {
            messageId,
            messageType: "F0401",
            total: { count: 2, documents: [good, bad] },
            good: { count: 1, documents: [good] },
            failed: { count: 1, documents: [bad] },
          },
        ],
      },
    };
    const one = invoice("Invoice", good.number, "20260105");
    const two = invoice("Invoice", bad.number, "20260105");
    expect(
      readSummaryResult(
        whole(
          `<ResultType><Total>${arriving(2, one, two)}</Total><Good>${arriving(1, one)}</Good><Failed>${arriving(1, two)}</Failed></ResultType>`,
        ),
      ),
    ).toEqual(expected);
    const first = invoice("Invocie", good.number, "2026-01-05");
    const second = invoice("Invocie", bad.number, "2026-01-05+08:00");
    expect(
      readSummaryResult(
        whole(
          `<Result><Total>${schema(2, first, second)}</Total><Good>${schema(1, first)}</Good><Failed>${schema(1, second)}</Failed></Result>`,
        ),
      ),
    ).toEqual(expected);
  });

  test("may count zero, name nobody or give no number", () => {
    const read = readSummaryResult(whole(`<ResultType><Total>${arriving(0)}</Total><Good/></ResultType>`));
    expect(read).toMatchObject({
      content: {
        messages: [
          {
            total: { count: 0, documents: [] },
            good: { count: null, documents: [] },
            failed: { count: null, documents: [] },
          },
        ],
      },
    });
  });

  test("is told unreadable without a message", () => {
    expect(readSummaryResult("<SummaryResult><DetailList/></SummaryResult>")).toMatchObject({ result: "unreadable" });
  });
});

test("a message's id is cut at its first four dashes", () => {
  expect(messageIdOf(messageId)).toEqual({
    version: "4.1",
    message: "F0401",
    date: "20260105",
    time: "140522123",
    uuid: "0f0e0d0c-1111-2222-3333-444455556666",
  });
  expect(messageIdOf("4.1-F0401-20260105")).toBeUndefined();
});

describe("assigned numbers (E0501)", () => {
  const row = {
    Ban: "04595257",
    InvoiceType: "07",
    YearMonth: "11502",
    InvoiceTrack: "AB",
    InvoiceBeginNo: "00001000",
    InvoiceEndNo: "00001099",
    InvoiceBooklet: "2",
  };
  const assigned = (differently: Partial<typeof row> = {}) =>
    `<InvoiceAssignNo>${Object.entries({ ...row, ...differently })
      .map(([name, text]) => `<${name}>${text}</${name}>`)
      .join("")}</InvoiceAssignNo>`;
  const envelope = (...rows: string[]) =>
    `<InvoiceEnvelope xmlns="urn:GEINV:InvoiceEnvelope:4.1"><From><PartyId>0</PartyId></From><FromVAC><RoutingId/></FromVAC>
      <InvoicePack messageType="E0501" count="${rows.length}" version="4.0">${rows.join("")}</InvoicePack></InvoiceEnvelope>`;
  const range = { businessId: "04595257", invoiceType: "07", period: "11502", track: "AB", first: 1000, last: 1099, booklets: 2 };

  test("come in the platform's envelope, or by themselves", () => {
    expect(readAssignedNumbers(envelope(assigned()))).toEqual({ result: "read", content: { ranges: [range], faults: [] } });
    expect(readAssignedNumbers(assigned())).toMatchObject({ content: { ranges: [range] } });
  });

  test.each([
    ["a begin inside a booklet", { InvoiceBeginNo: "00001001" }, "InvoiceAssignNo[1].InvoiceBeginNo"],
    ["an end inside a booklet", { InvoiceEndNo: "00001098" }, "InvoiceAssignNo[1].InvoiceEndNo"],
    ["an end before its begin", { InvoiceEndNo: "00000999" }, "InvoiceAssignNo[1]"],
    ["another number of booklets", { InvoiceBooklet: "3" }, "InvoiceAssignNo[1]"],
    ["an odd month", { YearMonth: "11501" }, "InvoiceAssignNo[1].YearMonth"],
    ["a track of one letter", { InvoiceTrack: "A" }, "InvoiceAssignNo[1].InvoiceTrack"],
    ["an unknown type", { InvoiceType: "09" }, "InvoiceAssignNo[1].InvoiceType"],
    ["no seller", { Ban: "" }, "InvoiceAssignNo[1].Ban"],
  ])("with %s are refused alone, by name", (_, differently, path) => {
    expect(readAssignedNumbers(envelope(assigned(), assigned(differently)))).toMatchObject({
      content: { ranges: [range], faults: [{ path }] },
    });
  });

  test("are told unreadable where there are none", () => {
    expect(readAssignedNumbers(envelope())).toMatchObject({ result: "unreadable" });
  });
});

describe("awards (E0504)", () => {
  const award = `<Award xmlns="urn:GEINV:eInvoiceMessage:E0504:4.0"><Main><HeadBan>04595257</HeadBan><YearMonth>11502</YearMonth>
    <AwardListType>1</AwardListType><TotalRecordCnt>1</TotalRecordCnt><TotalPrizeAmount>200</TotalPrizeAmount>
    <RecAwardBegin>1150406</RecAwardBegin><RecAwardEnd>1150706</RecAwardEnd></Main><Details><PrizeInvoice><InvTrack>AB</InvTrack>
    <InvoiceNumber>AB11223344</InvoiceNumber><InvoiceDate>20260105</InvoiceDate><Seller><Identifier>04595257</Identifier><Name>店</Name></Seller>
    <BuyerId>0000000000</BuyerId><TotalAmount>315</TotalAmount><RandomNumber>0042</RandomNumber><PrizeType>6</PrizeType>
    <PrizeAmount>200</PrizeAmount><DepositMark>0</DepositMark><RedeemDataType>P</RedeemDataType><PrizeDataSource>01</PrizeDataSource>
    <PrintType>02</PrintType></PrizeInvoice></Details></Award>`;

  test("name each invoice that won, with the codes as they came", () => {
    expect(readAwards(award)).toEqual({
      result: "read",
      content: {
        headBan: "04595257",
        period: "11502",
        listType: "1",
        records: "1",
        prizeTotal: "200",
        claimFrom: "1150406",
        claimUntil: "1150706",
        prizes: [
          {
            number: "AB11223344",
            date: "20260105",
            time: "",
            randomCode: "0042",
            sellerId: "04595257",
            buyerId: "0000000000",
            total: "315",
            carrier: { type: "", typeName: "", id: "", hiddenId: "" },
            prizeType: "6",
            prizeAmount: "200",
            depositMark: "0",
            redeemDataType: "P",
            dataSource: "01",
            printType: "02",
          },
        ],
      },
    });
  });

  test("are told unreadable where there is no list", () => {
    expect(readAwards("<Awards/>")).toMatchObject({ result: "unreadable" });
  });
});
