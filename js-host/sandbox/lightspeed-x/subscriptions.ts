// The webhooks that an application keeps (sheet 7.X; 2026-07 Webhooks): listed without versions,
// 409 for a type and address that are there already. Those that are active are really sent, of the
// types that the sandbox tells of; the other types may be kept and are never sent.

import type { JsonObject } from '../json.ts';
import { invalid, onlyKnown, optionalFlag, optionalText } from './fields.ts';
import { nextUuid } from './model.ts';
import type { Retailer, XRow } from './model.ts';
import { RETAILER_ID } from './retailer.ts';
import { Refusal } from './wire.ts';

const TYPES = ['sale.update', 'product.update', 'customer.update', 'inventory.update', 'register_closure.create', 'consignment.send',
  'consignment.receive'];
const SHORTEST_URL = 3;

export function createWebhook(retailer: Retailer, body: JsonObject): XRow {
  const fields = readWebhook(retailer, body, undefined);
  const id = nextUuid(retailer, 'hook');
  const row: XRow = { id, retailer_id: RETAILER_ID, ...fields };
  retailer.webhooks.put(id, row);
  deliverTo(retailer, row);
  return row;
}

export function updateWebhook(retailer: Retailer, id: string, body: JsonObject): XRow {
  const row = { ...knownWebhook(retailer, id), ...readWebhook(retailer, body, id) };
  retailer.webhooks.put(id, row);
  return row;
}

export function deleteWebhook(retailer: Retailer, id: string): void {
  retailer.webhooks.remove(knownWebhook(retailer, id).id);
}

export function knownWebhook(retailer: Retailer, id: string): XRow {
  const row = retailer.webhooks.get(id);
  if (row === undefined) throw new Refusal(404, `No webhook with id ${id}.`);
  return row;
}

/** A subscription that follows its row: to nothing once the webhook is inactive or deleted. */
export function deliverTo(retailer: Retailer, { id }: XRow): void {
  const row = (): XRow | undefined => retailer.webhooks.get(id);
  retailer.subscribe({
    get topic() {
      const now = row();
      return now?.['active'] === true ? String(now['type']) : '';
    },
    get url() {
      return String(row()?.['url'] ?? '');
    },
  });
}

function readWebhook(retailer: Retailer, body: JsonObject, id: string | undefined): { type: string; url: string; active: boolean } {
  if (id !== undefined) knownWebhook(retailer, id);
  onlyKnown(body, ['type', 'url', 'active'], 'webhook');
  const type = optionalText(body, 'type') ?? invalid('type is required');
  if (!TYPES.includes(type)) invalid(`type must be one of ${TYPES.join(', ')}`);
  const url = optionalText(body, 'url') ?? invalid('url is required');
  if (url.length < SHORTEST_URL) invalid('url is too short');
  const active = optionalFlag(body, 'active') ?? invalid('active is required');
  if (retailer.webhooks.all().some((other) => other.id !== id && other['type'] === type && other['url'] === url)) {
    throw new Refusal(409, 'A webhook with this type and URL already exists.');
  }
  return { type, url, active };
}
