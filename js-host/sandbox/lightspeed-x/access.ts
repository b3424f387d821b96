// What the access token may do: every operation names the scopes it needs, and a token without
// one of them is answered 403 (Xdoc scopes; sheet 8.X: mandatory from 2026-06-01). The names are
// those of the vendor's list; 2.0 names none, so each of its operations needs what the same one of
// 2026-07 does, and where there is none the scope of its domain. The text of the 403 is not documented.

import type { Retailer } from './model.ts';
import { Refusal } from './wire.ts';

/** Those that an operation of the sandbox needs; the token is granted all of them at first. */
export const SCOPES = [
  'customers:read', 'customers:write', 'inventory:read', 'outlets:read', 'payment_types:read', 'products:read', 'products:read:price_books',
  'products:write', 'register:close', 'register:open', 'registers:read', 'retailer:read', 'sales:read', 'sales:write', 'taxes:read',
  'users:read', 'webhooks',
] as const;

export type Scope = (typeof SCOPES)[number];

/** Further ones that the documents name, of operations that are not covered. */
const OTHERS = ['fulfillments:read', 'inventory:write', 'payments:read', 'products:write:price_books'];
const KNOWN = new Set<string>([...SCOPES, ...OTHERS]);

export function mustHave(retailer: Retailer, needed: readonly Scope[]): void {
  const missing = needed.filter((scope) => !retailer.scopes.has(scope));
  if (missing.length > 0) throw new Refusal(403, `Insufficient permissions: the token lacks ${missing.join(' ')}.`);
}

/** A name that is not a scope of the vendor's is a slip of the test. */
export function knownScope(scope: string): string {
  if (!KNOWN.has(scope)) throw new Error(`not a scope: ${scope}`);
  return scope;
}
