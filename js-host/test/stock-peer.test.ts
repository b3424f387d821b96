// A second opinion on stock.publish: the peer under benches/peer was written from docs/stock.md,
// shares no code with the module, and must come to the same quantities, parts, bodies and codes on
// every golden and on thousands of made shops. What disagrees is named by its seed.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Bridge } from 'tillbridge';

type Any = any;

const from = async (name: string): Promise<Any> => import(new URL(`../../benches/peer/${name}.mjs`, import.meta.url).href);
const { stockPublish, stockTenant } = await from('stock');
const { makeStock } = await from('generate-stock');

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const goldens = join(root, 'tests', 'scenarios', 'stock.publish');
const MADE = 1500;

const utf8 = new TextEncoder();

function module(config: string, context: string, payload: string): Any {
  using bridge = new Bridge(config);
  return JSON.parse(new TextDecoder().decode(bridge.decideBytes('stock.publish', utf8.encode(context), utf8.encode(payload))));
}

/** What both must say alike: the key is a digest of each one's own, the document is the module's. */
function bare({ output, exceptions }: Any, codes: string[]): Any {
  const requests = output.requests.map(({ body: { variables: { key: _, ...variables } }, ...other }: Any) => ({ ...other, body: variables }));
  return { output: { ...output, requests }, codes: codes ?? exceptions };
}

function bothOn(config: string, context: string, payload: string): { module: Any; peer: Any } {
  const decision = module(config, context, payload);
  assert.equal(decision.status, 'decided', JSON.stringify(decision.refusal));
  const codes = (decision.exceptions ?? []).map(({ code }: Any) => code).sort();
  const own = JSON.parse(stockPublish(stockTenant(config), context, payload));
  return { module: bare(decision, codes), peer: bare(own, own.exceptions) };
}

describe('the peer on every golden of stock.publish', () => {
  for (const slug of readdirSync(goldens).filter((name) => !name.startsWith('refused')).sort()) {
    test(slug, () => {
      const read = (file: string): string => readFileSync(join(goldens, slug, `${file}.json`), 'utf8');
      const { module: answer, peer } = bothOn(read('config'), read('context'), read('payload'));
      assert.deepEqual(peer, answer);
    });
  }
});

test(`module and peer agree on ${MADE.toLocaleString('en-US')} made shops`, (context) => {
  const changes = new Map<string, number>();
  const codes = new Map<string, number>();
  const count = (map: Map<string, number>, key: string): unknown => map.set(key, (map.get(key) ?? 0) + 1);
  for (let seed = 1; seed <= MADE; seed += 1) {
    const made = makeStock(seed % 2 === 0 ? 'R' : 'X', 4 + (seed % 9), seed);
    const { module: answer, peer } = bothOn(...([made.config, made.context, made.payload].map((own) => JSON.stringify(own)) as [string, string, string]));
    assert.deepEqual(peer, answer, `seed ${seed}`);
    for (const { change, why } of answer.output.quantities) count(changes, why === undefined ? change : `${change} ${why}`);
    for (const code of answer.codes) count(codes, code);
  }
  const listed = (map: Map<string, number>): string => [...map].sort().map(([key, times]) => `${key} ${times}`).join(', ');
  context.diagnostic(listed(changes));
  context.diagnostic(listed(codes));
  for (const change of ['none', 'fall', 'rise', 'confirm', 'sweep']) assert.ok((changes.get(change) ?? 0) > 200, change);
  assert.ok(changes.size >= 20 && codes.size >= 12, 'too few kinds of shops');
});

test('module and peer agree on large shops', () => {
  for (const series of ['R', 'X']) {
    const made = makeStock(series, 2000, 7, { tidy: true });
    const { module: answer, peer } = bothOn(...([made.config, made.context, made.payload].map((own) => JSON.stringify(own)) as [string, string, string]));
    assert.deepEqual(peer, answer, series);
    assert.ok(answer.output.requests.some(({ rows }: Any) => rows === 250), 'no call is full');
  }
});
