// Makes a tenant out of orders: the configuration and the links they need to be posted. A real
// tenant's come from its shop and its account; these are only good for the sandbox.

import type { Link } from '../links.ts';
import type { TenantConfig } from '../module.ts';
import type { OrderFile } from './orders.ts';

export type Series = 'R' | 'X';
export const SERIES: readonly Series[] = ['R', 'X'];

/** The shop's one location. */
export const LOCATION = '78100001';

export type Item = Link & { sku: string; title: string; price: string };

export type Place = {
  /** Part of the tenant's name and of the shop's domain. */
  name: string;
  timeZone: string;
  country?: string;
};

/** The ids of a derived tenant: numbers in the R-Series, UUIDs in the X-Series. */
export function idOf(series: Series, kind: 'user' | 'outlet' | 'register' | 'payment' | 'tax' | 'item' | 'helper', number: number): string {
  const kinds = { user: 1, outlet: 2, register: 3, payment: 4, tax: 5, item: 6, helper: 9 };
  return series === 'R'
    ? String(number + (kind === 'item' ? 100 : kind === 'helper' ? 900 : 0))
    : `0b5e55ed-000${kinds[kind]}-4000-8000-${String(number).padStart(12, '0')}`;
}

export function deriveConfig(orders: readonly OrderFile[], series: Series, place: Place): TenantConfig {
  const first = orders[0];
  if (first === undefined) throw new Error('a tenant is derived from at least one order');
  const gateways = unique(orders.flatMap((order) => order.gateways));
  const rates = unique(orders.flatMap((order) => order.rates)).filter((rate) => rate !== '0');
  const taxes = ['0', ...rates].map((rate, at) => ({
    rate,
    ...(rate !== '0' && first.taxesIncluded ? { inclusive: true } : {}),
    id: idOf(series, 'tax', at + 1),
  }));
  return {
    contract: 1,
    tenant: `${place.name}-${series.toLowerCase()}`,
    shopify: { shop: `${place.name}.myshopify.com` },
    lightspeed: { series, account: series === 'R' ? '1' : place.name, user: idOf(series, 'user', 1) },
    currency: first.currency,
    time_zone: place.timeZone,
    outlets: [{ id: idOf(series, 'outlet', 1), register: idOf(series, 'register', 1) }],
    locations: [{ id: `gid://shopify/Location/${LOCATION}`, outlets: [idOf(series, 'outlet', 1)] }],
    payment_types: (gateways.length === 0 ? ['shopify_payments'] : gateways).map((gateway, at) => (
      // Lightspeed R has built-in payment types up to 8.
      { gateway, id: idOf(series, 'payment', (series === 'R' ? 9 : 1) + at) })),
    taxes,
    helper_items: deriveHelpers(series),
    ...(place.country === undefined ? {} : { customers: { default_country: place.country } }),
  };
}

/** What stands for what is no product, in the order of their numbers. */
export const HELPERS = ['gift_card', 'shipping', 'tip', 'duty', 'fee', 'refund', 'rounding', 'placeholder', 'channel_tax'] as const;

function deriveHelpers(series: Series): TenantConfig['helper_items'] {
  const [, ...others] = HELPERS.map((name, at) => [name, idOf(series, 'helper', at + 1)] as const);
  const gift = { item: idOf(series, 'helper', 1), non_inventory: true, liability: true };
  return { gift_card: gift, ...Object.fromEntries(others) };
}

/** One item per variant, in the order in which the orders name them. */
export function deriveItems(orders: readonly OrderFile[], series: Series): Item[] {
  const items = new Map<string, Item>();
  for (const line of orders.flatMap((order) => order.lines)) {
    if (!items.has(line.variant)) items.set(line.variant, { ...line, item: idOf(series, 'item', items.size + 1) });
  }
  return [...items.values()];
}

/** Orders that one shop could have taken: one currency, prices either with or without tax. */
export function groups(orders: readonly OrderFile[]): OrderFile[][] {
  const found = new Map<string, OrderFile[]>();
  for (const order of orders) {
    const key = `${order.currency} ${order.taxesIncluded}`;
    found.set(key, [...found.get(key) ?? [], order]);
  }
  return [...found.values()];
}

function unique(values: string[]): string[] {
  return [...new Set(values)].sort();
}
