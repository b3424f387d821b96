// `@idempotent(key:)` on a mutation (sheet 2.1): required from 2026-04, a key is kept for 24 hours,
// the same key with the same input is carried out once, with another input it is refused. The
// words of the missing directive are those of live shops (github.com/luke-selrai/openclaw-workshop-kit
// #218). Not documented: what a repeat of a failed attempt is told (a knob), and a blank key.

import { GraphQLError, getDirectiveValues } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Asked } from './search.ts';
import type { Shop, UsedKey } from './shop.ts';

/** Whether a repeat of an attempt that ended in user errors is refused or carried out. */
export type FailedKey = 'refused' | 'again';

export const KEY_ERRORS = {
  IDEMPOTENCY_CONCURRENT_REQUEST: 'This request is currently in progress, please try again.',
  IDEMPOTENCY_KEY_PARAMETER_MISMATCH: 'The same idempotency key cannot be used with different operation parameters.',
  IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED: 'A previous request with this idempotency key failed. Retry with a new idempotency key.',
} as const;
export type KeyError = keyof typeof KEY_ERRORS;

const REQUIRED_FROM = '2026-04';
const DAY_MS = 24 * 3600 * 1000;

/** What an attempt did, as it is kept beside its key. */
export type Attempt = Pick<UsedKey, 'failed' | 'group' | 'level'>;

/** The key of a mutation; undefined where it has none and needs none. */
export function keyOf(asked: Asked, info: GraphQLResolveInfo): string | undefined {
  const directive = info.schema.getDirective('idempotent');
  const [node] = info.fieldNodes;
  const key = directive === null || directive === undefined || node === undefined ? undefined : getDirectiveValues(directive, node, info.variableValues)?.['key'];
  if (typeof key !== 'string') {
    if (asked.version < REQUIRED_FROM) return undefined;
    throw new GraphQLError('The @idempotent directive is required for this mutation but was not provided.', { extensions: { code: 'BAD_REQUEST' } });
  }
  if (key.trim() === '') throw new GraphQLError('The idempotency key cannot be an empty string or whitespace only.', { extensions: { code: 'BAD_REQUEST' } });
  return key;
}

/** Carries out an attempt once for its key; a repeat gets what is kept of the first. */
export function once(shop: Shop, key: string | undefined, operation: string, input: unknown, failedKey: FailedKey, attempt: () => Attempt): Attempt | KeyError {
  const refusal = shop.refusals.shift();
  if (refusal !== undefined) return refusal;
  if (key === undefined) return attempt();
  const canonical = canonicalText(input);
  const used = shop.keys.get(key);
  if (used !== undefined && shop.now().getTime() - Date.parse(used.usedAt) < DAY_MS) {
    if (used.operation !== operation || used.input !== canonical) return 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH';
    if (!used.failed) return used;
    if (failedKey === 'refused') return 'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED';
  }
  const made = attempt();
  shop.keys.put(key, { operation, input: canonical, usedAt: shop.now().toISOString(), failed: made.failed, group: made.group, level: made.level });
  return made;
}

/** The order of keys says nothing. */
function canonicalText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => typeof each === 'object' && each !== null && !Array.isArray(each)
    ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
    : each);
}
