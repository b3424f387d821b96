// Creates R-Series customers (sheet 4.R). Duplicates are allowed, as at the vendor.

import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { readContact } from './contact.ts';
import { flag, id, onlyKnown, text } from './fields.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, CustomerDoc } from './model.ts';
import { Refusal } from './wire.ts';

const TEXTS = ['firstName', 'lastName', 'dob', 'title', 'company', 'companyRegistrationNumber', 'vatNumber'] as const;
const REFERENCES = ['creditAccountID', 'customerTypeID', 'discountID', 'taxCategoryID'] as const;
const KNOWN = [...TEXTS, ...REFERENCES, 'Contact', 'Note'];

export function createCustomer(account: Account, body: JsonObject): CustomerDoc {
  onlyKnown(body, KNOWN, 'Customer');
  const taxCategoryID = id(body, 'taxCategoryID') ?? '0';
  if (taxCategoryID !== '0' && account.taxCategories.get(taxCategoryID) === undefined) {
    throw new Refusal(400, `TaxCategory ${taxCategoryID} does not exist.`);
  }
  const now = wireTime(account.now());
  const customerID = nextId(account, 'customer');
  const note = isObject(body['Note']) ? body['Note'] : {};
  const customer: CustomerDoc = {
    row: {
      customerID,
      ...Object.fromEntries(TEXTS.map((key) => [key, text(body, key) ?? ''])),
      ...Object.fromEntries(REFERENCES.map((key) => [key, id(body, key) ?? '0'])),
      createTime: now,
      timeStamp: now,
      archived: 'false',
    },
    contact: readContact(body['Contact'], now),
    note: { note: text(note, 'note') ?? '', isPublic: String(flag(note, 'isPublic') ?? false), timeStamp: now },
  };
  account.customers.put(customerID, customer);
  return customer;
}
