// The part of the Admin schema the sandbox answers: one order's transactions and fulfilment orders
// (names checked against the 2026-07 schema; Decimals print with one place at least).

import { dec, printFixed } from '../decimal.ts';
import { parseJson, isObject, textOf } from '../json.ts';
import type { Json } from '../json.ts';
import type { Table } from '../store.ts';
import type { Arguments, Field, Schema } from './execute.ts';
import type { FulfillmentLine, FulfillmentOrder } from './fulfillment-orders.ts';
import { movesOf, orderGid, transactionGid } from './orders.ts';
import type { Money, OrderTransaction, StoredOrder } from './orders.ts';

type TransactionInOrder = { transaction: OrderTransaction; order: StoredOrder };

export function adminSchema(orders: Table<StoredOrder>): Schema {
  return {
    QueryRoot: {
      order: {
        type: 'Order', args: ['id'], required: ['id'],
        resolve: (_root, args) => orders.get(String(args['id'])) ?? null,
      },
    },
    Order: {
      id: scalar((order: StoredOrder) => orderGid(order.id)),
      legacyResourceId: scalar((order: StoredOrder) => order.id),
      name: scalar((order: StoredOrder) => order.name),
      currencyCode: scalar((order: StoredOrder) => orderText(order, 'currency')),
      presentmentCurrencyCode: scalar((order: StoredOrder) => orderText(order, 'presentment_currency')),
      test: scalar((order: StoredOrder) => orderText(order, 'test') === 'true'),
      updatedAt: scalar((order: StoredOrder) => movesOf(order.text).updatedAt),
      cancelledAt: scalar((order: StoredOrder) => movesOf(order.text).cancelledAt),
      fulfillmentOrders: connection('FulfillmentOrderConnection', (order: StoredOrder) => order.fulfillmentOrders),
      transactions: {
        type: 'OrderTransaction', list: true, args: ['first', 'capturable', 'manuallyResolvable'],
        resolve: (order: StoredOrder, args) => order.transactions
          .slice(0, firstOf(args))
          .map((transaction): TransactionInOrder => ({ transaction, order })),
      },
    },
    OrderTransaction: {
      id: scalar(({ transaction }: TransactionInOrder) => transactionGid(transaction.id)),
      kind: scalar(({ transaction }: TransactionInOrder) => transaction.kind),
      status: scalar(({ transaction }: TransactionInOrder) => transaction.status),
      gateway: scalar(({ transaction }: TransactionInOrder) => transaction.gateway),
      test: scalar(({ transaction }: TransactionInOrder) => transaction.test),
      createdAt: scalar(({ transaction }: TransactionInOrder) => transaction.processedAt),
      processedAt: scalar(({ transaction }: TransactionInOrder) => transaction.processedAt),
      manualPaymentGateway: scalar(({ transaction }: TransactionInOrder) => transaction.manualPaymentGateway),
      amountSet: { type: 'MoneyBag', resolve: ({ transaction }: TransactionInOrder) => transaction },
      amountRoundingSet: { type: 'MoneyBag', resolve: ({ transaction }: TransactionInOrder) => roundingOf(transaction) },
      parentTransaction: {
        type: 'OrderTransaction',
        resolve: ({ transaction, order }: TransactionInOrder) => {
          const parent = order.transactions.find((other) => other.id === transaction.parentId);
          return parent === undefined ? null : { transaction: parent, order };
        },
      },
    },
    FulfillmentOrderConnection: page('FulfillmentOrder'),
    FulfillmentOrder: {
      id: scalar(({ id }: FulfillmentOrder) => `gid://shopify/FulfillmentOrder/${id}`),
      status: scalar(({ status }: FulfillmentOrder) => status),
      assignedLocation: { type: 'FulfillmentOrderAssignedLocation', resolve: (own: FulfillmentOrder) => own },
      deliveryMethod: { type: 'DeliveryMethod', resolve: (own: FulfillmentOrder) => (own.method === null ? null : own) },
      lineItems: connection('FulfillmentOrderLineItemConnection', (own: FulfillmentOrder) => own.lines),
    },
    FulfillmentOrderAssignedLocation: { location: { type: 'Location', resolve: (own: FulfillmentOrder) => own } },
    Location: { id: scalar(({ location }: FulfillmentOrder) => `gid://shopify/Location/${location}`) },
    DeliveryMethod: { methodType: scalar(({ method }: FulfillmentOrder) => method) },
    FulfillmentOrderLineItemConnection: page('FulfillmentOrderLineItem'),
    FulfillmentOrderLineItem: {
      totalQuantity: scalar(({ total }: FulfillmentLine) => Number(total)),
      remainingQuantity: scalar(({ remaining }: FulfillmentLine) => Number(remaining)),
      inventoryItemId: scalar(({ inventoryItem }: FulfillmentLine) => (inventoryItem === null ? null : `gid://shopify/InventoryItem/${inventoryItem}`)),
      lineItem: { type: 'LineItem', resolve: (own: FulfillmentLine) => own },
    },
    LineItem: { id: scalar(({ line }: FulfillmentLine) => `gid://shopify/LineItem/${line}`) },
    PageInfo: { hasNextPage: scalar(({ more }: Page) => more) },
    MoneyBag: {
      shopMoney: { type: 'MoneyV2', resolve: (bag: Bag) => bag.shopMoney },
      presentmentMoney: { type: 'MoneyV2', resolve: (bag: Bag) => bag.presentmentMoney },
    },
    MoneyV2: {
      amount: scalar((money: Money) => printFixed(dec(money.amount), 1)),
      currencyCode: scalar((money: Money) => money.currencyCode),
    },
  };
}

type Page = { nodes: unknown[]; more: boolean };

/** A list that is asked for by its length. */
function connection<T>(type: string, read: (parent: T) => unknown[]): Field {
  return {
    type, args: ['first', 'after'],
    resolve: (parent, args): Page => {
      const all = read(parent);
      const first = firstOf(args) ?? all.length;
      return { nodes: all.slice(0, first), more: all.length > first };
    },
  };
}

/** How many are asked for: a literal number, or a variable, which keeps its digits. */
function firstOf(args: Arguments): number | undefined {
  const first = args['first'];
  if (typeof first === 'number') return first;
  const text = textOf(first as Json);
  return text === undefined ? undefined : Number(text);
}

function page(type: string): Record<string, Field> {
  return {
    nodes: { type, list: true, resolve: ({ nodes }: Page) => nodes },
    pageInfo: { type: 'PageInfo', resolve: (own: Page) => own },
  };
}

type Bag = Pick<OrderTransaction, 'shopMoney' | 'presentmentMoney'>;

/** What cash was rounded by; null for what was not paid in cash. */
function roundingOf({ rounding, shopMoney, presentmentMoney }: OrderTransaction): Bag | null {
  if (rounding === null) return null;
  return { shopMoney: { ...shopMoney, amount: rounding }, presentmentMoney: { ...presentmentMoney, amount: rounding } };
}

function scalar<T>(read: (parent: T) => unknown): Field {
  return { resolve: (parent) => read(parent) };
}

function orderText(order: StoredOrder, key: string): string | null {
  const parsed = parseJson(order.text);
  return isObject(parsed) ? textOf(parsed[key]) ?? null : null;
}
