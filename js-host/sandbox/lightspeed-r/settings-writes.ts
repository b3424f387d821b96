// The settings an R-Series integration may add: payment types and tax classes (sheet 9, Rdoc
// endpoints/paymenttype, taxclass). A payment type that is posted is "user defined", whatever type
// was asked for. Names need not be unique, as nothing says so. Registers cannot be created.

import type { JsonObject } from '../json.ts';
import { flag, id, onlyKnown, text } from './fields.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, Row } from './model.ts';
import { Refusal } from './wire.ts';

export function createPaymentType(account: Account, body: JsonObject): Row {
  onlyKnown(body, ['name', 'requireCustomer', 'internalReserved', 'type', 'refundAsPaymentTypeID'], 'PaymentType');
  flag(body, 'internalReserved');
  text(body, 'type');
  const refundAsPaymentTypeID = id(body, 'refundAsPaymentTypeID') ?? '0';
  if (refundAsPaymentTypeID !== '0' && account.paymentTypes.get(refundAsPaymentTypeID) === undefined) {
    throw new Refusal(400, `PaymentType ${refundAsPaymentTypeID} does not exist.`);
  }
  const name = nameOf(body, 'PaymentType');
  const paymentTypeID = nextId(account, 'payment_type');
  const row: Row = {
    paymentTypeID, name, requireCustomer: String(flag(body, 'requireCustomer') ?? false), archived: 'false', internalReserved: 'false',
    type: 'user defined', refundAsPaymentTypeID,
  };
  account.paymentTypes.put(paymentTypeID, row);
  return row;
}

export function createTaxClass(account: Account, body: JsonObject): Row {
  onlyKnown(body, ['name'], 'TaxClass');
  const name = nameOf(body, 'TaxClass');
  const taxClassID = nextId(account, 'tax_class');
  const row: Row = { taxClassID, name, timeStamp: wireTime(account.now()) };
  account.taxClasses.put(taxClassID, row);
  return row;
}

/** Required of a tax class; of a payment type inferred. */
function nameOf(body: JsonObject, entity: string): string {
  const name = text(body, 'name') ?? '';
  if (name.trim() === '') throw new Refusal(400, `${entity} not created. A ${entity} must have a name.`);
  return name;
}
