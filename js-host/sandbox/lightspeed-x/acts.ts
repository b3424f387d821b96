// What staff do at the till and in the back office while an integration runs. Each act is one
// change: a new version of its row, and the webhooks that there are for it (sheet 7.X: none for
// registers and payment types).

import { number } from '../json.ts';
import { change, nextVersion } from './model.ts';
import type { Retailer, XProduct } from './model.ts';
import { updateProduct } from './product-update.ts';
import { deleteProduct, saveProduct } from './products.ts';
import { closeRegister, openRegister } from './registers.ts';

export type XActs = {
  /** A new opening of a register, and its end. */
  openRegister(id: string): void;
  closeRegister(id: string): void;
  /** The name is that of its whole family. */
  renameProduct(id: string, name: string): void;
  deactivateProduct(id: string): void;
  /** One product; the others of its family stay. */
  deleteProduct(id: string): void;
  renamePaymentType(id: string, name: string): void;
};

export function xActs(retailer: Retailer): XActs {
  const act = (work: () => void): void => change(retailer, work);
  return {
    openRegister: (id) => act(() => openRegister(retailer, id.toLowerCase())),
    closeRegister: (id) => act(() => closeRegister(retailer, id.toLowerCase())),
    renameProduct: (id, name) => act(() => updateProduct(retailer, id.toLowerCase(), { common: { name } }, true)),
    deactivateProduct: (id) => act(() => void saveProduct(retailer, { ...known(retailer, id.toLowerCase()), active: false })),
    deleteProduct: (id) => act(() => deleteProduct(retailer, id.toLowerCase())),
    renamePaymentType: (id, name) => act(() => {
      const row = retailer.paymentTypes.get(id.toLowerCase());
      if (row === undefined) throw new Error(`No payment type ${id}.`);
      retailer.paymentTypes.put(row.id, { ...row, name, name_changed_by_user: true, version: number(nextVersion(retailer)) });
    }),
  };
}

function known(retailer: Retailer, id: string): XProduct {
  const product = retailer.products.get(id);
  if (product === undefined) throw new Error(`No product ${id}.`);
  return product;
}
