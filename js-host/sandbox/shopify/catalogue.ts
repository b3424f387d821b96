// The catalogue: products and their variants, each with an inventory item (sheet 6). Every
// variant belongs to a product; one that is seeded alone gets a product of its own.

import type { Option, Product, ProductStatus, Shop, Variant } from './shop.ts';
import { newLevel } from './stock.ts';

export type SeedVariant = {
  id?: string;
  inventoryItemId?: string;
  /** A seeded product; without it the variant gets its own. */
  productId?: string;
  sku?: string | null;
  barcode?: string | null;
  /** By default the values of the options, or "Default Title". */
  title?: string;
  price?: string;
  options?: Option[];
  tracked?: boolean;
  requiresShipping?: boolean;
  createdAt?: string;
  updatedAt?: string;
  /** Available units per location id. */
  stock?: Record<string, number>;
};
export type SeedProduct = {
  id?: string;
  title?: string;
  handle?: string;
  status?: ProductStatus;
  vendor?: string;
  productType?: string;
  giftCard?: boolean;
  createdAt?: string;
  updatedAt?: string;
  /** One default variant when none are named: there is no product without. */
  variants?: Omit<SeedVariant, 'productId'>[];
};
export type SeededVariant = { id: string; inventoryItemId: string };

export type CatalogueSeeds = {
  seedProduct(seed: SeedProduct): { id: string; variants: SeededVariant[] };
  /** Answers the ids of the variant and of its inventory item. */
  seedVariant(seed: SeedVariant): SeededVariant;
  /** Many at once, all or none. */
  seedVariants(seeds: Iterable<SeedVariant>): SeededVariant[];
};

export function catalogueSeeds(shop: Shop): CatalogueSeeds {
  return {
    seedProduct: (seed) => shop.store.transaction(() => {
      const product = makeProduct(shop, seed);
      return { id: product.id, variants: (seed.variants ?? [{}]).map((each) => makeVariant(shop, product, each)) };
    }),
    seedVariant: (seed) => shop.store.transaction(() => seedOne(shop, seed)),
    seedVariants: (seeds) => shop.store.transaction(() => [...seeds].map((seed) => seedOne(shop, seed))),
  };
}

/** An id nothing has; seeds may have taken some out of turn. */
export function freeId(shop: Shop, kind: 'product' | 'variant' | 'inventory_item'): string {
  const taken = (id: string): boolean => {
    if (kind === 'product') return shop.products.get(id) !== undefined;
    return kind === 'variant' ? shop.variants.get(id) !== undefined : shop.variants.where('item', id).length > 0;
  };
  let id = shop.nextId(kind);
  while (taken(id)) id = shop.nextId(kind);
  return id;
}

function seedOne(shop: Shop, seed: SeedVariant): SeededVariant {
  const product = seed.productId === undefined ? makeProduct(shop, {}) : shop.products.get(seed.productId);
  if (product === undefined) throw new Error(`seedVariant: no product ${seed.productId}`);
  return makeVariant(shop, product, seed);
}

function makeProduct(shop: Shop, seed: SeedProduct): Product {
  const id = seed.id ?? freeId(shop, 'product');
  const title = seed.title ?? `Product ${id}`;
  const at = shop.now().toISOString();
  const product: Product = {
    id, title, handle: freeHandle(shop, seed.handle ?? title), status: seed.status ?? 'ACTIVE', vendor: seed.vendor ?? '', productType: seed.productType ?? '',
    giftCard: seed.giftCard ?? false, createdAt: seed.createdAt ?? at, updatedAt: seed.updatedAt ?? at,
  };
  shop.products.put(id, product);
  return product;
}

function makeVariant(shop: Shop, product: Product, seed: SeedVariant): SeededVariant {
  const id = seed.id ?? freeId(shop, 'variant');
  const inventoryItemId = seed.inventoryItemId ?? freeId(shop, 'inventory_item');
  const title = seed.title ?? (seed.options === undefined ? 'Default Title' : seed.options.map(({ value }) => value).join(' / '));
  const at = shop.now().toISOString();
  const variant: Variant = {
    id, inventoryItemId, productId: product.id, sku: seed.sku ?? null, barcode: seed.barcode ?? null, title, price: seed.price ?? '0.00',
    options: seed.options ?? [{ name: 'Title', value: title }], position: String(shop.variants.where('product', product.id).length + 1),
    tracked: seed.tracked ?? !product.giftCard, requiresShipping: seed.requiresShipping ?? !product.giftCard,
    createdAt: seed.createdAt ?? at, updatedAt: seed.updatedAt ?? at,
  };
  shop.variants.put(id, variant);
  shop.deleted.remove(id);
  for (const [locationId, available] of Object.entries(seed.stock ?? {})) {
    if (shop.locations.get(locationId) === undefined) throw new Error(`seedVariant: no location ${locationId}`);
    const level = { ...newLevel(shop, inventoryItemId, locationId), available: String(available) };
    shop.levels.put(level.id, level);
  }
  return { id, inventoryItemId };
}

/** Handles are unique: a second one gets a number. */
export function freeHandle(shop: Shop, text: string): string {
  const slug = text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '');
  let handle = slug;
  for (let at = 1; shop.products.where('handle', handle).length > 0; at += 1) handle = `${slug}-${at}`;
  return handle;
}
