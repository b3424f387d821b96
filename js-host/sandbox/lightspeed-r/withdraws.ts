// Movements of a register's drawer (Rdoc endpoints/registerwithdraw, sheet 6): below zero they take
// out of it, above they add to it. They cannot be changed, and nothing else follows them.

import { print } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import { rowEntity } from './entity.ts';
import type { AnyEntity } from './entity.ts';
import { decimal, mustExist, onlyKnown, text, time } from './fields.ts';
import { nextId, wireTime } from './model.ts';
import type { Account, Row } from './model.ts';
import { Refusal } from './wire.ts';

/** No searchable fields are documented; inferred from the fields of the row. */
export function registerWithdraw(account: Account): AnyEntity {
  return rowEntity({
    entity: 'RegisterWithdraw', key: 'registerWithdrawID', rows: account.withdraws, relations: ['PaymentType'],
    fields: { amount: 'number', createTime: 'time', notes: 'text', employeeID: 'number', paymentTypeID: 'number', registerID: 'number' },
    related: (row, asks) => (asks('PaymentType') ? { PaymentType: { ...account.paymentTypes.get(row['paymentTypeID'] ?? '0') } } : {}),
  });
}

export function createWithdraw(account: Account, body: JsonObject): Row {
  onlyKnown(body, ['amount', 'createTime', 'notes', 'employeeID', 'paymentTypeID', 'registerID'], 'RegisterWithdraw');
  const amount = decimal(body, 'amount');
  if (amount === undefined) throw new Refusal(400, 'RegisterWithdraw not created. A RegisterWithdraw must have an amount.');
  const employeeID = mustExist(body, 'employeeID', account.employees);
  const paymentTypeID = mustExist(body, 'paymentTypeID', account.paymentTypes);
  const registerID = mustExist(body, 'registerID', account.registers);
  const registerWithdrawID = nextId(account, 'register_withdraw');
  const row: Row = {
    registerWithdrawID, amount: print(amount), createTime: wireTime(time(body, 'createTime') ?? account.now()), notes: text(body, 'notes') ?? '',
    employeeID, paymentTypeID, registerID,
  };
  account.withdraws.put(registerWithdrawID, row);
  return row;
}
