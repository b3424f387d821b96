// All open orders are looked at although none of their webhooks came: against the sandbox, both series.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { booksOf, unlike } from '../node/demo/books.ts';
import { clockFrom } from '../node/demo/clock.ts';
import { sampleTenant, samples } from '../node/demo/sample.ts';
import { openShop } from '../node/demo/shop.ts';
import { closeTenant } from '../node/demo/tenant.ts';
import { run } from '../node/module.ts';
import type { Task } from '../node/module.ts';

// scenario 117
test('orders whose webhooks never came are posted, and those that are done are not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillbridge-open-'));
  const all = (await samples()).get('us') ?? [];
  const names = ['us-1001-one-line', 'us-1002-three-of-a-line', 'us-1007-discount', 'us-1006-untaxed'];
  const orders = names.map((name) => all.find(({ file }) => file === `${name}.json`)).flatMap((order) => order ?? []);
  assert.equal(orders.length, names.length);
  const job = { shop: 'us', orders, tenantOf: (series: 'R' | 'X') => sampleTenant('us', series, orders) };
  const shop = await openShop(job, { known: true, stories: {}, ends: {}, faults: { seed: 1, perMille: { dropped: 1000 } } }, folder);
  try {
    const { shopify } = shop.sandbox;
    for (const order of orders) shopify.acts.place(order.text, order.transactions === undefined ? {} : { transactions: order.transactions });
    // Nobody is to send it any more.
    const gone = orders.at(-1);
    shopify.acts.cancel(`gid://shopify/Order/${gone?.id}`, { refund: true });
    await shopify.deliveries.settled();
    // What follows is done here, and not by the server beside it.
    await shop.server.close();
    const latest = Math.max(...orders.map((order) => Date.parse(order.processedAt)));
    const clock = clockFrom(new Date(latest + 120_000), 60);
    for (const tenant of shop.tenants) {
      const { bridge, store, http, config } = tenant.served;
      let work: Task[] = [{ contract: 1, tenant: config.tenant, id: 'open', now: clock.now().toISOString(), event: { source: 'operator', topic: 'orders/open' } }];
      for (let round = 0; work.length > 0 && round < 20; round += 1) {
        for (const task of work) assert.deepEqual((await run(bridge, task, { store, http, clock })).exceptions ?? [], []);
        work = store.pending(clock.now());
      }
      for (const order of orders) {
        assert.deepEqual(unlike(booksOf(tenant, order), order, order === gone ? 'nothing' : 'sold'), [], `${tenant.series} ${order.name}`);
      }
    }
  } finally {
    shop.tenants.forEach(closeTenant);
    await shop.sandbox.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
