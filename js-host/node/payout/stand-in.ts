// A configuration for those who have none: somebody in finance with an export of Shopify Admin. It
// names no shop and no till, and nothing of it but zone and currency reaches a payout.

export function standIn(timeZone: string, currency: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({
    contract: 1,
    tenant: 'no-configuration',
    shopify: { shop: 'no-configuration.myshopify.com' },
    lightspeed: { series: 'R', account: '1', user: '1' },
    currency,
    time_zone: timeZone,
    outlets: [{ id: '1', register: '1' }],
    locations: [],
    payment_types: [{ gateway: 'shopify_payments', id: '1' }],
    taxes: [{ rate: '0', id: '1' }],
    helper_items: { gift_card: { item: '1', non_inventory: true, liability: true } },
    customers: {},
  }));
}

/** The time zone of this machine. */
export const machineZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
