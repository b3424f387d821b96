// orders: searched, sorted, in pages whose cursors say a time and an id, so that an order that
// changes between two pages moves no other (sheet 2.5).

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { objectOf, parseJson, textOf } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { compareBy, keysetPage } from './keyset.ts';
import type { StoredOrder } from './orders.ts';
import { byFlag, byId, byText, byTime, byWord, searchOf } from './search.ts';
import type { Asked, Matcher } from './search.ts';
import type { PageArguments, View } from './views.ts';

export type OrdersArguments = PageArguments & { query?: string | null; sortKey: string };
type Row = { stored: StoredOrder; order: JsonObject; place: string };

const KEYS: Record<string, string> = { UPDATED_AT: 'updated_at', CREATED_AT: 'created_at', PROCESSED_AT: 'processed_at' };

// What Shopify documents at the query argument.
const FIELDS = `cart_token channel channel_id chargeback_status checkout_token confirmation_number created_at credit_card_last4 current_total_price
  customer_id delivery_method discount_code email financial_status fraud_protection_level fulfillment_location_id fulfillment_status gateway id location_id
  name payment_id payment_provider_id po_number processed_at reference_location_id return_status risk_level sales_channel sku source_identifier source_name
  status subtotal_line_items_quantity tag tag_not test total_weight updated_at`;

const time = (name: string): Matcher<Row> => byTime(({ order }) => textOf(order[name]));

const KNOWN: Record<string, Matcher<Row>> = {
  id: byId(({ stored }) => stored.id),
  name: byText(({ stored }) => stored.name),
  test: byFlag(({ order }) => order['test'] === true),
  created_at: time('created_at'),
  processed_at: time('processed_at'),
  updated_at: time('updated_at'),
  status: byWord(({ order }) => statusOf(order)),
  financial_status: byWord(({ order }) => [textOf(order['financial_status']) ?? 'pending']),
  fulfillment_status: byWord(({ order }) => fulfilment(order)),
};

/** The orders a search finds. Without a given status all are found: the document names no default. */
export function ordersPage(orders: StoredOrder[], args: OrdersArguments, view: (stored: StoredOrder) => View, asked: Asked, info: GraphQLResolveInfo): View {
  const key = KEYS[args.sortKey];
  if (key === undefined && args.sortKey !== 'ID') throw new GraphQLError(`The sandbox does not sort by ${args.sortKey}.`);
  const { accept } = searchOf(args.query ?? '', 'orders', KNOWN, FIELDS, asked, info);
  const compare = compareBy(true);
  const position = ({ place, stored }: Row): { value: string; id: string } => ({ value: place, id: stored.id });
  const rows = orders.map((stored): Row => {
    const order = objectOf(parseJson(stored.text));
    return { stored, order, place: String(key === undefined ? 0 : Date.parse(textOf(order[key]) ?? '') || 0) };
  });
  const items = rows.sort((a, b) => compare(position(a), position(b)));
  return keysetPage({ items, accept, position, compare, view: ({ stored }) => view(stored) }, args);
}

/** A cancelled order is closed too, as the acts close it; whether Shopify lists it under `closed` is inferred. */
function statusOf(order: JsonObject): string[] {
  const closed = textOf(order['closed_at']) !== undefined;
  const cancelled = textOf(order['cancelled_at']) !== undefined;
  return [...closed || cancelled ? [] : ['open'], ...closed ? ['closed'] : ['not_closed'], ...cancelled ? ['cancelled'] : []];
}

/** The words of the document; those the sandbox has no state for (scheduled, on_hold, request_declined) find nothing. */
function fulfilment(order: JsonObject): string[] {
  const status = textOf(order['fulfillment_status']);
  if (status === undefined) return ['unshipped', 'unfulfilled'];
  return status === 'fulfilled' ? ['shipped', 'fulfilled'] : [status];
}
