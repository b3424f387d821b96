// Orders of the sandbox's Shopify and their transactions. An order is kept as the
// text it came in, so that large ids stay exact (sheet 3.4 for transactions).

import { isObject, listOf, objectOf, parseJson, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { Table } from '../store.ts';

export type SeedTransaction = {
  /** Number as text; given out in sequence when absent. */
  id?: string;
  parentId?: string;
  kind: 'AUTHORIZATION' | 'CAPTURE' | 'SALE' | 'REFUND' | 'VOID' | 'CHANGE' | 'EMV_AUTHORIZATION' | 'SUGGESTED_REFUND';
  status?: 'SUCCESS' | 'PENDING' | 'FAILURE' | 'ERROR' | 'AWAITING_RESPONSE' | 'UNKNOWN';
  gateway?: string;
  test?: boolean;
  processedAt?: string;
  manualPaymentGateway?: boolean;
  amount: string;
  currencyCode: string;
  presentmentAmount?: string;
  presentmentCurrencyCode?: string;
  /** What cash was rounded by. */
  rounding?: string;
};

export type Money = { amount: string; currencyCode: string };
export type OrderTransaction = {
  id: string;
  parentId: string | null;
  kind: string;
  status: string;
  gateway: string;
  test: boolean;
  processedAt: string;
  manualPaymentGateway: boolean;
  shopMoney: Money;
  presentmentMoney: Money;
  rounding: string | null;
  /** True when the sandbox made it up from the order's totals. */
  derived: boolean;
};

/** `text` is the order as its webhooks say it now. */
export type StoredOrder = { id: string; name: string; text: string; transactions: OrderTransaction[]; edited?: boolean };

export function orderGid(id: string): string {
  return `gid://shopify/Order/${id}`;
}

export function transactionGid(id: string): string {
  return `gid://shopify/OrderTransaction/${id}`;
}

export function storeOrder(orders: Table<StoredOrder>, text: string, given: SeedTransaction[] | undefined, nextId: () => string): StoredOrder {
  const order = parseJson(text);
  const id = isObject(order) ? textOf(order['id']) : undefined;
  if (!isObject(order) || id === undefined) throw new Error('seedOrder: not an order with an id');
  const transactions = given === undefined
    ? derive(order, nextId)
    : given.map((transaction) => complete(transaction, order, nextId));
  const stored = { id, name: textOf(order['name']) ?? '', text, transactions };
  orders.put(orderGid(id), stored);
  return stored;
}

function complete(seed: SeedTransaction, order: JsonObject, nextId: () => string): OrderTransaction {
  return {
    id: seed.id ?? nextId(),
    parentId: seed.parentId ?? null,
    kind: seed.kind,
    status: seed.status ?? 'SUCCESS',
    gateway: seed.gateway ?? gatewayOf(order),
    test: seed.test ?? false,
    processedAt: seed.processedAt ?? timeOf(order),
    manualPaymentGateway: seed.manualPaymentGateway ?? false,
    shopMoney: { amount: seed.amount, currencyCode: seed.currencyCode },
    presentmentMoney: {
      amount: seed.presentmentAmount ?? seed.amount,
      currencyCode: seed.presentmentCurrencyCode ?? seed.currencyCode,
    },
    rounding: seed.rounding ?? null,
    derived: false,
  };
}

/** A paid order without given transactions has one successful sale over its total. */
function derive(order: JsonObject, nextId: () => string): OrderTransaction[] {
  if (order['financial_status'] !== 'paid') return [];
  const set = objectOf(order['total_price_set']);
  const money = (key: string): Money => {
    const side = objectOf(set[key]);
    return {
      amount: textOf(side['amount']) ?? textOf(order['total_price']) ?? '0',
      currencyCode: textOf(side['currency_code']) ?? textOf(order['currency']) ?? '',
    };
  };
  return [{
    id: nextId(),
    parentId: null,
    kind: 'SALE',
    status: 'SUCCESS',
    gateway: gatewayOf(order),
    test: order['test'] === true,
    processedAt: timeOf(order),
    manualPaymentGateway: false,
    shopMoney: money('shop_money'),
    presentmentMoney: money('presentment_money'),
    rounding: null,
    derived: true,
  }];
}

function gatewayOf(order: JsonObject): string {
  return textOf(listOf(order['payment_gateway_names'])[0]) ?? 'shopify_payments';
}

function timeOf(order: JsonObject): string {
  return utc(textOf(order['processed_at']) ?? textOf(order['created_at'])) ?? '1970-01-01T00:00:00Z';
}

/** GraphQL times are UTC with Z. */
export function utc(text: string | undefined): string | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
