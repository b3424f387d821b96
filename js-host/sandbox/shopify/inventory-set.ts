// inventorySetQuantities (sheet 2.2): all rows or none, each compared with what the caller last saw.
// Setting what is available moves on hand by the same difference. The words of errors are the
// codes' own descriptions and those of live shops. Inferred: that a group without changes is null;
// that nothing is kept of an untracked item; that the location of a row must be active; the order
// of the checks. No item of the sandbox is a bundle (NON_MUTABLE_INVENTORY_ITEM).

import { GraphQLError } from 'graphql';
import type { GraphQLResolveInfo } from 'graphql';
import type { Event } from '../delivery.ts';
import { KEY_ERRORS, keyOf, once } from './idempotent.ts';
import type { Attempt, FailedKey } from './idempotent.ts';
import { groupView } from './inventory-view.ts';
import type { Asked } from './search.ts';
import { idOf, levelGid, variantOfItem } from './shop.ts';
import type { Level, Shop, StockChange } from './shop.ts';
import { connectLevel, moveLevel } from './stock.ts';
import type { View } from './views.ts';

type Quantity = { inventoryItemId: string; locationId: string; quantity: number; changeFromQuantity?: number | null };
type Input = { name: string; reason: string; referenceDocumentUri?: string | null; quantities: Quantity[] };
type SetError = { code: string; field: string[]; message: string };

/** "Array inputs" of any mutation (sheet 2.0). */
export const MOST = 250;
const LIMIT = 1_000_000_000;
const COMPARED_FROM = '2026-04';
const ANYWHERE_FROM = '2026-10';
const REASONS = new Set([
  'correction', 'cycle_count_available', 'damaged', 'received', 'restock', 'shrinkage', 'promotion', 'quality_control', 'safety_stock',
  'reservation_created', 'reservation_updated', 'reservation_deleted', 'movement_created', 'movement_updated', 'movement_received',
  'movement_canceled', 'other',
]);

export function setQuantities(shop: Shop, emit: (events: Event[]) => void, failedKey: FailedKey) {
  return ({ input }: { input: Input }, asked: Asked, info: GraphQLResolveInfo): View => {
    if (asked.version < '2026-01') throw new GraphQLError(`The sandbox does not cover ${info.fieldName} before 2026-01.`);
    const key = keyOf(asked, info);
    mustFit(input.quantities.length, [info.fieldName, 'input', 'quantities']);
    if (asked.version >= COMPARED_FROM && input.quantities.some((row) => row.changeFromQuantity === undefined)) {
      throw new GraphQLError('InventoryQuantityInput must include the following argument: changeFromQuantity.', { extensions: { code: 'INVALID_FIELD_ARGUMENTS' } });
    }
    let errors: SetError[] = [];
    const events: Event[] = [];
    const made = shop.store.transaction(() => once(shop, key, info.fieldName, input, failedKey, (): Attempt => {
      errors = errorsOf(shop, input, asked.version);
      return { failed: errors.length > 0, level: null, group: errors.length > 0 ? null : apply(shop, input, events) };
    }));
    if (typeof made === 'string') return { inventoryAdjustmentGroup: null, userErrors: [{ code: made, field: null, message: KEY_ERRORS[made] }] };
    if (events.length > 0) emit(events);
    const group = made.group === null ? undefined : shop.groups.get(made.group);
    return { inventoryAdjustmentGroup: group === undefined ? null : groupView(shop, group), userErrors: errors };
  };
}

export function mustFit(size: number, path: string[]): void {
  if (size <= MOST) return;
  throw new GraphQLError(`The input array size of ${size} is greater than the maximum allowed of ${MOST}.`, { path, extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } });
}

/** What is wrong with the input, else with what it names, else with what it expected. */
function errorsOf(shop: Shop, input: Input, version: string): SetError[] {
  const rows = input.quantities.map((row, at) => ({
    ...row, at, level: levelOf(shop, row), pair: `${idOf(row.inventoryItemId)} ${idOf(row.locationId)}`,
  }));
  const error = (code: string, field: string[], message: string): SetError => ({ code, field: ['input', ...field], message });
  const ofRow = (at: number, key: string, code: string, message: string): SetError => error(code, ['quantities', String(at), key], message);
  const count = new Map<string, number>();
  for (const { pair } of rows) count.set(pair, (count.get(pair) ?? 0) + 1);

  const wrong: SetError[] = [];
  if (input.name !== 'available' && input.name !== 'on_hand') wrong.push(error('INVALID_NAME', ['name'], "The quantity name must be either 'available' or 'on_hand'."));
  if (!REASONS.has(input.reason)) wrong.push(error('INVALID_REASON', ['reason'], 'The specified reason is invalid.'));
  if (!isDocument(input.referenceDocumentUri)) wrong.push(error('INVALID_REFERENCE_DOCUMENT', ['referenceDocumentUri'], 'The specified reference document is invalid.'));
  for (const { at, quantity, pair } of rows) {
    if (quantity < -LIMIT) wrong.push(ofRow(at, 'quantity', 'INVALID_QUANTITY_TOO_LOW', "The total quantity can't be lower than -1,000,000,000."));
    else if (quantity < 0) wrong.push(ofRow(at, 'quantity', 'INVALID_QUANTITY_NEGATIVE', "The quantity can't be negative."));
    if (quantity > LIMIT) wrong.push(ofRow(at, 'quantity', 'INVALID_QUANTITY_TOO_HIGH', "The total quantity can't be higher than 1,000,000,000."));
    if (count.get(pair) !== 1) {
      wrong.push(ofRow(at, 'locationId', 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR', 'The combination of inventoryItemId and locationId must be unique.'));
    }
  }
  if (wrong.length > 0) return wrong;

  for (const { at, inventoryItemId, locationId, level } of rows) {
    if (!inventoryItemId.startsWith('gid://shopify/InventoryItem/') || variantOfItem(shop, idOf(inventoryItemId)) === undefined) {
      wrong.push(ofRow(at, 'inventoryItemId', 'INVALID_INVENTORY_ITEM', 'The specified inventory item could not be found.'));
    } else if (!locationId.startsWith('gid://shopify/Location/') || shop.locations.get(idOf(locationId))?.active !== true) {
      wrong.push(ofRow(at, 'locationId', 'INVALID_LOCATION', 'The specified location could not be found.'));
    } else if (level?.active !== true && version < ANYWHERE_FROM) {
      wrong.push(ofRow(at, 'locationId', 'ITEM_NOT_STOCKED_AT_LOCATION', 'The specified inventory item is not stocked at the location.'));
    }
  }
  if (wrong.length > 0) return wrong;

  const stale = rows.filter(({ changeFromQuantity, level, inventoryItemId }) =>
    typeof changeFromQuantity === 'number' && changeFromQuantity !== unitsOf(shop, idOf(inventoryItemId), level, input.name));
  return stale.map(({ at }) =>
    ofRow(at, 'changeFromQuantity', 'CHANGE_FROM_QUANTITY_STALE', 'The changeFromQuantity argument no longer matches the persisted quantity.'));
}

/** Sets all rows; answers the id of the group of changes, if there were any. */
function apply(shop: Shop, input: Input, events: Event[]): string | null {
  const changes: StockChange[] = [];
  for (const row of input.quantities) {
    const [inventoryItemId, locationId] = [idOf(row.inventoryItemId), idOf(row.locationId)];
    const { level, events: connected } = connectLevel(shop, inventoryItemId, locationId);
    events.push(...connected);
    const delta = row.quantity - unitsOf(shop, inventoryItemId, level, input.name);
    if (delta === 0 || variantOfItem(shop, inventoryItemId)?.tracked !== true) continue;
    events.push(...moveLevel(shop, level, { available: delta }));
    for (const name of ['available', 'on_hand']) {
      changes.push({ name, delta: String(delta), after: String(unitsOf(shop, inventoryItemId, level, name) + delta), inventoryItemId, locationId });
    }
  }
  if (changes.length === 0) return null;
  const id = shop.nextId('inventory_group');
  shop.groups.put(id, { id, createdAt: shop.now().toISOString(), reason: input.reason, referenceDocumentUri: input.referenceDocumentUri ?? null, changes });
  return id;
}

function levelOf(shop: Shop, row: Quantity): Level | undefined {
  return shop.levels.get(levelGid({ inventoryItemId: idOf(row.inventoryItemId), locationId: idOf(row.locationId) }));
}

/** Available or on hand, as it would be read. */
function unitsOf(shop: Shop, inventoryItemId: string, level: Level | undefined, name: string): number {
  if (level === undefined || variantOfItem(shop, inventoryItemId)?.tracked !== true) return 0;
  return Number(level.available) + (name === 'on_hand' ? Number(level.committed) : 0);
}

/** None, a whole gid, or any other address with a scheme. */
function isDocument(uri: string | null | undefined): boolean {
  if (uri === null || uri === undefined) return true;
  return uri.startsWith('gid:') ? /^gid:\/\/[^/\s]+\/[^/\s]+\/\S+$/.test(uri) : /^[a-z][a-z0-9+.-]*:\S+$/i.test(uri);
}
