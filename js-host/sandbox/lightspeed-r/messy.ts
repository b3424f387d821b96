// An R-Series account as shops have them: with all that a set-up program must not stumble over
// (sheet 1.R and 12; recorded items_list_trimmed_duplicate_skus). Ids are those the account gives
// next, but for price levels. Nothing is wrong here by the vendor's rules.

import type { RSeeds } from './seeds.ts';

export type MessyAccount = {
  shops: { montreal: string; toronto: string };
  taxCategories: { exclusive: string; inclusive: string };
  taxClasses: { zeroRated: string };
  registers: { open: string; closed: string; archived: string; toronto: string };
  employees: { active: string; archived: string; lockedOut: string };
  /** Default is renamed; Online is at 5. */
  priceLevels: { retail: '1'; msrp: '2'; sale: '3'; wholesale: '4'; online: '5' };
  paymentTypes: { cash: string; card: string; creditAccount: string; giftCard: string; oldOnline: string };
  matrix: string;
  items: {
    /** Six of one customSku, "303799". */
    sameCustomSku: string[];
    /** Three of one UPC, "0000049376227". */
    sameUpc: string[];
    blankSkus: string[];
    matrixChildren: string[];
    /** Six singles in a box; its stock is five boxes and what could be packed. */
    single: string; box: string;
    /** A frame and two wheels; none is built. */
    frame: string; wheel: string; assembly: string;
    archivedHelper: string;
    /** "00417" and the item whose customSku is "417". */
    leadingZeros: string; withoutZeros: string;
    /** "ABC-123": in ASCII, full-width, and with U+2011 for the hyphen. */
    ascii: string; fullWidth: string; nonBreaking: string;
    archivedGoods: string; belowZero: string; onlyOnline: string;
  };
};

const LEVELS = { retail: '1', msrp: '2', sale: '3', wholesale: '4', online: '5' } as const;
const SHARED_SKU = ['303799', '303799', '303799', '303799', '303799', '303799'];
const SHARED_UPC = '0000049376227';

export function seedMessyAccount(handle: RSeeds): MessyAccount {
  handle.seedAccount({ name: 'Chez Léa & Fils', currencyCode: 'CAD', currencySymbol: '$' });
  const settings = seedSettings(handle);
  const stock = (montreal: string, toronto = '0'): Record<string, string> =>
    ({ [settings.shops.montreal]: montreal, [settings.shops.toronto]: toronto });
  return { ...settings, ...seedGoods(handle, stock, settings.taxClasses.zeroRated) };
}

type Settings = Omit<MessyAccount, 'matrix' | 'items'>;

function seedSettings(handle: RSeeds): Settings {
  handle.seedPriceLevel({ priceLevelID: LEVELS.retail, name: 'Retail' });
  handle.seedPriceLevel({ priceLevelID: LEVELS.sale, name: 'Sale Price' });
  handle.seedPriceLevel({ priceLevelID: LEVELS.wholesale, name: 'Wholesale' });
  handle.seedPriceLevel({ priceLevelID: LEVELS.online, name: 'Online', canBeArchived: false });
  const zeroRated = handle.seedTaxClass({ name: 'Zero rated' });
  const classes = [{ taxClassID: zeroRated, tax1Rate: '0' }];
  const exclusive = handle.seedTaxCategory({ tax1Name: 'GST', tax1Rate: '0.05', tax2Name: 'QST', tax2Rate: '0.09975', classes });
  const inclusive = handle.seedTaxCategory({ tax1Name: 'HST', tax1Rate: '0.13', isTaxInclusive: true, classes });
  const montreal = handle.seedShop({
    name: 'Montréal', timeZone: 'America/Montreal', taxCategoryID: exclusive, companyRegistrationNumber: '1143920115', vatNumber: '123456789RT0001',
  });
  const toronto = handle.seedShop({ name: 'Toronto ', timeZone: 'America/Toronto', taxCategoryID: inclusive, priceLevelID: LEVELS.wholesale });
  return {
    shops: { montreal, toronto },
    taxCategories: { exclusive, inclusive },
    taxClasses: { zeroRated },
    priceLevels: LEVELS,
    registers: {
      closed: handle.seedRegister({ shopID: montreal, name: 'Register 1', open: false, openTime: '2026-03-01T14:00:00+00:00' }),
      open: handle.seedRegister({ shopID: montreal, name: 'Register 2' }),
      archived: handle.seedRegister({ shopID: montreal, name: 'Web', archived: true, open: false }),
      toronto: handle.seedRegister({ shopID: toronto, name: 'Register 1' }),
    },
    employees: {
      archived: handle.seedEmployee({ firstName: 'Web', lastName: 'Shop', archived: true }),
      lockedOut: handle.seedEmployee({ firstName: 'Ann', lastName: 'Away', lockOut: true }),
      active: handle.seedEmployee({ firstName: 'Léa', lastName: 'Roy' }),
    },
    paymentTypes: {
      cash: handle.seedPaymentType({ name: 'Cash', type: 'cash', internalReserved: true }),
      card: handle.seedPaymentType({ name: 'Credit Card', type: 'credit card', internalReserved: true }),
      creditAccount: handle.seedPaymentType({ name: 'Credit Account', type: 'credit account', internalReserved: true, requireCustomer: true }),
      giftCard: handle.seedPaymentType({ name: 'Gift Card', type: 'gift card', internalReserved: true }),
      oldOnline: handle.seedPaymentType({ name: 'Shopify', archived: true }),
    },
  };
}

function seedGoods(handle: RSeeds, stock: (montreal: string, toronto?: string) => Record<string, string>, zeroRated: string): Pick<MessyAccount, 'matrix' | 'items'> {
  const matrix = handle.seedItemMatrix({ description: 'T-shirt', itemAttributeSetID: '1', values: [['Red', 'Blue'], ['S', 'M']], price: '20' });
  const child = (color: string, size: string, sku: string): string => handle.seedItem({
    description: `T-shirt ${color} ${size}`, customSku: sku, price: '20', prices: { [LEVELS.online]: '19' }, stock: stock('3', '1'),
    matrix: { itemMatrixID: matrix, attributes: [color, size] },
  });
  const single = handle.seedItem({ description: 'Pearl ale, bottle', customSku: 'ALE-1', price: '3.5', stock: stock('34', '5') });
  const frame = handle.seedItem({ description: 'Frame', customSku: 'FRAME', price: '300', stock: stock('4') });
  const wheel = handle.seedItem({ description: 'Wheel', customSku: 'WHEEL', price: '80', stock: stock('5') });
  const plain = (description: string, customSku: string): string => handle.seedItem({ description, customSku, price: '5', stock: stock('2') });
  return {
    matrix,
    items: {
      sameCustomSku: SHARED_SKU.map((customSku, at) => handle.seedItem({
        description: `ABS plastic column no. ${at + 1}`, customSku, price: '2.5', stock: stock(String(at)),
        // systemSku is not counted from the itemID in real accounts.
        systemSku: `2100000009${10 + at}`,
      })),
      sameUpc: [1, 2, 3].map((number) => handle.seedItem({ description: `Brass strip ${number}`, customSku: `xf-${number}`, upc: SHARED_UPC, price: '4.39' })),
      blankSkus: ['Gift wrap', 'Mystery bag'].map((description) => handle.seedItem({ description, price: '1' })),
      matrixChildren: [child('Red', 'S', 'TS-R-S'), child('Red', 'M', 'TS-R-M'), child('Blue', 'S', 'TS-B-S'), child('Blue', 'M', '')],
      single,
      box: handle.seedItem({ description: 'Pearl ale, box of 6', itemType: 'box', customSku: 'ALE-1', price: '19', stock: stock('5'), components: [{ itemID: single, quantity: '6' }] }),
      frame,
      wheel,
      assembly: handle.seedItem({
        description: 'Bicycle', itemType: 'assembly', customSku: 'BIKE', price: '450',
        components: [{ itemID: frame, quantity: '1' }, { itemID: wheel, quantity: '2' }],
      }),
      archivedHelper: handle.seedItem({ description: 'Shopify shipping', customSku: 'SHOPIFY-SHIPPING', itemType: 'non_inventory', tax: false, archived: true }),
      leadingZeros: plain('Brush, old stock', '00417'),
      withoutZeros: plain('Brush', '417'),
      ascii: plain('Cable', 'ABC-123'),
      fullWidth: plain('Cable (import)', 'ＡＢＣ－１２３'),
      nonBreaking: plain('Cable (typed on a phone)', 'ABC\u2011123'),
      archivedGoods: handle.seedItem({ description: 'Lamp 2019', customSku: 'LAMP-19', price: '40', archived: true }),
      belowZero: handle.seedItem({ description: 'Candle', customSku: 'CANDLE', price: '6', taxClassID: zeroRated, stock: stock('-2', '1') }),
      onlyOnline: handle.seedItem({ description: 'Poster', customSku: 'POSTER', prices: { [LEVELS.online]: '12' }, note: 'Do not sell in shop', vendorNums: [{ value: '8674-90 CG', vendorID: '73', cost: '4' }] }),
    },
  };
}
