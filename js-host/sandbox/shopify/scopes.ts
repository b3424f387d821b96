// Access scopes: what the app was granted, and the fields that need one. The answer to a field
// without its scope is as Shopify was seen to give it: HTTP 200, an error at the field with
// ACCESS_DENIED and the field null, or all data null where it must not be.

import { GraphQLError, defaultFieldResolver } from 'graphql';
import type { GraphQLFieldResolver } from 'graphql';

export type Scopes = {
  granted(): string[];
  grant(handle: string): void;
  /** Takes a scope away; the write scope goes with the read scope, which it contains. */
  drop(handle: string): void;
  /** Whether one of them is granted. */
  any(handles: readonly string[]): boolean;
};

const GRANTED = [
  'read_all_orders', 'read_customers', 'read_fulfillments', 'read_inventory', 'read_locations',
  'read_merchant_managed_fulfillment_orders', 'read_orders', 'read_products', 'read_shopify_payments_disputes',
  'read_shopify_payments_payouts', 'write_inventory',
];

const FULFILLMENT_ORDERS = [
  'read_merchant_managed_fulfillment_orders', 'read_assigned_fulfillment_orders', 'read_third_party_fulfillment_orders', 'read_marketplace_fulfillment_orders',
];

/** One of these for each field. Which scope opens an inventory item is inferred from the scopes of its webhooks. */
const FIELDS: Record<string, readonly string[]> = {
  'QueryRoot.order': ['read_orders'],
  'QueryRoot.orders': ['read_orders'],
  'Order.customer': ['read_customers'],
  'Order.purchasingEntity': ['read_customers'],
  'Order.fulfillmentOrders': FULFILLMENT_ORDERS,
  'QueryRoot.fulfillmentOrder': FULFILLMENT_ORDERS,
  'LineItem.variant': ['read_products'],
  'LineItem.product': ['read_products'],
  'QueryRoot.product': ['read_products'],
  'QueryRoot.products': ['read_products'],
  'QueryRoot.productVariant': ['read_products'],
  'QueryRoot.productVariants': ['read_products'],
  'QueryRoot.inventoryItem': ['read_inventory', 'read_products'],
  'QueryRoot.inventoryItems': ['read_inventory', 'read_products'],
  'QueryRoot.inventoryLevel': ['read_inventory'],
  'Location.inventoryLevel': ['read_inventory'],
  'Location.inventoryLevels': ['read_inventory'],
  'Mutation.inventoryActivate': ['write_inventory'],
  'Mutation.inventorySetQuantities': ['write_inventory'],
  'InventoryItem.inventoryLevel': ['read_inventory'],
  'InventoryItem.inventoryLevels': ['read_inventory'],
  // The name of the first is from memory (sheet 4.2); that either opens the account is inferred.
  'QueryRoot.shopifyPaymentsAccount': ['read_shopify_payments_payouts', 'read_shopify_payments_disputes'],
  'ShopifyPaymentsAccount.balance': ['read_shopify_payments_payouts'],
  'ShopifyPaymentsAccount.balanceTransactions': ['read_shopify_payments_payouts'],
  'ShopifyPaymentsAccount.payouts': ['read_shopify_payments_payouts'],
  'ShopifyPaymentsAccount.disputes': ['read_shopify_payments_disputes'],
  'QueryRoot.location': ['read_locations'],
  'QueryRoot.locations': ['read_locations'],
};

/** Of a location that is met on the way only the id is free. */
const FREE_OF_LOCATION = new Set(['id', 'legacyResourceId', '__typename']);

export function createScopes(): Scopes {
  const handles = new Set(GRANTED);
  const holds = (handle: string): boolean => handles.has(handle) || (handle.startsWith('read_') && handles.has(handle.replace('read_', 'write_')));
  return {
    granted: () => [...handles].sort(),
    grant: (handle) => void handles.add(handle),
    drop(handle) {
      handles.delete(handle);
      if (handle.startsWith('read_')) handles.delete(handle.replace('read_', 'write_'));
    },
    any: (wanted) => wanted.some(holds),
  };
}

/** The library's own way to a field, once its scope is seen to. */
export function guarded(scopes: Scopes): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const type = info.parentType.name;
    const needed = FIELDS[`${type}.${info.fieldName}`] ?? (type === 'Location' && !FREE_OF_LOCATION.has(info.fieldName) ? ['read_locations'] : undefined);
    if (needed === undefined || scopes.any(needed)) return defaultFieldResolver(source, args, context, info);
    const requiredAccess = `${needed.map((handle) => `\`${handle}\` access scope`).join(' or ')}.`;
    throw new GraphQLError(`Access denied for ${info.fieldName} field. Required access: ${requiredAccess}`, {
      extensions: { code: 'ACCESS_DENIED', documentation: 'https://shopify.dev/api/usage/access-scopes', requiredAccess },
    });
  };
}
