// X-Series lists paged by version, ascending (sheet 8.X, paging). Where a list has a parameter
// `deleted`, deleted rows are left out without it; where it has none they are in the list with
// their `deleted_at`: inferred, not documented. No largest `page_size` is documented.

import type { Request } from '../http.ts';
import type { JsonObject } from '../json.ts';
import { number, objectOf, textOf } from '../json.ts';
import type { Feed } from './feed.ts';
import { invalid } from './fields.ts';
import type { Retailer, XInventory, XSale } from './model.ts';
import { renderProduct } from './products.ts';
import { renderFlat, renderNested } from './sale-render.ts';
import { Refusal } from './wire.ts';

const PAGE_SIZE = 200;

export type ListOptions<T> = {
  render(row: T): JsonObject;
  /** The list has the parameter `deleted`. */
  hidesDeleted?: boolean;
  /** Lists of taxes and price books are declared without `version`. */
  bare?: boolean;
  keep?(row: T): boolean;
};

/** From `after`, below `before`, up to `page_size`; versions null on an empty page. */
export function listPage<T>(request: Request, feed: Feed<T>, options: ListOptions<T>): JsonObject {
  const after = integer(request, 'after', 0);
  const before = integer(request, 'before', Number.MAX_SAFE_INTEGER);
  const size = integer(request, 'page_size', PAGE_SIZE);
  if (size < 1) invalid('page_size must be at least 1');
  const hides = options.hidesDeleted === true && !flag(request, 'deleted');
  const data: JsonObject[] = [];
  for (const row of feed.after(after)) {
    if (data.length >= size) break;
    if (options.keep?.(row) === false) continue;
    const printed = options.render(row);
    if (versionOf(printed) >= before) break;
    if (!hides || typeof printed['deleted_at'] !== 'string') data.push(printed);
  }
  return options.bare === true ? { data } : enveloped(data);
}

function enveloped(data: JsonObject[]): JsonObject {
  const [first, last] = [data[0], data.at(-1)];
  return {
    data,
    version: { min: first === undefined ? null : number(versionOf(first)), max: last === undefined ? null : number(versionOf(last)) },
  };
}

/** A row's version, which a nested sale has among its metadata. */
function versionOf(row: JsonObject): number {
  return Number(textOf(row['version'] ?? objectOf(row['_metadata'])['version']));
}

/**
 * `GET /products`: `sku`, `name` and `family_name` make it disregard all other parameters, `deleted`
 * too. Whether they heed the case is not documented: they do here.
 */
export function listProducts(request: Request, retailer: Retailer, dated: boolean): JsonObject {
  notCovered(request, ['includes[]', 'include_images']);
  const sku = request.query.get('sku');
  const name = request.query.get('name') ?? request.query.get('family_name');
  if (sku === null && name === null) {
    return listPage(request, retailer.products, { hidesDeleted: true, render: (product) => renderProduct(product, dated) });
  }
  const found = sku !== null
    ? retailer.products.byCode(sku).filter((product) => product.sku === sku || product.codes.some(({ code }) => code === sku))
    : retailer.products.byName(name ?? '').filter((product) => product.name === name);
  const live = found.filter(({ deletedAt }) => deletedAt === null).sort((a, b) => Number(a.version) - Number(b.version));
  return enveloped(live.map((product) => renderProduct(product, dated)));
}

export function renderSale(retailer: Retailer, sale: XSale, dated: boolean): JsonObject {
  return dated ? renderNested(retailer, sale) : renderFlat(retailer, sale);
}

export function renderInventory(row: XInventory): JsonObject {
  return { id: row.id, product_id: row.productId, outlet_id: row.outletId, inventory_level: number(row.level), version: number(row.version) };
}

/** Parameters that the vendor has and the sandbox has not: their effect would be missed. */
export function notCovered(request: Request, names: readonly string[]): void {
  const used = names.find((name) => request.query.has(name));
  if (used !== undefined) throw new Refusal(501, `The sandbox does not cover the parameter ${used}.`);
}

export function integer(request: Request, name: string, fallback: number): number {
  const value = request.query.get(name);
  if (value === null) return fallback;
  return /^\d{1,15}$/.test(value) ? Number(value) : invalid(`${name} must be an integer`);
}

export function flag(request: Request, name: string): boolean {
  const value = request.query.get(name);
  return value === null || value === 'true' || value === 'false' ? value === 'true' : invalid(`${name} must be true or false`);
}
