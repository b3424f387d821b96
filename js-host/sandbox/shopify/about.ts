// The shop about itself, what the app was granted, its locations, and the API's versions.

import { GraphQLError } from 'graphql';
import { compareBy, keysetPage } from './keyset.ts';
import { locationView } from './inventory-view.ts';
import type { Scopes } from './scopes.ts';
import { gid } from './shop.ts';
import type { Shop } from './shop.ts';
import type { PageArguments, View } from './views.ts';

export type Settings = {
  name: string;
  currencyCode: string;
  ianaTimezone: string;
  taxesIncluded: boolean;
  taxShipping: boolean;
  shopifyPlus: boolean;
  /** A development shop of a partner. */
  partnerDevelopment: boolean;
  /** "Basic", "Grow", "Advanced", "Plus", "Development" and more. */
  plan: string;
  /** As text, as the store asks. 2, 10 or 200 by the plan (sheet 2.2). */
  locationLimit: string;
};
export type AboutSeeds = {
  /** Changes what is given; the rest stays. */
  seedShop(settings: Partial<Settings>): void;
};
export type Identity = { shopDomain: string; apiVersion: string };

const DEFAULTS: Settings = {
  name: 'Sandbox', currencyCode: 'USD', ianaTimezone: 'America/New_York', taxesIncluded: false, taxShipping: false,
  shopifyPlus: false, partnerDevelopment: false, plan: 'Basic', locationLimit: '10',
};
const KEY = 'shop';

/** What the shop is set to. */
export function settingsOf(shop: Pick<Shop, 'settings'>): Settings {
  return { ...DEFAULTS, ...shop.settings.get(KEY) };
}

export function aboutSeeds(shop: Shop): AboutSeeds {
  return { seedShop: (settings) => shop.settings.put(KEY, { ...shop.settings.get(KEY), ...settings }) };
}

type LocationsArguments = PageArguments & { includeInactive: boolean; includeLegacy: boolean; query?: string | null; sortKey: string };

export function aboutRoots(shop: Shop, { shopDomain }: Identity, scopes: Scopes): object {
  return {
    shop: () => shopView(settingsOf(shop), shopDomain),
    currentAppInstallation: { id: gid('AppInstallation', '1'), accessScopes: () => scopes.granted().map((handle) => ({ handle })) },
    publicApiVersions: () => versions(shop.now()),
    locations: (args: LocationsArguments) => {
      if (typeof args.query === 'string' && args.query !== '') throw new GraphQLError('The sandbox does not search locations.');
      if (args.sortKey === 'RELEVANCE') throw new GraphQLError('The sandbox does not sort locations by RELEVANCE.');
      const position = ({ id, name }: { id: string; name: string }): { value: string; id: string } => ({ value: args.sortKey === 'ID' ? '' : name, id });
      const compare = compareBy(false);
      const items = shop.locations.all()
        .filter(({ active, service }) => (active || args.includeInactive) && (service === null || args.includeLegacy))
        .sort((a, b) => compare(position(a), position(b)));
      return keysetPage({ items, accept: () => true, position, compare, view: ({ id }) => locationView(shop, id) }, args);
    },
  };
}

function shopView(settings: Settings, myshopifyDomain: string): View {
  const { name, currencyCode, ianaTimezone, taxesIncluded, taxShipping, shopifyPlus, partnerDevelopment, plan, locationLimit } = settings;
  return {
    id: gid('Shop', '1'), name, myshopifyDomain, currencyCode, ianaTimezone, taxesIncluded, taxShipping,
    plan: { shopifyPlus, partnerDevelopment, publicDisplayName: plan },
    resourceLimits: { locationLimit: Number(locationLimit), maxProductOptions: 3, maxProductVariants: 2048, redirectLimitReached: false },
  };
}

/** A version comes every quarter and is supported for a year and about two weeks more (sheet 0b). */
export function versions(now: Date): View[] {
  const quarter = now.getUTCFullYear() * 4 + Math.floor(now.getUTCMonth() / 3);
  const handle = (at: number): string => `${Math.floor(at / 4)}-${String((at % 4) * 3 + 1).padStart(2, '0')}`;
  const ended = (at: number): boolean => now.getTime() >= Date.parse(`${handle(at + 4)}-16T00:00:00Z`);
  const past = [-4, -3, -2, -1, 0].map((back) => quarter + back).filter((at) => !ended(at));
  return [
    ...past.map((at) => ({ handle: handle(at), displayName: at === quarter ? `${handle(at)} (Latest)` : handle(at), supported: true })),
    { handle: handle(quarter + 1), displayName: `${handle(quarter + 1)} (Release candidate)`, supported: false },
    { handle: 'unstable', displayName: 'unstable', supported: false },
  ];
}

/** One version by its handle; one that is not public any more is not supported. */
export function versionView(handle: string, now: Date): View {
  return versions(now).find((each) => each['handle'] === handle) ?? { handle, displayName: handle, supported: false };
}
