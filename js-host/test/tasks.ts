// Tasks and outcomes for the tests of the store.

import type { Code, Outcome, Task } from '../src/contract.ts';

export const NOW = new Date('2026-11-23T10:00:00.000Z');
export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

export function task(id: string, body = '{"id":1}', more: Partial<Task> = {}): Task {
  return { contract: 1, tenant: 'acme', id, now: NOW.toISOString(), event: { source: 'shopify', topic: 'orders/create', body: text(body) }, ...more };
}

export function done(more: Partial<Outcome> = {}): Outcome {
  return { contract: 1, core: '0.1.0', revision: 'r1', status: 'done', rounds: 1, ...more };
}

export function raised(subject: string, code: Code, part = ''): NonNullable<Outcome['exceptions']>[number] {
  return { code, severity: 'error', owner: 'finance', subject, summary: 's', evidence: {}, next_step: 'n', dedupe_key: `${code}:${subject}${part}` };
}
