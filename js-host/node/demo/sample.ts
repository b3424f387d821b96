// The sample orders with what belongs to them: configuration and links of each shop and series,
// what happens to each order, and what is to become of it.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { DeliveryFaults } from '../../sandbox/index.ts';
import { parseLinks } from '../links.ts';
import type { TenantConfig } from '../module.ts';
import { deriveItems } from './derive.ts';
import type { Item, Series } from './derive.ts';
import { sampleOrders } from './orders.ts';
import type { OrderFile } from './orders.ts';

export const ORDERS = new URL('../../orders/', import.meta.url);

/** What is to stand in Lightspeed at the end. */
export type End = 'sold' | 'kept' | 'taken back' | 'goods back' | 'nothing';

/** What is to become of orders; of a person's own orders nothing is known beforehand. */
export type Expected = {
  known: boolean;
  /** What happens to an order, by its file; default: it is placed. A `+` does not wait for the step before. */
  stories: Record<string, string[]>;
  /** By file; default: sold, without an exception. */
  ends: Record<string, { end: End; codes?: string[] }>;
  /** What goes wrong with webhooks on their way. */
  faults?: DeliveryFaults;
};

export async function samples(): Promise<Map<string, OrderFile[]>> {
  const shops = new Map<string, OrderFile[]>();
  for (const order of await sampleOrders(fileURLToPath(ORDERS))) {
    const shop = order.file.split('-')[0] ?? '';
    shops.set(shop, [...shops.get(shop) ?? [], order]);
  }
  return shops;
}

export async function expectations(): Promise<Expected> {
  const read = JSON.parse(await readFile(new URL('expected.json', ORDERS), 'utf8')) as Omit<Expected, 'known'>;
  return { known: true, ...read };
}

export async function sampleTenant(shop: string, series: Series, orders: readonly OrderFile[]): Promise<{ config: TenantConfig; items: Item[] }> {
  const config = JSON.parse(await readFile(new URL(`${shop}.${series}.config.json`, ORDERS), 'utf8')) as TenantConfig;
  const name = `${shop}.${series}.links.json`;
  const links = parseLinks(await readFile(new URL(name, ORDERS)), name);
  const items = deriveItems(orders, series).map((item) => {
    const link = links.find((one) => one.variant.endsWith(item.variant));
    if (link === undefined) throw new Error(`${name} does not link variant ${item.variant}`);
    return { ...item, ...link };
  });
  return { config, items };
}
