// Puts items and matrices into the sandbox's R-Series account.

import { dec } from '../decimal.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, Row } from './model.ts';
import { priceRow } from './prices.ts';
import { setStock } from './stock.ts';

export type SeedItem = {
  itemID?: string;
  description: string;
  systemSku?: string;
  customSku?: string;
  manufacturerSku?: string;
  upc?: string;
  ean?: string;
  /** Amount of the price level 1, "Default" unless renamed. */
  price?: string;
  /** Amounts of other levels, by priceLevelID. */
  prices?: Record<string, string>;
  cost?: string;
  tax?: boolean;
  taxClassID?: string;
  itemType?: 'default' | 'non_inventory' | 'box' | 'assembly';
  /** What one of a box or an assembly is made of. */
  components?: { itemID: string; quantity: string }[];
  vendorNums?: { value: string; vendorID: string; cost?: string }[];
  note?: string;
  publishToEcom?: boolean;
  archived?: boolean;
  /** Its matrix, and its values in the order of the attribute set. */
  matrix?: { itemMatrixID: string; attributes: string[] };
  /** Quantity on hand by shopID. */
  stock?: Record<string, string>;
};
export type SeedItemMatrix = {
  itemMatrixID?: string;
  description: string;
  /** 1 Color/Size, 2 Size, 3 Color, 4 three attributes. */
  itemAttributeSetID?: string;
  /** The values offered for each of the three attributes. */
  values?: string[][];
  price?: string;
  taxClassID?: string;
  archived?: boolean;
};

export type ItemSeeds = {
  seedItem(seed: SeedItem): string;
  /** All of them at once, which is faster for many. */
  seedItems(seeds: Iterable<SeedItem>): string[];
  seedItemMatrix(seed: SeedItemMatrix): string;
};

type Claim = (entity: string, given: string | undefined) => string;

export function itemSeeds(account: Account, claim: Claim): ItemSeeds {
  const now = (): string => wireTime(account.now());
  const seedItem = (seed: SeedItem): string => {
    const itemID = claim('item', seed.itemID);
    const [cost, type, timeStamp] = [seed.cost ?? '0', seed.itemType ?? 'default', now()];
    account.items.put(itemID, {
      row: {
        itemID, systemSku: seed.systemSku ?? (210000000000n + BigInt(itemID)).toString(), defaultCost: cost, avgCost: cost,
        discountable: 'true', tax: String(seed.tax ?? true), archived: String(seed.archived ?? false),
        itemType: type, serialized: 'false', description: seed.description, modelYear: '0',
        upc: seed.upc ?? '', ean: seed.ean ?? '', customSku: seed.customSku ?? '', manufacturerSku: seed.manufacturerSku ?? '',
        createTime: timeStamp, timeStamp, publishToEcom: String(seed.publishToEcom ?? false), categoryID: '0',
        taxClassID: seed.taxClassID ?? '1', departmentID: '0', itemMatrixID: seed.matrix?.itemMatrixID ?? '0', manufacturerID: '0',
        seasonID: '0', defaultVendorID: seed.vendorNums?.[0]?.vendorID ?? '0',
      },
      prices: Object.entries({ '1': seed.price ?? '0', '2': '0', ...seed.prices }).map(([level, amount]) => priceRow(account, level, amount)),
      ...(seed.matrix === undefined ? {} : { attributes: attributesOf(account, seed.matrix) }),
      ...(seed.note === undefined ? {} : { note: { note: seed.note, isPublic: 'false', timeStamp } }),
      components: componentsOf(account, itemID, type, seed.components ?? []),
      vendorNums: (seed.vendorNums ?? []).map(({ value, vendorID, cost: vendorCost }) =>
        ({ itemVendorNumID: nextId(account, 'item_vendor_num'), value, timeStamp, itemID, vendorID, cost: vendorCost ?? '0' })),
    });
    for (const [shopID, qoh] of Object.entries(seed.stock ?? {})) setStock(account, itemID, shopID, dec(qoh));
    return itemID;
  };
  return {
    seedItem,
    seedItems: (seeds) => account.store.transaction(() => [...seeds].map(seedItem)),
    seedItemMatrix(seed) {
      const itemMatrixID = claim('item_matrix', seed.itemMatrixID);
      account.itemMatrices.put(itemMatrixID, {
        row: {
          itemMatrixID, description: seed.description, tax: 'true', defaultCost: '0', itemType: 'default', serialized: 'false',
          modelYear: '0', archived: String(seed.archived ?? false), timeStamp: now(), itemAttributeSetID: seed.itemAttributeSetID ?? '1',
          manufacturerID: '0', categoryID: '0', defaultVendorID: '0', taxClassID: seed.taxClassID ?? '1', seasonID: '0', departmentID: '0',
        },
        prices: [priceRow(account, '1', seed.price ?? '0'), priceRow(account, '2', '0')],
        values: seed.values ?? [],
      });
      return itemMatrixID;
    },
  };
}

/** Assemblies have the group 0, each single of a box one of its own (Rdoc endpoints/item). */
function componentsOf(account: Account, itemID: string, type: string, components: { itemID: string; quantity: string }[]): Row[] {
  return components.map((component, at) => ({
    itemComponentID: nextId(account, 'item_component'), quantity: component.quantity,
    componentGroup: type === 'assembly' ? '0' : String(at + 1), assemblyItemID: itemID, componentItemID: component.itemID,
  }));
}

function attributesOf(account: Account, { itemMatrixID, attributes: [attribute1 = '', attribute2 = '', attribute3 = ''] }: NonNullable<SeedItem['matrix']>): Row {
  const itemAttributeSetID = account.itemMatrices.get(itemMatrixID)?.row['itemAttributeSetID'] ?? '0';
  return { attribute1, attribute2, attribute3, itemAttributeSetID };
}
