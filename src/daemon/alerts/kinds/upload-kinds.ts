import type { AlertLevel } from "../alert-level.ts";

const getThrough = {
  zh: "請確認網路與 Turnkey（或總部主機）運作正常，再看上傳清單（GET /v1/outbox）每一份在等什麼。",
  en: "See that the network and Turnkey (or the hub) work, then look in the upload list (GET /v1/outbox) what each one waits for.",
};

const dueWithin = (severity: AlertLevel["severity"], zh: string, en: string): AlertLevel => ({
  severity,
  what: {
    zh: `尚有 {count} 份文件未獲平台確認，最早一份須於 {deadline} 前上傳，剩不到${zh}。`,
    en: `{count} documents are not confirmed by the platform; the first is due within ${en}, by {deadline}.`,
  },
  next: getThrough,
});

const refused: AlertLevel = {
  severity: "critical",
  what: {
    zh: "平台退回 {count} 份 {message}，代碼 {reply}：{meaning}",
    en: "The platform refused {count} × {message} with code {reply}: {english}",
  },
  next: {
    zh: "請看上傳清單（GET /v1/outbox?state=rejected）：依代碼說明改正後重送，或註銷後重開發票，或註明原因結案。",
    en: "Look at the upload list (GET /v1/outbox?state=rejected): mend what the code says and retry, or withdraw and reissue the invoice, or resolve it with a reason.",
  },
};

const conflicting: AlertLevel = {
  severity: "critical",
  what: {
    zh: "平台上同號碼的 {count} 份 {message} 內容與本機不同。",
    en: "Under the same number the platform has other content than this till: {count} × {message}.",
  },
  next: {
    zh: "請比對兩邊內容（GET /v1/outbox?state=conflict），查明是否有另一台機器使用相同字軌，再註明原因結案。本機不會覆蓋平台上的資料。",
    en: "Compare both (GET /v1/outbox?state=conflict), find out whether another machine uses the same numbers, then resolve it with a reason. The till never overwrites what is there.",
  },
};

const stuck = (severity: AlertLevel["severity"], zh: string, en: string): AlertLevel => ({
  severity,
  what: { zh: `上傳已停滯超過${zh}：{why}`, en: `Nothing has got through for more than ${en}: {why}` },
  next: getThrough,
});

/** Documents on their way to the authority. */
export const uploadKinds = {
  /** 24 h, 6 h, 1 h, passed: as `warningLevel` counts. */
  "upload-deadline": [
    dueWithin("warning", " 24 小時", "a day"),
    dueWithin("critical", " 6 小時", "six hours"),
    dueWithin("critical", " 1 小時", "an hour"),
    {
      severity: "critical",
      what: {
        zh: "{count} 份文件已逾法定上傳期限（{deadline}）仍未獲平台確認。",
        en: "{count} documents are not confirmed by the platform and their legal deadline ({deadline}) has passed.",
      },
      next: {
        zh: "請立即讓文件送達（看 GET /v1/outbox），並記下延誤原因：國稅局可能會詢問。",
        en: "Get them through now (see GET /v1/outbox), and write down why they are late: the tax office may ask.",
      },
    },
  ],
  /** One more level each time it is clearly more: see `moreAndMore`. */
  "parcel-rejected": [refused],
  "parcel-conflict": [conflicting],
  "channel-stuck": [
    stuck("warning", " 1 小時", "an hour"),
    stuck("critical", " 6 小時", "six hours"),
    stuck("critical", "一天", "a day"),
  ],
} as const satisfies Record<string, readonly [AlertLevel, ...AlertLevel[]]>;
