// The part of the Admin schema the sandbox answers: one order's transactions
// (names checked against the 2026-07 schema; Decimals print with one place at least).

import { dec, printFixed } from '../decimal.ts';
import { parseJson, isObject, textOf } from '../json.ts';
import type { Table } from '../store.ts';
import type { Field, Schema } from './execute.ts';
import { orderGid, transactionGid } from './orders.ts';
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
      transactions: {
        type: 'OrderTransaction', list: true, args: ['first', 'capturable', 'manuallyResolvable'],
        resolve: (order: StoredOrder, args) => order.transactions
          .slice(0, typeof args['first'] === 'number' ? args['first'] : undefined)
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
