// Creates, changes and archives R-Series items (sheet 1.R, Rdoc endpoints/item). Archiving is a
// DELETE and zeroes the stock for good; `archived` can only be set to false, which brings no stock back.

import { ZERO, print } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { decimal, flag, id, onlyKnown, text } from './fields.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, ItemDoc, Row } from './model.ts';
import { changePrices, newPrices } from './prices.ts';
import { makeStockRows, zeroStock } from './stock.ts';
import { Refusal } from './wire.ts';

const TEXTS = ['customSku', 'manufacturerSku'] as const;
const CODES = ['upc', 'ean'] as const;
const FLAGS = ['tax', 'discountable', 'serialized', 'publishToEcom'] as const;
/** Of entities that the sandbox does not have: none may be named. */
const FOREIGN = ['categoryID', 'departmentID', 'itemMatrixID', 'manufacturerID', 'seasonID', 'defaultVendorID'] as const;
const NESTED = ['ItemShops', 'ItemAttributes', 'ItemComponents', 'ItemVendorNums', 'CustomFieldValues', 'ItemECommerce'] as const;
const KNOWN = [...TEXTS, ...CODES, ...FLAGS, ...FOREIGN, ...NESTED, 'description', 'itemType', 'taxClassID', 'defaultCost', 'modelYear', 'Prices', 'Note'];
const TYPES = ['default', 'non_inventory', 'serialized', 'box', 'serialized_assembly', 'assembly'];
/** As recorded: the number in a systemSku is not the itemID. */
const SYSTEM_SKUS = 210000000006n;

/** What an item is when the request does not say. */
const NEW: Row = {
  itemID: '', systemSku: '', defaultCost: '0', avgCost: '0', discountable: 'true', tax: 'true', archived: 'false', itemType: 'default',
  serialized: 'false', description: '', modelYear: '0', upc: '', ean: '', customSku: '', manufacturerSku: '', createTime: '', timeStamp: '',
  publishToEcom: 'false', categoryID: '0', taxClassID: '1', departmentID: '0', itemMatrixID: '0', manufacturerID: '0', seasonID: '0',
  defaultVendorID: '0',
};

export function createItem(account: Account, body: JsonObject): ItemDoc {
  onlyKnown(body, KNOWN, 'Item');
  const changes = read(account, body, NEW);
  if ((changes['description'] ?? '').trim() === '') throw new Refusal(400, 'Item not created. An Item must have a description.');
  const now = wireTime(account.now());
  const itemID = nextId(account, 'item');
  const row: Row = { ...NEW, ...changes, itemID, systemSku: (SYSTEM_SKUS + BigInt(itemID)).toString(), createTime: now, timeStamp: now };
  const item: ItemDoc = { row, prices: newPrices(account, body['Prices']), ...noteOf(body, now) };
  account.items.put(itemID, item);
  if (row['itemType'] !== 'non_inventory') makeStockRows(account, itemID);
  return item;
}

export function updateItem(account: Account, itemID: string, body: JsonObject): ItemDoc {
  onlyKnown(body, [...KNOWN, 'archived'], 'Item');
  const item = existing(account, itemID);
  // The status is not documented, only that it cannot be done.
  if (flag(body, 'archived') === true) throw new Refusal(400, 'Item not updated. An Item is archived by DELETE.');
  const changes = read(account, body, item.row);
  if (changes['description']?.trim() === '') throw new Refusal(400, 'Item not updated. An Item must have a description.');
  const now = wireTime(account.now());
  const row: Row = { ...item.row, ...changes, ...(body['archived'] === undefined ? {} : { archived: 'false' }), timeStamp: now };
  const changed: ItemDoc = { ...item, row, prices: changePrices(account, item.prices, body['Prices']), ...noteOf(body, now) };
  account.items.put(itemID, changed);
  return changed;
}

/** Inferred: archiving what is archived changes nothing and is answered alike. */
export function archiveItem(account: Account, itemID: string): ItemDoc {
  const item = existing(account, itemID);
  if (item.row['archived'] === 'true') return item;
  const archived: ItemDoc = { ...item, row: { ...item.row, archived: 'true', timeStamp: wireTime(account.now()) } };
  account.items.put(itemID, archived);
  zeroStock(account, itemID);
  return archived;
}

function existing(account: Account, itemID: string): ItemDoc {
  const item = account.items.get(itemID);
  if (item === undefined) throw new Refusal(404, `Object of type 'Item' not found with primary ID '${itemID}'.`);
  return item;
}

/** The fields the request names, as they are kept. */
function read(account: Account, body: JsonObject, before: Row): Row {
  for (const key of FOREIGN) {
    const given = id(body, key);
    if (given !== undefined && given !== before[key]) throw new Refusal(501, `The sandbox does not cover a change of ${key}.`);
  }
  for (const key of NESTED) {
    if (body[key] !== undefined) throw new Refusal(501, `The sandbox does not cover a write of ${key}.`);
  }
  const changes: Record<string, string | undefined> = { description: text(body, 'description'), modelYear: text(body, 'modelYear') };
  for (const key of TEXTS) changes[key] = text(body, key);
  for (const key of CODES) changes[key] = code(body, key);
  for (const key of FLAGS) changes[key] = flag(body, key)?.toString();
  if (body['defaultCost'] !== undefined) changes['defaultCost'] = print(decimal(body, 'defaultCost') ?? ZERO);
  changes['taxClassID'] = taxClass(account, body);
  changes['itemType'] = itemType(body, before);
  return Object.fromEntries(Object.entries(changes).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function code(body: JsonObject, key: string): string | undefined {
  const value = text(body, key);
  if (value !== undefined && value !== '' && !/^\d{11,14}$/.test(value)) throw new Refusal(400, `Invalid ${key}: it must be 11-14 digits.`);
  return value;
}

function taxClass(account: Account, body: JsonObject): string | undefined {
  const value = id(body, 'taxClassID');
  if (value !== undefined && value !== '0' && account.taxClasses.get(value) === undefined) throw new Refusal(400, `TaxClass ${value} does not exist.`);
  return value;
}

/** The deprecated types need the flag as well. */
function itemType(body: JsonObject, before: Row): string | undefined {
  const value = text(body, 'itemType');
  if (value === undefined) return undefined;
  if (!TYPES.includes(value)) throw new Refusal(400, `Invalid itemType: ${value}`);
  const serialized = flag(body, 'serialized') ?? before['serialized'] === 'true';
  if (value.startsWith('serialized') && !serialized) throw new Refusal(400, `itemType ${value} needs serialized to be true.`);
  return value;
}

function noteOf(body: JsonObject, timeStamp: string): { note?: Row } {
  if (body['Note'] === undefined) return {};
  if (!isObject(body['Note'])) throw new Refusal(400, 'Invalid Note.');
  onlyKnown(body['Note'], ['note', 'isPublic'], 'Note');
  return { note: { note: text(body['Note'], 'note') ?? '', isPublic: String(flag(body['Note'], 'isPublic') ?? false), timeStamp } };
}
