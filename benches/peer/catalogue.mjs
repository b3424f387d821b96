// Two catalogues of one assortment, as two systems have it after some years: one in twenty pairs
// each has a SKU that others have too, another spelling, a dash less, no SKU, no code at all, was
// made anew, renamed, or lost its SKU to another item; one in twenty is on one side only.

const MATERIALS = ['Linen', 'Cotton', 'Wool', 'Silk', 'Denim', 'Leather', 'Canvas', 'Fleece', 'Cashmere', 'Corduroy'];
const THINGS = ['Shirt', 'Jacket', 'Trousers', 'Dress', 'Skirt', 'Coat', 'Scarf', 'Belt', 'Bag', 'Cap', 'Vest'];
const COLOURS = ['Red', 'Blue', 'Green', 'Black', 'White', 'Sand'];
const SIZES = ['XS', 'S', 'M', 'L', 'XL', 'XXL'];
const MESSES = ['duplicate', 'spelling', 'near', 'no sku', 'no code', 'recreated', 'renamed', 'reused'];
const STAMP = '2026-02-11T12:04:00+00:00';

export function catalogues(series, count, seed = 1) {
  let state = (seed * 2654435761) >>> 0;
  const below = (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
  const of = (list) => list[below(list.length)];
  const made = { shopify: [], lightspeed: [], known: [], truth: new Map() };
  const item = series === 'R' ? rItem : xProduct;
  let number = 1000;
  for (let family = 1; number < 1000 + count; family += 1) {
    const title = `${of(MATERIALS)} ${of(THINGS)} ${family}`;
    const size = of([1, 2, 4, 6, 6]);
    const [colour, price] = [of(COLOURS), (5 + below(20000) / 100).toFixed(2)];
    for (let place = 0; place < size; place += 1) {
      number += 1;
      const sku = `${title.slice(0, 2).toUpperCase()}-${String(family).padStart(5, '0')}-${place}`;
      pair(made, { number, sku, barcode: barcode(number), title, options: [colour, SIZES[place]], family, price }, item, below);
    }
  }
  return made;
}

function pair(made, row, item, below) {
  const roll = below(100);
  const mess = MESSES[Math.floor(roll / 5)];
  const coin = below(2) === 0;
  const variant = variantOf(row);
  const own = item(row);
  if (roll >= 40 && roll < 45) {
    (coin ? made.shopify : made.lightspeed).push(coin ? variant : own);
    return;
  }
  const sku = 'customSku' in own ? 'customSku' : 'sku';
  const id = own.itemID ?? own.id;
  const twin = (title, code = '') => ({ ...row, number: row.number + 500_000, title, barcode: code });
  if (mess === 'duplicate') (coin ? made.lightspeed : made.shopify).push(coin ? item(twin('Old stock')) : variantOf(twin('Copy')));
  if (mess === 'spelling') {
    Object.assign(variant, { sku: [` ${row.sku.toLowerCase()}`, row.sku.replaceAll('-', '\u2011'), `${row.sku}\u00a0`][below(3)], barcode: '' });
  }
  if (mess === 'near') Object.assign(variant, { sku: coin ? row.sku.replaceAll('-', '') : `00${row.sku}`, barcode: null });
  if (mess === 'no sku') (coin ? variant : own)[coin ? 'sku' : sku] = '';
  if (mess === 'no code') Object.assign(variant, { sku: null, barcode: '' });
  if (mess === 'recreated') made.known.push({ variant: `gid://shopify/ProductVariant/${row.number + 700_000}`, item: id });
  if (mess === 'renamed') {
    Object.assign(variant, { sku: `NEW-${row.number}`, barcode: barcode(row.number + 300_000) });
    made.known.push({ variant: variant.id, item: id });
  }
  if (mess === 'reused') {
    own[sku] = '';
    made.lightspeed.push(item(twin('Another thing', barcode(row.number + 500_000))));
  }
  made.shopify.push(variant);
  made.lightspeed.push(own);
  made.truth.set(variant.id, id);
}

function variantOf({ number, sku, barcode: code, title, options: [colour, size], family, price }) {
  return {
    id: `gid://shopify/ProductVariant/${number}`, sku, barcode: code, title: `${colour} / ${size}`, displayName: `${title} - ${colour} / ${size}`,
    price, inventoryQuantity: number % 40, updatedAt: '2026-11-20T09:15:02Z',
    selectedOptions: [{ name: 'Colour', value: colour }, { name: 'Size', value: size }],
    inventoryItem: { id: `gid://shopify/InventoryItem/${number + 9_000_000}`, tracked: true, unitCost: null },
    product: {
      id: `gid://shopify/Product/${7_000_000 + family}`, title, handle: title.toLowerCase().replaceAll(' ', '-'),
      isGiftCard: false, status: 'ACTIVE', vendor: 'Acme', productType: 'Apparel',
    },
  };
}

function rItem({ number, sku, barcode: code, title, options, family, price }) {
  const shop = (shopID) => ({
    itemShopID: String(number * 2 + Number(shopID)), qoh: String(number % 30), sellable: String(number % 30), backorder: '0', componentQoh: '0',
    componentBackorder: '0', reorderPoint: '0', reorderLevel: '0', timeStamp: STAMP, itemID: String(number), shopID,
  });
  return {
    itemID: String(number), systemSku: String(210_000_000_000 + number), defaultCost: '4.5', avgCost: '0', discountable: 'true', tax: 'true',
    archived: 'false', itemType: 'default', serialized: 'false', description: `${title} ${options.join(' ')}`, modelYear: '0', upc: '', ean: code,
    customSku: sku, manufacturerSku: '', createTime: STAMP, timeStamp: STAMP, publishToEcom: 'false', categoryID: '12', taxClassID: '1',
    departmentID: '0', itemMatrixID: String(8_000 + family), manufacturerID: '3', seasonID: '0', defaultVendorID: '2',
    ItemAttributes: { attribute1: options[0], attribute2: options[1], attribute3: '', itemAttributeSetID: '1' },
    ItemShops: { ItemShop: [shop('1'), shop('0')] },
    Prices: { ItemPrice: [{ amount: price, useTypeID: '1', useType: 'Default' }, { amount: '0', useTypeID: '2', useType: 'MSRP' }] },
  };
}

function xProduct({ number, sku, barcode: code, title, options, family, price }) {
  return {
    id: `06bf537b-c77f-11e6-ff13-${number.toString(16).padStart(12, '0')}`, name: title, variant_name: [title, ...options].join(' / '),
    handle: `family${family}`, sku, active: true, is_active: true, has_inventory: true, is_composite: false, has_variants: false, button_order: 0,
    image_url: 'https://example.com/images/placeholder/product/no-image-white-standard.png',
    image_thumbnail_url: 'https://example.com/images/placeholder/product/no-image-white-thumb.png',
    created_at: '2025-01-08T20:41:50+00:00', updated_at: '2026-08-18T23:28:00+00:00', source: 'USER', supply_price: 4.5,
    version: 59_780_745 + number, type: {}, supplier: {}, brand: {},
    variant_options: [{ id: '1', name: 'Colour', value: options[0] }, { id: '2', name: 'Size', value: options[1] }],
    categories: [], images: [], tag_ids: [], attributes: [], product_codes: code === '' ? [] : [{ type: 'EAN', code }],
    price_including_tax: Number(price), price_excluding_tax: Number(price),
  };
}

function barcode(number) {
  const digits = String(400_638_100_000 + number);
  let sum = 0;
  for (let at = 0; at < 12; at += 1) sum += Number(digits[at]) * (at % 2 === 0 ? 1 : 3);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
