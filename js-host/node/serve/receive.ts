// A webhook as it arrives: verified over its raw body, made an event, stored, and only then
// answered. Nothing reads the body before it is known to be genuine.

import type { IncomingHttpHeaders } from 'node:http';
import { digest } from '../bodies.ts';
import type { Event } from '../module.ts';
import { TillbridgeError, lightspeedPayload, verifyLightspeed, verifyShopify } from '../module.ts';
import type { ServedTenant } from './tenant.ts';

export type Vendor = 'shopify' | 'lightspeed';
export type Receipt = { status: number; became: 'new' | 'again' | 'refused' | 'rejected'; about: string };

export async function receive(tenant: ServedTenant, vendor: Vendor, headers: IncomingHttpHeaders, body: Uint8Array, now: Date): Promise<Receipt> {
  const genuine = vendor === 'shopify'
    ? await signed(verifyShopify, tenant.secrets.shopify, header(headers, 'x-shopify-hmac-sha256'), body)
    : await signed(verifyLightspeed, tenant.secrets.lightspeed, header(headers, 'x-signature'), body);
  if (!genuine) return { status: 401, became: 'rejected', about: 'signature' };
  const event = vendor === 'shopify' ? shopifyEvent(headers, body) : lightspeedEvent(body);
  const at = now;
  try {
    const { subject, dedupe_key: dedupeKey, priority } = tenant.bridge.route(event);
    const fresh = tenant.store.inbox.add({ dedupeKey, subject, priority, event, at });
    return { status: 200, became: fresh ? 'new' : 'again', about: subject };
  } catch (error) {
    if (!(error instanceof TillbridgeError)) throw error;
    // Another shop's webhook under our signature is a mistake in its address: nothing of it is kept.
    if (error.code === 'WRONG_TENANT') return { status: 403, became: 'rejected', about: error.code };
    // It is genuine, and the sender would only send the same again.
    const dedupeKey = `refused:${event.source}:${event.topic}:${event.id ?? digest(body)}`;
    const fresh = tenant.store.inbox.refuse({ dedupeKey, subject: '-', priority: 0, event, at }, `${error.code}: ${error.message}`);
    return { status: 200, became: fresh ? 'refused' : 'again', about: error.code };
  }
}

type Verify = (body: Uint8Array, signature: string | undefined, secrets: readonly string[]) => Promise<boolean>;

/** Without a secret nothing can be genuine. */
async function signed(verify: Verify, secrets: readonly string[], signature: string | undefined, body: Uint8Array): Promise<boolean> {
  return secrets.length > 0 && verify(body, signature, secrets);
}

function shopifyEvent(headers: IncomingHttpHeaders, body: Uint8Array): Event {
  const optional = (name: string, key: string): Record<string, string> => {
    const value = header(headers, name);
    return value === undefined || value === '' ? {} : { [key]: value };
  };
  return {
    source: 'shopify',
    topic: header(headers, 'x-shopify-topic') ?? '',
    ...optional('x-shopify-webhook-id', 'id'),
    ...optional('x-shopify-shop-domain', 'origin'),
    ...optional('x-shopify-triggered-at', 'triggered_at'),
    ...optional('x-shopify-api-version', 'api_version'),
    body,
  };
}

/** X-Series sends a form: the type of the event, and the document as `payload`. */
function lightspeedEvent(body: Uint8Array): Event {
  const form = new URLSearchParams(new TextDecoder().decode(body));
  const origin = form.get('domain_prefix');
  return {
    source: 'lightspeed',
    topic: form.get('type') ?? '',
    ...(origin === null ? {} : { origin }),
    body: lightspeedPayload(body) ?? new Uint8Array(),
  };
}

function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
