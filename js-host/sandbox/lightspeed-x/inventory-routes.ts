// Stock in both shapes (sheet 2.X). 2.0 lists by version with `GET /inventory`, and per product. In
// the date versions the same path is a `POST` whose answer is a bare list, newest first unless asked
// otherwise, with other names; `POST /inventory_levels` is the report of what can be sold, in pages by
// offset. Rows are made when stock is first kept. Composites have no rows: their stock is that of
// their parts. Inferred: bounds of versions are exclusive in both shapes; the report's order of
// `total_count` is that of the single rows; untracked products are not left out.

import { compare, dec, multiply, negate, print, ZERO } from '../decimal.ts';
import { number } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalid, onlyKnown, optionalDecimal, optionalFlag, optionalText, optionalUuid } from './fields.ts';
import { pairId } from './model.ts';
import type { Retailer, XInventory, XProduct } from './model.ts';
import { integer, listPage, renderInventory } from './reads.ts';
import { bodyOf } from './route.ts';
import type { Call, Route } from './route.ts';
import { Refusal, jsonReply, listReply } from './wire.ts';

const MOST = { inventory: 5000, levels: 10_000, ids: 1000 };
const LIST = ['after', 'before', 'include_deleted', 'product_id', 'size', 'sort_direction', 'variants'];
const LEVELS = ['location_ids', 'product_ids', 'root_product_ids', 'include_inactive', 'offset', 'size', 'sort_direction', 'sort_type',
  'group_variants', 'include_composites', 'supplier_ids', 'to_be_procured_only'];

export function inventoryRoutes(): Route[] {
  const needs = ['inventory:read'] as const;
  return [
    {
      on: 'GET products/{id}/inventory', versions: ['2.0'], needs,
      run: ({ retailer, id }) => jsonReply(200, {
        data: rowsOf(retailer, id).map((row) => (
          { ...renderInventory(row), current_amount: number(row.level), average_cost: number(retailer.products.get(id)?.cost ?? '0') })),
      }),
    },
    {
      on: 'GET inventory', versions: ['2.0'], needs,
      run: ({ retailer, request }) => jsonReply(200, listPage(request, retailer.shownStock, { render: renderInventory })),
    },
    { on: 'POST inventory', versions: ['dated'], needs, reads: true, run: (call) => listReply(200, listInventory(call)) },
    {
      on: 'GET inventory/{id}', versions: ['dated'], needs,
      run({ retailer, request, id }) {
        const size = sized(integer(request, 'page_size', 1000), MOST.inventory, 'page_size');
        const rows = rowsOf(retailer, id).sort((a, b) => Number(a.version) - Number(b.version));
        if (descending(request.query.get('order_direction') ?? 'asc')) rows.reverse();
        return listReply(200, rows.slice(0, size).map((row) => renderRow(retailer, row)));
      },
    },
    { on: 'POST inventory_levels', versions: ['dated'], needs, reads: true, run: (call) => listReply(200, listLevels(call)) },
  ];
}

/** All outlets at once: a product has few rows, and its examples have no versions around them. */
function rowsOf(retailer: Retailer, productId: string): XInventory[] {
  if (retailer.products.get(productId) === undefined) throw new Refusal(404, `No product with id ${productId}.`);
  return retailer.outlets.all().flatMap((outlet) => retailer.shownStock.get(pairId(productId, outlet.id)) ?? []);
}

function listInventory(call: Call): JsonObject[] {
  const { retailer } = call;
  const body = bodyOf(call);
  onlyKnown(body, LIST, 'inventory');
  if (optionalFlag(body, 'variants') === true) throw new Refusal(501, 'The sandbox does not cover variants of a product here.');
  const [after, before] = [whole(body, 'after', 0), whole(body, 'before', Number.MAX_SAFE_INTEGER)];
  const size = sized(whole(body, 'size', 1000), MOST.inventory, 'size');
  const productId = optionalUuid(body, 'product_id');
  const deleted = optionalFlag(body, 'include_deleted') === true;
  const newest = descending(optionalText(body, 'sort_direction') ?? 'desc');
  const found: XInventory[] = [];
  for (const row of retailer.shownStock.after(after)) {
    if (Number(row.version) >= before || (!newest && found.length >= size)) break;
    if (productId !== undefined && row.productId !== productId) continue;
    if (!deleted && typeof retailer.products.get(row.productId)?.deletedAt === 'string') continue;
    found.push(row);
  }
  return (newest ? found.reverse() : found).slice(0, size).map((row) => renderRow(retailer, row));
}

/** 2026-07 Inventory: reorder points are null where there are none. */
function renderRow(retailer: Retailer, row: XInventory): JsonObject {
  const product = retailer.products.get(row.productId);
  return {
    id: row.id, product_id: row.productId, outlet_id: row.outletId, current_inventory_level: number(row.level), quantity_to_procure: number(missing(row)),
    average_cost: number(product?.cost ?? '0'), reorder_amount: null, reorder_method: null, reorder_point: null, reorder_target: null, version: number(row.version),
    ...(typeof product?.deletedAt === 'string' ? { deleted_at: product.deletedAt } : {}),
  };
}

type Line = { row: XInventory; product: XProduct };

function listLevels(call: Call): JsonObject[] {
  const { retailer } = call;
  const body = bodyOf(call);
  onlyKnown(body, LEVELS, 'inventory_levels');
  for (const key of ['group_variants', 'include_composites', 'to_be_procured_only']) {
    if (optionalFlag(body, key) === true) throw new Refusal(501, `The sandbox does not cover ${key}.`);
  }
  if (body['supplier_ids'] !== undefined) throw new Refusal(501, 'The sandbox does not cover supplier_ids.');
  const [locations, products, roots] = [ids(body, 'location_ids'), ids(body, 'product_ids'), ids(body, 'root_product_ids')];
  const inactive = optionalFlag(body, 'include_inactive') === true;
  const [offset, size] = [whole(body, 'offset', 0), sized(whole(body, 'size', 100), MOST.levels, 'size')];
  const order = orderOf(optionalText(body, 'sort_type') ?? 'total_count');
  const found: Line[] = [];
  for (const row of retailer.shownStock.all()) {
    const product = retailer.products.get(row.productId);
    if (product === undefined || product.deletedAt !== null || !(product.active || inactive)) continue;
    if (locations?.has(row.outletId) === false || products?.has(row.productId) === false || roots?.has(product.parentId ?? product.id) === false) continue;
    found.push({ row, product });
  }
  found.sort((a, b) => order(a, b) || Number(a.row.version) - Number(b.row.version));
  if (descending(optionalText(body, 'sort_direction') ?? 'desc')) found.reverse();
  return found.slice(offset, offset + size).map(({ row, product }) => ({
    product_id: row.productId, root_product_id: product.parentId ?? product.id, location_id: row.outletId, name: product.variantName,
    current_inventory_level: number(row.level), quantity_to_procure: number(missing(row)), average_cost: number(product.cost),
    total_cost: number(multiply(dec(row.level), dec(product.cost))),
  }));
}

function orderOf(type: string): (a: Line, b: Line) => number {
  const cost = ({ product }: Line): ReturnType<typeof dec> => dec(product.cost);
  switch (type) {
    case 'total_count': return (a, b) => compare(dec(a.row.level), dec(b.row.level));
    case 'average_cost': return (a, b) => compare(cost(a), cost(b));
    case 'total_cost': return (a, b) => compare(multiply(dec(a.row.level), cost(a)), multiply(dec(b.row.level), cost(b)));
    case 'product_name': return (a, b) => (a.product.variantName < b.product.variantName ? -1 : a.product.variantName > b.product.variantName ? 1 : 0);
    case 'created_at': return (a, b) => (a.product.createdAt < b.product.createdAt ? -1 : a.product.createdAt > b.product.createdAt ? 1 : 0);
    case 'reorder_point': case 'reorder_amount': throw new Refusal(501, `The sandbox does not sort by ${type}.`);
    default: return invalid('sort_type is not known');
  }
}

/** "Stock to procure to satisfy current fulfilments": what open sales keep and is not there. */
function missing(row: XInventory): string {
  const [short, reserved] = [negate(dec(row.level)), dec(row.reserved)];
  if (compare(short, ZERO) <= 0 || compare(reserved, ZERO) <= 0) return '0';
  return print(compare(short, reserved) < 0 ? short : reserved);
}

function ids(body: JsonObject, key: string): Set<string> | undefined {
  const value = body[key];
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || value.length > MOST.ids) return invalid(`${key} must be a list of at most ${MOST.ids} ids`);
  return new Set(value.map((id) => (typeof id === 'string' ? id.toLowerCase() : invalid(`${key} must be a list of ids`))));
}

function whole(body: JsonObject, key: string, fallback: number): number {
  const value = optionalDecimal(body, key);
  if (value === undefined) return fallback;
  return /^\d{1,16}$/.test(print(value)) ? Number(print(value)) : invalid(`${key} must be a whole number`);
}

function sized(size: number, most: number, key: string): number {
  return size >= 1 && size <= most ? size : invalid(`${key} must be between 1 and ${most}`);
}

function descending(direction: string): boolean {
  return direction === 'asc' || direction === 'desc' ? direction === 'desc' : invalid('the direction must be asc or desc');
}
