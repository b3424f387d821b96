// Contacts of R-Series customers and shipping addresses: at most one e-mail per
// use type and one phone per type; consent flags are true unless sent false (sheet 4.R).

import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import { flag, onlyKnown, text } from './fields.ts';
import type { ContactDoc, Row } from './model.ts';
import { Refusal, relation, requested } from './wire.ts';

const CONTACT = ['custom', 'noEmail', 'noPhone', 'noMail', 'Addresses', 'Phones', 'Emails', 'Websites'];
const ADDRESS = ['address1', 'address2', 'city', 'state', 'zip', 'country', 'countryCode', 'stateCode'];
const PHONE_TYPES = ['Home', 'Work', 'Mobile', 'Pager', 'Fax'];
const EMAIL_TYPES = ['Primary', 'Secondary'];

export function readContact(value: JsonObject[string], timeStamp: string): ContactDoc {
  if (value !== undefined && value !== null && value !== '' && !isObject(value)) throw new Refusal(400, 'Invalid Contact.');
  const body = isObject(value) ? value : {};
  onlyKnown(body, CONTACT, 'Contact');
  return {
    flags: {
      custom: text(body, 'custom') ?? '',
      noEmail: String(flag(body, 'noEmail') ?? true),
      noPhone: String(flag(body, 'noPhone') ?? true),
      noMail: String(flag(body, 'noMail') ?? true),
      timeStamp,
    },
    addresses: requested(body['Addresses'], 'ContactAddress').map(readAddress),
    phones: readTyped(requested(body['Phones'], 'ContactPhone'), 'number', PHONE_TYPES, 'phone'),
    emails: readTyped(requested(body['Emails'], 'ContactEmail'), 'address', EMAIL_TYPES, 'e-mail'),
    websites: requested(body['Websites'], 'ContactWebsite').map((site) => {
      onlyKnown(site, ['url'], 'ContactWebsite');
      return { url: text(site, 'url') ?? '' };
    }),
  };
}

export function renderContact(contact: ContactDoc): JsonObject {
  return {
    ...contact.flags,
    Addresses: relation('ContactAddress', contact.addresses),
    Phones: relation('ContactPhone', contact.phones),
    Emails: relation('ContactEmail', contact.emails),
    Websites: relation('ContactWebsite', contact.websites),
  };
}

function readAddress(body: JsonObject): Row {
  onlyKnown(body, ADDRESS, 'ContactAddress');
  return Object.fromEntries(ADDRESS.map((key) => [key, text(body, key) ?? '']));
}

function readTyped(bodies: JsonObject[], valueKey: string, types: string[], what: string): Row[] {
  const rows = bodies.map((body): Row => {
    onlyKnown(body, [valueKey, 'useType'], `Contact ${what}`);
    const useType = text(body, 'useType') ?? types[0] ?? '';
    if (!types.includes(useType)) throw new Refusal(400, `Invalid useType '${useType}' of a ${what}.`);
    return { [valueKey]: text(body, valueKey) ?? '', useType };
  });
  if (new Set(rows.map((row) => row['useType'])).size !== rows.length) {
    throw new Refusal(400, `A contact may hold one ${what} of each type.`);
  }
  return rows;
}
