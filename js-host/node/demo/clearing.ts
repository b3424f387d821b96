// What payouts are recorded on: a register of their own, and an item for each family, as set-up
// makes them (docs/payouts.md).

import type { Sandbox } from '../../sandbox/index.ts';
import type { TenantConfig } from '../module.ts';
import { FAMILIES } from '../payout/words.ts';
import { idOf } from './derive.ts';
import type { Series } from './derive.ts';

export type PayoutsConfig = {
  record: boolean; register?: string; items: { [family: string]: string };
  wait_days?: number; unknown?: 'hold' | 'suspense'; locked_through?: string; split_months?: boolean;
};

export const registerOf = (series: Series): string => idOf(series, 'register', 2);
export const itemOf = (series: Series, family: number): string => idOf(series, 'helper', 51 + family);

/** Payouts are recorded, each family as an item of its own. */
export function payoutsOf(series: Series): PayoutsConfig {
  return { record: true, register: registerOf(series), items: Object.fromEntries(FAMILIES.map(([family], at) => [family, itemOf(series, at)])) };
}

export function seedClearing(sandbox: Pick<Sandbox, 'r' | 'x'>, series: Series, config: TenantConfig): void {
  const outlet = `${config.outlets[0]?.id}`;
  const name = 'Shopify payouts';
  if (series === 'R') sandbox.r.seedRegister({ registerID: registerOf(series), shopID: outlet, name });
  else sandbox.x.seedRegister({ id: registerOf(series), outletId: outlet, name });
  FAMILIES.forEach(([family, title], at) => {
    const item = itemOf(series, at);
    if (series === 'R') sandbox.r.seedItem({ itemID: item, description: `${name}: ${title}`, itemType: 'non_inventory', tax: false, price: '0', stock: {} });
    else sandbox.x.seedProduct({ id: item, sku: `payout-${family}`, name: `${name}: ${title}`, hasInventory: false, price: '0', stock: {} });
  });
}
