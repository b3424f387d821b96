// Wall-clock ratios in one process: the module against JSON.parse and against the same decision
// written by hand. Like is compared with like: what each door takes and gives is in its row.

import { isDeepStrictEqual } from 'node:util';
import { table } from '../demo/table.ts';
import { Bridge } from '../module.ts';
import { orderOf } from './orders.ts';
import type { Case } from './orders.ts';
import { decideByHand } from './peer.ts';
import type { Context } from './peer.ts';

const ROUNDS = 7;
const ROUND_MS = 150;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

type Decided = { status: string; output?: { sales: { request: { body: object } }[] }; exceptions?: unknown };

/** Microseconds of one call: the best of several rounds, warm. */
function measure(work: () => unknown): number {
  for (const start = performance.now(); performance.now() - start < ROUND_MS;) work();
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round += 1) {
    let calls = 0;
    const start = performance.now();
    while (performance.now() - start < ROUND_MS) {
      work();
      calls += 1;
    }
    best = Math.min(best, ((performance.now() - start) * 1000) / calls);
  }
  return best;
}

type Figure = { order: string; who: string; door: string; microseconds: number; of_json_parse: number; of_by_hand: number | null };

function bench({ name, order, context, config }: Case): Figure[] {
  const bridge = new Bridge(config);
  const [orderBytes, contextBytes] = [encoder.encode(order), encoder.encode(context)];
  const parsed = JSON.parse(order) as Parameters<typeof decideByHand>[0];
  const beside = JSON.parse(context) as Context;
  const byHand = (): Uint8Array => encoder.encode(JSON.stringify(decideByHand(
    JSON.parse(decoder.decode(orderBytes)) as typeof parsed, JSON.parse(decoder.decode(contextBytes)) as Context)));

  const decision = JSON.parse(decoder.decode(bridge.decideBytes('order.to_sale', contextBytes, orderBytes))) as Decided;
  const body = decision.output?.sales[0]?.request.body;
  if (!isDeepStrictEqual(body, JSON.parse(decoder.decode(byHand())))) {
    throw new Error(`module and hand-written code disagree on ${name}: ${JSON.stringify(decision).slice(0, 2000)}`);
  }

  const reasons = encoder.encode(context.replace('"explain":"none"', '"explain":"reasons"'));
  const input = { ...beside, order: parsed };
  const rows = [
    ['JSON.parse', 'text -> object', measure(() => JSON.parse(order) as unknown)],
    ['by hand', 'bytes -> bytes', measure(byHand)],
    ['module', 'bytes -> bytes', measure(() => bridge.decideBytes('order.to_sale', contextBytes, orderBytes))],
    ['module, with reasons', 'bytes -> bytes', measure(() => bridge.decideBytes('order.to_sale', reasons, orderBytes))],
    ['by hand', 'object -> object', measure(() => decideByHand(parsed, beside))],
    ['module', 'object -> object', measure(() => bridge.decide('order.to_sale', input))],
  ] as const;
  bridge.free();
  const parse = rows[0][2];
  const hand = { 'bytes -> bytes': rows[1][2], 'object -> object': rows[4][2], 'text -> object': NaN };
  return rows.map(([who, door, time]) => ({
    order: name, who, door,
    microseconds: round(time, 1),
    of_json_parse: round(time / parse, 2),
    of_by_hand: Number.isNaN(hand[door]) ? null : round(time / hand[door], 2),
  }));
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

const figures = [1, 10, 63].flatMap((lines) => bench(orderOf(lines)));
const rows = figures.map(({ order, who, door, microseconds, of_json_parse, of_by_hand }) => [
  order, who, door, microseconds.toFixed(1), `${of_json_parse.toFixed(2)}x`, of_by_hand === null ? '-' : `${of_by_hand.toFixed(2)}x`,
]);
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ node: process.versions.node, rounds: ROUNDS, figures }, null, 2)}\n`);
else process.stdout.write(`Node ${process.versions.node}, best of ${ROUNDS} rounds\n\n${table([
  { title: 'order' }, { title: 'who' }, { title: 'door' }, { title: 'µs', right: true },
  { title: 'of JSON.parse', right: true }, { title: 'of by hand', right: true },
], rows)}\n`);
