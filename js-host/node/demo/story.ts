// What happens to an order in the sandbox's Shopify: each act sends its webhooks.

import { listOf, objectOf, parseJson, textOf } from '../../sandbox/json.ts';
import type { ShopifyHandle } from '../../sandbox/index.ts';
import { InputError } from '../terminal.ts';
import type { OrderFile } from './orders.ts';

type Act = (shopify: ShopifyHandle, order: OrderFile, gid: string) => void;

const ACTS: Record<string, Act> = {
  place: (shopify, order) => place(shopify, order),
  'place-unassigned': (shopify, order) => place(shopify, order, 'later'),
  assign: ({ acts }, _, gid) => acts.assign(gid),
  pay: ({ acts }, _, gid) => acts.pay(gid),
  fulfil: ({ acts }, _, gid) => acts.fulfil(gid),
  'fulfil-one': ({ acts }, order, gid) => acts.fulfil(gid, [{ lineId: firstLine(order).id, quantity: 1 }]),
  'edit-one': ({ acts }, order, gid) => acts.edit(gid, firstLine(order).id, firstLine(order).units - 1),
  cancel: ({ acts }, _, gid) => acts.cancel(gid),
  'cancel-refund': ({ acts }, _, gid) => acts.cancel(gid, { refund: true }),
  delete: ({ acts }, _, gid) => acts.delete(gid),
};

/** One step of an order's story; tells whether the one before must be over first. */
export function step(name: string): { waits: boolean; act: Act } {
  const plain = name.replace(/^\+/, '');
  const act = ACTS[plain];
  if (act === undefined) throw new InputError(`"${plain}" is nothing that happens to an order: ${Object.keys(ACTS).join(', ')}`);
  return { waits: plain === name, act };
}

function place(shopify: ShopifyHandle, order: OrderFile, location?: string): void {
  shopify.acts.place(order.text, {
    ...(order.transactions === undefined ? {} : { transactions: order.transactions }),
    ...(location === undefined ? {} : { location }),
  });
}

function firstLine(order: OrderFile): { id: string; units: number } {
  const line = objectOf(listOf(objectOf(parseJson(order.text))['line_items'])[0] ?? {});
  return { id: textOf(line['id']) ?? '', units: Number(textOf(line['quantity']) ?? '0') };
}
