// Registers open and close; what is booked names the opening it was booked in, which is how
// a takings day is told from the next (2026-07 Register, SaleResponsePayment).

import { number } from '../json.ts';
import { nextUuid, nextVersion, wireTime } from './model.ts';
import type { Retailer, XRow } from './model.ts';

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

/** What a payment notes of the register that takes it. */
export function openingOf(register: XRow): { opening?: string } {
  const opening = register['register_open_sequence_id'];
  return typeof opening === 'string' ? { opening } : {};
}

function change(retailer: Retailer, id: string, fields: Omit<XRow, 'id'>): void {
  const register = retailer.registers.get(id);
  if (register === undefined) throw new Error(`No register ${id}.`);
  retailer.registers.put(id, { ...register, ...fields, id, version: number(nextVersion(retailer)) });
}
