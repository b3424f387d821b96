// Where the vendors are and how this host is let in: from options, else from the environment.
// Values of credentials are never printed.

import type { Endpoint } from './http.ts';

export type Access = { shopify: Endpoint; lightspeed: Endpoint };

type Config = {
  shopify: { shop: string };
  lightspeed: { series: 'R' | 'X'; account: string };
};

/** The variables that are read. */
export const VARIABLES = {
  SHOPIFY_ACCESS_TOKEN: 'token of the Shopify Admin API',
  LIGHTSPEED_TOKEN: 'token of the Lightspeed API (a bearer token)',
  TILLBRIDGE_SHOPIFY_URL: 'another base URL than https://{shop}',
  TILLBRIDGE_LIGHTSPEED_URL: 'another base URL than the series\' own',
} as const;

/** A credential that is not there. */
export class AccessError extends Error {
  override readonly name = 'AccessError';
}

export function accessOf(config: Config, environment: Record<string, string | undefined> = process.env): Access {
  return {
    shopify: {
      url: environment['TILLBRIDGE_SHOPIFY_URL'] || `https://${config.shopify.shop}`,
      headers: { 'x-shopify-access-token': required(environment, 'SHOPIFY_ACCESS_TOKEN') },
    },
    lightspeed: {
      url: environment['TILLBRIDGE_LIGHTSPEED_URL'] || lightspeedUrl(config),
      headers: { authorization: `Bearer ${required(environment, 'LIGHTSPEED_TOKEN')}` },
    },
  };
}

function lightspeedUrl(config: Config): string {
  return config.lightspeed.series === 'R'
    ? 'https://api.lightspeedapp.com'
    : `https://${config.lightspeed.account}.retail.lightspeed.app`;
}

function required(environment: Record<string, string | undefined>, name: keyof typeof VARIABLES): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new AccessError(`the environment variable ${name} is not set (${VARIABLES[name]})`);
  return value;
}
