/** Where the page shows a fault, and what it is about. */
export type FaultGroup = "paper" | "wire" | "status" | "job" | "hands";

interface FaultEntry {
  readonly group: FaultGroup;
  /**
   * Where a fault with a byte offset strikes: on paper when what stands before that byte has been printed, on the wire as
   * soon as that many bytes have been received.
   */
  readonly strikes: "paper" | "wire";
  /** It stays until another comes; what happens in a moment leaves the printer as it was. */
  readonly stays: boolean;
  readonly name: string;
  readonly chinese: string;
  readonly sentence: string;
}

type Words = readonly [name: string, chinese: string, sentence: string];

const paper = (...words: Words): FaultEntry => entry({ group: "paper", strikes: "paper", stays: true }, words);
const wire = (...words: Words): FaultEntry => entry({ group: "wire", strikes: "wire", stays: true }, words);
const status = (...words: Words): FaultEntry => entry({ group: "status", strikes: "wire", stays: true }, words);
const job = (...words: Words): FaultEntry => entry({ group: "job", strikes: "wire", stays: true }, words);
const hands = (...words: Words): FaultEntry => entry({ group: "hands", strikes: "wire", stays: false }, words);
const moment = (...words: Words): FaultEntry => ({ ...wire(...words), stays: false });

/** What can go wrong with the printer, one fault at a time (spec/escpos.md 9.4). Add a line to add one. */
export const faultBook = {
  none: paper("All well", "一切正常", "All well. 一切正常"),
  "paper-out": paper("Paper out", "缺紙", "Paper is out; the rest of the job waits inside. 缺紙"),
  "near-end": paper("Near end", "紙將盡", "Paper is nearly out. 紙將用完"),
  "cover-open": paper("Cover open", "開蓋", "The cover is open; the job waits inside. 上蓋開啟"),
  "cover-open-job-lost": paper(
    "Cover open, job lost",
    "開蓋且遺失工作",
    "The cover is open; the job inside is gone. 上蓋開啟，工作遺失",
  ),
  "head-hot": paper("Head hot", "印字頭過熱", "The head cools down and goes on by itself. 印字頭過熱"),
  "cutter-jam": paper("Cutter jam", "切刀卡住", "The knife is stuck until DLE ENQ 1 or 2. 切刀卡住"),
  "recoverable-error": paper("Recoverable error", "可復原錯誤", "Stopped until DLE ENQ 1 or 2. 可復原錯誤"),
  "unrecoverable-error": paper("Unrecoverable error", "不可復原錯誤", "Only switching it off and on helps. 須重新開機"),
  "port-closed": wire("Port closed", "關閉連接埠", "Nobody can connect. 連接埠關閉"),
  "closes-at-once": wire("Closes at once", "連上即斷", "Takes a connection and closes it unread. 連上即斷"),
  "cable-out": wire("Cable out", "網路線拔除", "The cable is out: nothing comes, nothing goes, no goodbye. 網路線拔除"),
  slow: wire("Slow reading", "讀取緩慢", "Reads one kilobyte each 60 ms. 讀取緩慢"),
  "never-reads": wire("Never reads", "不讀取", "Takes connections and reads nothing. 不讀取資料"),
  reset: moment("Reset mid-job", "列印中斷線", "The connection is reset. 連線中斷"),
  close: moment("Clean close", "正常關閉連線", "The connection is closed properly. 正常關閉連線"),
  "power-cut": moment("Power cut", "斷電", "The power goes. 斷電"),
  "power-cycle": moment("Off and on", "重新開機", "The power goes and comes back. 重新開機"),
  "half-raster": moment("Half a raster", "殘留半張圖", "Another program left half an image. 殘留半張圖"),
  "idle-reset": wire("Idle reset", "閒置斷線", "A host silent for 90 s is reset. 閒置斷線"),
  "second-refused": wire("Second host refused", "拒絕第二台", "A second host is reset. 拒絕第二台"),
  "second-waits": wire("Second host waits", "第二台等待", "A second host waits unread. 第二台等待"),
  mute: status("Mute", "不回應", "Prints, and answers nothing. 只列印不回應"),
  "asb-silent": status("Status silent", "不回報狀態", "Sends no automatic status. 不回報狀態"),
  "asb-periodic": status("Status each second", "每秒回報", "Sends its status each second, change or not. 每秒回報"),
  "asb-split": status("Replies split", "回應拆開", "Sends replies byte by byte. 回應拆開"),
  "asb-joined": status("Replies joined", "回應黏連", "Sends replies late and glued together. 回應黏連"),
  "asb-flood": status("Status flood", "狀態洪水", "Sends its status every 5 ms. 狀態洪水"),
  garbage: status("Garbage", "亂碼回應", "Answers with noise and wrong job numbers. 回應錯亂"),
  noise: status("Noise", "雜訊", "Stray bytes stand between its replies. 雜訊"),
  "surplus-replies": status("Surplus replies", "多餘回應", "Answers DLE EOT more often than asked. 多餘回應"),
  "flow-signs": status("XON/XOFF", "流量控制字元", "XOFF and XON stand between and inside its replies. 流量控制字元"),
  "id-silent": job("No job number", "無工作編號", "Knows no GS ( H; GS r is answered. 無工作編號"),
  "id-wrong": job("Wrong job number", "編號錯誤", "Confirms a number nobody sent. 編號錯誤"),
  "id-fixed": job("Fixed job number", "編號固定", "Confirms 0000 whatever was sent. 編號固定"),
  "id-repeated": job("Number repeated", "編號重複", "Confirms each number three times. 編號重複"),
  "id-previous": job("Previous number", "前一編號", "Confirms the job before. 前一編號"),
  "id-late": job("Number late", "編號遲到", "Confirms 20 s after the paper is out. 編號遲到"),
  "id-early": job("Number early", "編號過早", "Confirms what it has received, printed or not. 編號過早"),
  "replies-lost": job("Confirmation lost", "確認遺失", "Prints, but the confirmation never arrives. 確認遺失"),
  "wrong-rom": job("Wrong ROM", "字型錯誤", "Reads Big5 as GB18030, or the other way round. 字型錯誤"),
  "drawer-toggles": { ...hands("Drawer toggles", "錢櫃開關", "The drawer's switch goes on and off. 錢櫃開關"), stays: true },
  "feed-tap": hands("FEED", "按一下", "FEED is pressed. 進紙"),
  "feed-double-tap": hands("FEED twice", "按兩下", "FEED is pressed twice within a second. 按兩下"),
  "feed-held": hands("FEED held", "長按", "FEED is held for two seconds. 長按"),
  "feed-at-loading": hands("FEED while loading", "裝紙時按", "Paper is loaded with fingers on FEED. 裝紙時按"),
  "feed-at-cover-close": hands("FEED at cover close", "關蓋時按", "The cover closes and FEED is pressed. 關蓋時按"),
} as const satisfies Record<string, FaultEntry>;

export type Fault = keyof typeof faultBook;

export const faults = Object.keys(faultBook) as readonly Fault[];

export function strikesOnPaper(fault: Fault): boolean {
  return faultBook[fault].strikes === "paper";
}

/** Whether the printer stays so until told otherwise. */
export function stays(fault: Fault): boolean {
  return faultBook[fault].stays;
}

/** What the sensors make of a fault inside the printer. */
export function troubleOf(fault: Fault): "recoverable" | "cutter" | "hot" | "unrecoverable" | undefined {
  return troubles[fault];
}

const troubles: Partial<Record<Fault, ReturnType<typeof troubleOf>>> = {
  "head-hot": "hot",
  "cutter-jam": "cutter",
  "recoverable-error": "recoverable",
  "unrecoverable-error": "unrecoverable",
};

function entry(nature: Pick<FaultEntry, "group" | "strikes" | "stays">, [name, chinese, sentence]: Words): FaultEntry {
  return { ...nature, name, chinese, sentence };
}
