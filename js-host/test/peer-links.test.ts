// A second opinion on link.items: the peer under benches/peer was written from docs/links.md, shares
// no code with the module, and must come to the same links by codes, and leave the same variants to
// a person, on every golden and on made catalogues. Words and candidates are not the peer's.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Bridge } from 'tillbridge';

type Any = any;
type Link = { by: string };

// By address, for the peer is plain JavaScript without types.
const from = async (name: string): Promise<Any> => import(new URL(`../../benches/peer/${name}.mjs`, import.meta.url).href);
const { linkItemsBytes, linkTenant } = await from('links');
const { linkDifferences } = await from('compare-links');
const { catalogues } = await from('catalogue');
const { entangle } = await from('catalogue-tangles');

const scenarios = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'tests', 'scenarios');
const goldens = join(scenarios, 'link.items');
const utf8 = new TextEncoder();
const parsed = (bytes: Uint8Array): Any => JSON.parse(new TextDecoder().decode(bytes));

function bothOn(config: string, context: string, payload: string): { module: Any; peer: Any } {
  const given = [utf8.encode(context), utf8.encode(payload)] as const;
  using bridge = new Bridge(config);
  return { module: parsed(bridge.decideBytes('link.items', ...given)), peer: parsed(linkItemsBytes(linkTenant(config), ...given)) };
}

describe('the peer on every golden of links', () => {
  for (const slug of readdirSync(goldens).sort()) {
    const read = (file: string): string => readFileSync(join(goldens, slug, `${file}.json`), 'utf8');
    test(slug, () => {
      const own = parsed(linkItemsBytes(linkTenant(read('config')), utf8.encode(read('context')), utf8.encode(read('payload'))));
      assert.deepEqual(linkDifferences(JSON.parse(read('expected')), own), []);
    });
  }
});

describe('module and peer on made catalogues', () => {
  for (const series of ['R', 'X']) {
    const config = readFileSync(join(scenarios, 'order.to_sale', series === 'R' ? 'r-us-one-line' : 'x-us-one-line', 'config.json'), 'utf8');
    const orders = [undefined, ['barcode', 'vendor_code', 'sku'], ['vendor_code']];
    for (const tangled of [false, true]) {
      test(`${series}-Series, ${tangled ? 'codes tangled on purpose' : 'the usual messes'}`, (context) => {
        const met = new Map<string, number>();
        for (let seed = 1; seed <= 30; seed += 1) {
          const made = catalogues(series, 400, seed);
          const beside = { explain: 'none', links: made.known, refused: [] as Any[] };
          if (tangled) beside.refused = entangle(series, made, seed);
          const order = orders[seed % orders.length];
          const own = JSON.stringify({ ...JSON.parse(config), ...(order === undefined ? {} : { links: { order } }) });
          const { module, peer } = bothOn(own, JSON.stringify(beside), JSON.stringify({ shopify: made.shopify, lightspeed: made.lightspeed }));
          assert.equal(module.status, 'decided', JSON.stringify(module.refusal));
          assert.deepEqual(linkDifferences(module, peer).slice(0, 5), [], `seed ${seed}`);
          const words = [...peer.links.map(({ by }: Link) => by), ...peer.review.map(({ reason = 'like' }) => reason), ...(peer.skipped.length > 0 ? ['skipped'] : [])];
          for (const word of words) met.set(word, (met.get(word) ?? 0) + 1);
        }
        context.diagnostic([...met].map(([word, count]) => `${word} ${count}`).join(', '));
        const usual = ['stored', 'sku=sku', 'barcode=barcode', 'duplicate_items', 'codes_disagree', 'like'];
        const all = [...usual, 'hand', 'sku=barcode', 'sku=vendor_code', 'duplicate_variants', 'item_taken', 'skipped'];
        for (const word of tangled ? all : usual) assert.ok((met.get(word) ?? 0) >= 20, `${word}: ${met.get(word)}`);
      });
    }
  }
});
