// The hand-written peer of order.to_sale against every golden that was decided: two programs
// that share no code must come to the same figures.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

type Any = any;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const goldens = join(root, 'tests', 'scenarios', 'order.to_sale');
// By address, for the peer is plain JavaScript without types.
const { tenant, orderToSale }: Any = await import(new URL('../../benches/peer/order.mjs', import.meta.url).href);

const read = (slug: string, file: string): string => readFileSync(join(goldens, slug, file), 'utf8');
const slugs = readdirSync(goldens).sort();
const answers = new Map<string, Any>(slugs.map((slug) => [slug, JSON.parse(read(slug, 'expected.json'))]));
const decided = slugs.filter((slug) => answers.get(slug).output !== undefined);
const refused = slugs.filter((slug) => answers.get(slug).output === undefined);

function peer(slug: string): Any {
  return JSON.parse(orderToSale(tenant(read(slug, 'config.json')), read(slug, 'context.json'), read(slug, 'payload.json')));
}

/** Without trailing zeros behind the point. */
function short(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}

const last = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** Both X bodies without the ids that the module makes as UUIDs. */
function anonymous(body: Any): Any {
  const strip = ({ id: _, ...rest }: Any): Any => rest;
  if (body.line_items === undefined) return body;
  return { ...strip(body), line_items: body.line_items.map(strip), payments: body.payments.map(strip) };
}

describe('the peer of order.to_sale', () => {
  for (const slug of decided) {
    test(`${slug}: the same figures`, () => {
      const own = peer(slug);
      const { key, sale, tie_out: tie, request } = answers.get(slug).output.sales[0];
      assert.equal(own.key, key);
      assert.equal(own.total, tie.sale_total.amount);
      assert.equal(own.order_tax, tie.order_tax.amount);
      assert.equal(own.sale_tax, tie.sale_tax.amount);
      const lines = (list: Any[]): Any[] => list.map((line) => ({
        source: last(line.source), item: line.item, quantity: short(line.quantity),
        price: short(line.unit_price), tax: line.unit_tax === undefined ? undefined : short(line.unit_tax),
      }));
      assert.deepEqual(lines(own.sale.lines), lines(sale.lines));
      assert.equal(own.sale.at, sale.at);
      assert.deepEqual(own.sale.tenders.map((tender: Any) => [tender.payment_type, tender.amount, tender.transaction]),
        sale.tenders.map((tender: Any) => [tender.payment_type, tender.amount.amount, last(tender.transaction)]));
      if (!slug.includes('graphql')) assert.deepEqual(anonymous(own.body), anonymous(request.body));
    });
  }

  test('there are enough of them, on both series', () => {
    assert.ok(decided.filter((slug) => slug.startsWith('r-')).length >= 10, String(decided));
    assert.ok(decided.filter((slug) => slug.startsWith('x-')).length >= 10, String(decided));
    assert.ok(refused.length >= 20, String(refused));
  });

  test('what does not tie it refuses too', () => {
    for (const slug of ['r-us-rounding-cent', 'r-us-totals-disagree', 'x-us-tender-differs', 'x-us-second-tender']) {
      assert.ok(refused.includes(slug), slug);
      assert.throws(() => peer(slug), slug);
    }
  });
});
