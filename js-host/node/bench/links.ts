// Linking: two catalogues of 10,000 in one call against JSON.parse of the same bytes, and two of
// 100,000 page by page through the store, with the time, the module's memory, and whether it grows
// with the number alone.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogueRun } from '../linking.ts';
import type { RunRow } from '../linking.ts';
import { openStore } from '../store.ts';
import { catalogues, httpOf, tenantOf } from './catalogue.ts';
import type { Series } from './catalogue.ts';
import { measure, median, times } from './measure.ts';

type Any = any;

/** The module's memory, taken from its instance while it is made. */
let memory: WebAssembly.Memory | undefined;
const Plain = WebAssembly.Instance;
WebAssembly.Instance = new Proxy(Plain, {
  construct(_, args: [WebAssembly.Module, WebAssembly.Imports?]) {
    const instance = new Plain(...args);
    memory = instance.exports['memory'] as WebAssembly.Memory;
    return instance;
  },
});
const { Bridge, run, systemClock } = await import('../module.ts');
const bytesOf = (): number => memory?.buffer.byteLength ?? 0;

const from = async (name: string): Promise<Any> => import(new URL(`../../../benches/peer/${name}.mjs`, import.meta.url).href);
const { linkItemsBytes, linkTenant } = await from('links');
const { linkDifferences } = await from('compare-links');

export type OneCall = {
  series: Series; variants: number; items: number; bytes: number; milliseconds: number; of_json_parse: number; peer_of_module: number; peer_in_json: number;
  linked: number; wrong: number;
};
export type Paged = { series: Series; variants: number; items: number; seconds: number; tasks: number; memory: number; linked: number; review: number; wrong: number };

export function oneCall(series: Series, count: number, rounds: number): OneCall {
  const made = catalogues(series, count);
  const text = JSON.stringify({ shopify: made.shopify, lightspeed: made.lightspeed });
  const [context, payload] = [JSON.stringify({ explain: 'none', links: made.known }), text].map((part) => new TextEncoder().encode(part));
  const config = tenantOf(series);
  const bridge = new Bridge(config);
  const of = linkTenant(JSON.stringify(config));
  try {
    const decision = JSON.parse(new TextDecoder().decode(bridge.decideBytes('link.items', context as Uint8Array, payload as Uint8Array)));
    const links = decision.output.links as { variant: string; item: string }[];
    const bytes = linkItemsBytes(of, context, payload) as Uint8Array;
    const parted = linkDifferences(decision, JSON.parse(new TextDecoder().decode(bytes)));
    if (parted.length > 0) throw new Error(parted.join('\n'));
    const answer = JSON.parse(new TextDecoder().decode(bytes));
    const [parse, module, peer, json] = measure([
      { who: 'JSON.parse', work: () => JSON.parse(text) },
      { who: 'module', work: () => bridge.decideBytes('link.items', context as Uint8Array, payload as Uint8Array) },
      { who: 'peer', work: () => linkItemsBytes(of, context, payload) },
      // What of the peer's time is no linking: from bytes to objects, and back.
      { who: 'JSON of the peer', work: () => [JSON.parse(new TextDecoder().decode(payload)), new TextEncoder().encode(JSON.stringify(answer))] },
    ], rounds, 300);
    if (parse === undefined || module === undefined || peer === undefined || json === undefined) throw new Error('nothing was measured');
    return {
      series, variants: made.shopify.length, items: made.lightspeed.length, bytes: text.length,
      milliseconds: median(module.batches) / 1000, of_json_parse: times(module, parse),
      peer_of_module: times(peer, module), peer_in_json: times(json, peer), linked: links.length, wrong: links.filter(({ variant, item }) => made.truth.get(variant) !== item).length,
    };
  } finally {
    bridge.free();
  }
}

export async function paged(series: Series, count: number): Promise<Paged> {
  const made = catalogues(series, count);
  const folder = mkdtempSync(join(tmpdir(), 'tillbridge-bench-'));
  const config = tenantOf(series);
  const store = openStore(join(folder, 'tenant.db'), config.tenant);
  const bridge = new Bridge(config);
  let tasks = 0;
  try {
    const start = performance.now();
    const failed = await catalogueRun({
      store, clock: systemClock, tell: () => undefined,
      first: { contract: 1, tenant: config.tenant, id: 'bench', now: new Date().toISOString(), mode: 'apply', explain: 'none', event: { source: 'operator', topic: 'links/read' } },
      perform: (task) => {
        tasks += 1;
        return run(bridge, task, { store, http: httpOf(made, series), clock: systemClock });
      },
    });
    if (failed !== undefined) throw new Error(JSON.stringify(failed));
    const seconds = (performance.now() - start) / 1000;
    const row = await store.get('links', 'run') as RunRow;
    let wrong = 0;
    for (const [variant, item] of made.truth) {
      const link = await store.get('links', `variant/${variant.replace(/^.*\//, '')}`) as { item: string } | undefined;
      if (link !== undefined && link.item !== item) wrong += 1;
    }
    return { series, variants: row.variants, items: row.items, seconds, tasks, memory: bytesOf(), linked: row.linked, review: row.review, wrong };
  } finally {
    store.close();
    bridge.free();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main === true) {
  const most = Number(process.argv[2] ?? 100_000);
  for (const series of ['R', 'X'] as const) {
    for (const count of [most / 10, most]) process.stdout.write(`${JSON.stringify(await paged(series, count))}\n`);
    process.stdout.write(`${JSON.stringify(oneCall(series, 10_000, 15))}\n`);
  }
}
