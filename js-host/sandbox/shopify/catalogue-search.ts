// productVariants and products: searched, sorted, in pages. In the order of ids a page costs
// what it passes over; a single SKU, barcode or product is found by an index.

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { productView, variantOrder, variantView } from './catalogue-view.ts';
import { compareBy, compareIds, keysetPage } from './keyset.ts';
import type { Listing } from './keyset.ts';
import { byFlag, byId, byText, byTime, byWord, searchOf } from './search.ts';
import type { Asked, Matcher, Term } from './search.ts';
import { idOf } from './shop.ts';
import type { Product, Shop, Variant } from './shop.ts';
import type { PageArguments, View } from './views.ts';

type SearchArguments = PageArguments & { query?: string | null; sortKey: string };

// What Shopify documents at the query arguments of the two fields.
const VARIANT_FIELDS = `barcode collection delivery_profile_id exclude_composite exclude_variants_with_components gift_card id inventory_quantity
  location_id managed managed_by option1 option2 option3 product_id product_ids product_publication_status product_status product_type publishable_status
  published_status requires_components sku tag tag_not taxable title updated_at vendor`;
const PRODUCT_FIELDS = `barcode bundles category_id collection_id combined_listing_role created_at delivery_profile_id error_feedback gift_card handle
  has_only_composites has_only_default_variant has_variant_with_components id inventory_total is_price_reduced out_of_stock_somewhere price
  product_configuration_owner product_publication_status product_type publication_ids publishable_status published_at published_status sku status tag tag_not
  title tracks_inventory updated_at variant_id variant_title vendor`;

export function variantsPage(shop: Shop, args: SearchArguments, asked: Asked, info: GraphQLResolveInfo): View {
  const product = (variant: Variant): Product | undefined => shop.products.get(variant.productId);
  const known: Record<string, Matcher<Variant>> = {
    sku: byText(({ sku }) => sku),
    barcode: byText(({ barcode }) => barcode),
    title: byText(({ title }) => title),
    updated_at: byTime(({ updatedAt }) => updatedAt),
    id: byId(({ id }) => id),
    product_id: byId(({ productId }) => productId),
    product_ids: byWord(({ productId }) => [productId]),
    product_status: byWord((variant) => [product(variant)?.status.toLowerCase() ?? '']),
    product_type: byText((variant) => product(variant)?.productType ?? ''),
    vendor: byText((variant) => product(variant)?.vendor ?? ''),
    gift_card: byFlag((variant) => product(variant)?.giftCard === true),
  };
  const { terms, accept } = searchOf(args.query ?? '', 'variants', known, VARIANT_FIELDS, asked, info);
  const order = variantOrder(args.sortKey);
  const byPlace = (a: Variant, b: Variant): number => order.compare(order.position(a), order.position(b));
  const narrow = narrowed(shop, terms);
  const items = narrow === undefined ? shop.variants.sorted(args.sortKey, byPlace) : narrow.sort(byPlace);
  return keysetPage({ ...order, items, accept, view: (variant) => variantView(shop, variant) }, args);
}

/** The variants one plain term leaves. */
function narrowed(shop: Shop, terms: Term[]): Variant[] | undefined {
  for (const { field, sign, value } of terms) {
    if (sign !== '' || value.endsWith('*')) continue;
    if (field === 'sku' || field === 'barcode') return value === '' ? undefined : [...shop.variants.where(field, value.toLowerCase())];
    if (field === 'product_id') return [...shop.variants.where('product', idOf(value))];
  }
  return undefined;
}

export function productsPage(shop: Shop, args: SearchArguments, asked: Asked, info: GraphQLResolveInfo): View {
  const known: Record<string, Matcher<Product>> = {
    id: byId(({ id }) => id),
    created_at: byTime(({ createdAt }) => createdAt),
    updated_at: byTime(({ updatedAt }) => updatedAt),
    status: byWord(({ status }) => [status.toLowerCase()]),
    handle: byWord(({ handle }) => [handle]),
    title: byText(({ title }) => title),
    vendor: byText(({ vendor }) => vendor),
    product_type: byText(({ productType }) => productType),
    gift_card: byFlag(({ giftCard }) => giftCard),
  };
  const { accept } = searchOf(args.query ?? '', 'products', known, PRODUCT_FIELDS, asked, info);
  const order = productOrder(args.sortKey);
  const items = shop.products.sorted(args.sortKey, (a, b) => order.compare(order.position(a), order.position(b)));
  return keysetPage({ ...order, items, accept, view: (product) => productView(shop, product) }, args);
}

function productOrder(sortKey: string): Pick<Listing<Product>, 'position' | 'compare'> {
  const by = (value: (product: Product) => string): Pick<Listing<Product>, 'position' | 'compare'> =>
    ({ position: (product) => ({ value: value(product), id: product.id }), compare: compareBy(false) });
  if (sortKey === 'ID') return { position: ({ id }) => ({ value: '', id }), compare: (a, b) => compareIds(a.id, b.id) };
  if (sortKey === 'TITLE') return by(({ title }) => title);
  if (sortKey === 'UPDATED_AT') return by(({ updatedAt }) => new Date(updatedAt).toISOString());
  if (sortKey === 'CREATED_AT') return by(({ createdAt }) => new Date(createdAt).toISOString());
  throw new GraphQLError(`The sandbox does not sort products by ${sortKey}.`);
}
