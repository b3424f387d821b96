// Kits in kits, both series: whatever is sold of one of them, all the others follow at once, and no
// reconciliation is needed. scenarios 11 and 12

import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import type { Series } from '../node/demo/derive.ts';
import type { Good } from '../node/demo/stocked.ts';
import { HEARD, look } from './stock-look.ts';
import type { Looked, Request } from './stock-look.ts';

let shop: Looked;
afterEach(() => shop.close());

const KITS = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const ids = (series: Series): [first: string, second: string, ...kits: string[]] => (series === 'R'
  ? ['101', '102', ...KITS.map((at) => `19${at}`)]
  : ['0b5e55ed-0006-4000-8000-000000000001', '0b5e55ed-0006-4000-8000-000000000002', ...KITS.map((at) => `0b5e55ed-0006-4000-8000-00000000009${at}`)] as [string, string]);
const variant = (at: number): string => `gid://shopify/ProductVariant/4410000000900${at}`;
const sells = ({ path, method }: Request): boolean => method !== 'GET' && /\/(Sale|SaleLine|sales)(\.json|\/|$)/.test(path);

/** A shop with kits, each of these components: `{ 3: { 0: 2 } }` is the first kit, of two of the first good. */
async function open(series: Series, units: number, recipes: Record<string, number>[]): Promise<Good[]> {
  const own = ids(series);
  shop = await look(series, {
    units,
    more: ({ sandbox: { r, x } }) => recipes.map((_, at) => {
      const [item = '', sku] = [own[at + 2], `KIT-${at}`];
      if (series === 'R') r.seedItem({ itemID: item, description: sku, itemType: 'assembly' });
      else x.seedProduct({ id: item, sku, price: '50' });
      return { variant: variant(at), item, sku, title: sku, price: '50.00' };
    }),
  });
  const rows = recipes.flatMap((recipe, at) => {
    const kit = Object.entries(recipe).map(([part, quantity]) => ({ item: own[Number(part)] ?? '', quantity: String(quantity) }));
    return [
      { table: 'links', key: `variant/${variant(at).replace(/^.*\//, '')}`, value: { v: 1, item: own[at + 2], by: 'sku', kit } },
      ...kit.map(({ item }) => ({ table: 'links', key: `used/${item}/${own[at + 2]}`, value: { v: 1, variant: variant(at) } })),
    ];
  });
  await shop.tenant.store.commit(rows as Parameters<typeof shop.tenant.store.commit>[0]);
  return own.slice(0, recipes.length + 2).map((item) => shop.goods.find((good) => good.item === item) as Good);
}

for (const series of ['R', 'X'] as const) {
  describe(series, () => {
    test('the till sells a component: the kit, the kit of the kit and the one around that fall', async () => {
      const [a, b, inner, middle, outer] = await open(series, 8, [{ 0: 2, 1: 1 }, { 2: 1, 1: 1 }, { 3: 2 }]) as [Good, Good, Good, Good, Good];
      shop.publish(a, b, inner, middle, outer);
      await shop.pass(120);
      const shows = (): number[] => [a, b, inner, middle, outer].map((good) => shop.shows(good));
      // 8 of each: 4 of the inner one, which the middle one takes with one more of the second; 2 of the outer one.
      assert.deepEqual([shows(), shop.codes()], [[8, 8, 4, 4, 2], []]);
      shop.till(a, 5);
      await shop.pass(HEARD);
      assert.deepEqual([shows(), shop.codes()], [[3, 8, 1, 1, 0], []]);
    });

    test('the web sells the outermost kit: what it is made of in the end falls, and every kit of that', async () => {
      const [a, b, inner, middle, outer] = await open(series, 8, [{ 0: 2, 1: 1 }, { 2: 1, 1: 1 }, { 3: 2 }]) as [Good, Good, Good, Good, Good];
      shop.publish(a, b, inner, middle, outer);
      await shop.pass(120);
      shop.fails(sells);
      shop.buy(0, outer);
      await shop.quiet();
      // One takes 4 of the first and 4 of the second: Lightspeed has them still.
      assert.deepEqual([shop.holds(a), shop.holds(b)], [8, 8]);
      assert.deepEqual([a, b, inner, middle, outer].map((good) => shop.shows(good)), [4, 4, 2, 2, 1]);
    });

    test('the web sells a component: what the outer kits have sold of it counts, too', async () => {
      const [a, , inner, middle] = await open(series, 4, [{ 0: 1 }, { 2: 1 }]) as [Good, Good, Good, Good];
      shop.publish(a, inner, middle);
      await shop.pass(120);
      shop.fails(sells);
      shop.deaf();
      shop.buy(0, middle);
      shop.publish(a);
      await shop.quiet();
      assert.deepEqual([a, inner, middle].map((good) => shop.shows(good)), [3, 3, 3]);
    });

    test('more kits in each other than are looked at are said, and nothing is guessed', async () => {
      const [a] = await open(series, 4, KITS.map((at) => ({ [at === 1 ? 0 : at]: 1 }))) as [Good];
      shop.till(a);
      await shop.pass(HEARD);
      assert.deepEqual([shop.shows(a), shop.raised().map(({ code, subject }) => `${code} ${subject}`)], [4, [`KIT_BROKEN item/${a.item}`]]);
    });

    test('kits that contain each other are none, are said, and come to an end', async () => {
      const [a, , one, two] = await open(series, 4, [{ 0: 1, 3: 1 }, { 2: 1 }]) as [Good, Good, Good, Good];
      shop.publish(a);
      await shop.pass(HEARD);
      assert.deepEqual(shop.codes(), ['KIT_BROKEN', 'KIT_BROKEN']);
      const count = shop.lightspeed.requests.length;
      await shop.quiet();
      assert.deepEqual([shop.lightspeed.requests.length - count, shop.shows(a)], [0, 4]);
      assert.ok([one, two].every((good) => !(shop.shows(good) > 0)));
    });
  });
}
