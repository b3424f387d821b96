// What the server needs of a tenant.

import type { Bridge, Http } from '../module.ts';
import type { SqliteStore } from '../store.ts';
import type { TenantHead } from '../tenant.ts';

export type ServedTenant = {
  config: TenantHead;
  bridge: Bridge;
  store: SqliteStore;
  http: Http;
  /** Secrets that webhooks may be signed with: several while one is being replaced. */
  secrets: { shopify: readonly string[]; lightspeed: readonly string[] };
};
