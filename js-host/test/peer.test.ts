// A second opinion on order.to_sale: the peer under benches/peer was written from
// docs/orders.md, shares no code with the module, and must come to the same figures, words and
// bodies on every golden and on thousands of made orders. What disagrees is named by its seed:
//
//   node benches/peer/generate.mjs --seed 4711        shows that order

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Bridge } from 'tillbridge';

type Any = any;
type Made = { seed: number; series: string; config: Any; context: Any; order: Any; features: string[] };

// By address, for the peer is plain JavaScript without types.
const from = async (name: string): Promise<Any> => import(new URL(`../../benches/peer/${name}.mjs`, import.meta.url).href);
const { tenant, orderToSale, decide } = await from('order');
const { tenantBig, decideBig } = await from('order-big');
const { differences } = await from('compare');
const { make, sharesOf } = await from('generate');
const { MUTATIONS } = await from('generate-money');

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const goldens = join(root, 'tests', 'scenarios', 'order.to_sale');
const MADE = 10_000;
/** What enough of the orders must have for their agreement to mean anything. */
const ENOUGH = ['discount', 'two taxes', 'refund', 'foreign currency'];

const utf8 = new TextEncoder();
const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

function decideByModule({ config, context, order }: { config: string; context: string; order: string }): Any {
  using bridge = new Bridge(config);
  return JSON.parse(text(bridge.decideBytes('order.to_sale', utf8.encode(context), utf8.encode(order))));
}

function bothOn({ config, context, order }: Made): { module: Any; peer: Any } {
  const input = { config: JSON.stringify(config), context: JSON.stringify(context), order: JSON.stringify(order) };
  return { module: decideByModule(input), peer: JSON.parse(orderToSale(tenant(input.config), input.context, input.order)) };
}

/** Fails with the seeds of all that part, and with where the first ones do. */
function agreed(parted: { seed: number; found: string[] }[]): void {
  const shown = parted.slice(0, 10).map(({ seed, found }) => `seed ${seed}:\n  ${found.slice(0, 5).map((line) => line.slice(0, 300)).join('\n  ')}`);
  assert.equal(parted.length, 0, `${parted.length} disagree\n${shown.join('\n')}`);
}

describe('the peer on every golden', () => {
  const slugs = readdirSync(goldens).filter((slug) => existsSync(join(goldens, slug, 'expected.json'))).sort();
  const read = (slug: string, file: string): string => readFileSync(join(goldens, slug, `${file}.json`), 'utf8');
  const decided = slugs.map((slug) => ({ slug, answer: JSON.parse(read(slug, 'expected')) })).filter(({ answer }) => answer.status === 'decided');
  for (const { slug, answer } of decided) {
    test(slug, () => {
      const own = JSON.parse(orderToSale(tenant(read(slug, 'config')), read(slug, 'context'), read(slug, 'payload')));
      assert.deepEqual(differences(answer, own), []);
    });
  }
  test('there are enough of them, on both series', () => {
    const sold = decided.filter(({ answer }) => answer.output?.sales?.length > 0);
    for (const series of ['r-', 'x-']) assert.ok(sold.filter(({ slug }) => slug.startsWith(series)).length >= 40, series);
    assert.ok(decided.length - sold.length >= 20);
  });
});

describe('the peer on made orders', () => {
  const cases: Made[] = [];
  const sold: { made: Made; peer: Any }[] = [];

  test(`module and peer agree on ${MADE.toLocaleString('en-US')} of them`, (context) => {
    const parted = [];
    for (let seed = 1; seed <= MADE; seed += 1) {
      const made: Made = make(seed);
      const { module, peer } = bothOn(made);
      const found = module.status === 'decided' ? differences(module, peer) : [`refused: ${JSON.stringify(module.refusal)}`];
      if (found.length > 0) parted.push({ seed, found });
      cases.push(made);
      if (peer.sales.length > 0) sold.push({ made, peer });
    }
    context.diagnostic(`${sold.length} of ${MADE} become sales; they have: ${sharesOf(cases).join(', ')}`);
    agreed(parted);
    assert.ok(sold.length > MADE * 0.8, `only ${sold.length} become sales`);
  });

  test('enough of them have what is hard', () => {
    for (const feature of ENOUGH) {
      const count = sold.filter(({ made }) => made.features.includes(feature)).length;
      assert.ok(count >= sold.length * 0.2, `${feature}: ${count} of ${sold.length}`);
    }
  });

  test('the sales of an order come to the order, and the tenders to the sales', () => {
    for (const { made: { seed, order }, peer: { sales } } of sold) {
      const minor = (amount: string): number => Math.round(Number(amount) * 1000);
      const sum = (list: Any[], of: (one: Any) => string): number => list.reduce((total, one) => total + minor(of(one)), 0);
      const stated = minor(order.current_total_price ?? order.total_price);
      const total = sum(sales, ({ tie_out: tie }) => tie.order_total.amount);
      const apart = sum(sales.flatMap(({ sale }: Any) => sale.lines.filter(({ source }: Any) => source === 'refund')), (line) =>
        line.quantity === '-1' ? `-${line.unit_price}` : line.unit_price);
      const cash = sum(sales.flatMap(({ sale }: Any) => sale.lines.filter(({ source }: Any) => source === 'cash_rounding')), (line) =>
        line.quantity === '-1' ? `-${line.unit_price}` : line.unit_price);
      assert.ok([stated + cash, stated + cash + apart].includes(total), `seed ${seed}: ${total} of ${stated}, ${apart} and ${cash}`);
      for (const { mode, sale, tie_out: tie } of sales) {
        assert.equal(minor(tie.sale_total.amount), minor(tie.order_total.amount), `seed ${seed}`);
        const paid = sum(sale.tenders, ({ amount }) => amount.amount);
        assert.equal(paid, mode === 'completed' ? minor(tie.order_total.amount) : 0, `seed ${seed}`);
      }
    }
  });

  test('with big.js it comes to the same', () => {
    for (let seed = 1; seed <= 1500; seed += 1) {
      const { config, context, order }: Made = make(seed);
      const plain = decide(tenant(JSON.stringify(config)), structuredClone(context), structuredClone(order));
      const big = decideBig(tenantBig(JSON.stringify(config)), context, order);
      assert.deepEqual(JSON.parse(JSON.stringify(big)), JSON.parse(JSON.stringify(plain)), `seed ${seed}`);
    }
  });
});

describe('module and peer refuse the same', () => {
  for (const [name, mutate] of Object.entries<(made: Made) => boolean>(MUTATIONS)) {
    test(name, (context) => {
      const codes = new Map<string, number>();
      const parted = [];
      for (let seed = 1; seed <= 250; seed += 1) {
        const made: Made = make(seed);
        if (!mutate(made)) continue;
        const { module, peer } = bothOn(made);
        const found = module.status === 'decided' ? differences(module, peer) : [`refused: ${JSON.stringify(module.refusal)}`];
        if (found.length > 0) parted.push({ seed, found });
        const blocking = peer.sales.length > 0 ? ['none'] : peer.exceptions;
        for (const code of blocking) codes.set(code, (codes.get(code) ?? 0) + 1);
      }
      context.diagnostic([...codes].map(([code, count]) => `${code} ${count}`).join(', '));
      agreed(parted);
      assert.ok([...codes.values()].reduce((sum, count) => sum + count, 0) >= 50, 'too few');
    });
  }
});
