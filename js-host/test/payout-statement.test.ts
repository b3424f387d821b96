// The statement as a page: its figures, its picture, and that it is safe to send around.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXPORT, PAYOUT, TRANSACTIONS, ZONE, file, folder, json, payout, sampleRows, text } from './payout-files.ts';
import type { Answer, Family, Payout } from '../node/payout/answer.ts';
import { statementHtml } from '../node/payout/html.ts';
import { stepsOf } from '../node/payout/steps.ts';
import { waterfall } from '../node/payout/waterfall.ts';

async function page(name: string, ...args: string[]): Promise<string> {
  const path = join(folder, name);
  const { err } = await payout(...args, ...ZONE, '--html', path);
  assert.equal(err.replace(/^(The payout is held|Held,).+\n/, ''), '');
  return text(path);
}

/** What a reader sees: cells of a table apart. */
const seen = (html: string): string => html.replace(/<style>[^]*?<\/style>/, '').replace(/<\/t[hd]>/g, ' | ').replace(/<[^>]+>/g, '')
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&#39;', '\'').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

type Bar = { kind: string; y: number; height: number; x: number; width: number };

function barsOf(svg: string): Bar[] {
  const number = (tag: string, name: string): number => {
    const value = Number(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1]);
    assert.ok(Number.isFinite(value), `${name} of ${tag}`);
    return value;
  };
  return [...svg.matchAll(/<rect [^>]*>/g)].map(([tag]) => ({
    kind: /class="(\w+)"/.exec(tag)?.[1] ?? '', y: number(tag, 'y'), height: number(tag, 'height'), x: number(tag, 'x'), width: number(tag, 'width'),
  }));
}

/** Each bar begins where the last one ended, and the net is what they come to. */
function assertFalls(svg: string, amounts: readonly number[], net: number): void {
  const bars = barsOf(svg);
  assert.equal(bars.length, amounts.length + 1);
  const zero = Number(/class="axis"[^>]* y1="([\d.]+)"/.exec(svg)?.[1]);
  const within = (one: number, other: number, what: string): void => assert.ok(Math.abs(one - other) <= 0.03, `${what}: ${one} and ${other}`);
  let at = zero;
  let scale = 0;
  for (const [place, amount] of amounts.entries()) {
    const bar = bars[place];
    assert.ok(bar !== undefined && bar.height >= 0);
    assert.equal(bar.kind, amount < 0 ? 'down' : 'up');
    const [from, to] = amount < 0 ? [bar.y, bar.y + bar.height] : [bar.y + bar.height, bar.y];
    within(from, at, `bar ${place} begins where the last one ended`);
    at = to;
    if (Math.abs(amount) > 100) scale = bar.height / Math.abs(amount);
  }
  assert.ok(scale > 0);
  for (const [place, amount] of amounts.entries()) assert.ok(Math.abs((bars[place]?.height ?? 0) - Math.abs(amount) * scale) < 0.1, `bar ${place} is as high as its amount`);
  const last = bars.at(-1);
  assert.ok(last !== undefined && last.kind === 'net');
  within(net < 0 ? last.y + last.height : last.y, at, 'the net ends where the steps do');
  within(net < 0 ? last.y : last.y + last.height, zero, 'the net begins at nothing');
  assert.ok(bars.every((bar, place) => place === 0 || bar.x >= (bars[place - 1]?.x ?? 0) + (bars[place - 1]?.width ?? 0)), 'bars overlap');
  const [, width = '0', height = '0'] = /viewBox="0 0 (\d+) ([\d.]+)"/.exec(svg) ?? [];
  assert.ok(bars.every((bar) => bar.x >= 0 && bar.x + bar.width <= Number(width) && bar.y >= 0 && bar.y + bar.height <= Number(height)), 'a bar is out of the picture');
}

const svgsOf = (html: string): string[] => [...html.matchAll(/<svg [^]*?<\/svg>/g)].map(([svg]) => svg);

test('the page of an export: figures, journal, proof, picture', async () => {
  const html = await page('export.html', EXPORT);
  const words = seen(html);
  for (const part of [
    'Payout 118400501203 paid on 2026-11-24', '2,355.75 USD to the bank', 'Sales | 10 | 2,824.59 | -84.17 | 2,740.42 |', 'Refunds | 2 | -71.20 | 0.00 | -71.20 |',
    'Disputes | 1 | -129.00 | -15.00 | -144.00 |', 'Reserves | 1 | -150.00 | 0.00 | -150.00 |', 'Shipping labels | 2 | -19.47 | 0.00 | -19.47 |', 'All rows | 16 | 2,454.92 | -99.17 | 2,355.75 |',
    '16 rows add up to 2,355.75 USD. An export states no total', 'P118400501203 on 2026-11-24, in USD: Shopify payout 118400501203', '1150 | Shopify Payments clearing | sales |  | 2,824.59 |',
    '1000 | Bank | net to bank | 2,355.75 |  |', 'Total |  |  | 2,824.59 | 2,824.59 |', 'Reserves held, in USD',
  ]) assert.ok(words.includes(part), part);
  assert.match(html, /^<!doctype html>\n<html lang="en">/);
  assert.match(html, /<title>Shopify payout 118400501203, paid on 2026-11-24<\/title>/);
  assert.deepEqual([html.match(/<h1>/g)?.length, html.match(/<h2 /g)?.length, html.match(/<main>/g)?.length], [1, 2, 1]);
  assert.match(html, /prefers-color-scheme: dark/);
  assert.match(html, /@page \{ size: A4/);

  const [svg = '', ...none] = svgsOf(html);
  assert.deepEqual(none, []);
  assertFalls(svg, [2824.59, -71.2, -84.17, -129, -15, -150, -19.47], 2355.75);
  const labels = [...svg.matchAll(/<text class="figure"[^>]*>([^<]*)</g)].map(([, label]) => label);
  assert.deepEqual(labels, ['+2,824.59', '-71.20', '-84.17', '-129.00', '-15.00', '-150.00', '-19.47', '2,355.75']);
  assert.match(svg, /<desc [^>]*>Sales 2,824\.59, Refunds -71\.20, Processing fees -84\.17, Disputes -129\.00, Dispute fees -15\.00, Reserves -150\.00, Shipping labels -19\.47, Net 2,355\.75</);
});

test('a page needs nothing from anywhere', async () => {
  const html = await page('alone.html', TRANSACTIONS, PAYOUT);
  assert.doesNotMatch(html, /https?:|<script|<link|<img|<iframe|\ssrc=|\shref=|url\(|@import|@font-face|\son\w+=/i);
  assert.match(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">/);
  const open = html.match(/<(table|section|figure|svg|main|tr|thead|tbody|tfoot|div|p|h\d)[ >]/g)?.length;
  assert.equal(html.match(/<\/(table|section|figure|svg|main|tr|thead|tbody|tfoot|div|p|h\d)>/g)?.length, open);
});

test('what was handed over is text and nothing else', async () => {
  const evil = '<script>alert("1")</script>';
  const sample = text(EXPORT);
  const name = '#1187<script>alert(1)</script>';
  const html = await page('evil.html', file('evil.csv', sample.replace(',#1187,', `,${name},`)), '--recorded', json('none.json', []), '--bank', json('bank.json', [{ id: evil, on: '2026-11-25', amount: '2355.75' }]));
  assert.doesNotMatch(html, /<script/i);
  assert.ok(html.includes('#1187&lt;script&gt;alert(1)&lt;/script&gt;'));
  assert.ok(html.includes('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;'));
  assert.ok(seen(html).includes(`the only movement of that amount: ${evil}.`));

  const rows = sampleRows().map((row) => (row['id'] === 9100442 ? { ...row, type: '"><img src=x onerror=alert(1)>' } : row));
  const other = await page('type.html', json('type.json', { transactions: rows }), PAYOUT);
  assert.doesNotMatch(other, /<img/i);
  assert.match(seen(other), /9100442 "><img src=x onerror=alert\(1\)> 420\.10/);
});

test('what is not as Lightspeed has it, what is held, and the next step', async () => {
  const recorded = json('recorded.json', [{ order: 5610000001201, transaction: 6620000001201, sale: '31', amount: '70.00' }]);
  const rows = sampleRows().map((row) => (row['id'] === 9100447 ? { ...row, net: '-4.20' } : row));
  const words = seen(await page('held.html', json('held.json', { transactions: rows }), PAYOUT, '--recorded', recorded));
  assert.ok(words.includes('7 rows add up to 795.96 USD, the payout says 796.06 USD: DIFFERS by 0.10 USD.'));
  assert.match(words, /HELD: nothing is posted, for its rows do not add up to what the payout says; it has rows that nobody can place\./);
  assert.match(words, /Lightspeed has another amount: [^\n]+ \(1\)\s[^]+9100441 \| charge \| 5610000001201 \| 2026-11-29 \| 75\.00 \| 70\.00 \| 5\.00 \|/);
  assert.match(words, /PAYOUT_ROW_NET finance[^]+Next step: Ask Shopify/);
});

test('several payouts are sections of one page, with a total', async () => {
  const more = { ...sampleRows()[0], id: 1, payout_id: 77, amount: '1000.00', fee: '0.00', net: '1000.00' };
  const own = json('second.json', { payout: { id: 77, status: 'paid', date: '2026-12-01', currency: 'USD', amount: '1000.00' } });
  const html = await page('several.html', TRANSACTIONS, PAYOUT, json('second-rows.json', { transactions: [more] }), own);
  assert.equal(svgsOf(html).length, 2);
  assert.match(html, /<title>2 Shopify payouts<\/title>/);
  assert.ok(seen(html).includes('To the bank |  |  | 1,796.06 | USD |'));
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  assert.equal(new Set(ids).size, ids.length, 'an id stands twice');
  for (const [, names = ''] of html.matchAll(/aria-labelledby="([^"]+)"/g)) for (const name of names.split(' ')) assert.ok(ids.includes(name), name);
});

/** A payout of these families: gross and fee of each. */
function made(families: readonly (readonly [string, string, string, string])[], net: string): Payout {
  const own = families.map(([family, gross, fee, left]): Family => ({ month: '2026-11', family, rows: 1, gross, fee, net: left }));
  return {
    payout: 'gid://shopify/ShopifyPaymentsPayout/1', status: 'paid', issued_on: '2026-11-24', currency: 'USD', net, posting: 'held', held_for: ['residue'], families: own, lines: [], entries: [],
    certificate: { rows: own.length, sum: net, stated: net, residue: '0', ties: true, debits: '0', credits: '0', to_bank: '0', transfers: 0, tests: 0, twice: 0, quarantined: 0 },
  };
}

const numbers = (payout: Payout): number[] => stepsOf(payout).map(({ amount }) => Number(amount));

test('the picture holds with a net below zero, with many families, and with what nobody can explain', () => {
  const negative = made([['sale', '12.00', '0.60', '11.40'], ['refund', '-480.50', '0.00', '-480.50'], ['shop_cash', '20.00', '0.00', '20.00']], '-449.10');
  assert.deepEqual(numbers(negative), [12, -480.5, -0.6, 20]);
  assertFalls(waterfall(negative, 'a').text, numbers(negative), -449.1);

  const words = ['sale', 'refund', 'dispute', 'protection', 'reserve', 'lending', 'shipping_label', 'duty', 'tax', 'platform_fee', 'shop_cash', 'channel'];
  const many = made(words.map((word, at) => (at === 0 ? [word, '5000.00', '150.00', '4850.00'] : [word, `-${at * 37}.25`, '0.00', `-${at * 37}.25`])), '2405.25');
  assert.equal(numbers(many).length, 13);
  const svg = waterfall(many, 'b').text;
  assertFalls(svg, numbers(many), 2405.25);
  // A long name stands in lines.
  assert.match(svg, />Duties and<[^]+>import<[^]+>taxes</);

  const residue = made([['sale', '1000.00', '30.00', '969.50']], '900.00');
  assert.deepEqual(stepsOf(residue), [
    { label: 'Sales', amount: '1000.00' }, { label: 'Processing fees', amount: '-30.00' }, { label: 'Net differs', amount: '-0.50' }, { label: 'Not explained', amount: '-69.50' },
  ]);
  assertFalls(waterfall(residue, 'c').text, numbers(residue), 900);

  const huge = made([['sale', '123456789012345678.91', '0.01', '123456789012345678.90']], '123456789012345678.90');
  const wide = waterfall(huge, 'd').text;
  const size = Number(/class="figure"[^>]*font-size:([\d.]+)px/.exec(wide)?.[1]);
  assert.ok(size >= 6 && size < 10, `${size} px lets long figures run into each other`);
  assert.match(wide, />\+123,456,789,012,345,678\.91<[^]+>123,456,789,012,345,678\.90</);
});

test('a payout without rows has no picture', () => {
  const answer: Answer = { status: 'decided', output: { payouts: [{ ...made([], '55.00'), status: 'canceled', posting: 'nothing' }], waiting: 0, ledgers: [], months: [] } };
  const html = statementHtml(answer, 'UTC');
  assert.doesNotMatch(html, /<svg/);
  assert.match(seen(html), /55\.00 USD did not move/);
});
