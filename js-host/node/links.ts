// Which Lightspeed item each Shopify variant is: rows of the table `links`.

import type { SqliteStore } from './store.ts';
import { InputError } from './terminal.ts';

const VARIANT = /^(?:gid:\/\/shopify\/ProductVariant\/)?(\d+)$/;
const BATCH = 500;

export type Link = { variant: string; item: string };

/** The links in a file; every entry is checked before the first is stored. */
export function parseLinks(bytes: Uint8Array, name: string): Link[] {
  let list: unknown;
  try {
    list = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new InputError(`${name} is not JSON: ${(error as Error).message}`);
  }
  if (!Array.isArray(list)) throw new InputError(`${name} is not a list of {variant, item}`);
  return list.map((entry: unknown, at) => {
    const { variant, item } = (entry ?? {}) as Record<string, unknown>;
    if (typeof variant !== 'string' || !VARIANT.test(variant)) {
      throw new InputError(`${name} at $[${at}].variant: a variant is text, its number or its gid://shopify/ProductVariant/… id`);
    }
    if (typeof item !== 'string' || item === '') {
      throw new InputError(`${name} at $[${at}].item: an item is text, its itemID (R) or product id (X)`);
    }
    return { variant, item };
  });
}

/** The key of a variant's link: its number, without the words before it. */
export function linkKey(variant: string): string {
  return `variant/${VARIANT.exec(variant)?.[1] ?? variant}`;
}

function gid(variant: string): string {
  return `gid://shopify/ProductVariant/${VARIANT.exec(variant)?.[1] ?? variant}`;
}

export async function putLinks(store: SqliteStore, links: readonly Link[]): Promise<void> {
  for (let at = 0; at < links.length; at += BATCH) {
    // From both sides, so that an item is never given to a second variant.
    const rows = links.slice(at, at + BATCH).flatMap(({ variant, item }) => [
      { table: 'links', key: linkKey(variant), value: { v: 1, item, by: 'hand', by_hand: true } },
      { table: 'links', key: `item/${item}`, value: { v: 1, variant: gid(variant), by_hand: true } },
    ]);
    await store.commit(rows);
  }
}

export async function importLinks(store: SqliteStore, bytes: Uint8Array, name: string): Promise<void> {
  await putLinks(store, parseLinks(bytes, name));
}
