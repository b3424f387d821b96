// A refund of an order as GraphQL answers it.

import { dec, printFixed, sum } from '../decimal.ts';
import { objectOf, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { shippingView } from './line-view.ts';
import { transactionGid, utc } from './orders.ts';
import { locationView } from './inventory-view.ts';
import { gid } from './shop.ts';
import type { Shop } from './shop.ts';
import { bagOrZero, count, objects, page, textOrNull } from './views.ts';
import type { BagView, PageArguments, View } from './views.ts';

export function refundView(shop: Shop, order: JsonObject, refund: JsonObject, line: (id: string) => View | null, transactions: () => View[]): View {
  const own = (): View[] => {
    const ids = new Set(objects(refund['transactions']).map((each) => transactionGid(textOf(each['id']) ?? '')));
    return transactions().filter((each) => ids.has(String(each['id'])));
  };
  const keyOf = (each: JsonObject): string => textOf(each['id']) ?? '';
  return {
    id: gid('Refund', textOf(refund['id']) ?? ''),
    createdAt: utc(textOf(refund['created_at'])),
    note: textOrNull(refund, 'note'),
    totalRefundedSet: () => total(order, own()),
    transactions: (args: PageArguments) => page(own(), args, (each) => each, (each) => String(each['id'])),
    refundLineItems: (args: PageArguments) => page(objects(refund['refund_line_items']), args, (each) => ({
      quantity: count(each, 'quantity'),
      restockType: (textOf(each['restock_type']) ?? 'no_restock').toUpperCase(),
      restocked: each['restock_type'] !== 'no_restock',
      location: () => locationView(shop, textOrNull(each, 'location_id')),
      lineItem: () => line(textOf(each['line_item_id']) ?? ''),
      subtotalSet: () => bagOrZero(order, each, 'subtotal'),
      totalTaxSet: () => bagOrZero(order, each, 'total_tax'),
    }), keyOf),
    refundShippingLines: (args: PageArguments) => page(objects(refund['refund_shipping_lines']), args, (each) => ({
      shippingLine: () => shippingView(order, objectOf(each['shipping_line'])),
      subtotalAmountSet: () => bagOrZero(order, each, 'subtotal_amount'),
      taxAmountSet: () => bagOrZero(order, each, 'tax_amount'),
    }), keyOf),
    orderAdjustments: (args: PageArguments) => page(objects(refund['order_adjustments']), args, (each) => ({
      amountSet: () => bagOrZero(order, each, 'amount'),
      taxAmountSet: () => bagOrZero(order, each, 'tax_amount'),
    }), keyOf),
  };
}

function total(order: JsonObject, transactions: View[]): BagView {
  const moved = transactions.filter((each) => each['status'] === 'SUCCESS').map((each) => each['amountSet'] as BagView);
  const zero = bagOrZero(order, {}, 'none');
  const side = (name: keyof BagView): BagView['shopMoney'] =>
    ({ ...zero[name], amount: printFixed(sum(moved.map((each) => dec(each[name].amount))), 1) });
  return { shopMoney: side('shopMoney'), presentmentMoney: side('presentmentMoney') };
}
