// One tenant of the command line: its configuration and its Bridge.

import { Bridge } from './module.ts';

/** What a host reads of a configuration; the rest is the module's. */
export type TenantHead = {
  tenant: string;
  shopify: { shop: string };
  lightspeed: { series: 'R' | 'X'; account: string };
  time_zone: string;
  shadow?: boolean;
  stock?: { publish?: boolean };
  payment_types?: readonly { gateway: string }[];
};

/** The Bridge of a configuration; throws ConfigError with the issues. */
export function openTenant(bytes: Uint8Array): { bridge: Bridge; config: TenantHead } {
  const bridge = new Bridge(bytes);
  // The module has accepted it: it is JSON, and has the fields of a TenantHead.
  return { bridge, config: JSON.parse(new TextDecoder().decode(bytes)) as TenantHead };
}
