import { issue } from "../../../invoice/invoice.ts";
import type { Carrier, Sale } from "../../../invoice/sale.ts";
import type { SelfCheckFacts } from "../../self-check.ts";
import { every, first, readXml, textOf } from "../messages/download/read-xml.ts";
import { twMessages } from "../messages/tw-messages.ts";
import { type Check, judged, words } from "./verdict.ts";

interface Cases {
  readonly type: string;
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
}

/** The published cases (spec/taiwan-vectors.json, `carriers`). */
export const carrierCases = {
  mobile: {
    type: "3J0002",
    valid: ["/ABC1234", "/ABC+123", "/.+-0ZZZ"],
    invalid: ["ABC12345", "/abc1234", "/ABC123", "/ABC12345", "/ABC 123", "／ABC1234"],
  },
  citizen: {
    type: "CQ0001",
    valid: ["AB12345678901234"],
    invalid: ["A112345678901234", "ab12345678901234", "AB1234567890123"],
  },
} as const satisfies Record<string, Cases>;

/** 7(1) */
export const mobileBarcode: Check = (facts) => checkCases(facts, carrierCases.mobile);
/** 7(2) */
export const citizenCertificate: Check = (facts) => checkCases(facts, carrierCases.citizen);

function checkCases(facts: SelfCheckFacts, { type, valid, invalid }: Cases) {
  const refused = valid.filter((id) => !accepts(facts, { type, id }));
  const taken = invalid.filter((id) => accepts(facts, { type, id }));
  const changed = valid
    .filter((id) => !refused.includes(id))
    .flatMap((id) => {
      const kept = uploadedIds(facts, { type, id });
      return kept.every((one) => one === id) && kept.length === 2 ? [] : [{ id, kept }];
    });
  return judged(
    words(
      "以公開測試案例逐一送入開立檢核，並核對上傳檔之載具號碼與輸入值逐字相同（不轉換大小寫）",
      "the published cases put to the law that sells, and what was typed compared with the upload letter by letter: case is never changed",
    ),
    {
      seen: [
        words(
          `接受：${valid.filter((id) => !refused.includes(id)).join(" ")}`,
          `Taken: ${valid.filter((id) => !refused.includes(id)).join(" ")}`,
        ),
        words(
          `拒絕：${invalid.filter((id) => !taken.includes(id)).join(" ")}`,
          `Refused: ${invalid.filter((id) => !taken.includes(id)).join(" ")}`,
        ),
      ],
      wrong: [
        ...refused.map((id) => words(`誤拒 ${id}`, `${id} was refused.`)),
        ...taken.map((id) => words(`誤收 ${id}`, `${id} was taken.`)),
        ...changed.map(({ id, kept }) => words(`${id} 被改為 ${kept.join(" ")}`, `${id} became ${kept.join(" ")}.`)),
      ],
    },
  );
}

function accepts({ law }: SelfCheckFacts, carrier: Carrier): boolean {
  return law.faults(saleTo(carrier)).length === 0;
}

/** Both ids of the carrier as its upload has them. */
function uploadedIds({ law, seller, nowSeconds }: SelfCheckFacts, carrier: Carrier): string[] {
  const allotment = { number: "TS00000000", period: law.period(nowSeconds), randomCode: "0000" };
  const request = { client: "self-check", id: "carrier" };
  const record = issue(
    { sale: saleTo(carrier), allotment, atSeconds: nowSeconds, seller, environment: "rehearsal", request },
    law,
  );
  const read = readXml(twMessages.xml("F0401", record));
  if (read.result !== "read") return [];
  const [main] = every(first(read.content, "Invoice"), "Main");
  return main ? [textOf(main, "CarrierId1"), textOf(main, "CarrierId2")] : [];
}

function saleTo(carrier: Carrier): Sale {
  const lines = [{ name: "測試商品", quantity: "1", unitPrice: "100", taxType: "taxable" as const }];
  return { lines, pricesIncludeTax: true, carrier };
}
