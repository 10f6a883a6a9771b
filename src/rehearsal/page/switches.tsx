import { type Fault, type FaultGroup, faultBook, faults } from "../printer/faults.ts";

const groups: readonly (readonly [group: FaultGroup, name: string, chinese: string])[] = [
  ["paper", "Paper and mechanism", "紙與機構"],
  ["wire", "Wire and power", "連線與電源"],
  ["status", "How it answers", "回應方式"],
  ["job", "What it confirms", "確認內容"],
  ["hands", "Hands", "人的動作"],
];

const keys: readonly (readonly [path: string, body: object, name: string, chinese: string])[] = [
  ["/feed", {}, "FEED", "進紙"],
  ["/feed", { taps: 2 }, "FEED × 2", "按兩下"],
  ["/feed", { holdMs: 2000 }, "FEED held", "長按"],
  ["/power", { on: false }, "Power off", "關機"],
  ["/power", { on: true }, "Power on", "開機"],
];

/** The printer's own keys, and a switch for everything that can go wrong. */
export function Switches({ current }: { readonly current: Fault }) {
  return (
    <>
      <div class="keys">
        {keys.map(([path, body, name, chinese]) => (
          <button type="button" data-path={path} data-body={JSON.stringify(body)}>
            {name} <small lang="zh-Hant">{chinese}</small>
          </button>
        ))}
        <Switch fault="none" current={current} />
      </div>
      <h2>
        Make it fail <small lang="zh-Hant">模擬故障</small>
      </h2>
      <label class="at-byte">
        After this many more bytes <small lang="zh-Hant">再收到多少位元組後</small>
        <input id="at-byte" type="number" min="1" inputmode="numeric" placeholder="at once" />
      </label>
      <p id="refusal" role="alert" />
      {groups.map(([group, name, chinese]) => (
        <details class="group" open={group === "paper" || group === "wire"}>
          <summary>
            {name} <small lang="zh-Hant">{chinese}</small>
          </summary>
          <div class="faults">
            {faults
              .filter((fault) => fault !== "none" && faultBook[fault].group === group)
              .map((fault) => (
                <Switch fault={fault} current={current} />
              ))}
          </div>
        </details>
      ))}
    </>
  );
}

/** What happens in a moment has no pressed state. */
function Switch({ fault, current }: { readonly fault: Fault; readonly current: Fault }) {
  const { name, chinese, sentence } = faultBook[fault];
  return (
    <button type="button" data-fault={fault} title={sentence} aria-pressed={fault === current ? "true" : "false"}>
      {name} <small lang="zh-Hant">{chinese}</small>
    </button>
  );
}
