// `GET /search` (sheet 8.X; X20): offset and page_size, at most 1000; filters by the resource type.
// Sales are found from `date_from` to `date_to` and sorted by `sale_date` where that is asked for.
// Deleted products are found with `deleted=true` only.

import type { Request } from '../http.ts';
import type { Json, JsonObject } from '../json.ts';
import { codesOf } from './catalogue.ts';
import { invalid } from './fields.ts';
import type { Retailer, XProduct } from './model.ts';
import { renderProduct } from './products.ts';
import { flag, integer } from './reads.ts';
import { renderFlat, statusOf } from './sale-render.ts';

const CUSTOMER_FILTERS = ['email', 'customer_code', 'first_name', 'last_name', 'company_name', 'phone', 'mobile'];
const SALE_FILTERS = ['status', 'invoice_number', 'customer_id', 'user_id', 'outlet_id'];
const SALE_DATES = ['date_from', 'date_to'];
const PRODUCT_FILTERS = ['sku', 'variant_parent_id'];
const PAGING = ['type', 'offset', 'page_size', 'order_by', 'order_direction', 'deleted'];

export function search(request: Request, retailer: Retailer, dated: boolean): JsonObject {
  const offset = integer(request, 'offset', 0);
  const size = integer(request, 'page_size', 1000);
  if (size < 1 || size > 1000) invalid('page_size must be between 1 and 1000');
  const found = matches(request, retailer, dated);
  return { data: found.slice(offset, offset + size) };
}

function matches(request: Request, retailer: Retailer, dated: boolean): Json[] {
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
      only([...SALE_FILTERS, ...SALE_DATES]);
      return searchSales(request, retailer, filters.filter(([name]) => !SALE_DATES.includes(name)), same);
    case 'products': {
      only(PRODUCT_FILTERS);
      const deleted = flag(request, 'deleted');
      return searchProducts(request, retailer).filter((product) => deleted || product.deletedAt === null)
        .map((product) => renderProduct(product, dated));
    }
    default:
      return invalid('type must be sales, products or customers');
  }
}

function searchSales(request: Request, retailer: Retailer, filters: [string, string][], same: (value: Json | undefined, wanted: string) => boolean): Json[] {
  const limit = (name: string, none: number): number => {
    const text = request.query.get(name);
    if (text === null) return none;
    const at = Date.parse(text);
    return Number.isNaN(at) ? invalid(`${name} must be a UTC timestamp`) : at;
  };
  const [from, to] = [limit('date_from', -Infinity), limit('date_to', Infinity)];
  const found = retailer.sales.all()
    .filter((sale) => Date.parse(sale.date) >= from && Date.parse(sale.date) <= to)
    .filter((sale) => filters.every(([name, wanted]) => same(name === 'status' ? statusOf(sale) : renderFlat(retailer, sale)[name], wanted)));
  if (request.query.get('order_by') === 'sale_date') {
    const sign = request.query.get('order_direction') === 'desc' ? -1 : 1;
    found.sort((one, other) => sign * (Date.parse(one.date) - Date.parse(other.date)));
  }
  return found.map((sale) => renderFlat(retailer, sale));
}

/** A filter may come several times: any of its values. Its index holds SKUs in lower case and does not fold the query. */
function searchProducts(request: Request, retailer: Retailer): XProduct[] {
  const skus = request.query.getAll('sku');
  const parents = request.query.getAll('variant_parent_id').map((id) => id.toLowerCase());
  if (skus.length === 0 && parents.length === 0) return retailer.products.all();
  const found = skus.length === 0 ? parents.flatMap((id) => retailer.products.byParent(id)) : skus.flatMap((sku) => retailer.products.byCode(sku));
  const unique = [...new Map(found.map((product) => [product.id, product])).values()];
  return unique.filter((product) =>
    (skus.length === 0 || codesOf(product).some((code) => skus.includes(code.toLowerCase())))
    && (parents.length === 0 || (product.parentId !== null && parents.includes(product.parentId))));
}
