import type { Moods } from "./moods.ts";

/** What the platform made of one message of a package. */
export interface Outcome {
  readonly reference: string;
  readonly date: string;
  readonly code: string;
}

export interface Package {
  /** `4.1-F0401-20260105-140522123-<uuid>` */
  readonly id: string;
  readonly message: string;
}

const oldNames: Readonly<Record<string, string>> = {
  F0401: "C0401",
  F0501: "C0501",
  F0701: "C0701",
  G0401: "D0401",
  G0501: "D0501",
};
const route = "<From><PartyId>0000</PartyId></From><FromVAC><RoutingId/></FromVAC><To/><ToVAC/>";

/** The code of every message; those without a reference are about the whole package. */
export function processResult({ id, message }: Package, outcomes: readonly Outcome[], { old }: Moods): string {
  const infos = outcomes.map(
    ({ code, reference, date }) =>
      `<Info><Code>${code}</Code><Description/>${reference && `<Parameter0>${reference}</Parameter0><Parameter1>${date}</Parameter1>`}</Info>`,
  );
  const named = old ? (oldNames[message] ?? message) : message;
  const told = `<Id>${id}</Id><Size>1</Size><MessageType>${named}</MessageType><Service>S</Service><Action>${named}</Action>`;
  const inside = `<RoutingInfo>${route}</RoutingInfo><MessageInfo>${told}</MessageInfo><Result>${infos.join("\n")}</Result>`;
  return file("ProcessResult", inside, old);
}

/** Good and failed ones, in the shape of the schema or in the one that arrives. */
export function summaryResult({ id, message }: Package, outcomes: readonly Outcome[], { old, shape }: Moods): string {
  const good = outcomes.filter(({ code }) => code === "00000");
  const failed = outcomes.filter(({ code }) => code !== "00000");
  const tallies = [tally("Total", outcomes, shape), tally("Good", good, shape), tally("Failed", failed, shape)].join("");
  const result = shape === "schema" ? `<Result>${tallies}</Result>` : `<ResultType>${tallies}</ResultType>`;
  const info = `<Info><Id>${id}</Id><Size>1</Size><MessageType>${message}</MessageType><Service>S</Service><Action/></Info>`;
  return file("SummaryResult", `<DetailList><Message>${info}${result}</Message></DetailList>`, old);
}

function tally(name: string, outcomes: readonly Outcome[], shape: Moods["shape"]): string {
  const count = `<Count>${outcomes.length}</Count>`;
  if (shape === "schema") {
    const lists = outcomes.map(({ reference, date }) => `<Invoices>${invoice("Invocie", reference, dashed(date))}</Invoices>`);
    return `<${name}>${count}${lists.join("\n")}</${name}>`;
  }
  const list = outcomes.map(({ reference, date }) => invoice("Invoice", reference, date)).join("\n");
  return `<${name}><ResultDetailType>${count}<Invoices>${list}</Invoices></ResultDetailType></${name}>`;
}

function invoice(name: string, reference: string, date: string): string {
  return `<${name}><ReferenceNumber>${reference}</ReferenceNumber><InvoiceDate>${date}</InvoiceDate></${name}>`;
}

function dashed(date: string): string {
  return date.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
}

function file(root: string, inside: string, old: boolean): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="urn:GEINV:${root}:${old ? "3.0" : "4.0"}">${inside}</${root}>\n`;
}
