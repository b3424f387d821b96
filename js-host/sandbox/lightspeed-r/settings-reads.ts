// What a set-up program reads of an R-Series account besides its goods: shops, registers,
// employees, payment types, taxes and price levels (sheet 9 and appendix A, Rdoc endpoints/*).
// PaymentType has no `code` and TaxClass no `classification`: neither is documented or recorded.

import type { JsonObject } from '../json.ts';
import { rowEntity } from './entity.ts';
import type { AnyEntity } from './entity.ts';
import type { Account, Row } from './model.ts';
import { classesOf } from './tax.ts';
import { relation } from './wire.ts';

export function settings(account: Account): AnyEntity[] {
  return [
    shop(account),
    taxCategory(account),
    rowEntity({
      entity: 'Register', key: 'registerID', rows: account.registers,
      fields: { shopID: 'number', name: 'text', open: 'text', archived: 'text' },
    }),
    rowEntity({
      entity: 'Employee', key: 'employeeID', rows: account.employees, sortable: ['timeStamp'],
      fields: { firstName: 'caseless', lastName: 'caseless', lockOut: 'text', timeStamp: 'time', archived: 'text' },
    }),
    rowEntity({
      entity: 'PaymentType', key: 'paymentTypeID', rows: account.paymentTypes,
      fields: { name: 'text', type: 'text', internalReserved: 'text', archived: 'text' },
    }),
    rowEntity({
      entity: 'TaxClass', key: 'taxClassID', rows: account.taxClasses, sortable: ['timeStamp'],
      fields: { name: 'text', timeStamp: 'time' },
    }),
    // The documented sort field "orderLineID" is of another entity: priceLevelID stands in.
    rowEntity({
      entity: 'PriceLevel', key: 'priceLevelID', rows: account.priceLevels, sortable: ['name'],
      fields: { name: 'text', archived: 'text' },
    }),
  ];
}

function shop(account: Account): AnyEntity {
  const registers = (shopID: string): Row[] => account.registers.all().filter((row) => row['shopID'] === shopID);
  return rowEntity({
    entity: 'Shop', key: 'shopID', rows: account.shops, fields: { name: 'text', archived: 'text' },
    relations: ['Registers', 'TaxCategory', 'PriceLevel'],
    related: (row, asks) => ({
      ...(asks('Registers') ? { Registers: relation('Register', registers(row['shopID'] ?? '')) } : {}),
      ...(asks('TaxCategory') ? { TaxCategory: { ...account.taxCategories.get(row['taxCategoryID'] ?? '0') } } : {}),
      ...(asks('PriceLevel') ? { PriceLevel: { ...account.priceLevels.get(row['priceLevelID'] ?? '0') } } : {}),
    }),
  });
}

function taxCategory(account: Account): AnyEntity {
  const classes = (taxCategoryID: string, withClass: boolean): JsonObject[] => classesOf(account, taxCategoryID).map((row) => {
    const taxClass = account.taxClasses.get(row['taxClassID'] ?? '0');
    return { ...row, ...(withClass && taxClass !== undefined ? { TaxClass: { ...taxClass } } : {}) };
  });
  return rowEntity({
    entity: 'TaxCategory', key: 'taxCategoryID', rows: account.taxCategories, fields: { timeStamp: 'time' }, sortable: ['timeStamp'],
    relations: ['TaxCategoryClasses', 'TaxCategoryClasses.TaxClass'],
    related(row, asks) {
      const withClass = asks('TaxCategoryClasses.TaxClass');
      if (!withClass && !asks('TaxCategoryClasses')) return {};
      return { TaxCategoryClasses: relation('TaxCategoryClass', classes(row['taxCategoryID'] ?? '', withClass)) };
    },
  });
}
