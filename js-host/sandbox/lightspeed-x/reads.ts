// X-Series reads: lists paged by version, single rows, and search (sheet 8.X).

import type { Request } from '../http.ts';
import type { Json, JsonObject } from '../json.ts';
import { number, textOf } from '../json.ts';
import { invalid } from './fields.ts';
import type { Retailer, XInventory, XProduct, XSale, XTax } from './model.ts';
import { renderFlat, renderNested, statusOf } from './sale-render.ts';

type Versioned = { row: JsonObject; version: number };

/** The rows of a list resource by its name in the address; undefined = no such resource. */
export function listRows(retailer: Retailer, resource: string, dated: boolean): Versioned[] | undefined {
  const stored = (rows: JsonObject[]): Versioned[] => rows.map((row) => ({ row, version: Number(textOf(row['version'])) }));
  switch (resource) {
    case 'outlets': return stored(retailer.outlets.all());
    case 'registers': return stored(retailer.registers.all());
    case 'users': return stored(retailer.users.all());
    case 'payment_types': return stored(retailer.paymentTypes.all());
    case 'customers': return stored(retailer.customers.all());
    case 'taxes': return retailer.taxes.all().map((tax) => ({ row: renderTax(tax), version: Number(tax.version) }));
    case 'products': return retailer.products.all().map((product) => ({ row: renderProduct(product), version: Number(product.version) }));
    case 'inventory': return dated ? undefined : retailer.inventory.all().map((row) => ({ row: renderInventory(row), version: Number(row.version) }));
    case 'sales': return retailer.sales.all().map((sale) => ({ row: renderSale(retailer, sale, dated), version: Number(sale.version) }));
    default: return undefined;
  }
}

/** Ascending by version, from `after`, up to `page_size`; versions null on an empty page. */
export function listPage(request: Request, rows: Versioned[]): JsonObject {
  const after = integer(request, 'after', 0);
  const size = integer(request, 'page_size', 200);
  const page = rows.filter(({ version }) => version > after).sort((a, b) => a.version - b.version).slice(0, size);
  const [first, last] = [page[0], page.at(-1)];
  const version: JsonObject = {
    min: first === undefined ? null : number(first.version),
    max: last === undefined ? null : number(last.version),
  };
  return { data: page.map(({ row }) => row), version };
}

const CUSTOMER_FILTERS = ['email', 'customer_code', 'first_name', 'last_name', 'company_name', 'phone', 'mobile'];
const SALE_FILTERS = ['status', 'invoice_number', 'customer_id', 'user_id', 'outlet_id'];
const PAGING = ['type', 'offset', 'page_size', 'order_by', 'order_direction'];

/** `GET /search`: offset and page_size, at most 1000 (X20 /search). */
export function search(request: Request, retailer: Retailer): JsonObject {
  const offset = integer(request, 'offset', 0);
  const size = integer(request, 'page_size', 1000);
  if (size < 1 || size > 1000) invalid('page_size must be between 1 and 1000');
  const found = matches(request, retailer);
  return { data: found.slice(offset, offset + size) };
}

function matches(request: Request, retailer: Retailer): Json[] {
  const type = request.query.get('type');
  const filters = [...request.query].filter(([name]) => !PAGING.includes(name));
  const only = (allowed: string[]): void => {
    const unknown = filters.find(([name]) => !allowed.includes(name));
    if (unknown !== undefined) invalid(`${unknown[0]} is not a search filter of ${type}`);
  };
  const same = (value: Json | undefined, wanted: string): boolean =>
    typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();
  switch (type) {
    case 'customers':
      only(CUSTOMER_FILTERS);
      return retailer.customers.all().filter((row) => filters.every(([name, wanted]) => same(row[name], wanted)));
    case 'sales':
      only(SALE_FILTERS);
      return retailer.sales.all()
        .filter((sale) => filters.every(([name, wanted]) => same(name === 'status' ? statusOf(sale) : renderFlat(retailer, sale)[name], wanted)))
        .map((sale) => renderFlat(retailer, sale));
    case 'products':
      only(['sku']);
      // The index holds SKUs in lower case and does not fold the query.
      return retailer.products.all()
        .filter((product) => filters.every(([, wanted]) => product.sku.toLowerCase() === wanted))
        .map(renderProduct);
    default:
      return invalid('type must be sales, products or customers');
  }
}

export function renderSale(retailer: Retailer, sale: XSale, dated: boolean): JsonObject {
  return dated ? renderNested(retailer, sale) : renderFlat(retailer, sale);
}

function renderTax(tax: XTax): JsonObject {
  const rates = tax.rates.map(({ id, name, rate }) => ({ id, name, rate: number(rate), display_name: name }));
  return { id: tax.id, name: tax.name, version: number(tax.version), rates, is_default: tax.isDefault, display_name: tax.name, deleted_at: null };
}

function renderProduct(product: XProduct): JsonObject {
  return {
    id: product.id, name: product.name, variant_name: product.name, handle: product.sku, sku: product.sku, active: product.active,
    has_inventory: product.hasInventory, is_composite: false, source: 'USER', supply_price: number(product.cost), version: number(product.version),
    type: {}, supplier: {}, brand: {}, variant_options: [], categories: [], images: [], has_variants: false,
    price_including_tax: number(product.priceIncludingTax), price_excluding_tax: number(product.priceExcludingTax),
    is_active: product.active, tag_ids: [], attributes: [],
  };
}

function renderInventory(row: XInventory): JsonObject {
  return { id: row.id, product_id: row.productId, outlet_id: row.outletId, inventory_level: number(row.level), version: number(row.version) };
}

function integer(request: Request, name: string, fallback: number): number {
  const value = request.query.get(name);
  if (value === null) return fallback;
  return /^\d{1,15}$/.test(value) ? Number(value) : invalid(`${name} must be an integer`);
}
