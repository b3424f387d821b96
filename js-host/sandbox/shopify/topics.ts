// Webhook topics as GraphQL names them (ORDERS_CREATE), as headers do (orders/create), and the
// scopes that open them (sheet 1.1 and the descriptions of the 2026-10 schema).

const ORDERS = ['read_orders', 'read_marketplace_orders', 'read_buyer_membership_orders'];
const FULFILLMENT_ORDERS = [
  'read_merchant_managed_fulfillment_orders', 'read_assigned_fulfillment_orders', 'read_third_party_fulfillment_orders', 'read_marketplace_fulfillment_orders',
];

/** The resources whose topics the sandbox takes subscriptions of, whether or not it ever sends them by itself. */
const RESOURCES: readonly (readonly [string, readonly string[]])[] = [
  ['order_transactions', ORDERS],
  ['orders', ORDERS],
  ['refunds', ORDERS],
  ['tender_transactions', ['read_orders']],
  ['returns', ['read_returns', 'read_marketplace_returns']],
  ['fulfillment_orders', FULFILLMENT_ORDERS],
  ['fulfillments', ['read_fulfillments', 'read_marketplace_orders']],
  ['inventory_items', ['read_inventory', 'read_products']],
  ['inventory_levels', ['read_inventory']],
  ['locations', ['read_locations']],
  ['products', ['read_products']],
  ['variants', ['read_products']],
  ['customers', ['read_customers']],
  ['disputes', ['read_shopify_payments_disputes']],
  ['shop', []],
  ['bulk_operations', []],
];

export type Topic = { name: string; scopes: readonly string[] };

/** Topics whose names or scopes do not follow their resource. */
const ODD: Record<string, Topic> = {
  APP_UNINSTALLED: { name: 'app/uninstalled', scopes: [] },
  APP_SCOPES_UPDATE: { name: 'app/scopes_update', scopes: [] },
  CUSTOMERS_MERGE: { name: 'customers/merge', scopes: ['read_customer_merge'] },
};
const CONSENT = /^CUSTOMERS_.*CONSENT_UPDATE$/;

/** Undefined for a topic of which the sandbox knows nothing. */
export function topicOf(enumValue: string): Topic | undefined {
  if (ODD[enumValue] !== undefined || CONSENT.test(enumValue)) return ODD[enumValue];
  for (const [resource, scopes] of RESOURCES) {
    const prefix = `${resource.toUpperCase()}_`;
    if (enumValue.startsWith(prefix)) return { name: `${resource}/${enumValue.slice(prefix.length).toLowerCase()}`, scopes };
  }
  return undefined;
}
