import type { Grant } from "../../numbers.ts";
import type { HeldRange, KeptFile } from "../../self-check.ts";
import { grantFaults } from "../ranges/grant-faults.ts";
import { spanText } from "../ranges/number-span.ts";
import { rangeFileKind, readRangeFile } from "../ranges/range-file.ts";
import { assignedNumbers, grantsOf, type Looked, readerTrial, sampleCsv } from "./sample-file.ts";
import { type Check, judged, leftToPerson, words } from "./verdict.ts";

/** 1(1): the files as they were kept, and the reader tried with a good file and with spoilt ones. */
export const fileImport: Check = (facts) => {
  const trial = readerTrial(facts);
  const files = facts.files.map(fileSeen);
  const verdict = judged(
    words(
      "以本店統編及本期別製作樣本檔試讀（正常一份、錯誤四份），並重算每份已匯入檔之 SHA-256、重讀其內容",
      "a sample file for this shop and period read once whole and four times spoilt; the SHA-256 of every imported file computed again and the file read again",
    ),
    {
      seen: [...trial.seen, ...files.flatMap(({ seen }) => seen)],
      wrong: [...trial.wrong, ...files.flatMap(({ wrong }) => wrong)],
      todo: words("由備份還原，或重新自平台下載後匯入", "Restore a backup, or download the file again and import it."),
    },
  );
  if (facts.files.length > 0) return verdict;
  return leftToPerson(
    verdict,
    words(
      "尚未匯入任何檔案：自平台下載 invnoapply*.csv 後執行 tillseal ranges import FILE",
      "No file was imported yet: download invnoapply*.csv from the platform and run `tillseal ranges import FILE`.",
    ),
  );
};

/** 1(2): numbers that machines hand over: an E0501 that Turnkey brings down, a provider's file, a hub's lease. */
export const fetchedNumbers: Check = (facts) => {
  const read = readRangeFile(Buffer.from(assignedNumbers(facts)));
  const kinds = facts.files.map(({ content }) => rangeFileKind(content)).filter((kind) => kind !== "csv");
  const verdict = judged(words("試讀 Turnkey 配號檔 E0501", "an E0501 as Turnkey brings it, read on trial"), {
    seen: [
      words("E0501 樣本可讀取，號碼免人工輸入", "The E0501 was read; nobody typed a number."),
      words(`已匯入 E0501／加值中心配號檔 ${kinds.length} 份`, `${kinds.length} files of E0501 or of a provider were imported.`),
    ],
    wrong: read.result === "read" ? [] : [words("E0501 樣本無法讀取", "The E0501 could not be read.")],
  });
  if (kinds.length > 0) return verdict;
  return leftToPerson(
    verdict,
    words(
      "尚無自動取得之號碼：Turnkey 收下之 E0501 由負責匯入之收銀機自動匯入，總部配號亦自動取得；以 CSV 匯入者本項免填",
      "No number came by itself yet: an E0501 that Turnkey brings down is imported by the till that imports, and a hub lends by itself. A shop that imports the CSV leaves this line out.",
    ),
  );
};

/** 1(3): every range can be followed back to a file, since no way exists to type one. */
export const nothingTyped: Check = ({ ranges, files }) => {
  const granted = files.flatMap(({ content }) => grantsOf(content));
  const strange = ranges.filter((range) => range.source !== "demo" && !granted.some((grant) => holds(grant, range)));
  return judged(words("逐一將本機號碼區間追溯至匯入檔", "every range of this till followed back to the file it came from"), {
    seen: [
      words("系統不提供人工輸入字軌號碼之功能", "No command, page or route takes a typed number."),
      words(`號碼區間 ${ranges.length} 筆，皆有來源`, `${ranges.length} ranges, each with its source.`),
    ].slice(0, strange.length > 0 ? 1 : 2),
    wrong: strange.map((range) =>
      words(
        `${spanText(range)} 查無匯入檔（來源：${range.source}）`,
        `${spanText(range)} comes from no file that was imported (source: ${range.source}).`,
      ),
    ),
    todo: words("停用該區間並查明來源", "Stop selling from it and find out who put it there."),
  });
};

/** 9(3): a branch has a 統編 of its own; numbers granted to another are refused, and none are held. */
export const ownBranchOnly: Check = ({ ranges, files, seller, law, nowSeconds }) => {
  const held = [
    ...ranges.filter((range) => range.seller !== seller.businessId).map((range) => ({ of: range.seller, text: spanText(range) })),
    ...files.flatMap(({ content, name }) =>
      grantsOf(content)
        .filter(({ businessId }) => businessId !== seller.businessId)
        .map((grant) => ({ of: grant.businessId, text: `${name} ${spanText(grant)}` })),
    ),
  ];
  const other = seller.businessId === "04595257" ? "12345675" : "04595257";
  const [grant] = grantsOf(Buffer.from(sampleCsv(other, law.period(nowSeconds))));
  const faults = grant ? grantFaults([grant], { businessId: seller.businessId, period: law.period(nowSeconds), held: [] }) : [];
  const refused = faults.some(({ code }) => code === "seller-differs");
  return judged(
    words(
      "檢查本機所有區間與匯入檔之營業人統編；另以他店統編之檔案試匯入",
      "the 統編 on every range and file compared with this shop's; a file of another 統編 tried",
    ),
    {
      seen: [
        words(
          `本店 ${seller.businessId}；區間 ${ranges.length} 筆、檔案 ${files.length} 份皆屬本店`,
          `This shop is ${seller.businessId}; ${ranges.length} ranges and ${files.length} files are its own.`,
        ),
        words(`他店 ${other} 之檔案：拒絕`, `A file of ${other}: refused.`),
      ],
      wrong: [
        ...held.map(({ of, text }) =>
          words(`${text} 屬於 ${of}，非 ${seller.businessId}`, `${text} belongs to ${of}, not to ${seller.businessId}.`),
        ),
        ...(refused ? [] : [words("他店號碼未被拒絕", "Numbers of another shop were not refused.")]),
      ],
      todo: words("移除不屬本店之號碼後再開立", "Do not issue from numbers of another branch."),
    },
  );
};

function fileSeen({ name, share, operator, importedAt, content, sha256, sha256Now }: KeptFile): Looked {
  const short = sha256.slice(0, 16);
  const seen = words(
    `${name}（份額 ${share}）SHA-256 ${short}…，${importedAt} 由 ${operator} 匯入`,
    `${name} (share ${share}), SHA-256 ${short}…, imported ${importedAt} by ${operator}`,
  );
  if (sha256 !== sha256Now)
    return {
      seen: [],
      wrong: [
        words(
          `${name} 與匯入時不同：SHA-256 ${sha256Now.slice(0, 16)}…，原為 ${short}…`,
          `${name} is not what was imported: SHA-256 is ${sha256Now.slice(0, 16)}…, was ${short}….`,
        ),
      ],
    };
  return grantsOf(content).length > 0
    ? { seen: [seen], wrong: [] }
    : { seen: [], wrong: [words(`${name} 無法再讀取`, `${name} cannot be read any more.`)] };
}

function holds(grant: Grant, range: HeldRange): boolean {
  return grant.period === range.period && grant.track === range.track && grant.first <= range.first && range.last <= grant.last;
}
