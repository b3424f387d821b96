// Products and variants as GraphQL answers them.

import { GraphQLError } from 'graphql';
import { compareBy, compareIds, keysetPage } from './keyset.ts';
import type { Listing } from './keyset.ts';
import { utc } from './orders.ts';
import { itemView } from './inventory-view.ts';
import { gid } from './shop.ts';
import type { Product, Shop, Variant } from './shop.ts';
import type { PageArguments, View } from './views.ts';

export function variantView(shop: Shop, variant: Variant): View {
  const product = shop.products.get(variant.productId);
  return {
    id: gid('ProductVariant', variant.id),
    legacyResourceId: variant.id,
    sku: variant.sku,
    barcode: variant.barcode,
    title: variant.title,
    displayName: `${product?.title ?? ''} - ${variant.title}`,
    price: variant.price,
    position: Number(variant.position),
    selectedOptions: variant.options,
    createdAt: utc(variant.createdAt),
    updatedAt: utc(variant.updatedAt),
    inventoryItem: () => itemView(shop, variant.inventoryItemId),
    product: () => (product === undefined ? null : productView(shop, product)),
  };
}

export function productView(shop: Shop, product: Product): View {
  return {
    id: gid('Product', product.id),
    legacyResourceId: product.id,
    title: product.title,
    handle: product.handle,
    isGiftCard: product.giftCard,
    status: product.status,
    vendor: product.vendor,
    productType: product.productType,
    createdAt: utc(product.createdAt),
    updatedAt: utc(product.updatedAt),
    variants: (args: PageArguments & { sortKey: string }) => keysetPage({ ...variantOrder(args.sortKey), items: variantsOf(shop, product.id, args.sortKey), accept: () => true, view: (each) => variantView(shop, each) }, args),
  };
}

/** The variants of a product, in an order. */
export function variantsOf(shop: Shop, productId: string, sortKey = 'POSITION'): Variant[] {
  const { position, compare } = variantOrder(sortKey);
  return [...shop.variants.where('product', productId)].sort((a, b) => compare(position(a), position(b)));
}

/** How variants are sorted; the sandbox has no stock totals or sales to sort by. */
export function variantOrder(sortKey: string): Pick<Listing<Variant>, 'position' | 'compare'> {
  if (sortKey === 'ID') return { position: ({ id }) => ({ value: '', id }), compare: (a, b) => compareIds(a.id, b.id) };
  if (sortKey === 'POSITION') return { position: ({ id, position }) => ({ value: position, id }), compare: compareBy(true) };
  if (sortKey === 'SKU') return { position: ({ id, sku }) => ({ value: sku ?? '', id }), compare: compareBy(false) };
  if (sortKey === 'TITLE') return { position: ({ id, title }) => ({ value: title, id }), compare: compareBy(false) };
  throw new GraphQLError(`The sandbox does not sort variants by ${sortKey}.`);
}
