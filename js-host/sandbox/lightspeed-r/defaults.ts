// What every R-Series account has from the start: the price levels 1 to 3, the tax classes
// "Item" and "Labor", and the attribute sets of matrices (Rdoc endpoints/item, taxclass; recorded
// itemattributeset_list). Levels can be renamed; elsewhere "Online" is 4 or 5 (sheet 1.R).

import { wireTime } from './model.ts';
import type { Account, Row } from './model.ts';

export const DEFAULT_LEVEL = '1';

const LEVELS = [['1', 'Default'], ['2', 'MSRP'], ['3', 'Online']] as const;
const CLASSES = [['1', 'Item'], ['2', 'Labor']] as const;
const SELF: Row = {
  name: 'Sandbox', status: 'customer', employeeLimit: '30', uniqueSubscriptionIdentifier: 'ABC123',
  currencyCode: 'USD', currencySymbol: '$',
};

const SETS = [
  ['1', 'Color/Size', 'Color', 'Size', ''],
  ['2', 'Size', '', 'Size', ''],
  ['3', 'Color', 'Color', '', ''],
  ['4', '3 Attributes', 'Attribute 1', 'Attribute 2', 'Attribute 3'],
] as const;

export const ATTRIBUTE_SETS: readonly Row[] = SETS.map(([itemAttributeSetID, name, attributeName1, attributeName2, attributeName3]) =>
  ({ itemAttributeSetID, name, attributeName1, attributeName2, attributeName3 }));

export function installDefaults(account: Account): void {
  for (const [id, name] of LEVELS) {
    if (account.priceLevels.get(id) === undefined) account.priceLevels.put(id, levelRow(id, name));
    account.store.skip('r_price_level', Number(id));
  }
  for (const [taxClassID, name] of CLASSES) {
    const kept = account.taxClasses.get(taxClassID) !== undefined;
    if (!kept) account.taxClasses.put(taxClassID, { taxClassID, name, timeStamp: wireTime(account.now()) });
    account.store.skip('r_tax_class', Number(taxClassID));
  }
  if (account.self.get('self') === undefined) account.self.put('self', SELF);
}

/** Levels of the vendor's own cannot be archived. */
export function levelRow(priceLevelID: string, name: string, more: Row = {}): Row {
  return { priceLevelID, name, archived: 'false', canBeArchived: 'false', type: 'fixed', Calculation: '', ...more };
}
