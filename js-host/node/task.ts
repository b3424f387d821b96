// Makes tasks out of what was handed over: a raw webhook body, or an event as JSON.

import { randomUUID } from 'node:crypto';
import { bodyBytes, digest } from './bodies.ts';
import type { Event, Task } from './module.ts';
import type { SqliteStore } from './store.ts';
import { InputError, UsageError, parse } from './terminal.ts';

type Wrapping = Record<string, string | boolean | undefined>;

/** The event in `bytes`. With a topic they are the body itself, as the vendor sent it. */
export function eventFrom(bytes: Uint8Array, name: string, options: Wrapping): Event {
  const { topic } = options;
  if (typeof topic === 'string') {
    const source = options['source'] ?? 'shopify';
    if (typeof source !== 'string' || !SOURCES.includes(source)) throw new UsageError(`--source is one of ${SOURCES.join(', ')}`);
    return {
      source: source as Event['source'],
      topic,
      ...(typeof options['event-id'] === 'string' ? { id: options['event-id'] } : {}),
      ...(typeof options['origin'] === 'string' ? { origin: options['origin'] } : {}),
      body: bytes,
    };
  }
  const document = parse(new TextDecoder().decode(bytes), name);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw new InputError(`${name} is not an event: it should be {"source", "topic", …}`);
  }
  if (!('source' in document) || !('topic' in document)) {
    throw new InputError(`${name} has no source and topic. Is it a raw body? Then name its topic: --topic orders/create`);
  }
  const { body, ...event } = document as Record<string, unknown>;
  // Printed again with the digits it was read with.
  return (body === undefined ? event : { ...event, body: new TextEncoder().encode(JSON.stringify(body)) }) as unknown as Event;
}

const SOURCES = ['shopify', 'lightspeed', 'schedule', 'operator'];

/**
 * The task of an event. Its id is derived from the event, so that a second delivery is the same
 * task; one that ended with exceptions, a refusal or in shadow is left behind, and the next attempt begun.
 */
export function taskFor(store: SqliteStore, tenant: string, event: Event, now: Date, explain?: Task['explain']): Task {
  // A schedule's turns have nothing in them but the turn.
  const turn = event.source === 'schedule' && typeof event.id === 'string' ? [event.id] : [];
  const own = digest(tenant, event.source, event.topic, event.cursor ?? '', bodyBytes(event.body) ?? '', ...turn);
  const base = `${event.topic.replace(/[^a-z0-9]+/gi, '-')}-${own.slice(0, 24)}`;
  for (let attempt = 1; ; attempt += 1) {
    const id = attempt === 1 ? base : `${base}.${attempt}`;
    const stored = store.task(id);
    if (stored === undefined) return task(tenant, id, event, now, 'apply', explain);
    const outcome = store.outcome(id);
    if (outcome === undefined) return stored;
    // What was only computed in shadow is still to be done.
    const settled = outcome.status === 'done' && outcome.shadow !== true && (outcome.exceptions ?? []).length === 0;
    // A finished task may have lost its body; its id is all that the store needs to answer.
    if (settled) return { ...stored, event: { ...event } };
  }
}

/** A preview is looked at once: it has an id of its own each time. */
export function previewTask(tenant: string, event: Event, now: Date, explain?: Task['explain']): Task {
  return task(tenant, `preview-${randomUUID()}`, event, now, 'preview', explain);
}

function task(tenant: string, id: string, event: Event, now: Date, mode: 'apply' | 'preview', explain?: Task['explain']): Task {
  return { contract: 1, tenant, id, now: now.toISOString(), mode, ...(explain === undefined ? {} : { explain }), event };
}
