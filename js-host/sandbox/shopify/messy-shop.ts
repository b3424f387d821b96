// A shop as merchants have them: SKUs that are missing, doubled or written in several ways, and
// places and products that are not for sale. SKUs are free text, nullable and not unique
// (sheets 0 and 6).

import type { CatalogueSeeds, SeededVariant, SeedVariant } from './catalogue.ts';
import type { Option, ShopSeeds } from './shop.ts';

type Handle = Pick<ShopSeeds, 'seedLocation'> & Pick<CatalogueSeeds, 'seedProduct'>;

export type MessyShop = {
  locations: { main: string; inactive: string; offline: string; service: string };
  /** Product ids. */
  products: { tidy: string; giftCard: string; draft: string; archived: string; shirts: string };
  variants: {
    tidy: SeededVariant;
    giftCard: SeededVariant;
    untracked: SeededVariant;
    /** Two variants of two products with one SKU. */
    twins: [SeededVariant, SeededVariant];
    /** No SKU, but a barcode with a leading zero. */
    barcodeOnly: SeededVariant;
    /** Neither SKU nor barcode: only the options tell them apart. The first has null, the second an empty text. */
    optionsOnly: [SeededVariant, SeededVariant];
    draft: SeededVariant;
    archived: SeededVariant;
    /** By SKU as it is stored; all of them are meant as CAP-01. */
    spellings: Record<string, SeededVariant>;
    /** 00123 and 123. */
    leadingZeros: [SeededVariant, SeededVariant];
  };
};

/** Case, spaces around and within, no dash, full width letters and digits, the dash that does not break (U+2011), an en dash. */
export const SPELLINGS: readonly string[] = ['CAP-01', 'cap-01', ' CAP-01', 'CAP-01 ', 'CAP 01', 'CAP01', '\uFF23\uFF21\uFF30\uFF0D\uFF10\uFF11', 'CAP\u201101', 'CAP\u201301'];

export function seedMessyShop(shopify: Handle): MessyShop {
  const main = shopify.seedLocation({ name: 'Main Street' });
  const inactive = shopify.seedLocation({ name: 'Closed branch', active: false, online: false });
  const offline = shopify.seedLocation({ name: 'Market stall', online: false });
  const service = shopify.seedLocation({ name: 'Parcel house', service: 'Parcel House' });
  const stock = { [main]: 10, [offline]: 2 };
  const single = (title: string, variant: Omit<SeedVariant, 'productId'>, more: Omit<Parameters<Handle['seedProduct']>[0], 'variants'> = {}): { id: string; variant: SeededVariant } => {
    const { id, variants } = shopify.seedProduct({ title, vendor: 'Acme', ...more, variants: [{ price: '10.00', ...variant }] });
    return { id, variant: variants[0] as SeededVariant };
  };
  const size = (value: string): Option[] => [{ name: 'Size', value }, { name: 'Colour', value: 'Blue' }];

  const tidy = single('Mug', { sku: 'MUG-1', barcode: '4006381333931', stock });
  const giftCard = single('Gift card', { sku: null, title: '$25', options: [{ name: 'Denominations', value: '$25' }], price: '25.00' }, { giftCard: true });
  const untracked = single('Engraving', { sku: 'ENGRAVE', tracked: false, requiresShipping: false });
  const twins = ['Red scarf', 'Blue scarf'].map((title) => single(title, { sku: 'SCARF', stock }).variant) as [SeededVariant, SeededVariant];
  const barcodeOnly = single('Notebook', { sku: null, barcode: '0012345678905', stock });
  const shirts = shopify.seedProduct({
    title: 'Shirt', vendor: 'Acme', variants: [{ sku: null, options: size('M') }, { sku: '', barcode: '', options: size('L') }].map((each) => ({ price: '30.00', stock, ...each })),
  });
  const draft = single('Next season', { sku: 'NEXT-1' }, { status: 'DRAFT' });
  const archived = single('Last season', { sku: 'LAST-1', stock }, { status: 'ARCHIVED' });
  const spellings = Object.fromEntries(SPELLINGS.map((sku, at) => [sku, single(`Cap ${at + 1}`, { sku, stock }).variant]));
  const leadingZeros = ['00123', '123'].map((sku) => single(`Pin ${sku}`, { sku, stock }).variant) as [SeededVariant, SeededVariant];

  return {
    locations: { main, inactive, offline, service },
    products: { tidy: tidy.id, giftCard: giftCard.id, draft: draft.id, archived: archived.id, shirts: shirts.id },
    variants: {
      tidy: tidy.variant, giftCard: giftCard.variant, untracked: untracked.variant, twins, barcodeOnly: barcodeOnly.variant,
      optionsOnly: shirts.variants as [SeededVariant, SeededVariant], draft: draft.variant, archived: archived.variant, spellings, leadingZeros,
    },
  };
}
