// What happens to the catalogue while somebody reads it: SKUs are renamed and swapped, variants
// deleted and made anew, products archived. Each act is one transaction and sends the webhooks of
// sheets 1.1 and 1.3, all with one event id. A deleted variant has no webhook of its own: it is
// missing from the variant_gids of its product.

import type { Event } from '../delivery.ts';
import { freeHandle, freeId } from './catalogue.ts';
import type { SeededVariant } from './catalogue.ts';
import { deletedItemText, itemText, productText } from './catalogue-text.ts';
import { levelGid, levelsOf } from './shop.ts';
import type { Product, ProductStatus, Shop, Variant } from './shop.ts';

/** Ids are numbers as text, as the seeds answer them. */
export type CatalogueActs = {
  renameSku(variantId: string, sku: string | null): void;
  swapSkus(variantId: string, otherId: string): void;
  /** The last variant takes its product along: Shopify has no product without variants. */
  deleteVariant(variantId: string): void;
  /** The same SKU, barcode and options under new ids; one that is still there is deleted first. It is stocked nowhere. */
  recreateVariant(variantId: string): SeededVariant;
  archiveProduct(productId: string): void;
  setProductStatus(productId: string, status: ProductStatus): void;
};

export function catalogueActs(shop: Shop, emit: (events: Event[]) => void): CatalogueActs {
  const act = <T>(work: (events: Event[]) => T): T => {
    const events: Event[] = [];
    const result = shop.store.transaction(() => work(events));
    emit(events);
    return result;
  };
  const status = (productId: string, to: ProductStatus): void => act((events) => {
    const product = shop.products.get(productId);
    if (product === undefined) throw new Error(`no product ${productId}`);
    shop.products.put(productId, { ...product, status: to });
    touch(shop, productId, events);
  });
  return {
    renameSku: (variantId, sku) => act((events) => rename(shop, [[variant(shop, variantId), sku]], events)),
    swapSkus: (variantId, otherId) => act((events) => {
      const [one, other] = [variant(shop, variantId), variant(shop, otherId)];
      rename(shop, [[one, other.sku], [other, one.sku]], events);
    }),
    deleteVariant: (variantId) => act((events) => remove(shop, variant(shop, variantId), events)),
    recreateVariant: (variantId) => act((events) => recreate(shop, variantId, events)),
    archiveProduct: (productId) => status(productId, 'ARCHIVED'),
    setProductStatus: status,
  };
}

function variant(shop: Shop, id: string): Variant {
  const found = shop.variants.get(id);
  if (found === undefined) throw new Error(`no variant ${id}`);
  return found;
}

/** The SKU is the inventory item's: both the item and the product say that they changed. */
function rename(shop: Shop, changes: [Variant, string | null][], events: Event[]): void {
  for (const [old, sku] of changes) {
    const changed = { ...old, sku, updatedAt: shop.now().toISOString() };
    shop.variants.put(old.id, changed);
    events.push({ topic: 'inventory_items/update', payload: itemText(changed) });
  }
  for (const productId of new Set(changes.map(([{ productId }]) => productId))) touch(shop, productId, events);
}

function remove(shop: Shop, gone: Variant, events: Event[]): void {
  const product = shop.products.get(gone.productId) as Product;
  shop.deleted.put(gone.id, { variant: gone, product });
  shop.variants.remove(gone.id);
  for (const level of levelsOf(shop, gone.inventoryItemId)) shop.levels.remove(levelGid(level));
  events.push({ topic: 'inventory_items/delete', payload: deletedItemText(gone) });
  if (shop.variants.where('product', product.id).length > 0) return touch(shop, product.id, events);
  shop.products.remove(product.id);
  events.push({ topic: 'products/delete', payload: `{"id":${product.id}}` });
}

function recreate(shop: Shop, variantId: string, events: Event[]): SeededVariant {
  const there = shop.variants.get(variantId);
  const known = there === undefined ? shop.deleted.get(variantId) : { variant: there, product: shop.products.get(there.productId) as Product };
  if (known === undefined) throw new Error(`no variant ${variantId}, nor was there one`);
  if (there !== undefined) remove(shop, there, events);
  const at = shop.now().toISOString();
  let product = shop.products.get(known.product.id);
  const fresh = product === undefined;
  if (product === undefined) {
    product = { ...known.product, id: freeId(shop, 'product'), handle: freeHandle(shop, known.product.handle), createdAt: at, updatedAt: at };
    shop.products.put(product.id, product);
  }
  const made: Variant = {
    ...known.variant, id: freeId(shop, 'variant'), inventoryItemId: freeId(shop, 'inventory_item'), productId: product.id, createdAt: at, updatedAt: at,
  };
  shop.variants.put(made.id, made);
  events.push({ topic: 'inventory_items/create', payload: itemText(made) });
  if (fresh) events.push({ topic: 'products/create', payload: productText(shop, product) });
  else touch(shop, product.id, events);
  return { id: made.id, inventoryItemId: made.inventoryItemId };
}

function touch(shop: Shop, productId: string, events: Event[]): void {
  const product = { ...shop.products.get(productId) as Product, updatedAt: shop.now().toISOString() };
  shop.products.put(productId, product);
  events.push({ topic: 'products/update', payload: productText(shop, product) });
}
