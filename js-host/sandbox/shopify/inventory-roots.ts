// The roots of stock in the Admin API: items and levels read one by one, in pages and by their ids,
// and the two mutations.

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Event } from '../delivery.ts';
import { productView, variantView } from './catalogue-view.ts';
import type { FailedKey } from './idempotent.ts';
import { activate } from './inventory-activate.ts';
import { mustFit, setQuantities } from './inventory-set.ts';
import { itemView, levelView, locationView } from './inventory-view.ts';
import { compareIds, keysetPage } from './keyset.ts';
import { byId, byText, byTime, searchOf } from './search.ts';
import type { Asked, Matcher } from './search.ts';
import { idOf } from './shop.ts';
import type { Shop, Variant } from './shop.ts';
import type { PageArguments, View } from './views.ts';

// What Shopify documents at the query argument of inventoryItems.
const ITEM_FIELDS = 'created_at id sku updated_at';
const KNOWN: Record<string, Matcher<Variant>> = {
  created_at: byTime(({ createdAt }) => createdAt), updated_at: byTime(({ updatedAt }) => updatedAt), id: byId(({ inventoryItemId }) => inventoryItemId),
  sku: byText(({ sku }) => sku),
};

/** How a thing of a type is read by its id. */
type Nodes = Record<string, (id: string) => View | null>;

export function inventoryRoots(shop: Shop, emit: (events: Event[]) => void, failedKey: FailedKey, others: Nodes): object {
  const level = (id: string): View | null => {
    const found = shop.levels.get(id);
    return found === undefined ? null : levelView(shop, found);
  };
  const nodes: Nodes = {
    ...others,
    InventoryItem: (id) => itemView(shop, id),
    InventoryLevel: (id) => level(`gid://shopify/InventoryLevel/${id}`),
    Location: (id) => locationView(shop, id),
    Product: (id) => {
      const found = shop.products.get(id);
      return found === undefined ? null : productView(shop, found);
    },
    ProductVariant: (id) => {
      const found = shop.variants.get(id);
      return found === undefined ? null : variantView(shop, found);
    },
  };
  /** Whatever has an id, with its type; null where there is nothing. */
  const node = (gid: string): View | null => {
    const [, type = '', id = ''] = /^gid:\/\/shopify\/(\w+)\/(.+)$/.exec(gid) ?? [];
    if (type === '') throw new GraphQLError(`Invalid global id '${gid}'`, { extensions: { code: 'argumentLiteralsIncompatible' } });
    const read = nodes[type];
    if (read === undefined) throw new GraphQLError(`The sandbox does not cover nodes of ${type}.`);
    const found = read(id);
    return found === null ? null : { __typename: type, ...found };
  };
  return {
    inventoryItem: ({ id }: { id: string }) => itemView(shop, idOf(id)),
    inventoryItems: (args: PageArguments & { query?: string | null }, asked: Asked, info: GraphQLResolveInfo) => {
      const { terms, accept } = searchOf(args.query ?? '', 'inventory items', KNOWN, ITEM_FIELDS, asked, info);
      const position = ({ inventoryItemId }: Variant): { value: string; id: string } => ({ value: '', id: inventoryItemId });
      const byItem = (a: Variant, b: Variant): number => compareIds(a.inventoryItemId, b.inventoryItemId);
      const sku = terms.find(({ field, value }) => field === 'sku' && value !== '' && !value.endsWith('*'))?.value.toLowerCase();
      const items = sku === undefined ? shop.variants.sorted('item', byItem) : shop.variants.sortedWhere('sku', sku, byItem);
      return keysetPage({ items, accept, position, compare: (a, b) => compareIds(a.id, b.id), view: ({ inventoryItemId }) => itemView(shop, inventoryItemId) }, args);
    },
    inventoryLevel: ({ id }: { id: string }) => level(id),
    node: ({ id }: { id: string }) => node(id),
    nodes: ({ ids }: { ids: string[] }) => {
      mustFit(ids.length, ['nodes', 'ids']);
      return ids.map(node);
    },
    inventorySetQuantities: setQuantities(shop, emit, failedKey),
    inventoryActivate: activate(shop, emit, failedKey),
  };
}
