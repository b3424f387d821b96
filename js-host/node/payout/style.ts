// How a statement looks: on a screen in the light and in the dark, and on A4. It needs nothing from
// anywhere: no font, no script, no picture.

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1a202c; --soft: #596375; --line: #d5dae2; --band: #f5f7fa;
  --up: #2b6cb0; --down: #c2571a; --net: #2d3748; --good: #22683f; --bad: #a61b1b; --warn: #fff6e6;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e6eaf0; --soft: #9aa5b5; --line: #343c49; --band: #1c222b;
    --up: #63a4e8; --down: #ec9355; --net: #c3ccd9; --good: #6fcf97; --bad: #ff8f8f; --warn: #2e2614;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.5rem 3rem; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0 0 1.25rem; font-size: 1.5rem; font-weight: 650; }
h2 { margin: 0; font-size: 1.25rem; font-weight: 650; }
h3 { margin: 1.75rem 0 0.5rem; font-size: 1rem; font-weight: 650; }
h4 { margin: 1rem 0 0.35rem; font-size: 0.9rem; font-weight: 600; }
p { margin: 0.35rem 0; }
section.payout { border-top: 3px solid var(--net); padding-top: 1rem; margin-top: 2rem; }
.deposit { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0.25rem 1.5rem; }
.deposit p { margin: 0; }
.amount { font-size: 1.6rem; font-weight: 650; font-variant-numeric: tabular-nums; white-space: nowrap; }
.amount small { font-size: 0.9rem; font-weight: 400; color: var(--soft); }
.soft { color: var(--soft); }
.good { color: var(--good); font-weight: 600; }
.bad { color: var(--bad); font-weight: 600; }
.look { background: var(--warn); border-left: 4px solid var(--down); margin: 0.6rem 0; padding: 0.5rem 0.9rem; }
.look code { font-weight: 600; }
.wide { overflow-x: auto; }
.wide + .wide { margin-top: 1rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.87rem; }
caption { text-align: left; color: var(--soft); padding: 0 0 0.35rem; }
th, td { text-align: left; vertical-align: top; padding: 0.28rem 0.9rem 0.28rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; color: var(--soft); border-bottom-color: var(--soft); }
tbody th { font-weight: 400; }
tfoot th, tfoot td { font-weight: 650; border-top: 1px solid var(--soft); border-bottom: 0; }
.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
code { font: 0.95em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
figure { margin: 1rem 0 1.5rem; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--ink); font: 13px system-ui, "Segoe UI", Roboto, Arial, sans-serif; text-anchor: middle; }
svg .figure { font-variant-numeric: tabular-nums; font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
svg .name { fill: var(--soft); }
svg .up { fill: var(--up); stroke: var(--up); }
svg .down { fill: var(--down); stroke: var(--down); }
svg .net { fill: var(--net); stroke: var(--net); }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .link { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
@page { size: A4; margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  section.payout + section.payout, section.overall { break-before: page; margin-top: 0; }
  figure, tr, .look { break-inside: avoid; }
  h2, h3, h4, caption { break-after: avoid; }
  thead { display: table-header-group; }
  .wide { overflow: visible; }
  svg, .look { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
