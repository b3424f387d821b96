// Makes signed webhook deliveries: raw body bytes and all headers (sheet 1.1).

import { createHmac } from 'node:crypto';
import type { WebhookDelivery } from '../delivery.ts';

export type WebhookContext = {
  secret: string;
  shopDomain: string;
  apiVersion: string;
  now: () => Date;
  /** The next number of the delivery. */
  next: () => number;
  /** The next number of what caused deliveries. */
  nextEvent: () => number;
};

/** Deliveries of one act share its event. Without one the delivery is an event of its own. */
export function makeWebhook(context: WebhookContext, topic: string, payload: string, event = context.nextEvent(), name?: string): WebhookDelivery {
  const body = new TextEncoder().encode(payload);
  const serial = context.next();
  return {
    body,
    headers: {
      'Content-Type': 'application/json',
      'X-Shopify-Topic': topic,
      'X-Shopify-Hmac-Sha256': sign(context.secret, body),
      'X-Shopify-Shop-Domain': context.shopDomain,
      'X-Shopify-API-Version': context.apiVersion,
      'X-Shopify-Webhook-Id': serialUuid('b0', serial),
      'X-Shopify-Event-Id': serialUuid('e0', event),
      'X-Shopify-Triggered-At': context.now().toISOString(),
      ...(name === undefined ? {} : { 'X-Shopify-Name': name }),
    },
  };
}

/** Base64 HMAC-SHA256 of the raw body. */
export function sign(secret: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

function serialUuid(prefix: string, serial: number): string {
  return `${prefix}000000-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`;
}
