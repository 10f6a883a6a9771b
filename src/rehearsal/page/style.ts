/** The page's looks: a calm desk, paper as wide as it is, lamps that need no colour to be read. */
export const style = `
:root { --ink: #22302e; --soft: #5d6f6b; --desk: #e9eeea; --card: #fbfcfb; --line: #cbd6d1; --good: #1f8a5b; --warn: #b7791f; --bad: #c0392b; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 80rem; padding: 1.25rem; background: var(--desk); color: var(--ink); font: 16px/1.5 system-ui, "Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif; }
h1 { margin: 0; font-size: 1.6rem; font-weight: 650; }
h2 { margin: 1.4rem 0 .5rem; font-size: 1rem; }
small { color: var(--soft); font-weight: 400; font-size: .8em; }
header p { margin: .2rem 0 1rem; color: var(--soft); }
code { color: var(--ink); user-select: all; }
main { display: grid; grid-template-columns: minmax(0, 26rem) minmax(0, 1fr); gap: 1.5rem; align-items: start; }
.desk { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto; padding: 1.1rem; border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
.lamps { display: flex; flex-wrap: wrap; gap: .4rem 1rem; margin: 0; padding: 0; list-style: none; }
.lamp { color: var(--soft); }
.lamp i { display: inline-block; width: .8em; height: .8em; margin-right: .35em; border: 2px solid var(--line); border-radius: 50%; vertical-align: -.05em; }
.lamp.good, .lamp.warn, .lamp.bad { color: var(--ink); }
.lamp.good i { background: var(--good); border-color: var(--good); }
.lamp.warn i { background: var(--warn); border-color: var(--warn); }
.lamp.bad i { background: var(--bad); border-color: var(--bad); }
.sentence { margin: .8rem 0 0; font-weight: 600; }
.figures { margin: .1rem 0 0; color: var(--soft); font-size: .85rem; font-variant-numeric: tabular-nums; }
.keys { display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem; margin-top: 1rem; }
.faults { display: grid; grid-template-columns: repeat(2, 1fr); gap: .5rem; margin: .5rem 0 .8rem; }
summary { padding: .35rem 0; font-weight: 600; cursor: pointer; }
summary:focus-visible { outline: 3px solid #4c9fd4; outline-offset: 1px; }
.bits { margin-top: .7rem; font-size: .9rem; }
.bits summary { font-weight: 400; }
.bits ul { display: grid; grid-template-columns: repeat(2, 1fr); gap: 0 1rem; margin: 0; padding: 0; list-style: none; color: var(--soft); font-size: .85rem; }
.bits li.set { color: var(--ink); font-weight: 600; }
.bits p { margin: .4rem 0 0; font-size: .85rem; }
.record { margin-bottom: 1.2rem; padding: .2rem 1rem 1rem; border: 1px solid var(--line); border-radius: 14px; background: var(--card); }
.scroll { max-height: 22rem; overflow: auto; }
table { width: 100%; border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
th { position: sticky; top: 0; background: var(--card); color: var(--soft); font-weight: 400; text-align: left; }
th, td { padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; white-space: nowrap; }
td.long { min-width: 12rem; white-space: normal; overflow-wrap: anywhere; }
button { min-height: 3.1rem; padding: .35rem .5rem; border: 1px solid var(--line); border-radius: 10px; background: #fff; color: inherit; font: inherit; line-height: 1.2; cursor: pointer; }
button small { display: block; }
button:hover { border-color: var(--soft); }
button:focus-visible, input:focus-visible { outline: 3px solid #4c9fd4; outline-offset: 1px; }
button[aria-pressed="true"] { border-color: var(--ink); background: var(--ink); color: #fff; }
button[aria-pressed="true"] small { color: #cfdad6; }
.at-byte { display: block; margin-top: .9rem; font-size: .9rem; }
.at-byte input { width: 100%; margin-top: .2rem; padding: .5rem; border: 1px solid var(--line); border-radius: 8px; font: inherit; }
[role="alert"] { margin: .6rem 0 0; color: var(--bad); }
.strip { width: fit-content; max-width: 100%; margin: 0 auto 1.6rem; }
.strip img { display: block; box-sizing: content-box; max-width: calc(100% - 24px); height: auto; padding: 0 12px; background: #fff; box-shadow: 0 1px 2px #0002, 0 8px 20px #0001; image-rendering: pixelated; }
.strip { position: relative; }
.scale { position: absolute; left: -10px; top: 0; bottom: 1.9rem; width: 7px; background-image: linear-gradient(var(--soft) 1px, transparent 1px); background-size: 100% 80px; }
.scale.coarse { background-size: 100% 70.87px; }
.strip.uncut img { border-top: 6px solid var(--ink); }
figcaption { margin-top: .4rem; color: var(--soft); font-size: .85rem; text-align: center; font-variant-numeric: tabular-nums; }
.empty { margin: 0; padding: 5rem 1rem; border: 2px dashed var(--line); border-radius: 14px; color: var(--soft); text-align: center; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 48rem) { main { grid-template-columns: minmax(0, 1fr); } .desk { position: static; max-height: none; } body { padding: .9rem; } }
`;
