// Staff at the till, in the sandbox's Lightspeed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { World } from './world.ts';

const ORDERS = fileURLToPath(new URL('../orders/', import.meta.url));

export type Till = {
  note: string; total: string;
  /** Where; default: at the web's outlet. */
  at?: { id: string; register: string };
  /** The type of its payment; default: the web's. */
  payment?: string;
};

/** Staff key a sale: one line of an item, without tax, so that its total is its price. */
export async function key(world: World, { note, total, ...own }: Till): Promise<string> {
  const { config, series, clock } = world;
  const outlet = own.at ?? config.outlets[0];
  const item = itemOf(world);
  const payment = own.payment ?? config.payment_types[0]?.id;
  const at = clock.now().toISOString().replace(/\.\d+Z$/, 'Z');
  const body = series === 'R'
    ? {
      employeeID: `${config.lightspeed.user}`, registerID: `${outlet?.register}`, shopID: `${outlet?.id}`, completed: true,
      SaleNotes: { PrintedNote: { note } },
      SaleLines: { SaleLine: [{ itemID: item, unitQuantity: 1, unitPrice: total, tax: false }] },
      SalePayments: { SalePayment: [{ amount: total, paymentTypeID: `${payment}` }] },
    }
    : {
      source: { author_id: `${config.lightspeed.user}`, register_id: `${outlet?.register}`, type: 'USER' }, state: 'closed', date: at, note,
      line_items: [{
        product: { id: item }, quantity: 1, pricing: { price: Number(total), discount: 0, loyalty_amount: 0 },
        tax: { id: `${config.taxes[0]?.id}`, amount: 0 }, status: 'CONFIRMED', _metadata: { is_price_override: true, sequence: 0 },
      }],
      payments: [{ amount: Number(total), type: { config_id: `${payment}` }, date: at, source: { register_id: `${outlet?.register}` } }],
    };
  const server = series === 'R' ? world.sandbox.r : world.sandbox.x;
  const path = series === 'R' ? `/API/V3/Account/${config.lightspeed.account}/Sale.json` : '/api/2026-07/sales';
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${server.accessToken}` }, body: JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, text);
  const answer = JSON.parse(text);
  return series === 'R' ? answer.Sale.saleID : answer.data.id;
}

/** What the first line of the world's order is. */
function itemOf(world: World): string {
  const links = JSON.parse(readFileSync(join(ORDERS, `us.${world.series}.links.json`), 'utf8'));
  const order = JSON.parse(world.order.text);
  return links.find(({ variant }: { variant: string }) => variant.endsWith(`/${order.line_items[0].variant_id}`)).item;
}
