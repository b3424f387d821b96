// A second outlet, in Lightspeed and as a location of the shop.

import type { TenantConfig } from '../node/module.ts';
import { LOCATION, idOf } from '../node/demo/derive.ts';
import type { World } from './world.ts';

/** Shopify's numbers of both locations. */
export const LOCATIONS = [LOCATION, '78100002'] as const;

/** Sets it up in the sandbox; answers what the configuration says of both outlets. */
export function seedOutlets({ series, sandbox, config }: World): Pick<TenantConfig, 'outlets' | 'locations'> {
  const [web] = config.outlets;
  // The second register is that of payouts.
  const store = { id: idOf(series, 'outlet', 3), register: idOf(series, 'register', 3) };
  if (series === 'R') {
    sandbox.r.seedShop({ shopID: store.id, name: 'Store', timeZone: config.time_zone });
    sandbox.r.seedRegister({ registerID: store.register, shopID: store.id, name: 'Till' });
  } else {
    sandbox.x.seedOutlet({ id: store.id, name: 'Store', currency: config.currency, timeZone: config.time_zone });
    sandbox.x.seedRegister({ id: store.register, outletId: store.id, name: 'Till' });
  }
  for (const id of LOCATIONS) sandbox.shopify.seedLocation({ id, name: id });
  const outlets = [`${web?.id}`, store.id];
  return {
    outlets: [...config.outlets, store],
    locations: LOCATIONS.map((location, at) => ({ id: `gid://shopify/Location/${location}`, outlets: outlets.slice(at, at + 1) })),
  };
}
