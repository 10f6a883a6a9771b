import type { Grant } from "../../numbers.ts";
import type { SelfCheckFacts, Words } from "../../self-check.ts";
import { bookletSize } from "../ranges/grant-rows.ts";
import { overlappingPairs, spanText, without } from "../ranges/number-span.ts";
import { shareFromText, shareOf } from "../ranges/share.ts";
import { grantsOf } from "./sample-file.ts";
import { type Check, judged, leftToPerson, words } from "./verdict.ts";

/** What the guards of the database are called on the form. */
const guardNames: Readonly<Record<string, string>> = {
  "number-twice": "同期同號二次開立",
  "number-again": "未註銷即重開同號",
  "range-back": "號碼區間倒退",
  "ranges-overlap": "區間重疊",
  "invoice-altered": "竄改已開立發票",
  "invoice-deleted": "刪除已開立發票",
  "journal-altered": "竄改帳冊",
  "journal-deleted": "刪除帳冊",
};

/** 9(1): the database's own rules tried on an empty copy of them, and every number ever issued counted. */
export const onceOnDevice: Check = ({ books }) => {
  const missing = Object.entries(guardNames).filter(([guard]) => books.guards[guard] !== true);
  const kept = Object.entries(guardNames).filter(([guard]) => books.guards[guard] === true);
  return judged(
    words(
      "將本機資料庫之唯一索引與觸發器複製至記憶體試違規寫入，並清查所有已開立號碼",
      "the unique indexes and triggers of this very database copied into memory and broken on purpose; every issued number looked for a second time",
    ),
    {
      seen: [
        words(
          `資料庫拒絕：${kept.map(([, name]) => name).join("、")}`,
          `The database refuses: ${kept.map(([guard]) => guard).join(", ")}.`,
        ),
        ...(books.repeated.length > 0
          ? []
          : [words(`已開立 ${books.invoices} 張，無重複`, `${books.invoices} invoices, no number twice.`)]),
      ],
      wrong: [
        ...missing.map(([guard, name]) => words(`資料庫未拒絕：${name}`, `The database does not refuse: ${guard}.`)),
        ...books.repeated.map((number) => words(`重複號碼 ${number}`, `${number} was given twice.`)),
      ],
      todo: words("停止開立，由備份還原", "Stop selling and restore a backup."),
    },
  );
};

/** 9(2): the shares of the files this shop really imported held against each other, and this till's ranges against its own. */
export const onceAmongDevices: Check = (facts) => {
  const files = facts.files.map(({ name, content, share }) => ({ name, grants: grantsOf(content), share }));
  const sources = files.length > 0 ? files : [ownRanges(facts)];
  const looked = sources.map(({ name, grants, share }) => lookAt(name, grants, shareFromText(share)?.n ?? 1));
  const verdict = judged(
    words(
      "將匯入檔依機台數分割，驗證各份額互不重疊且無遺漏；本機區間皆在本機份額內",
      "each imported file dealt out to all its tills; the shares compared with one another and with the whole, and this till's ranges with its own share",
    ),
    {
      seen: looked.flatMap(({ seen }) => seen),
      wrong: [...looked.flatMap(({ wrong }) => wrong), ...files.flatMap((file) => beyondShare(facts, file))],
      todo: words("停止開立並回報", "Stop selling and report it."),
    },
  );
  if (files.length > 0 && files.every(({ share }) => share !== "1/1")) return verdict;
  return leftToPerson(
    verdict,
    files.length > 0
      ? words(
          "本機取用整份檔案：請確認無其他機台匯入同一檔案",
          "This till took a whole file: confirm that no other till imported the same one.",
        )
      : words("尚未匯入檔案：多機台請以 --share k/n 分配", "No file was imported yet: several tills share one with --share k/n."),
  );
};

interface Source {
  readonly name: string;
  readonly grants: readonly Grant[];
  readonly share: string;
}

/** Numbers of a file that this till holds and another till was dealt. */
function beyondShare({ ranges }: SelfCheckFacts, { name, grants, share }: Source): Words[] {
  const own = shareOf(grants, shareFromText(share) ?? { k: 1, n: 1 });
  return ranges
    .filter((range) => without(range, grants).length === 0)
    .flatMap((range) => without(range, own))
    .map((part) =>
      words(
        `${spanText(part)} 不在本機份額 ${share}（${name}）內`,
        `${spanText(part)} is not in this till's share ${share} of ${name}.`,
      ),
    );
}

interface Looked {
  readonly seen: readonly Words[];
  readonly wrong: readonly Words[];
}

function lookAt(name: string, grants: readonly Grant[], tills: number): Looked {
  const n = Math.max(2, tills);
  const shares = Array.from({ length: n }, (_, index) => shareOf(grants, { k: index + 1, n }));
  const pairs = overlappingPairs(shares.flat());
  const [whole, dealt] = [countOf(grants), shares.reduce((sum, share) => sum + countOf(share), 0)];
  const counts = shares.map(countOf).join(" + ");
  return {
    seen: [
      words(
        `${name}：${n} 份 ${counts} = ${whole} 號，互不重疊`,
        `${name}: ${n} shares, ${counts} = ${whole} numbers, none shared.`,
      ),
    ].slice(0, pairs.length > 0 || whole !== dealt ? 0 : 1),
    wrong: [
      ...pairs.map(([one, other]) =>
        words(`份額重疊：${spanText(one)} 與 ${spanText(other)}`, `Shares overlap: ${spanText(one)} and ${spanText(other)}.`),
      ),
      ...(whole === dealt
        ? []
        : [words(`${name}：分配 ${dealt} 號，原為 ${whole} 號`, `${name}: ${dealt} numbers were dealt of ${whole}.`)]),
    ],
  };
}

function ownRanges({ ranges, seller }: SelfCheckFacts): Source {
  const grants = ranges.map(({ period, track, first, last, invoiceType }, index) => ({
    row: index + 1,
    businessId: seller.businessId,
    period,
    track,
    first,
    last,
    invoiceType,
  }));
  const sample = {
    row: 1,
    businessId: seller.businessId,
    period: "11502",
    track: "TS",
    first: 0,
    last: 5 * bookletSize - 1,
    invoiceType: "07",
  };
  return { name: "本機區間 own ranges", grants: grants.length > 0 ? grants : [sample], share: "1/1" };
}

function countOf(grants: readonly Grant[]): number {
  return grants.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** 9(4): what a power cut leaves is decided by how the database writes. */
export const onceAfterCrash: Check = ({ books: { journalMode, synchronous } }) => {
  const wrong = journalMode !== "wal" || synchronous !== 2;
  const state = `journal_mode=${journalMode}, synchronous=${synchronous === 2 ? "FULL" : synchronous}`;
  return judged(
    words(
      "讀取本機資料庫之日誌模式，並以相同方式開啟暫存資料庫確認 synchronous；斷電與強制終止測試隨本程式提供 (npm run faults power、npm run faults kill)",
      "this database's journal mode read, and synchronous asked of a connection opened the same way on a scratch database; power cuts and kills at every step are tried by the harnesses that come with the source (npm run faults power, npm run faults kill)",
    ),
    {
      seen: wrong
        ? []
        : [
            words(
              `${state}：配號與開立同一次提交，斷電後不回退`,
              `${state}: number and invoice are one commit, on disk before the answer.`,
            ),
          ],
      wrong: wrong ? [words(`${state}，斷電可能遺失已開立發票`, `${state}: a power cut could lose issued invoices.`)] : [],
      todo: words("停止開立並重新啟動", "Stop selling and start the till again."),
    },
  );
};

/** 10 */
export const sentAgain: Check = ({ outbox, environment }) => {
  const { upstream, counts, overdue, without } = outbox;
  const queue =
    Object.entries(counts)
      .map(([state, count]) => `${state} ${count}`)
      .join(", ") || "0";
  const verdict = judged(
    words(
      "清查待傳佇列：各狀態件數、逾期件數、無上傳檔之發票",
      "the outbox counted: by state, what is past its deadline, and invoices that have no upload",
    ),
    {
      seen: [
        words(`佇列：${queue}`, `Outbox: ${queue}`),
        ...(upstream ? [words("未成功者自動重送，直至確認", "What did not arrive is sent again until it is accepted.")] : []),
      ],
      wrong: [
        ...(overdue === 0 || environment === "demo"
          ? []
          : [words(`逾期未上傳 ${overdue} 件`, `${overdue} documents are past their deadline.`)]),
        ...(without === 0 ? [] : [words(`${without} 張發票無上傳檔`, `${without} invoices have no upload.`)]),
        ...(upstream || environment !== "live"
          ? []
          : [words("尚未設定上傳對象，不會自動補傳", "No upstream is set: nothing is sent by itself.")]),
      ],
      todo: words("設定上傳對象並處理逾期文件", "Set an upstream and see to what is overdue."),
    },
  );
  const stuck = (counts.rejected ?? 0) + (counts.conflict ?? 0);
  if (upstream && stuck > 0)
    return leftToPerson(verdict, words(`退件 ${stuck} 件待人工處理`, `${stuck} refused documents wait for a person's decision.`));
  if (upstream) return verdict;
  return leftToPerson(
    verdict,
    words(
      "尚未設定上傳對象：文件保留於佇列，設定後即依序補傳",
      "No upstream is set: documents are kept in the outbox and go when there is one.",
    ),
  );
};

/** 11: the newest copy, which was read back whole when it was made. */
export const backup: Check = ({ copies: { last, fresh, everyHours } }) => {
  const how = words(
    "查閱日誌中最近一次備份：備份完成後均自檔案讀回，逐部分核對 SHA-256，並執行 SQLite integrity_check",
    "the newest backup in the journal: each is read back from its file, every part held against its SHA-256, and checked by SQLite",
  );
  const plan =
    everyHours === null
      ? words("未設定自動備份", "The till makes none by itself.")
      : words(`每 ${everyHours} 小時自動備份`, `The till makes one by itself every ${everyHours} hours.`);
  const todo = words(
    "設定 tillseal.yaml 之 backup，或執行 tillseal backup FILE，並將備份存放於另一部機器",
    "Set `backup` in tillseal.yaml or run `tillseal backup FILE`, and keep the copy on another machine.",
  );
  if (last === null) return { mark: "by-hand", how, seen: [words("無備份紀錄", "No backup of this till is known."), plan], todo };
  const told = words(
    `${last.at} ${last.file}，日誌至第 ${last.headSeq} 筆，SHA-256 ${last.sha256}`,
    `${last.at} ${last.file}, journal up to entry ${last.headSeq}, SHA-256 ${last.sha256}`,
  );
  const old = words("最近一次備份已過舊", "The newest backup is too old.");
  return judged(how, { seen: [told, plan], wrong: fresh ? [] : [old], todo });
};
