// A large day in shadow: 2,000 web orders, all of which staff keyed but some, among 5,000 sales of
// the tills. Pages of the vendors' sizes, the real store.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bridge, run } from '../node/module.ts';
import type { Http, Request, Row, Task } from '../node/module.ts';
import { makeReport } from '../node/shadow.ts';
import type { DayReport } from '../node/shadow.ts';
import { openWorld } from './world.ts';

const ORDERS = 2_000;
const SALES = 5_000;
const FORGOTTEN = 40;
const DAY = '2026-11-18';
const START = Date.parse(`${DAY}T14:00:00Z`);

type Any = any;

/** What staff keyed, the oldest first: a third is of web orders. */
function keyed(series: 'R' | 'X', of: Any): Any[] {
  const [sale] = of.sales;
  const all: Any[] = [];
  for (let place = 0; place < SALES + ORDERS - FORGOTTEN; place += 1) {
    const web = place % 3 === 0 && place / 3 < ORDERS - FORGOTTEN;
    const name = web ? `#${10_001 + place / 3}` : '';
    const at = new Date(START + place * 4_000).toISOString().replace('.000', '');
    const [total, tax] = web ? [sale.total, sale.tax] : ['7.00', '0.00'];
    const units = web ? [...sale.units, ...sale.others ?? []] : [];
    const customer = web ? { R: '77', X: '0b5e55ed-0007-4000-8000-000000000077' }[series] : undefined;
    const padding = 'x'.repeat(series === 'R' ? 3_200 : 1_600);
    const net = (Number(total) - Number(tax)).toFixed(2);
    all.push(series === 'R' ? {
      saleID: String(1_000 + place), createTime: at, completeTime: at, timeStamp: at, completed: 'true', voided: 'false', referenceNumber: name,
      shopID: sale.outlet, customerID: customer ?? '0', calcTotal: total, calcTax1: tax, calcTax2: '0', padding,
      SaleLines: { SaleLine: units.map((own: Any, at: number) => ({ saleLineID: `${place}${at}`, itemID: own.item, unitQuantity: own.units })) },
      SalePayments: { SalePayment: [{ amount: total, paymentTypeID: sale.tenders[0].payment_type }] },
    } : {
      id: `0b5e55ed-0008-4000-8000-${String(place).padStart(12, '0')}`, outlet_id: sale.outlet, sale_date: at, status: 'CLOSED', source: 'USER',
      invoice_number: String(place), note: name, ...(customer === undefined ? {} : { customer_id: customer }), padding,
      total_price: Number(net), total_tax: Number(tax), line_items: units.map((own: Any) => ({ product_id: own.item, quantity: Number(own.units) })),
      payments: [{ amount: Number(total), retailer_payment_type_id: sale.tenders[0].payment_type }],
    });
  }
  return all;
}

/** The vendor's list of them. */
function lists(series: 'R' | 'X', sales: Any[]): (request: Request) => unknown {
  if (series === 'R') {
    const rows = [...sales].reverse();
    return ({ query }) => {
      const start = Number(query?.['after'] ?? 0);
      const next = start + 100 < rows.length ? { next: `https://example.com/Sale.json?after=${start + 100}` } : {};
      return { '@attributes': next, Sale: rows.slice(start, start + 100) };
    };
  }
  return ({ query }) => {
    const rows = sales.filter(({ sale_date: date }) => date >= (query?.['date_from'] ?? ''));
    const start = Number(query?.['offset']);
    return { data: rows.slice(start, start + Number(query?.['page_size'])) };
  };
}

for (const series of ['R', 'X'] as const) {
  test(`${series}: a day of 2,000 web orders and 5,000 till sales is reported within the bounds of a task`, async (t) => {
    const world = await openWorld(series);
    t.after(() => world.close());
    const bridge = new Bridge({ ...world.config, shadow: true });
    const store = world.store();
    await run(bridge, world.task('order'), { store, http: world.http, clock: world.clock });
    const number = world.order.id;
    const of = await store.get('shadow', `of/order/${number}`) as Any;
    const rows: Row[] = [`of/order/${number}`, `day/${of.date}/order/${number}`].map((key) => ({ table: 'shadow', key }));
    for (let order = 10_001; order <= 10_000 + ORDERS; order += 1) {
      const name = `#${order}`;
      rows.push({ table: 'shadow', key: `of/order/${order}`, value: { ...of, name, date: DAY, at: `${DAY}T13:59:00Z` } });
      rows.push({ table: 'shadow', key: `day/${DAY}/order/${order}`, value: { v: 1, name } });
    }
    await store.commit(rows);
    const list = lists(series, keyed(series, of));
    let [tasks, requests, rounds, bytes, most] = [0, 0, 0, 0, 0];
    const http: Http = {
      async send(request) {
        assert.equal(request.effect, 'read');
        const body = new TextEncoder().encode(JSON.stringify(list(request)));
        requests += 1;
        bytes += body.length;
        return { status: 200, headers: {}, body };
      },
    };
    const clock = { now: () => new Date('2026-11-25T09:00:00Z'), sleep: async () => {} };
    const first: Task = { contract: 1, tenant: world.config.tenant, id: 'day', now: clock.now().toISOString(), mode: 'apply', explain: 'none', event: { source: 'operator', topic: 'shadow/report', cursor: DAY } };
    const begun = performance.now();
    const failed = await makeReport({
      store, first, clock, perform: (task) => run(bridge, task, { store, http, clock }),
      tell(outcome) {
        tasks += 1;
        rounds = Math.max(rounds, outcome.rounds);
        most = Math.max(most, bytes);
        bytes = 0;
      },
    });
    assert.equal(failed, undefined, JSON.stringify(failed?.exceptions ?? failed?.refusal));
    const seconds = (performance.now() - begun) / 1000;
    const row = await store.get('shadow', `report/${DAY}`) as DayReport;
    const kinds = Object.fromEntries(row.kinds.map(({ name, count }) => [name, count]));
    assert.deepEqual(kinds, { same: ORDERS - FORGOTTEN, only_tillbridge: FORGOTTEN }, JSON.stringify(row));
    assert.equal(row.orders, ORDERS);
    assert.ok(rounds <= 12 && most < 2_000_000, `${rounds} rounds, ${most} bytes`);
    t.diagnostic(`${tasks} tasks, ${requests} pages, at most ${rounds} rounds and ${most} bytes of pages a task, ${seconds.toFixed(1)} s`);
    store.close();
    bridge.free();
  });
}
