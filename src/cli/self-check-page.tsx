import type { SelfCheckReport } from "../daemon/self-check/run-self-check.ts";
import type { CheckedItem, CheckMark, RegionSelfCheck, Words } from "../regions/self-check.ts";

/** A4, printable as it is: no script, nothing from anywhere else. */
const style = `
@page { size: A4; margin: 14mm 12mm; }
* { box-sizing: border-box; }
body { font: 10.5pt/1.45 "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif; color: #111; max-width: 190mm; margin: 8mm auto; padding: 0 4mm; }
h1 { font-size: 17pt; margin: 0; }
small, .english { font-size: 8pt; color: #555; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 1mm 4mm; margin: 4mm 0; }
dt { color: #555; } dd { margin: 0; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th, td { border: 0.3mm solid #888; padding: 1.2mm 2mm; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
th { background: #eee; }
.item { width: 13mm; } .asks { width: 44mm; } .mark { width: 21mm; }
.english { display: block; }
ul { margin: 1mm 0 0; padding-left: 4mm; }
.mark b { display: block; font-size: 12pt; }
.failed { background: #fbe3e3; } .by-hand { background: #fff6d8; }
.todo { margin: 1mm 0 0; font-weight: 600; }
.slips { display: flex; gap: 8mm; flex-wrap: wrap; margin-top: 6mm; break-inside: avoid; }
.slips h2 { width: 100%; font-size: 11pt; margin: 0; }
.slips img { width: 57mm; border: 0.2mm solid #bbb; image-rendering: pixelated; }
.sign { display: flex; gap: 10mm; margin-top: 14mm; break-inside: avoid; }
.sign div { flex: 1; border-top: 0.3mm solid #111; padding-top: 1mm; }
@media print { body { margin: 0; max-width: none; padding: 0; } .failed, .by-hand, th { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;

/** The self-check as a page to print, sign and hand in. */
export function selfCheckPage(form: RegionSelfCheck, report: SelfCheckReport, version: string): string {
  return `<!doctype html>\n${(<Page form={form} report={report} version={version} />).toString()}\n`;
}

interface PageProps {
  readonly form: RegionSelfCheck;
  readonly report: SelfCheckReport;
  readonly version: string;
}

function Page({ form, report, version }: PageProps) {
  const { labels } = form;
  return (
    <html lang="zh-Hant">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${form.title.local} ${report.seller.businessId}`}</title>
        {/* The text is ours, and as raw text it is read as it stands. */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <h1>{form.title.local}</h1>
        <small>{form.title.english}</small>
        <Heading form={form} report={report} version={version} />
        {report.environment === "demo" && (
          <p class="todo">
            <Both words={labels.demo} />
          </p>
        )}
        <table>
          <thead>
            <tr>
              {(["item", "asks", "mark", "evidence"] as const).map((column) => (
                <th class={column}>
                  <Both words={labels[column]} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.items.map((item) => (
              <Row item={item} mark={form.marks[item.mark]} />
            ))}
          </tbody>
        </table>
        <Slips label={labels.slip} pictures={report.pictures} />
        <div class="sign">
          <div>
            <Both words={labels.signature} />
          </div>
          <div>
            <Both words={labels.date} />
          </div>
        </div>
        <p class="english">
          {form.note.local} {form.note.english}
        </p>
      </body>
    </html>
  );
}

function Heading({ form: { labels, marks }, report, version }: PageProps) {
  const { seller, environment, checkedAt, items } = report;
  const count = (mark: CheckMark) => items.filter((item) => item.mark === mark).length;
  const sums = (["passed", "failed", "by-hand"] as const).map((mark) => `${marks[mark].local} ${count(mark)}`);
  const facts: readonly (readonly [Words, string])[] = [
    [labels.shop, `${seller.name}　${seller.businessId}　${seller.address}`],
    [labels.date, checkedAt.slice(0, 19).replace("T", " ")],
    [labels.program, `Tillseal ${version} (${environment})`],
    [labels.printer, report.printer],
    [labels.mark, sums.join("　")],
  ];
  return (
    <dl>
      {facts.map(([label, value]) => (
        <>
          <dt>
            {label.local} <small>{label.english}</small>
          </dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

const signs = { passed: "✓", failed: "✗", "by-hand": "□" } as const;

function Row({ item: { item, asks, mark, how, seen, todo }, mark: word }: { readonly item: CheckedItem; readonly mark: Words }) {
  return (
    <tr class={mark}>
      <td>{item}</td>
      <td>
        <Both words={asks} />
      </td>
      <td class="mark">
        <b>
          {signs[mark]} {word.local}
        </b>
        <span class="english">{word.english}</span>
      </td>
      <td>
        <Both words={how} />
        <ul>
          {seen.map((one) => (
            <li>
              <Both words={one} />
            </li>
          ))}
        </ul>
        {todo && (
          <div class="todo">
            <Both words={{ local: `→ ${todo.local}`, english: todo.english }} />
          </div>
        )}
      </td>
    </tr>
  );
}

function Slips({ label, pictures }: { readonly label: Words; readonly pictures: readonly Uint8Array[] }) {
  if (pictures.length === 0) return null;
  return (
    <div class="slips">
      <h2>
        <Both words={label} />
      </h2>
      {pictures.map((png, index) => (
        <img alt={`${label.english} ${index + 1}`} src={`data:image/png;base64,${Buffer.from(png).toString("base64")}`} />
      ))}
    </div>
  );
}

/** Once where both say the same. */
function Both({ words: { local, english } }: { readonly words: Words }) {
  return (
    <>
      {local}
      {local !== english && <span class="english">{english}</span>}
    </>
  );
}
