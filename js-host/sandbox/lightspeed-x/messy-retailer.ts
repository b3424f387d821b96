// A retailer as merchants have them: two outlets in two tax regimes, a register that is closed,
// staff who left, and a catalogue full of what a set-up must not take for good: one SKU on six
// products, SKUs that differ in case or look alike, none at all, helper items that were switched
// off, deleted or renamed. The vendor's own connection to Shopify shows by `source` SHOPIFY on the
// products and sales that it made, and by nothing else (sheet 1.X and 12, trap 8).

import type { SeedProduct } from './product-seeds.ts';
import type { XSeeds } from './seeds.ts';

export type MessyRetailer = {
  outlets: { auckland: string; toronto: string; closedDown: string };
  registers: { counter: string; closed: string; toronto: string; removed: string };
  users: { owner: string; cashier: string; left: string };
  taxes: { gst: string; hst: string; noTax: string; abolished: string };
  /** `renamed` was "Shopify" and is "Web shop" now. */
  paymentTypes: { cash: string; card: string; secondCard: string; renamed: string; disabled: string; removed: string };
  priceBook: string;
  products: {
    /** Six with the SKU TEE-01, then `tee-01` and `Tee-01`. */
    oneSku: string[];
    otherCase: string[];
    /** Empty, spaces only, and null. */
    blankSkus: string[];
    /** The first of the family, then its variants, of which the last has no SKU. */
    family: string[];
    composite: string;
    components: string[];
    /** SHOPIFY-SHIPPING, SHOPIFY-DISCOUNT and SHOPIFY-ROUNDING, which was "Shopify rounding" and is "Sundries 2" now. */
    deletedHelper: string;
    inactiveHelper: string;
    renamedHelper: string;
    /** Made by the vendor's own connection to Shopify. */
    fromShopify: string[];
    /** `00123`, `123` and `0123`. */
    leadingZeros: string[];
    /** Full-width letters and digits; the plain spelling. */
    fullWidth: string[];
    /** Non-breaking hyphens (U+2011); hyphens. */
    hyphens: string[];
    /** A SKU with a space behind it. */
    trailingSpace: string;
    inactive: string;
    /** Taxed as only one outlet taxes it. */
    ownTax: string;
  };
  /** Of the vendor's own connection to Shopify. */
  saleFromShopify: string;
};

export type MessyOptions = {
  /** Of the retailer and its first outlet; NZD by default. The second outlet has CAD. */
  currency?: string;
};

export function seedMessyRetailer(x: XSeeds, { currency = 'NZD' }: MessyOptions = {}): MessyRetailer {
  x.seedRetailer({ name: 'Harbour Goods', domainPrefix: 'harbourgoods', currency, loyalty: true, timeZone: 'Pacific/Auckland', country: 'NZ', taxExclusive: false });
  const taxes = {
    noTax: x.seedTax({ name: 'No Tax', rates: [{ rate: '0' }] }),
    gst: x.seedTax({ name: 'GST', rates: [{ rate: '0.15' }], isDefault: true }),
    hst: x.seedTax({ name: 'HST Ontario', rates: [{ name: 'GST', rate: '0.05' }, { name: 'PST', rate: '0.08' }] }),
    abolished: x.seedTax({ name: 'GST 12.5%', rates: [{ rate: '0.125' }], deleted: true }),
  };
  const outlets = {
    auckland: x.seedOutlet({ name: 'Auckland', currency, defaultTaxId: taxes.gst }),
    toronto: x.seedOutlet({ name: 'Toronto', currency: 'CAD', displayPrices: 'exclusive', timeZone: 'America/Toronto', defaultTaxId: taxes.hst }),
    closedDown: x.seedOutlet({ name: 'Wellington', defaultTaxId: taxes.gst, deleted: true }),
  };
  const registers = {
    counter: x.seedRegister({ outletId: outlets.auckland, name: 'Counter' }),
    closed: x.seedRegister({ outletId: outlets.auckland, name: 'Web' }),
    toronto: x.seedRegister({ outletId: outlets.toronto, name: 'Counter' }),
    removed: x.seedRegister({ outletId: outlets.auckland, name: 'Old counter', deleted: true }),
  };
  x.closeRegister(registers.closed);
  const users = {
    owner: x.seedUser({ username: 'owner', displayName: 'Ana Owner', isPrimary: true }),
    cashier: x.seedUser({ username: 'cashier', accountType: 'cashier' }),
    left: x.seedUser({ username: 'web', displayName: 'Web orders', enabled: false, deleted: true }),
  };
  const paymentTypes = {
    cash: x.seedPaymentType({ name: 'Cash', typeId: 1 }),
    card: x.seedPaymentType({ name: 'Card', typeId: 5 }),
    secondCard: x.seedPaymentType({ name: 'Card ', typeId: 5 }),
    renamed: x.seedPaymentType({ name: 'Shopify', typeId: 5 }),
    disabled: x.seedPaymentType({ name: 'Shopify Payments', typeId: 5, disabled: true }),
    removed: x.seedPaymentType({ name: 'Cheque', typeId: 2, deleted: true }),
  };
  x.seedPaymentType({ name: 'Rounding', typeId: 110, internal: true });
  x.renamePaymentType(paymentTypes.renamed, 'Web shop');
  const priceBook = x.seedPriceBook({ name: 'General Price Book (All Products)', type: 'BASE' });
  const products = seedProducts(x, outlets, taxes);
  x.renameProduct(products.renamedHelper, 'Sundries 2');
  const saleFromShopify = x.seedSale({
    state: 'closed', source: { author_id: users.owner, register_id: registers.counter, type: 'SHOPIFY', id: '5512340001' },
    line_items: [{ product: { id: products.fromShopify[0] ?? '' }, quantity: 1, pricing: { price: 10 }, tax: { id: taxes.gst, amount: 1.5 } }],
    payments: [{ amount: 11.5, type: { config_id: paymentTypes.card } }],
  });
  return { outlets, registers, users, taxes, paymentTypes, priceBook, products, saleFromShopify };
}

function seedProducts(x: XSeeds, { auckland, toronto }: MessyRetailer['outlets'], taxes: MessyRetailer['taxes']): MessyRetailer['products'] {
  const seed = (sku: string | null, more: Omit<SeedProduct, 'sku'> = {}): string => x.seedProduct({ sku, price: '10', ...more });
  const each = (skus: (string | null)[], more: Omit<SeedProduct, 'sku'> = {}): string[] => skus.map((sku) => seed(sku, more));
  const sizes = (value: string): { options: { name: string; value: string }[] } => ({ options: [{ name: 'Size', value }] });

  const first = seed('JUMPER-S', { name: 'Jumper', handle: 'jumper', ...sizes('S'), stock: { [auckland]: '4' } });
  const family = [
    first,
    seed('JUMPER-M', { variantOf: first, ...sizes('M'), stock: { [auckland]: '2.5', [toronto]: '-1' } }),
    seed('JUMPER-L', { variantOf: first, ...sizes('L') }),
    seed('', { variantOf: first, ...sizes('XL') }),
  ];
  const components = [
    seed('SOAP', { name: 'Soap', stock: { [auckland]: '20' }, supplierCode: 'SP-1', suppliers: [{ name: 'Soapworks', code: 'SP-1', price: '1.20' }] }),
    seed('BOX', { name: 'Gift box', stock: { [auckland]: '3' } }),
  ];
  const [soap = '', box = ''] = components;
  return {
    oneSku: each(Array<string>(6).fill('TEE-01'), { name: 'Tee', stock: { [auckland]: '1' } }),
    otherCase: each(['tee-01', 'Tee-01'], { name: 'Tee' }),
    blankSkus: each(['', '  ', null], { name: 'Sundries' }),
    family,
    composite: seed('GIFT', { name: 'Gift set', components: { [soap]: '3', [box]: '1' } }),
    components,
    deletedHelper: seed('SHOPIFY-SHIPPING', { name: 'Shopify shipping', hasInventory: false, deleted: true }),
    inactiveHelper: seed('SHOPIFY-DISCOUNT', { name: 'Shopify discount', hasInventory: false, active: false }),
    renamedHelper: seed('SHOPIFY-ROUNDING', { name: 'Shopify rounding', hasInventory: false }),
    fromShopify: [
      seed('CANDLE', { name: 'Candle', source: 'SHOPIFY', sourceId: '7712340001', sourceVariantId: '42712340001' }),
      seed('CANDLE-XL', { name: 'Candle XL', source: 'SHOPIFY', sourceId: '7712340002', sourceVariantId: '42712340002' }),
    ],
    leadingZeros: each(['00123', '123', '0123'], { name: 'Nails' }),
    fullWidth: each(['\uFF2D\uFF35\uFF27\uFF0D\uFF10\uFF11', 'MUG-01'], { name: 'Mug' }),
    hyphens: each(['CAP\u2011RED\u201101', 'CAP-RED-01'], { name: 'Cap' }),
    trailingSpace: seed('SCARF-01 ', { name: 'Scarf', codes: [{ type: 'EAN', code: '9421000000013' }] }),
    inactive: seed('HAT-01', { name: 'Hat', active: false }),
    ownTax: x.seedProduct({ sku: 'BOOK', name: 'Book', price: '20', outletTaxes: { [toronto]: taxes.noTax } }),
  };
}
