// Registers open and close; what is booked names the opening it was booked in, which is how
// a takings day is told from the next (2026-07 Register, SaleResponsePayment).

import type { JsonObject } from '../json.ts';
import { number } from '../json.ts';
import { invalid, objects, onlyKnown, optionalText, optionalTime, uuid } from './fields.ts';
import { nextUuid, nextVersion, wireTime } from './model.ts';
import type { Retailer, XRow } from './model.ts';
import { Refusal } from './wire.ts';

/** A register's first opening. */
export function opened(retailer: Retailer): Omit<XRow, 'id'> {
  return { is_open: true, register_open_time: wireTime(retailer.now()), register_open_sequence_id: nextUuid(retailer, 'open') };
}

export function openRegister(retailer: Retailer, id: string): void {
  change(retailer, id, { ...opened(retailer), register_close_time: null });
}

export function closeRegister(retailer: Retailer, id: string): void {
  change(retailer, id, { is_open: false, register_close_time: wireTime(retailer.now()) });
}

/** `PUT /registers/{id}/actions/open`. Not documented for one that is open already: refused, so that no opening is cut in two. */
export function openByRequest(retailer: Retailer, id: string, body: JsonObject): XRow {
  const register = known(retailer, id);
  onlyKnown(body, ['register_open_time'], 'register');
  const time = optionalTime(body, 'register_open_time');
  if (register['is_open'] === true) invalid('the register is already open');
  change(retailer, id, { ...opened(retailer), ...(time === undefined ? {} : { register_open_time: time }), register_close_time: null });
  return known(retailer, id);
}

/** `PUT /registers/{id}/actions/close`: what was counted, by payment type, as texts. It is read and not kept: closures cannot be read. */
export function closeByRequest(retailer: Retailer, id: string, body: JsonObject): XRow {
  const register = known(retailer, id);
  onlyKnown(body, ['payments'], 'register');
  for (const payment of objects(body, 'payments')) {
    onlyKnown(payment, ['payment_type_id', 'total'], 'payments');
    const type = uuid(payment, 'payment_type_id', 'payments');
    if (retailer.paymentTypes.get(type) === undefined) invalid('payments.payment_type_id is not known');
    if (!/^-?\d+(\.\d+)?$/.test(optionalText(payment, 'total') ?? '')) invalid('payments.total must be a text of a number');
  }
  if (register['is_open'] !== true) invalid('the register is not open');
  closeRegister(retailer, id);
  return known(retailer, id);
}

/** What a payment notes of the register that takes it. */
export function openingOf(register: XRow): { opening?: string } {
  const opening = register['register_open_sequence_id'];
  return typeof opening === 'string' ? { opening } : {};
}

function known(retailer: Retailer, id: string): XRow {
  const register = retailer.registers.get(id);
  if (register === undefined || typeof register['deleted_at'] === 'string') throw new Refusal(404, `No register ${id}.`);
  return register;
}

function change(retailer: Retailer, id: string, fields: Omit<XRow, 'id'>): void {
  const register = retailer.registers.get(id);
  if (register === undefined) throw new Error(`No register ${id}.`);
  retailer.registers.put(id, { ...register, ...fields, id, version: number(nextVersion(retailer)) });
}
