// Rows of both catalogues as far as links need them. Each code is handed over with its kind and
// whose it is; one that stands twice in a field, once.

const ARCHIVED = 'ARCHIVED';

/** A variant of Shopify's. */
export function variantOf(row, note) {
  const { product } = row;
  const own = {
    id: Number(row.id.slice(row.id.lastIndexOf('/') + 1)), codes: [], state: 'open', item: undefined, by: undefined, reason: undefined, replaced: false,
    giftCard: product.isGiftCard === true, archived: product.status != null && product.status.toUpperCase() === ARCHIVED,
  };
  if (row.sku) note(row.sku, 'sku', own);
  if (row.barcode) note(row.barcode, 'barcode', own);
  return own;
}

/** An item of R-Series, or a product of X-Series. */
export function itemOf({ x }, row, note) {
  return x ? product(row, note) : item(row, note);
}

function item(row, note) {
  const own = { id: row.itemID, codes: [], state: 'open', archived: row.archived === 'true', replaced: false };
  const { upc, ean, manufacturerSku: maker, ItemVendorNums: numbers } = row;
  if (row.customSku) note(row.customSku, 'sku', own);
  if (row.systemSku) note(row.systemSku, 'system_sku', own);
  if (upc) note(upc, 'barcode', own);
  if (ean && ean !== upc) note(ean, 'barcode', own);
  if (maker) note(maker, 'vendor_code', own);
  if (numbers) {
    const { ItemVendorNum: list } = numbers;
    for (const { value } of Array.isArray(list) ? list : list == null ? [] : [list]) if (value && value !== maker) note(value, 'vendor_code', own);
  }
  return own;
}

function product(row, note) {
  const active = row.active ?? row.is_active ?? true;
  const own = { id: row.id, codes: [], state: 'open', archived: !active || row.deleted_at != null, replaced: false };
  const { product_codes: codes, product_suppliers: suppliers, supplier_code: code } = row;
  if (row.sku) note(row.sku, 'sku', own);
  if (Array.isArray(codes)) for (const entry of codes) if (entry.code) note(entry.code, 'barcode', own);
  if (code) note(code, 'vendor_code', own);
  if (Array.isArray(suppliers)) for (const entry of suppliers) if (entry.code && entry.code !== code) note(entry.code, 'vendor_code', own);
  return own;
}
