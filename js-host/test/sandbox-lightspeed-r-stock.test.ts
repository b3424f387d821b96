// Stock of the R-Series sandbox as the fact sheet has it (../shared/reference/lightspeed.md, 2.R and
// 8.R): ItemShop as a feed by `timeStamp`, what acts at the till and in the store room do to it, and
// what can go wrong with its pages.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../sandbox/index.ts';
import type { RConfig, Sandbox } from '../sandbox/index.ts';

type Any = any;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const shared = process.env['TILLBRIDGE_SHARED'] ?? [1, 2, 3].map((up) => join(root, '../'.repeat(up), 'shared')).find((place) => existsSync(place));

let sandbox: Sandbox;
let clock = 0;
const START = Date.parse('2026-11-20T10:00:00Z');
const MUG = '12';
const PLATE = '13';

async function start(config: RConfig = {}): Promise<void> {
  clock = START;
  sandbox = await startSandbox({ now: () => new Date(clock), r: { limits: { enforced: false }, ...config } });
  const { r } = sandbox;
  r.seedTaxCategory({ taxCategoryID: '1', tax1Rate: '0.09' });
  for (const shopID of ['1', '2']) {
    r.seedShop({ shopID, name: `Shop ${shopID}`, taxCategoryID: '1' });
    r.seedRegister({ registerID: `${shopID}0`, shopID });
  }
  r.seedEmployee({ employeeID: '2' });
  r.seedPaymentType({ paymentTypeID: '9', name: 'Cash' });
  r.seedItem({ itemID: MUG, description: 'Mug', price: '19.99', stock: { '1': '5', '2': '3' } });
  r.seedItem({ itemID: PLATE, description: 'Plate', price: '9.99' });
}

async function get(path: string): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(path.startsWith('http') ? path : `${sandbox.r.url}/API/V3/Account/1/${path}`, { headers: { authorization: `Bearer ${sandbox.r.accessToken}` } });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const many = (value: Any): Any[] => (value === undefined || value === '' ? [] : Array.isArray(value) ? value : [value]);
async function rows(query: string): Promise<Any[]> {
  const { status, text } = await get(`ItemShop.json?${query}`);
  assert.equal(status, 200, text);
  return many(JSON.parse(text).ItemShop);
}
const since = (text: string, operator = '>='): string => `sort=timeStamp&timeStamp=${encodeURIComponent(`${operator},${text}`)}`;
const told = (list: Any[]): string[] => list.map((row) => `${row.itemID}@${row.shopID} ${row.qoh}`);
const minute = (): void => void (clock += 60_000);

beforeEach(() => start());
afterEach(() => sandbox.close());

describe('ItemShop (2.R)', () => {
  test('rows are made when first needed, each with the summary of all shops, shopID 0', async () => {
    assert.deepEqual(told(await rows(`itemID=${PLATE}`)), [], 'a missing row is 0');
    sandbox.r.receive({ shopID: '2', lines: [{ itemID: PLATE, quantity: 4 }] });
    assert.deepEqual(told(await rows(`itemID=${PLATE}`)), ['13@2 4', '13@0 4']);
    assert.deepEqual(told(await rows(`shopID=2&itemID=${encodeURIComponent('IN,[12,13]')}`)), ['12@2 3', '13@2 4']);
    const { text } = await get(`ItemShop.json?itemID=${PLATE}&shopID=2`);
    assert.equal(Array.isArray(JSON.parse(text).ItemShop), false, 'one row is an object');
  });

  test('a row has the keys of the recorded ones, all of strings', async (context) => {
    const file = join(shared ?? '', 'fixtures', 'lightspeed', 'r-recorded', 'inventory_legacy.json');
    if (!existsSync(file)) return context.skip('the recorded samples are not here');
    const recorded = JSON.parse(readFileSync(file, 'utf8')).Inventory.Item.ItemShops.ItemShop[0];
    const [row] = await rows(`itemID=${MUG}&shopID=1`);
    for (const [key, value] of Object.entries(recorded)) assert.equal(typeof row[key], typeof value, key);
    // These came later (appendix A).
    assert.deepEqual([row.sellable, row.onLayaway, row.onSpecialOrder, row.onTransferIn, row.onTransferOut], ['5', '0', '0', '0', '0']);
  });

  test('polled by timeStamp, inclusive and sorted; the summary moves with its shops, the item itself does not', async () => {
    minute();
    sandbox.r.tillSale({ shopID: '1', lines: [{ itemID: MUG }] });
    minute();
    sandbox.r.tillSale({ shopID: '2', lines: [{ itemID: MUG, quantity: 2 }] });
    assert.deepEqual(told(await rows(since('2026-11-20T10:01:00+00:00'))), ['12@1 4', '12@0 5', '12@2 1']);
    assert.deepEqual(told(await rows(since('2026-11-20T10:02:00+00:00'))), ['12@0 5', '12@2 1'], 'at the same second again');
    assert.deepEqual(told(await rows(since('2026-11-20T10:02:00+00:00', '>'))), []);
    assert.deepEqual(told(await rows(`${since('2026-11-20T10:02:00+00:00')}&shopID=2`)), ['12@2 1']);
    const item = JSON.parse((await get(`Item/${MUG}.json`)).text).Item;
    assert.equal(item.timeStamp, '2026-11-20T10:00:00+00:00', 'Item.timeStamp does not move with stock');
  });

  test('pages by cursor, while sales move rows to the end of the order', async () => {
    const items = sandbox.r.seedItems(Array.from({ length: 150 }, (_, at) => ({ description: `Item ${at}`, stock: { '1': '1' } })));
    const seen: string[] = [];
    let next = `ItemShop.json?${since('2026-11-20T10:00:00+00:00')}&limit=100&shopID=1`;
    minute();
    while (next !== '') {
      const body = JSON.parse((await get(next)).text);
      seen.push(...told(many(body.ItemShop)));
      next = body['@attributes'].next;
      if (seen.length === 100) sandbox.r.tillSale({ shopID: '1', lines: [{ itemID: items[3] ?? '' }] });
    }
    assert.equal(seen.length, 152, 'every row once, and the sold one once more');
    assert.deepEqual(seen.filter((text) => text.startsWith(`${items[3]}@`)), [`${items[3]}@1 1`, `${items[3]}@1 0`]);
  });

  test('a page costs 1 of the bucket (8.R)', async () => {
    const answer = await get(`ItemShop.json?${since('2026-11-20T10:00:00+00:00')}&limit=100`);
    assert.equal(answer.headers.get('x-ls-api-request-cost'), '1');
  });
});

describe('what moves stock (2.R)', () => {
  const stock = async (itemID: string, shopID: string): Promise<string[]> => {
    const [row] = await rows(`itemID=${itemID}&shopID=${shopID}`);
    return [row.qoh, row.sellable, row.onLayaway];
  };

  test('a till sale is a completed sale that balances; the last unit can be sold twice, and nothing below zero is for sale', async () => {
    const saleID = sandbox.r.tillSale({ shopID: '2', lines: [{ itemID: MUG, quantity: 5 }, { itemID: PLATE, price: '1.005' }] });
    const sale = JSON.parse((await get(`Sale/${saleID}.json`)).text).Sale;
    assert.deepEqual([sale.completed, sale.balance, sale.completeTime, sale.shopID], ['true', '0', '2026-11-20T10:00:00+00:00', '2']);
    assert.deepEqual([await stock(MUG, '2'), await stock(PLATE, '2')], [['-2', '0', '0'], ['-1', '0', '0']]);
    assert.deepEqual(await stock(MUG, '0'), ['3', '3', '0'], 'the summary has the sign of each shop');
    sandbox.r.tillSale({ shopID: '2', lines: [{ itemID: MUG, quantity: -1 }] });
    assert.deepEqual(await stock(MUG, '2'), ['-1', '0', '0'], 'brought back');
  });

  test('a layaway lowers what is sellable at once and shows as onLayaway', async () => {
    const customerID = Number(sandbox.r.seedCustomer({ firstName: 'Guest' }));
    const answer = await fetch(`${sandbox.r.url}/API/V3/Account/1/SaleLine.json`, {
      method: 'POST', headers: { authorization: `Bearer ${sandbox.r.accessToken}` },
      body: JSON.stringify({ itemID: 12, shopID: 1, employeeID: 2, customerID, unitQuantity: 2, isLayaway: true }),
    });
    assert.equal(answer.status, 200);
    assert.deepEqual([await stock(MUG, '1'), await stock(MUG, '0')], [['3', '3', '2'], ['6', '6', '2']]);
  });

  test('goods in add, a stocktake sets; both move the time of all they name', async () => {
    minute();
    sandbox.r.receive({ shopID: '1', lines: [{ itemID: MUG, quantity: 7 }] });
    assert.deepEqual([await stock(MUG, '1'), await stock(MUG, '0')], [['12', '12', '0'], ['15', '15', '0']]);
    minute();
    sandbox.r.count({ shopID: '1', lines: [{ itemID: MUG, quantity: 12 }, { itemID: PLATE, quantity: 1 }] });
    assert.deepEqual(told(await rows(since('2026-11-20T10:02:00+00:00'))), ['12@1 12', '12@0 15', '13@1 1', '13@0 1']);
  });

  test('an act is all or nothing', async () => {
    assert.throws(() => sandbox.r.count({ shopID: '1', lines: [{ itemID: MUG, quantity: 1 }, { itemID: '404', quantity: 1 }] }), /no item 404/);
    assert.throws(() => sandbox.r.receive({ shopID: '9', lines: [] }), /no shop 9/);
    assert.deepEqual(await stock(MUG, '1'), ['5', '5', '0']);
  });

  test('an assembly is sold from what was built; componentQoh follows its parts, and its own time does not (1.R)', async () => {
    const kit = sandbox.r.seedItem({ description: 'Set', itemType: 'assembly', components: [{ itemID: MUG, quantity: '2' }], stock: { '1': '0' } });
    const row = async (): Promise<string[]> => {
      const [{ qoh, componentQoh, timeStamp }] = await rows(`itemID=${kit}&shopID=1`) as [Any];
      return [qoh, componentQoh, timeStamp.slice(11, 16)];
    };
    assert.deepEqual(await row(), ['0', '2', '10:00']);
    minute();
    sandbox.r.tillSale({ shopID: '1', lines: [{ itemID: MUG, quantity: 2 }] });
    assert.deepEqual(await row(), ['0', '1', '10:00'], 'sold parts: less to build, and no news of the assembly');
    sandbox.r.build({ shopID: '1', itemID: kit, quantity: 1 });
    assert.deepEqual([await row(), await stock(MUG, '1')], [['1', '0', '10:01'], ['1', '1', '0']]);
    sandbox.r.tillSale({ shopID: '1', lines: [{ itemID: kit, price: '30' }] });
    assert.deepEqual([await row(), await stock(MUG, '1')], [['0', '0', '10:01'], ['1', '1', '0']]);
    sandbox.r.build({ shopID: '1', itemID: kit, quantity: -1 });
    assert.deepEqual([await row(), await stock(MUG, '1')], [['-1', '1', '10:01'], ['3', '3', '0']]);
  });

  test('on transfer and on special order, as seeded', async () => {
    sandbox.r.seedItemShop(MUG, '1', { onTransferIn: '2', onSpecialOrder: '1' });
    const [row] = await rows(`itemID=${MUG}&shopID=1`);
    assert.deepEqual([row.qoh, row.onTransferIn, row.onSpecialOrder], ['5', '2', '1']);
  });

  test('10,000 rows are counted in one go', async () => {
    const ids = sandbox.r.seedItems(Array.from({ length: 10_000 }, (_, at) => ({ description: `Item ${at}` })));
    minute();
    sandbox.r.count({ shopID: '1', lines: ids.map((itemID, at) => ({ itemID, quantity: at })) });
    const page = JSON.parse((await get(`ItemShop.json?${since('2026-11-20T10:01:00+00:00')}&shopID=1&count=1`)).text);
    assert.deepEqual([page['@attributes'].count, page.ItemShop.length], ['10000', 100]);
  });
});

describe('what goes wrong', () => {
  test('a sale is seen late, at the time it was made: behind what was read already', async () => {
    sandbox.r.delayStock(90_000);
    minute();
    sandbox.r.tillSale({ shopID: '1', lines: [{ itemID: MUG }] });
    assert.equal(sandbox.r.dump().stock['12@1'], '4');
    minute();
    assert.deepEqual(told(await rows(since('2026-11-20T10:01:00+00:00'))), []);
    clock += 30_000;
    assert.deepEqual(told(await rows(since('2026-11-20T10:01:00+00:00'))), ['12@1 4', '12@0 7']);
    sandbox.r.tillSale({ shopID: '1', lines: [{ itemID: MUG }] });
    assert.deepEqual(told(await rows(`itemID=${MUG}&shopID=1`)), ['12@1 4']);
    assert.throws(() => sandbox.r.count({ shopID: '1', lines: [{ itemID: MUG, quantity: 40 }, { itemID: '404', quantity: 1 }] }));
    sandbox.r.delayStock(0);
    assert.deepEqual(told(await rows(`itemID=${MUG}&shopID=1`)), ['12@1 3'], 'without what was undone');
  });

  test('a filter that is not heeded lists everything', async () => {
    minute();
    sandbox.r.tillSale({ shopID: '1', lines: [{ itemID: MUG }] });
    sandbox.r.ignoreFilter('ItemShop', 'timeStamp');
    assert.equal((await rows(since('2026-11-20T10:01:00+00:00'))).length, 3);
    sandbox.r.ignoreFilter('ItemShop', 'timeStamp', false);
    assert.equal((await rows(since('2026-11-20T10:01:00+00:00'))).length, 2);
  });

  test('pages without rows, with half of them, cut off; 429 and 500', async () => {
    sandbox.r.faults.set([
      { kind: 'empty_page', path: 'ItemShop' }, { kind: 'short_page', path: 'ItemShop', nth: 2 }, { kind: 'truncated', path: 'ItemShop', nth: 3 },
      { kind: '429', path: 'ItemShop', nth: 4, retryAfterSeconds: 3 },
    ]);
    assert.deepEqual(JSON.parse((await get('ItemShop.json?limit=2')).text), { '@attributes': { count: '0', next: '', previous: '' } });
    const short = JSON.parse((await get('ItemShop.json?limit=2')).text);
    assert.deepEqual([told(many(short.ItemShop)), short['@attributes'].next], [['12@1 5'], ''], 'and nothing said of the rest');
    const cut = await get('ItemShop.json?limit=2');
    assert.throws(() => JSON.parse(cut.text), SyntaxError);
    assert.equal((await get('ItemShop.json')).headers.get('retry-after'), '3');
    assert.deepEqual(sandbox.r.faults.spoilt, { truncated: 1, empty_page: 1, short_page: 1 });
    sandbox.r.faults.set([{ kind: 'empty_page' }]);
    assert.equal(JSON.parse((await get(`Item/${MUG}.json`)).text).Item.itemID, MUG, 'a single row is no page');
  });
});
