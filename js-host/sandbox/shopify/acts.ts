// What happens to orders in the shop: placed, paid, edited, fulfilled, cancelled, refunded,
// deleted. An act changes the order's text, its transactions, fulfilment orders and stock in
// one transaction, then sends the webhooks Shopify sends, all with one event id.

import { compare, dec, negate, print, printFixed, ZERO } from '../decimal.ts';
import { listOf, number, objectOf, parseJson, textOf } from '../json.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Event } from '../delivery.ts';
import { changeUnits, lineOf, minus, pair, raise, setOf, total, unitsOf, write } from './order-text.ts';
import type { Pair } from './order-text.ts';
import { orderGid, storeOrder, transactionGid } from './orders.ts';
import type { OrderTransaction, SeedTransaction, StoredOrder } from './orders.ts';
import { assignPlace, closePlaces, fulfilPlaces, placesChanged, releaseUnits } from './places.ts';
import { gid, placesOf } from './shop.ts';
import type { Shop } from './shop.ts';
import { move } from './stock.ts';
import { bag, count, flag, objects } from './views.ts';

export type Units = { lineId: string; quantity: number };
export type RefundUnits = Units & { restock: 'no_restock' | 'cancel' | 'return'; locationId?: string };
export type PlaceOptions = {
  transactions?: SeedTransaction[];
  /** Where the order is sent from; the first location by default. "later" leaves it without fulfilment orders until `assign`. */
  location?: string;
};

/** Every act takes the order's gid. */
export type Acts = {
  place(order: string, options?: PlaceOptions): string;
  /** All that is to be sent, or the units named: the others are sent from elsewhere. */
  assign(order: string, locationId?: string, units?: Units[]): void;
  /** Pays what is open; captures when there is an authorization. */
  pay(order: string, gateway?: string): void;
  /** Sets how many units of a line are wanted now. */
  edit(order: string, lineId: string, quantity: number): void;
  /** All that is left, or the units named. */
  fulfil(order: string, units?: Units[]): void;
  cancel(order: string, options?: { reason?: string; refund?: boolean; restock?: boolean }): void;
  /** `amount` in the buyer's currency; by default what the units cost. */
  refund(order: string, units: RefundUnits[], amount?: string): void;
  delete(order: string): void;
  /** The order's webhook text as it is now. */
  text(order: string): string;
};

type Change = { stored: StoredOrder; order: JsonObject; events: Event[] };

export function createActs(shop: Shop, emit: (events: Event[]) => void): Acts {
  const find = (id: string): StoredOrder => {
    const stored = shop.orders.get(id);
    if (stored === undefined) throw new Error(`no order ${id}`);
    return stored;
  };
  const act = (id: string, work: (change: Change) => string[]): void => {
    const events = shop.store.transaction(() => {
      const stored = find(id);
      const change: Change = { stored, order: objectOf(parseJson(stored.text)), events: [] };
      const topics = work(change);
      change.order['updated_at'] = shop.now().toISOString();
      stored.text = JSON.stringify(change.order);
      shop.orders.put(id, stored);
      return [...topics.map((topic) => ({ topic, payload: stored.text })), ...change.events];
    });
    emit(events);
  };
  return {
    text: (id) => find(id).text,
    place(text, options = {}) {
      const events: Event[] = [];
      const id = shop.store.transaction(() => {
        const stored = storeOrder(shop.orders, text, options.transactions, () => shop.nextId('transaction'));
        const order = objectOf(parseJson(text));
        events.push({ topic: 'orders/create', payload: text });
        if (order['financial_status'] === 'paid') events.push({ topic: 'orders/paid', payload: text });
        if (options.location !== 'later') events.push(...assignPlace(shop, stored.id, order, options.location));
        return orderGid(stored.id);
      });
      emit(events);
      return id;
    },
    assign(id, locationId, units) {
      const stored = find(id);
      if (units === undefined && placesOf(shop, stored.id).length > 0) throw new Error(`${id} has fulfilment orders`);
      emit(shop.store.transaction(() => assignPlace(shop, stored.id, objectOf(parseJson(stored.text)), locationId, units)));
    },
    pay: (id, gateway) => act(id, (change) => pay(shop, change, gateway)),
    edit: (id, lineId, quantity) => act(id, (change) => edit(shop, change, lineId, quantity)),
    fulfil: (id, units) => act(id, (change) => fulfil(shop, change, units)),
    cancel: (id, options) => act(id, (change) => cancel(shop, change, options ?? {})),
    refund: (id, units, amount) => act(id, (change) => {
      refund(shop, change, units, amount);
      return ['orders/updated'];
    }),
    delete(id) {
      const stored = find(id);
      const events = shop.store.transaction(() => {
        const moved = closePlaces(shop, stored.id, 'CANCELLED', true);
        for (const place of placesOf(shop, stored.id)) shop.places.remove(place.id);
        shop.orders.remove(id);
        return [{ topic: 'orders/delete', payload: `{"id":${stored.id}}` }, ...moved];
      });
      emit(events);
    },
  };
}

function pay(shop: Shop, change: Change, gateway?: string): string[] {
  const open = openAmount(change);
  if (compare(open.presentment, ZERO) <= 0) throw new Error('pay: nothing is open');
  const held = change.stored.transactions.find((each) => each.kind === 'AUTHORIZATION' && each.status === 'SUCCESS');
  record(shop, change, held === undefined ? 'SALE' : 'CAPTURE', open, gateway ?? held?.gateway, held?.id);
  change.order['financial_status'] = 'paid';
  write(change.order, 'total_outstanding', { shop: ZERO, presentment: ZERO });
  return ['orders/paid', 'orders/updated'];
}

/** Shopify notes removed units as a refund without money. New units raise what was ordered. */
function edit(shop: Shop, change: Change, lineId: string, quantity: number): string[] {
  const { order, stored } = change;
  const line = lineOf(order, lineId);
  const delta = quantity - unitsOf(line).current;
  if (delta === 0) throw new Error('edit: nothing changes');
  if (-delta > unitsOf(line).fulfillable) throw new Error('edit: fulfilled units cannot be removed');
  if (delta < 0) {
    refund(shop, change, [{ lineId, quantity: -delta, restock: 'cancel' }], '0');
  } else {
    const share = changeUnits(order, line, delta);
    raise(order, 'total_outstanding', flag(order, 'taxes_included') ? share.subtotal : total([share.subtotal, share.tax]));
    line['quantity'] = number(count(line, 'quantity') + delta);
    change.events.push(...placesChanged(shop, stored.id, lineId, delta));
  }
  stored.edited = true;
  const at = shop.now().toISOString();
  const row: JsonObject = { id: number(lineId), delta: number(Math.abs(delta)) };
  const none: JsonObject = { additions: [], removals: [] };
  change.events.push({ topic: 'orders/edited', payload: JSON.stringify({ order_edit: {
    id: number(shop.nextId('order_edit')), app_id: null, order_id: number(stored.id), created_at: at, committed_at: at,
    notify_customer: false, staff_note: '', user_id: null,
    line_items: { additions: delta > 0 ? [row] : [], removals: delta < 0 ? [row] : [] },
    discounts: { line_item: none }, shipping_lines: none,
  } }) });
  return ['orders/updated'];
}

function fulfil(shop: Shop, change: Change, units?: Units[]): string[] {
  const { order, stored, events } = change;
  const { sent, locationId, moved } = fulfilPlaces(shop, stored.id, units);
  events.push(...moved);
  const lines = sent.map(({ lineId, quantity }) => {
    const line = lineOf(order, lineId);
    const left = unitsOf(line).fulfillable - quantity;
    line['fulfillable_quantity'] = number(left);
    line['fulfillment_status'] = left === 0 ? 'fulfilled' : 'partial';
    return { ...line, quantity: number(quantity) };
  });
  const at = shop.now().toISOString();
  const id = shop.nextId('fulfillment');
  const list = listOf(order['fulfillments']);
  const fulfillment: JsonObject = {
    id: number(id), admin_graphql_api_id: gid('Fulfillment', id), order_id: number(stored.id), name: `${stored.name}.${list.length + 1}`,
    status: 'success', created_at: at, updated_at: at, service: 'manual', tracking_company: null, tracking_number: null, tracking_numbers: [],
    tracking_url: null, tracking_urls: [], shipment_status: null, location_id: number(locationId), receipt: {}, line_items: lines,
  };
  order['fulfillments'] = [...list, fulfillment];
  const done = objects(order['line_items']).every((line) => unitsOf(line).fulfillable === 0);
  order['fulfillment_status'] = done ? 'fulfilled' : 'partial';
  events.push({ topic: 'fulfillments/create', payload: JSON.stringify(fulfillment) });
  return [done ? 'orders/fulfilled' : 'orders/partially_fulfilled', 'orders/updated'];
}

function cancel(shop: Shop, change: Change, options: { reason?: string; refund?: boolean; restock?: boolean }): string[] {
  const { order, stored, events } = change;
  if (textOf(order['cancelled_at']) !== undefined) throw new Error('cancel: the order is cancelled');
  const received = receivedAmount(stored);
  const money = options.refund === true ? printFixed(received.presentment, 2) : '0';
  const units = objects(order['line_items']).map((line): RefundUnits => ({
    lineId: textOf(line['id']) ?? '', quantity: unitsOf(line).fulfillable, restock: options.restock === false ? 'no_restock' : 'cancel',
  })).filter(({ quantity }) => quantity > 0);
  if (units.length > 0 || options.refund === true) refund(shop, change, units, money);
  events.push(...closePlaces(shop, stored.id, 'CANCELLED', false));
  const held = stored.transactions.find((each) => each.kind === 'AUTHORIZATION');
  if (compare(received.presentment, ZERO) === 0) {
    if (held !== undefined) record(shop, change, 'VOID', pairOf(held), held.gateway, held.id);
    order['financial_status'] = 'voided';
  }
  const at = shop.now().toISOString();
  Object.assign(order, { cancelled_at: at, closed_at: at, cancel_reason: options.reason ?? 'customer' });
  return ['orders/cancelled', 'orders/updated'];
}

function refund(shop: Shop, change: Change, units: RefundUnits[], amount?: string): void {
  const { order, stored, events } = change;
  const id = shop.nextId('refund');
  const before = pair(bag(order, order, order['current_total_price'] === undefined ? 'total_price' : 'current_total_price'));
  const rows = units.map((each): JsonObject => {
    const line = lineOf(order, each.lineId);
    const now = unitsOf(line);
    if (each.quantity > now.current) throw new Error(`refund: line ${each.lineId} has ${now.current} units`);
    const unfulfilled = each.restock === 'return' ? 0 : Math.min(each.quantity, now.fulfillable);
    const copy = { ...line };
    const share = changeUnits(order, line, -each.quantity, -unfulfilled);
    const [subtotal, tax] = [opposite(share.subtotal), opposite(share.tax)];
    const stock = each.restock === 'return'
      ? returned(shop, stored, each)
      : releaseUnits(shop, stored.id, each.lineId, unfulfilled, each.restock === 'cancel');
    events.push(...stock.events);
    return {
      id: number(shop.nextId('refund_line')), line_item_id: number(each.lineId), quantity: number(each.quantity),
      location_id: each.restock === 'no_restock' || stock.locationId === undefined ? null : number(stock.locationId), restock_type: each.restock,
      subtotal: number(subtotal.shop), total_tax: number(tax.shop), subtotal_set: setOf(order, subtotal), total_tax_set: setOf(order, tax), line_item: copy,
    };
  });
  const after = pair(bag(order, order, 'current_total_price'));
  const cost = rows.length === 0 ? { shop: ZERO, presentment: ZERO } : minus(before, [after]);
  const moneyBack = amount === undefined ? cost : scaled(stored, amount);
  const parent = stored.transactions.find((each) => each.kind === 'SALE' || each.kind === 'CAPTURE');
  const transactions: JsonObject[] = [];
  if (compare(moneyBack.presentment, ZERO) > 0) {
    transactions.push(record(shop, change, 'REFUND', moneyBack, parent?.gateway, parent?.id));
    const left = receivedAmount(stored);
    order['financial_status'] = compare(left.presentment, ZERO) <= 0 ? 'refunded' : 'partially_refunded';
  }
  const at = shop.now().toISOString();
  const made: JsonObject = {
    id: number(id), admin_graphql_api_id: gid('Refund', id), order_id: number(stored.id), created_at: at, processed_at: at, note: null, user_id: null,
    restock: units.some(({ restock }) => restock !== 'no_restock'), return: null, refund_line_items: rows, order_adjustments: [],
    refund_shipping_lines: [], duties: [], transactions,
  };
  order['refunds'] = [...listOf(order['refunds']), made as Json];
  events.push({ topic: 'refunds/create', payload: JSON.stringify(made) });
}

/** Fulfilled units that came back are on hand and available again. */
function returned(shop: Shop, stored: StoredOrder, units: RefundUnits): { events: Event[]; locationId?: string } {
  for (const place of placesOf(shop, stored.id)) {
    const line = place.lines.find((each) => each.lineItemId === units.lineId);
    if (line === undefined) continue;
    const locationId = units.locationId ?? place.locationId;
    return { events: move(shop, line.inventoryItemId, locationId, units.quantity, 0), locationId };
  }
  return { events: [] };
}

function record(shop: Shop, { order, stored, events }: Change, kind: string, amount: Pair, gateway = 'shopify_payments', parentId?: string): JsonObject {
  const set = setOf(order, amount);
  const side = (key: string): { amount: string; currencyCode: string } => {
    const given = objectOf(set[key]);
    return { amount: textOf(given['amount']) ?? '0', currencyCode: textOf(given['currency_code']) ?? '' };
  };
  const at = shop.now().toISOString();
  const made: OrderTransaction = {
    id: shop.nextId('transaction'), parentId: parentId ?? null, kind, status: 'SUCCESS', gateway, test: flag(order, 'test'),
    processedAt: `${at.slice(0, 19)}Z`, manualPaymentGateway: gateway === 'manual', shopMoney: side('shop_money'), presentmentMoney: side('presentment_money'),
    rounding: null, derived: false,
  };
  stored.transactions.push(made);
  const json: JsonObject = {
    id: number(made.id), admin_graphql_api_id: transactionGid(made.id), order_id: number(stored.id), parent_id: parentId === undefined ? null : number(parentId),
    kind: kind.toLowerCase(), status: 'success', gateway, amount: made.presentmentMoney.amount, currency: made.presentmentMoney.currencyCode,
    amount_rounding: null, manual_payment_gateway: made.manualPaymentGateway, payment_id: `${stored.name}.${stored.transactions.length}`,
    created_at: at, processed_at: at, test: made.test, source_name: 'web', receipt: {},
  };
  events.push({ topic: 'order_transactions/create', payload: JSON.stringify(json) });
  return json;
}

function openAmount({ order, stored }: Change): Pair {
  const whole = pair(bag(order, order, order['current_total_price'] === undefined ? 'total_price' : 'current_total_price'));
  return minus(whole, [receivedAmount(stored)]);
}

/** Money in less money out (sheet 3.4). */
function receivedAmount({ transactions }: StoredOrder): Pair {
  return total(transactions.filter(({ status }) => status === 'SUCCESS').map((each) => {
    if (each.kind === 'SALE' || each.kind === 'CAPTURE') return pairOf(each);
    return each.kind === 'REFUND' || each.kind === 'CHANGE' ? opposite(pairOf(each)) : { shop: ZERO, presentment: ZERO };
  }));
}

function pairOf(transaction: OrderTransaction): Pair {
  return { shop: dec(transaction.shopMoney.amount), presentment: dec(transaction.presentmentMoney.amount) };
}

function opposite({ shop, presentment }: Pair): Pair {
  return { shop: negate(shop), presentment: negate(presentment) };
}

/** An amount of the buyer's currency; the shop's side is known only where both are one, or all money goes back. */
function scaled(stored: StoredOrder, amount: string): Pair {
  const received = receivedAmount(stored);
  return compare(dec(amount), received.presentment) === 0 ? received : { shop: dec(print(dec(amount))), presentment: dec(amount) };
}
