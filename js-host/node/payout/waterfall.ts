// The way from gross to net as a picture: a bar for each step, from where the last one ended, and one
// for what is left. Heights are worked out on exact amounts; only the pixels are rounded.

import { digitsOf, grouped, isNegative, unitsOf } from './amounts.ts';
import type { Payout } from './answer.ts';
import { Markup, html } from './markup.ts';
import { stepsOf } from './steps.ts';

const WIDTH = 960;
const TOP = 26;
const HEIGHT = 250;
const LINE = 15;
/** Room below the bars for a figure of a bar that ends there. */
const FOOT = 24;
const SLOT_MOST = 130;

type Bar = { label: string; amount: string; kind: 'up' | 'down' | 'net'; from: bigint; to: bigint };

function barsOf(payout: Payout, digits: number): Bar[] {
  let total = 0n;
  const bars = stepsOf(payout).map(({ label, amount }): Bar => {
    const from = total;
    total += unitsOf(amount, digits);
    return { label, amount, kind: isNegative(amount) ? 'down' : 'up', from, to: total };
  });
  return [...bars, { label: 'Net', amount: payout.net, kind: 'net', from: 0n, to: unitsOf(payout.net, digits) }];
}

export function waterfall(payout: Payout, id: string): Markup {
  const digits = digitsOf([payout.net, ...stepsOf(payout).map(({ amount }) => amount)]);
  const bars = barsOf(payout, digits);
  const ends = bars.flatMap(({ from, to }) => [from, to]);
  const most = ends.reduce((one, other) => (one > other ? one : other), 0n);
  const least = ends.reduce((one, other) => (one < other ? one : other), 0n);
  const span = most - least || 1n;
  // A hundredth of a pixel is fine enough.
  const y = (value: bigint): number => TOP + Number((most - value) * BigInt(HEIGHT * 100) / span) / 100;

  const slot = Math.min(SLOT_MOST, WIDTH / bars.length);
  const left = (WIDTH - slot * bars.length) / 2;
  const size = slot < 66 ? 10 : slot < 80 ? 11 : 13;
  // Long figures are smaller rather than one upon the other.
  const longest = Math.max(...bars.map(({ amount }) => grouped(amount).length + 1));
  const small = Math.max(6, Math.min(size, Math.floor((slot * 10) / (longest * 0.62)) / 10));
  const names = bars.map(({ label }) => linesOf(label, Math.max(8, Math.floor(slot / (size * 0.56)))));
  const base = TOP + HEIGHT + FOOT;
  const tall = base + LINE * Math.max(...names.map((lines) => lines.length)) + 4;

  const drawn = bars.map((bar, at) => {
    const x = left + slot * at;
    const [from, to] = [y(bar.from), y(bar.to)];
    const middle = px(x + slot / 2);
    const falls = bar.to < bar.from;
    const link = at + 1 < bars.length ? html`<line class="link" x1="${px(x + slot * 0.84)}" x2="${px(x + slot * 1.16)}" y1="${px(to)}" y2="${px(to)}"/>` : undefined;
    const amount = `${bar.kind === 'up' ? '+' : ''}${grouped(bar.amount)}`;
    return html`
<g>
${link}
<rect class="${bar.kind}" x="${px(x + slot * 0.16)}" y="${px(Math.min(from, to))}" width="${px(slot * 0.68)}" height="${px(Math.abs(from - to))}"/>
<text class="figure" x="${middle}" y="${px(falls ? to + 16 : to - 7)}" style="font-size:${small}px">${amount}</text>
${(names[at] ?? []).map((line, row) => html`<text class="name" x="${middle}" y="${px(base + LINE * (row + 1) - 4)}" style="font-size:${size}px">${line}</text>`)}
</g>`;
  });
  const words = bars.map(({ label, amount }) => `${label} ${grouped(amount)}`).join(', ');
  return html`<svg viewBox="0 0 ${WIDTH} ${px(tall)}" role="img" aria-labelledby="${id}-title ${id}-words">
<title id="${id}-title">From gross to net, in ${payout.currency}</title>
<desc id="${id}-words">${words}</desc>
<line class="axis" x1="${px(left)}" x2="${px(WIDTH - left)}" y1="${px(y(0n))}" y2="${px(y(0n))}"/>${drawn}
</svg>`;
}

/** Two decimals at most. */
const px = (value: number): string => String(Math.round(value * 100) / 100);

/** A name in lines of about so many letters. */
function linesOf(label: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of label.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
