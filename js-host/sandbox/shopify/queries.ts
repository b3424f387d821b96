// The roots of the Admin API: single things by gid, lists in pages, mutations of webhook
// subscriptions and stock. A function at a root is called with the field's arguments.

import type { GraphQLResolveInfo } from 'graphql';
import type { Deliveries } from '../delivery.ts';
import { objectOf, parseJson, textOf } from '../json.ts';
import { aboutRoots } from './about.ts';
import type { Identity } from './about.ts';
import { productsPage, variantsPage } from './catalogue-search.ts';
import { productView, variantView } from './catalogue-view.ts';
import { ordersPage } from './order-search.ts';
import type { OrdersArguments } from './order-search.ts';
import { orderView } from './order-view.ts';
import type { StoredOrder } from './orders.ts';
import type { FailedKey } from './idempotent.ts';
import { inventoryRoots } from './inventory-roots.ts';
import { locationView } from './inventory-view.ts';
import { paymentsNodes, paymentsRoots } from './payments-view.ts';
import { placeView } from './place-view.ts';
import type { Scopes } from './scopes.ts';
import type { Asked } from './search.ts';
import { gid, idOf } from './shop.ts';
import type { Shop } from './shop.ts';
import { subscriptionRoots } from './subscriptions.ts';
import type { PageArguments, View } from './views.ts';

/** What an app without read_all_orders sees of the past (sheet 0b). */
const SIXTY_DAYS_MS = 60 * 24 * 3600 * 1000;

type Parts = Identity & { scopes: Scopes; deliveries: Deliveries; failedKey: FailedKey };

export function adminRoots(shop: Shop, parts: Parts): object {
  const { scopes, deliveries, apiVersion } = parts;
  const seen = (stored: StoredOrder): boolean => {
    if (scopes.any(['read_all_orders'])) return true;
    const json = objectOf(parseJson(stored.text));
    return !(Date.parse(textOf(json['created_at']) ?? textOf(json['processed_at']) ?? '') < shop.now().getTime() - SIXTY_DAYS_MS);
  };
  const order = (id: string): View | null => {
    const stored = shop.orders.get(id);
    return stored === undefined || !seen(stored) ? null : orderView(shop, stored);
  };
  return {
    ...aboutRoots(shop, parts, scopes),
    ...inventoryRoots(shop, deliveries.emit, parts.failedKey, paymentsNodes(shop)),
    ...paymentsRoots(shop, order),
    ...subscriptionRoots(shop, deliveries, scopes, apiVersion),
    order: ({ id }: { id: string }) => order(id),
    orders: (args: OrdersArguments, asked: Asked, info: GraphQLResolveInfo) =>
      ordersPage(shop.orders.all().filter(seen), args, (stored) => orderView(shop, stored), asked, info),
    productVariants: (args: OrdersArguments, asked: Asked, info: GraphQLResolveInfo) => variantsPage(shop, args, asked, info),
    products: (args: OrdersArguments, asked: Asked, info: GraphQLResolveInfo) => productsPage(shop, args, asked, info),
    productVariant: ({ id }: { id: string }) => {
      const variant = id.startsWith('gid://shopify/ProductVariant/') ? shop.variants.get(idOf(id)) : undefined;
      return variant === undefined ? null : variantView(shop, variant);
    },
    product: ({ id }: { id: string }) => {
      const product = id.startsWith('gid://shopify/Product/') ? shop.products.get(idOf(id)) : undefined;
      return product === undefined ? null : productView(shop, product);
    },
    fulfillmentOrder: ({ id }: { id: string }) => {
      const place = id.startsWith('gid://shopify/FulfillmentOrder/') ? shop.places.get(idOf(id)) : undefined;
      if (place === undefined) return null;
      const lineOf = (lineId: string): View | null => {
        const all = order(gid('Order', place.orderId))?.['lineItems'] as ((args: PageArguments) => { nodes(): View[] }) | undefined;
        return all?.({ first: Infinity }).nodes().find((line) => line['id'] === gid('LineItem', lineId)) ?? null;
      };
      return placeView(shop, place, (orderId) => order(gid('Order', orderId)), lineOf);
    },
    location: ({ id }: { id?: string | null }) =>
      locationView(shop, id === undefined || id === null ? shop.locations.all()[0]?.id ?? null : idOf(id)),
  };
}
