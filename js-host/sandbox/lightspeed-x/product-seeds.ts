// Puts products into the sandbox's retailer: single ones, variants, composites, deleted ones; many
// in one go.

import { dec } from '../decimal.ts';
import { nextUuid } from './model.ts';
import type { Retailer, XProduct } from './model.ts';
import { defaultTax, setAllOutletsTax, setOutletTax } from './outlet-taxes.ts';
import { pricesFrom } from './product-fields.ts';
import { variantName } from './product-update.ts';
import { blankProduct, deleteProduct, saveProduct, withSku } from './products.ts';
import { setStock } from './stock.ts';

export type SeedProduct = {
  id?: string;
  /** Null and blank ones are nothing unusual. */
  sku: string | null;
  name?: string;
  handle?: string;
  codes?: { type: string; code: string }[];
  supplierCode?: string;
  /** What suppliers call it, and what they take for it. */
  suppliers?: { name: string; code: string; price?: string }[];
  source?: 'USER' | 'SHOPIFY';
  sourceId?: string;
  sourceVariantId?: string;
  /** The product whose variant this is: its name and handle are taken, and it gets `has_variants`. */
  variantOf?: string;
  options?: { name: string; value: string }[];
  /** Units by product id; makes it a composite. */
  components?: Record<string, string>;
  /** Unit price without tax. */
  price?: string;
  /** supply_price: the cost of a line that names none. */
  cost?: string;
  /** Its tax at all outlets that there are; those whose default it is need no row. */
  taxId?: string;
  /** Its tax by outlet id. */
  outletTaxes?: Record<string, string>;
  /** False for a composite unless said otherwise. */
  hasInventory?: boolean;
  active?: boolean;
  deleted?: boolean;
  /** Level by outlet id. */
  stock?: Record<string, string>;
};

export type ProductSeeds = {
  seedProduct(seed: SeedProduct): string;
  /** All in one transaction. */
  seedProducts(seeds: readonly SeedProduct[]): string[];
};

export function productSeeds(retailer: Retailer): ProductSeeds {
  return {
    seedProduct: (seed) => seedProduct(retailer, seed),
    seedProducts(seeds) {
      const ids = retailer.store.transaction(() => seeds.map((seed) => seedProduct(retailer, seed)));
      // Seeds are no news, and of many there would be much to keep.
      retailer.news.length = 0;
      return ids;
    },
  };
}

function seedProduct(retailer: Retailer, seed: SeedProduct): string {
  const id = seed.id?.toLowerCase() ?? nextUuid(retailer, 'prod');
  const parent = seed.variantOf === undefined ? undefined : known(retailer, seed.variantOf.toLowerCase());
  if (parent !== undefined && !parent.hasVariants) saveProduct(retailer, { ...parent, hasVariants: true });
  const name = parent?.name ?? seed.name ?? seed.sku ?? '';
  const components = Object.entries(seed.components ?? {}).map(([productId, quantity]) => ({ productId: productId.toLowerCase(), quantity }));
  const options = (seed.options ?? []).map((option) => ({ id: attributeId(option.name), ...option }));
  const codes = (seed.codes ?? []).map((code) => ({ id: nextUuid(retailer, 'code'), ...code }));
  saveProduct(retailer, {
    ...blankProduct(retailer, id, name),
    sku: seed.sku,
    codes: withSku(retailer, seed.sku, codes),
    handle: parent?.handle ?? seed.handle ?? seed.sku ?? '',
    variantName: variantName(name, options),
    options,
    parentId: parent?.id ?? null,
    supplierCode: seed.supplierCode ?? null,
    suppliers: (seed.suppliers ?? []).map(({ name: supplier, code, price }) =>
      ({ id: nextUuid(retailer, 'psup'), supplierId: nextUuid(retailer, 'supp'), name: supplier, code, price: price ?? '0' })),
    source: seed.source ?? 'USER',
    sourceId: seed.sourceId ?? null,
    sourceVariantId: seed.sourceVariantId ?? null,
    components,
    ...pricesFrom(dec(seed.price ?? '0'), seed.taxId === undefined ? defaultTax(retailer) : retailer.taxes.get(seed.taxId.toLowerCase())),
    cost: seed.cost ?? '0',
    hasInventory: seed.hasInventory ?? components.length === 0,
    active: seed.active ?? true,
  });
  if (seed.taxId !== undefined) setAllOutletsTax(retailer, id, seed.taxId.toLowerCase());
  for (const [outletId, taxId] of Object.entries(seed.outletTaxes ?? {})) setOutletTax(retailer, id, outletId.toLowerCase(), taxId.toLowerCase());
  for (const [outletId, level] of Object.entries(seed.stock ?? {})) setStock(retailer, id, outletId.toLowerCase(), dec(level));
  if (seed.deleted === true) deleteProduct(retailer, id);
  return id;
}

/** The same attribute has the same id in every product. */
function attributeId(name: string): string {
  return `${Buffer.from(name.padEnd(4, '-')).subarray(0, 4).toString('hex')}-0000-4000-8000-0000000000cc`;
}

function known(retailer: Retailer, id: string): XProduct {
  const product = retailer.products.get(id);
  if (product === undefined) throw new Error(`No product ${id}.`);
  return product;
}
