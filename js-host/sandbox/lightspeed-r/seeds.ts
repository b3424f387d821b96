// Puts shops, registers, employees, items, tax categories, payment types and
// customers into the sandbox's R-Series account, and dumps it for assertions.

import { dec } from '../decimal.ts';
import { wireTime, nextId } from './model.ts';
import type { Account, CustomerDoc, Row, SaleDoc, SaleLineDoc, ShipToDoc } from './model.ts';
import { setStock } from './stock.ts';

export type SeedShop = { shopID?: string; name: string; taxCategoryID?: string; timeZone?: string };
export type SeedRegister = { registerID?: string; shopID: string; name?: string; open?: boolean };
export type SeedEmployee = { employeeID?: string; firstName?: string; lastName?: string };
export type SeedTaxCategory = {
  taxCategoryID?: string; tax1Name?: string; tax1Rate: string; tax2Name?: string; tax2Rate?: string; isTaxInclusive?: boolean;
  /** Classes with rates of their own. */
  classes?: { taxClassID: string; tax1Rate: string; tax2Rate?: string }[];
};
export type SeedPaymentType = { paymentTypeID?: string; name: string; type?: string };
export type SeedItem = {
  itemID?: string;
  description: string;
  systemSku?: string;
  customSku?: string;
  manufacturerSku?: string;
  upc?: string;
  ean?: string;
  /** Amount of the price level "Default". */
  price?: string;
  cost?: string;
  tax?: boolean;
  taxClassID?: string;
  itemType?: 'default' | 'non_inventory';
  archived?: boolean;
  /** Quantity on hand by shopID. */
  stock?: Record<string, string>;
};
export type SeedCustomer = {
  customerID?: string; firstName?: string; lastName?: string; company?: string; email?: string;
  taxCategoryID?: string; archived?: boolean;
};

export type RDump = {
  sales: SaleDoc[];
  customers: CustomerDoc[];
  shipTos: ShipToDoc[];
  /** Lines in no sale: reservations. */
  saleLines: SaleLineDoc[];
  /** Quantity on hand by `itemID@shopID`; shop 0 is the sum. */
  stock: Record<string, string>;
  /** Units reserved by layaway lines, by the same keys. */
  onLayaway: Record<string, string>;
};

export type RSeeds = {
  seedShop(seed: SeedShop): string;
  seedRegister(seed: SeedRegister): string;
  seedEmployee(seed: SeedEmployee): string;
  seedTaxCategory(seed: SeedTaxCategory): string;
  seedPaymentType(seed: SeedPaymentType): string;
  seedItem(seed: SeedItem): string;
  seedCustomer(seed: SeedCustomer): string;
  setStock(itemID: string, shopID: string, qoh: string): void;
  dump(): RDump;
};

export function seeds(account: Account): RSeeds {
  const now = (): string => wireTime(account.now());
  const claim = (entity: string, given: string | undefined): string => {
    if (given === undefined) return nextId(account, entity);
    account.store.skip(`r_${entity}`, Number(given));
    return given;
  };
  const keep = (table: { put(id: string, row: Row): void }, id: string, row: Row): string => {
    table.put(id, row);
    return id;
  };

  return {
    seedShop(seed) {
      const shopID = claim('shop', seed.shopID);
      return keep(account.shops, shopID, {
        shopID, name: seed.name, serviceRate: '0', timeZone: seed.timeZone ?? 'US/Pacific', taxLabor: 'false', labelTitle: 'Shop Name',
        labelMsrp: 'false', archived: 'false', timeStamp: now(), companyRegistrationNumber: '', vatNumber: '', contactID: '0',
        taxCategoryID: seed.taxCategoryID ?? '0', receiptSetupID: '1', ccGatewayID: '0', priceLevelID: '1',
      });
    },
    seedRegister(seed) {
      const registerID = claim('register', seed.registerID);
      return keep(account.registers, registerID, {
        registerID, name: seed.name ?? `Register ${registerID}`, open: String(seed.open ?? true), openTime: now(),
        archived: 'false', openEmployeeID: '0', shopID: seed.shopID, ccTerminalID: '0',
      });
    },
    seedEmployee(seed) {
      const employeeID = claim('employee', seed.employeeID);
      return keep(account.employees, employeeID, {
        employeeID, firstName: seed.firstName ?? '', lastName: seed.lastName ?? '', lockOut: 'false', archived: 'false',
        contactID: '0', employeeRoleID: '1', limitToShopID: '0', timeStamp: now(),
      });
    },
    seedTaxCategory(seed) {
      const taxCategoryID = claim('tax_category', seed.taxCategoryID);
      for (const { taxClassID, tax1Rate, tax2Rate } of seed.classes ?? []) {
        account.taxCategoryClasses.put(`${taxCategoryID}/${taxClassID}`, {
          taxCategoryID, taxClassID, tax1Rate, tax2Rate: tax2Rate ?? '0', timeStamp: now(),
        });
      }
      return keep(account.taxCategories, taxCategoryID, {
        taxCategoryID, isTaxInclusive: String(seed.isTaxInclusive ?? false), tax1Name: seed.tax1Name ?? 'Sales Tax',
        tax2Name: seed.tax2Name ?? '', tax1Rate: seed.tax1Rate, tax2Rate: seed.tax2Rate ?? '0', timeStamp: now(),
      });
    },
    seedPaymentType(seed) {
      const paymentTypeID = claim('payment_type', seed.paymentTypeID);
      return keep(account.paymentTypes, paymentTypeID, {
        paymentTypeID, name: seed.name, requireCustomer: 'false', archived: 'false', internalReserved: 'false',
        type: seed.type ?? 'user defined', refundAsPaymentTypeID: '0',
      });
    },
    seedItem(seed) {
      const itemID = claim('item', seed.itemID);
      const cost = seed.cost ?? '0';
      account.items.put(itemID, {
        row: {
          itemID, systemSku: seed.systemSku ?? (210000000000n + BigInt(itemID)).toString(), defaultCost: cost, avgCost: cost,
          discountable: 'true', tax: String(seed.tax ?? true), archived: String(seed.archived ?? false),
          itemType: seed.itemType ?? 'default', serialized: 'false', description: seed.description, modelYear: '0',
          upc: seed.upc ?? '', ean: seed.ean ?? '', customSku: seed.customSku ?? '', manufacturerSku: seed.manufacturerSku ?? '',
          createTime: now(), timeStamp: now(), publishToEcom: 'false', categoryID: '0', taxClassID: seed.taxClassID ?? '1',
          departmentID: '0', itemMatrixID: '0', manufacturerID: '0', seasonID: '0', defaultVendorID: '0',
        },
        prices: [
          { amount: seed.price ?? '0', useTypeID: '1', useType: 'Default' },
          { amount: '0', useTypeID: '2', useType: 'MSRP' },
        ],
      });
      for (const [shopID, qoh] of Object.entries(seed.stock ?? {})) setStock(account, itemID, shopID, dec(qoh));
      return itemID;
    },
    seedCustomer(seed) {
      const customerID = claim('customer', seed.customerID);
      const timeStamp = now();
      account.customers.put(customerID, {
        row: {
          customerID, firstName: seed.firstName ?? '', lastName: seed.lastName ?? '', dob: '', title: '', company: seed.company ?? '',
          companyRegistrationNumber: '', vatNumber: '', creditAccountID: '0', customerTypeID: '0', discountID: '0',
          taxCategoryID: seed.taxCategoryID ?? '0', createTime: timeStamp, timeStamp, archived: String(seed.archived ?? false),
        },
        contact: {
          flags: { custom: '', noEmail: 'true', noPhone: 'true', noMail: 'true', timeStamp },
          addresses: [], phones: [], websites: [],
          emails: seed.email === undefined ? [] : [{ address: seed.email, useType: 'Primary' }],
        },
        note: { note: '', isPublic: 'false', timeStamp },
      });
      return customerID;
    },
    setStock: (itemID, shopID, qoh) => setStock(account, itemID, shopID, dec(qoh)),
    dump() {
      const rows = account.itemShops.all();
      const by = (field: string): Record<string, string> =>
        Object.fromEntries(rows.map((row) => [`${row['itemID']}@${row['shopID']}`, row[field] ?? '0']));
      return {
        sales: account.sales.all(),
        customers: account.customers.all(),
        shipTos: account.shipTos.all(),
        saleLines: account.saleLines.all(),
        stock: by('qoh'),
        onLayaway: by('onLayaway'),
      };
    },
  };
}
