// Wall-clock ratios in one process: the module against JSON.parse of the same bytes and against
// the same decision written by hand (benches/peer). Like is compared with like: what each door
// takes and gives is in its row, and module and peer must agree before anything is measured. Whatever
// else the machine does falls on all alike, but a busy one blurs the ratios: the load is printed.

import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { table } from '../demo/table.ts';
import { flowOf } from './flow.ts';
import { lagOf } from './lag.ts';
import { oneCall } from './links.ts';
import type { Paged } from './paged.ts';
import type { Reconciled } from './reconcile.ts';
import { PAYOUT_GOALS, payoutCalls } from './payouts.ts';
import { stockCalls } from './stock.ts';
import { Bridge } from '../module.ts';
import { measure, median, times } from './measure.ts';
import type { Contestant, Time } from './measure.ts';
import { LARGE, SMALL, orderOf } from './orders.ts';
import type { Case } from './orders.ts';

type Any = any;

const from = async (name: string): Promise<Any> => import(new URL(`../../../benches/peer/${name}.mjs`, import.meta.url).href);
const { tenant, orderToSaleBytes } = await from('order');
const { decideBig, tenantBig } = await from('order-big');
const { differences } = await from('compare');

const quick = process.argv.includes('--quick');
const ROUNDS = quick ? 9 : 61;
const WARM_MS = quick ? 60 : 400;
const WASM = new URL('../../../pkg/dist/core.wasm', import.meta.url);
const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Figure = { series: string; order: string; door: string; who: string; microseconds: number; fastest: number; of_json_parse: number; of_peer: number | null };

function agreed(module: Any, peer: Any, what: string): void {
  const found = differences(module, peer);
  if (found.length > 0 || peer.sales.length !== 1) throw new Error(`${what}: ${found.join('\n')} ${JSON.stringify(peer.exceptions)}`);
}

function bench({ name, series, order, context, config }: Case): Figure[] {
  const bridge = new Bridge(config);
  const [of, ofBig] = [tenant(config), tenantBig(config)];
  const [orderBytes, contextBytes] = [encoder.encode(order), encoder.encode(context)];
  const reasons = encoder.encode(context.replace('"explain":"none"', '"explain":"reasons"'));
  const [parsed, beside] = [JSON.parse(order), JSON.parse(context)];
  const input = { ...beside, order: parsed };

  const byModule = JSON.parse(decoder.decode(bridge.decideBytes('order.to_sale', contextBytes, orderBytes)));
  agreed(byModule, JSON.parse(decoder.decode(orderToSaleBytes(of, contextBytes, orderBytes))), `${series} ${name}, bytes`);
  agreed(bridge.decide('order.to_sale', input), JSON.parse(JSON.stringify(decideBig(ofBig, beside, parsed))), `${series} ${name}, objects`);

  const run = (contestants: Contestant[]): Time[] => measure(contestants, ROUNDS, WARM_MS);
  const bytes = run([
    { who: 'JSON.parse', work: () => JSON.parse(order) },
    { who: 'peer', work: () => orderToSaleBytes(of, contextBytes, orderBytes) },
    { who: 'module, none', work: () => bridge.decideBytes('order.to_sale', contextBytes, orderBytes) },
    { who: 'module, reasons', work: () => bridge.decideBytes('order.to_sale', reasons, orderBytes) },
  ]);
  const objects = run([
    { who: 'JSON.parse', work: () => JSON.parse(order) },
    { who: 'peer, big.js', work: () => decideBig(ofBig, beside, parsed) },
    { who: 'module, none', work: () => bridge.decide('order.to_sale', input) },
  ]);
  bridge.free();
  const rows = (door: string, [parse, peer, ...others]: Time[]): Figure[] => {
    if (parse === undefined || peer === undefined) return [];
    return [parse, peer, ...others].map((time) => ({
      series, order: name, door: time === parse ? 'text -> object' : door, who: time.who,
      microseconds: median(time.batches), fastest: Math.min(...time.batches),
      of_json_parse: times(time, parse), of_peer: time === parse ? null : times(time, peer),
    }));
  };
  return [...rows('bytes -> bytes', bytes), ...rows('object -> object', objects).slice(1)];
}

function memoryOf(one: Case): { order: string; series: string; idle: number; first: number; later: number } {
  const file = fileURLToPath(new URL('./memory.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { input: JSON.stringify(one), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return { series: one.series, order: one.name, ...JSON.parse(stdout) };
}

const cases = (['R', 'X'] as const).flatMap((series) => [orderOf(series, SMALL), orderOf(series, LARGE)]);
const figures = cases.flatMap(bench);
/** What another bench prints, in a process of its own: memory that has grown is never given back. */
function apart<T>(name: string, most: number): T[] {
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [...process.execArgv, file, String(most)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`${name}: exit code ${status}`);
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as T);
}

const memory = cases.map(memoryOf);
const flows = [await flowOf('R', quick ? 100 : 1000), await flowOf('X', quick ? 100 : 1000)];
const links = (['R', 'X'] as const).map((series) => oneCall(series, 10_000, quick ? 5 : 21));
const stock = stockCalls(quick ? 5 : 31, quick ? 300 : 1500);
const payouts = payoutCalls(quick ? 5 : 31, quick ? 300 : 1500);
const looks = apart<Reconciled>('reconcile', quick ? 100 : 1000);
const whole = apart<Paged>('paged', quick ? 1000 : 100_000);
const lags = [await lagOf('X', quick ? 100 : 1000), await lagOf('R', quick ? 100 : 1000)];
const wasm = statSync(WASM).size;

const number = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const percent = (part: number): string => `${number(part * 100)} %`;
const factor = (value: number | null): string => (value === null ? '-' : `${value.toFixed(2)}x`);
if (process.argv.includes('--json')) {
  const round = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(3)));
  const rounded = figures.map((figure) => ({
    ...figure, microseconds: round(figure.microseconds), fastest: round(figure.fastest), of_json_parse: round(figure.of_json_parse), of_peer: round(figure.of_peer),
  }));
  process.stdout.write(`${JSON.stringify({ node: process.versions.node, rounds: ROUNDS, load: loadavg()[0], figures: rounded, flows, links, stock, payouts, looks, whole, lags, memory, wasm }, null, 2)}\n`);
} else {
  const rows = figures.map(({ series, order, door, who, microseconds, fastest, of_json_parse: parse, of_peer: peer }) =>
    [series, order, door, who, number(microseconds), number(fastest), factor(parse), factor(peer)]);
  process.stdout.write(`Node ${process.versions.node}, median of ${ROUNDS} batches, ratios round by round, load ${number(loadavg()[0] ?? NaN)}\n\n${table([
    { title: 'series' }, { title: 'order' }, { title: 'door' }, { title: 'who' }, { title: 'µs', right: true }, { title: 'fastest', right: true },
    { title: 'of JSON.parse', right: true }, { title: 'of the peer', right: true },
  ], rows)}\n\n`);
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toLocaleString('en-US')} KiB`;
  for (const { series, order, idle, first, later } of memory) {
    process.stdout.write(`memory, ${series}, ${order}: ${kilobytes(idle)} idle, ${kilobytes(first)} more for one decision, ${kilobytes(later)} more after a hundred\n`);
  }
  for (const { series, orders, per_second: pace, milliseconds, rounds } of flows) {
    process.stdout.write(`whole flow, ${series}, known customer: ${number(pace)} orders a second (${milliseconds.toFixed(2)} ms, ${rounds} rounds, ${orders} orders, store in memory, vendors answer at once)\n`);
  }
  for (const { series, variants, items, bytes, milliseconds, of_json_parse: parse, peer_of_module: peer, peer_in_json: json } of links) {
    process.stdout.write(`link.items, ${series}, ${variants} and ${items}, ${number(bytes / 1e6)} MB: ${number(milliseconds)} ms, ${factor(parse)} of JSON.parse; the peer takes ${factor(peer)} of it (${Math.round(json * 100)} % in JSON)\n`);
  }
  for (const { series, quantities, changed, listed, bytes, milliseconds, of_json_parse: parse, of_peer: peer } of stock) {
    process.stdout.write(`stock.publish, ${series}, ${quantities} quantities, ${percent(changed)} of them changed, ${listed} listed, ${number(bytes / 1e6)} MB: ${number(milliseconds)} ms, ${factor(parse)} of JSON.parse, ${factor(peer)} of the peer\n`);
  }
  for (const { rows: count, recorded, unmatched, listed, bytes, milliseconds, of_json_parse: parse, of_peer: peer } of payouts) {
    process.stdout.write(`payout.summarise, ${count} rows, ${recorded} recorded, ${percent(unmatched)} of them unmatched, ${listed} listed, ${number(bytes / 1e6)} MB: ${number(milliseconds)} ms, ${factor(parse)} of JSON.parse (goal ${factor(PAYOUT_GOALS.of_json_parse)}), ${factor(peer)} of the peer (goal ${factor(PAYOUT_GOALS.of_peer)})\n`);
  }
  for (const { series, items, changed, seconds, tasks, requests, writes, memory: most } of looks) {
    process.stdout.write(`stock/reconcile, ${series}, ${items} items, ${percent(changed)} of them changed: ${number(seconds)} s, ${tasks} tasks, ${requests} requests, ${writes} writes, ${kilobytes(most)} (sandbox on this machine)\n`);
  }
  for (const { series, items, changed, tasks, writes, written, microseconds_an_item: each, memory: most } of whole) {
    process.stdout.write(`whole shop, ${series}, ${items} items, ${changed} changed: ${each} µs of the module an item, ${tasks} tasks, ${written} quantities in ${writes} writes, ${kilobytes(most)} (vendors answer at once)\n`);
  }
  for (const { series, from: begin, sales, written, p50, p99, most } of lags) {
    process.stdout.write(`stock, ${series}, from ${begin} to the write that Shopify gets: ${number(p50)} ms (p50), ${number(p99)} ms (p99), ${number(most)} ms at most (${sales} sales, ${written} writes, sandbox, store in memory)\n`);
  }
  process.stdout.write(`core.wasm: ${wasm.toLocaleString('en-US')} bytes\n`);
}
