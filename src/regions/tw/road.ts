import type { RegionRoad } from "../road.ts";

/** The road of a Taiwanese shop (spec/taiwan.md 2.2, 6.2, 7.2, 9; spec/reprint-and-claim.md P1 to P5, P22). */
export const twRoad: RegionRoad = {
  ways: {
    turnkey: { local: "自行以 Turnkey 上傳", english: "the shop's own Turnkey" },
    provider: { local: "加值服務中心代為上傳", english: "a provider" },
    "head-office": { local: "總公司代為上傳", english: "the head office's hub" },
  },
  steps: [
    {
      id: "way",
      title: { local: "選擇上傳方式", english: "Choose who uploads" },
      how: "Decide whether the shop's own Turnkey, a provider (加值中心) or the head office uploads: `tillseal road way turnkey|provider|head-office`.",
      proof: "way",
    },
    {
      id: "tax-registration",
      title: { local: "稅籍登記", english: "Tax registration" },
      how: "The shop is registered with the tax office and its 統一編號 is active.",
      proof: "person",
    },
    {
      id: "certificate",
      title: { local: "工商憑證", english: "Business certificate" },
      how: "Get the business certificate (工商憑證) that signs in to the platform and signs Turnkey's packages.",
      ways: ["turnkey"],
      proof: "person",
    },
    {
      id: "platform-account",
      title: { local: "大平台營業人帳號", english: "Account on the ministry's platform" },
      how: "Register the shop as 營業人 on the platform and check 統編, name, phone and e-mail there.",
      proof: "person",
    },
    {
      id: "provider-contract",
      title: { local: "加值中心簽約", english: "Contract with the provider" },
      how: "Sign with the provider and get its account, its QR key or its numbers with ciphers.",
      ways: ["provider"],
      proof: "person",
    },
    {
      id: "application",
      title: { local: "字軌號碼申請", english: "Application for numbers" },
      how: "Hand the papers in at the tax office (國稅局). The self-check list comes from `tillseal doctor --self-check --page`.",
      papers: ["電子發票字軌號碼申請書", "承諾書", "自行檢測表", "感熱紙切結書", "委任書 (when somebody acts for the shop)"],
      proof: "person",
    },
    {
      id: "qr-key",
      title: { local: "QR 金鑰 (種子密碼)", english: "QR key registered and checked" },
      how: "Choose a 種子密碼 on the platform and import it here: `tillseal key import --passphrase … --check NUMBER+RANDOM=CIPHER`.",
      proof: "key",
    },
    {
      id: "numbers",
      title: { local: "匯入配號", english: "Numbers imported" },
      how: "Fetch the period's numbers and import the file as it was downloaded: `tillseal ranges import FILE`.",
      proof: "range",
    },
    {
      id: "turnkey-folders",
      title: { local: "Turnkey 上傳與下載目錄", english: "Turnkey's folders" },
      how: "Set every UpCast, Unpack and DownCast directory in Turnkey, the download ones too: without them messages stay in state G for ever.",
      ways: ["turnkey"],
      proof: "person",
    },
    {
      id: "receiver",
      title: { local: "接收方式設定", english: "Receiver set" },
      how: "Set on the platform where notices and results go (接收方), and switch the E0501 download on.",
      ways: ["turnkey", "provider"],
      proof: "person",
    },
    {
      id: "clock",
      title: { local: "時鐘校正", english: "Clock right" },
      how: "Let the machine keep its time by NTP, and confirm it once: `tillseal init` asks, `tillseal road done clock` says it later.",
      proof: "clock",
    },
    {
      id: "printer",
      title: { local: "印表機測試", english: "Printer tested" },
      how: "Print a test page and scan its codes: POST /v1/printers/:name/test.",
      proof: "printer",
    },
    {
      id: "self-check",
      title: { local: "自行檢測", english: "Self-check passed" },
      how: "Run `tillseal doctor --self-check --page FILE.html`, print and sign it.",
      proof: "person",
    },
    {
      id: "test-upload",
      title: { local: "測試上傳", english: "Test upload accepted" },
      how: "In a rehearsal home, let a test document reach the ministry's or the provider's test area and be accepted.",
      proof: "upload",
    },
    {
      id: "code-check",
      title: { local: "條碼檢測", english: "Codes checked by the platform" },
      how: "Paste bar code and both QR texts into 電子發票證明聯條碼檢測 (B2G功能選單): it compares them with what was uploaded.",
      proof: "person",
    },
    {
      id: "live",
      title: { local: "正式上線", english: "Live" },
      how: "Open the live home: `tillseal init --environment live`.",
      proof: "live",
    },
  ],
};
