import type { AlertLevel } from "../alert-level.ts";

const importNumbers = {
  zh: "請向平台或總部取得字軌並匯入：tillseal ranges import 檔案。",
  en: "Get a range from the platform or head office and import it: `tillseal ranges import FILE`.",
};

const printerDown = (severity: AlertLevel["severity"]): AlertLevel => ({
  severity,
  what: {
    zh: "印表機 {printer} 自 {since} 起無法列印（{faults}），{waiting} 張在等。",
    en: "Printer {printer} has not printed since {since} ({faults}); {waiting} papers wait.",
  },
  next: {
    zh: "請看印表機：電源、連線、上蓋、紙卷。排除後會自動續印，銷售不受影響。",
    en: "Look at the printer: power, cable, cover, paper. It goes on by itself once that is mended; sales are not held up.",
  },
});

const doubtful = (severity: AlertLevel["severity"]): AlertLevel => ({
  severity,
  what: {
    zh: "證明聯 {slip}（印表機 {printer}）自 {since} 起無法確定是否印出。",
    en: "Slip {slip} (printer {printer}) has been doubtful since {since}: nobody knows whether it came out.",
  },
  next: {
    zh: "請看紙張，再結案：POST /v1/slips/{slip}/settle（on-paper、nothing、torn-kept、torn-handed）。",
    en: "Look at the paper, then settle it: POST /v1/slips/{slip}/settle (on-paper, nothing, torn-kept or torn-handed).",
  },
});

const numbersLast = (severity: AlertLevel["severity"], zh: string, en: string): AlertLevel => ({
  severity,
  what: { zh: `{period} 期字軌剩 {left} 號，${zh}。`, en: `{left} numbers are left for period {period}: ${en}.` },
  next: importNumbers,
});

/** What can be the matter in the house. */
export const houseKinds = {
  "numbers-low": [
    numbersLast("warning", "已不到兩成", "less than a fifth"),
    numbersLast("warning", "照目前速度撐不到期末", "at this pace they do not last the period"),
    numbersLast("critical", "照目前速度今天會用完", "at this pace they do not last the day"),
    {
      severity: "critical",
      what: { zh: "{period} 期字軌已用完，無法開立發票。", en: "No number is left for period {period}: nothing can be issued." },
      next: importNumbers,
    },
  ],
  "range-missing": [
    {
      severity: "warning",
      what: { zh: "下一期（{period}）字軌尚未匯入。", en: "No number is here yet for the next period, {period}." },
      next: importNumbers,
    },
    {
      severity: "critical",
      what: {
        zh: "下一期（{period}）一天內開始，字軌尚未匯入。",
        en: "The next period, {period}, begins within a day, and no number of it is here.",
      },
      next: importNumbers,
    },
  ],
  "range-file-refused": [
    {
      severity: "critical",
      what: {
        zh: "平台配發的字軌檔 {file} 未能匯入：{why}",
        en: "The numbers the platform granted in {file} were not taken: {why}",
      },
      next: {
        zh: "請排除所述原因後重新啟動，或自平台下載字軌檔並匯入：tillseal ranges import 檔案。匯入後此警示即結束。",
        en: "Mend what it says and start the till again, or download the file and import it: `tillseal ranges import FILE`. That ends this alert.",
      },
    },
  ],
  "top-up": [
    {
      severity: "warning",
      what: { zh: "總部主機未借給字軌：{why}", en: "The hub lends no numbers: {why}" },
      next: {
        zh: "請確認網路與總部主機，或請總部準備字軌。本機會自動再試；手上的號碼用完前銷售不受影響。",
        en: "See that the network and the hub work, or ask head office for numbers. The till asks again by itself, and sells on from what it holds.",
      },
    },
  ],
  "printer-down": [printerDown("warning"), printerDown("critical")],
  "slip-uncertain": [doubtful("warning"), doubtful("critical")],
  "clock-jumped": [
    {
      severity: "critical",
      what: { zh: "時鐘不可信，暫停開立發票：{why}", en: "The clock is not believed, and nothing is issued: {why}" },
      next: {
        zh: "請校正時鐘；時鐘若已正確，由店長執行 tillseal clock accept --reason 原因。",
        en: "Set the clock right; if it is right already, a manager runs `tillseal clock accept --reason WHY`.",
      },
    },
  ],
  "seal-pending": [
    {
      severity: "warning",
      what: { zh: "{count} 筆紀錄等待簽章。銷售不受影響。", en: "{count} records wait for their seal. Sales go on." },
      next: {
        zh: "請執行 tillseal doctor，並將簽章金鑰放回 keys 資料夾後重新啟動。",
        en: "Run `tillseal doctor`, put the seal key back into the folder keys, and start the till again.",
      },
    },
  ],
  "disk-low": [
    {
      severity: "warning",
      what: {
        zh: "磁碟剩 {free} MB，低於 {least} MB 將停止開立發票。",
        en: "{free} MB are free; below {least} MB nothing is issued.",
      },
      next: { zh: "請清出磁碟空間。", en: "Make room on the disk." },
    },
    {
      severity: "critical",
      what: { zh: "磁碟剩 {free} MB，已停止開立發票。", en: "{free} MB are free: nothing is issued." },
      next: { zh: "請立即清出磁碟空間，至少 {least} MB。", en: "Make room on the disk now, {least} MB at least." },
    },
  ],
  unaccounted: [
    {
      severity: "warning",
      what: {
        zh: "還原後有 {count} 個號碼無法確定是否已開立。",
        en: "Since this till was restored, {count} numbers are unaccounted for.",
      },
      next: {
        zh: "請執行 tillseal ranges unaccounted，逐一查明後以 tillseal ranges settle 結案。",
        en: "Run `tillseal ranges unaccounted`, find out about each, and settle them with `tillseal ranges settle`.",
      },
    },
  ],
  "backup-late": [
    {
      severity: "warning",
      what: { zh: "最近一次備份：{last}，早該再備份。", en: "The last copy was made {last}: another is overdue." },
      next: {
        zh: "請確認備份磁碟已接上，或執行 tillseal backup 檔案。",
        en: "See that the disk for copies is there, or run `tillseal backup FILE`.",
      },
    },
  ],
  "backup-failed": [
    {
      severity: "warning",
      what: { zh: "備份失敗：{why}", en: "The till could not make its copy: {why}" },
      next: {
        zh: "請檢查 tillseal.yaml 的 backup 資料夾；本機會自動再試。",
        en: "Look at the folder of `backup` in tillseal.yaml. The till tries again by itself.",
      },
    },
  ],
  "backup-kept": [
    {
      severity: "warning",
      what: { zh: "舊備份無法刪除，備份磁碟將會用盡：{why}", en: "The disk for copies will fill up: {why}" },
      next: {
        zh: "請讓本機可刪除 backup 資料夾內的檔案，或自行移除舊備份。",
        en: "Let the till remove files in the folder of `backup` in tillseal.yaml, or remove the old copies yourself.",
      },
    },
  ],
  "verify-failed": [
    {
      severity: "critical",
      what: {
        zh: "帳冊第 {entry} 筆遭更動或毀損，已停止寫入。",
        en: "Entry {entry} of the journal was changed or damaged: nothing more is written.",
      },
      next: {
        zh: "請執行 tillseal verify，保留現狀，再自備份還原。",
        en: "Run `tillseal verify`, keep everything as it is, and restore a copy.",
      },
    },
  ],
} as const satisfies Record<string, readonly [AlertLevel, ...AlertLevel[]]>;
