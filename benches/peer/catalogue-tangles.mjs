// Makes made catalogues worse than any shop's: codes that several have, in fields they do not belong
// in, spelled in every way; archived and replaced rows; links that stand on what is gone or shared.

const SPELLINGS = [
  (code) => code, (code) => ` ${code.toLowerCase()}`, (code) => code.replaceAll('-', '\u2013'), (code) => `${code}\u200b`, (code) => `\u00a0${code}\t`,
  (code) => code.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)), (code) => code.replaceAll('-', ' \n '), (code) => `0${code}`,
  (code) => code.replaceAll('-', ''), (code) => `\u00c4\u03a3${code}`, (code) => '', (code) => '-', (code) => 'n/a', (code) => '000',
];

/** Changes the catalogues in place; gives pairs that a person refused. */
export function entangle(series, { shopify, lightspeed, known }, seed) {
  let state = (seed * 747796405 + 11) >>> 0;
  const below = (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * bound);
  };
  const of = (list) => list[below(list.length)];
  const near = (list, at) => list[Math.min(list.length - 1, Math.max(0, at + below(7) - 3))];
  const refused = [];
  const ids = new Set(known.map(({ item }) => item));
  const variants = new Set(known.map(({ variant }) => variant));
  for (let at = 0; at < lightspeed.length; at += 1) {
    const [own, other] = [lightspeed[at], near(lightspeed, at)];
    const roll = below(20);
    if (roll === 0) mark(series, own);
    if (roll === 1) code(series, own, 'sku', of(SPELLINGS)(skuOf(series, other)));
    if (roll === 2 || roll === 3) code(series, own, 'vendor_code', of(SPELLINGS)(skuOf(series, other)));
    if (roll === 4) code(series, own, 'barcode', of(SPELLINGS)(skuOf(series, other)));
    if (roll === 5) code(series, own, 'barcode', '0036000291452');
    if (roll === 6 && below(3) === 0) lightspeed.push({ ...own });
  }
  for (let at = 0; at < shopify.length; at += 1) {
    const [own, other] = [shopify[at], near(shopify, at)];
    const item = near(lightspeed, at);
    const roll = below(30);
    if (roll === 0) own.sku = of(SPELLINGS)(other.sku ?? '');
    if (roll === 1) own.barcode = of(SPELLINGS)(other.barcode ?? '');
    if (roll === 2) [own.sku, own.barcode] = [own.barcode, own.sku];
    if (roll === 3) own.barcode = item.systemSku ?? '036000291452';
    if (roll === 4) own.sku = item.systemSku ?? own.sku;
    if (roll === 5) own.product = { ...own.product, isGiftCard: true };
    if (roll === 6) own.product = { ...own.product, status: 'ARCHIVED' };
    if (roll === 7) refused.push({ variant: own.id, item: item.itemID ?? item.id });
    if (roll === 8) own.sku = `${own.sku ?? ''}-NONE`;
    if (roll === 11) {
      Object.assign(own, { sku: `MF-${at >> 1}`, barcode: '' });
      code(series, item, 'vendor_code', of(SPELLINGS)(own.sku));
    }
    const id = item.itemID ?? item.id;
    if ((roll === 9 || roll === 10) && !ids.has(id) && !variants.has(own.id)) {
      ids.add(id);
      variants.add(own.id);
      known.push({ variant: own.id, item: id, ...(below(2) === 0 ? { by_hand: true } : {}) });
    }
  }
  return refused;
}

function skuOf(series, row) {
  return (series === 'R' ? row.customSku : row.sku) || 'X-1';
}

/** Archived, inactive or deleted. */
function mark(series, row) {
  if (series === 'R') row.archived = 'true';
  else if (row.version % 2 === 0) row.active = false;
  else row.deleted_at = '2026-11-01T00:00:00+00:00';
}

function code(series, row, kind, text) {
  if (series === 'R') {
    if (kind === 'sku') row.customSku = text;
    else if (kind === 'barcode') row.upc = text;
    else if (row.itemID % 2 === 0) row.manufacturerSku = text;
    else row.ItemVendorNums = { ItemVendorNum: row.itemID % 3 === 0 ? { value: text } : [{ value: text }, { value: 'V-1' }] };
  } else if (kind === 'sku') row.sku = text;
  else if (kind === 'barcode') row.product_codes = [...row.product_codes, { type: 'CUSTOM', code: text }];
  else if (row.version % 2 === 0) row.supplier_code = text;
  else row.product_suppliers = [{ code: text }, { code: '' }];
}
