// X-Series stock. A closed sale, and a pending one with delivery, pickup, onaccount
// or layby, takes its units when it is created; a void or parked sale takes none
// (sheet 2.X, "Which sale status moves stock").

import { ZERO, add, dec, multiply, print, subtract } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import { nextUuid, nextVersion, pairId } from './model.ts';
import type { Retailer, XInventory, XSale } from './model.ts';
import { inventoryUpdate } from './webhooks.ts';

const TAKING = ['delivery', 'pickup', 'onaccount', 'layby'];
const RESERVING = ['delivery', 'pickup'];

/** Takes a sale's units from stock (`sign` 1) or gives them back (-1). */
export function applySale(retailer: Retailer, sale: XSale, sign: 1 | -1): void {
  const pending = sale.state === 'pending';
  const takes = sale.state === 'closed' || (pending && sale.attributes.some((name) => TAKING.includes(name)));
  if (!takes) return;
  const reserves = pending && sale.attributes.some((name) => RESERVING.includes(name));
  for (const line of sale.lines) {
    const outletId = line.outletId ?? sale.fulfillmentOutletId ?? sale.source.outletId;
    for (const { productId, quantity: each } of partsOf(retailer, line.productId)) {
      if (retailer.products.get(productId)?.hasInventory !== true) continue;
      const units = multiply(dec(line.quantity), dec(each));
      const quantity = sign === 1 ? units : subtract(ZERO, units);
      moveStock(retailer, productId, outletId, subtract(ZERO, quantity), reserves ? quantity : ZERO);
    }
  }
}

/** A composite's stock is that of what it is made of (sheet 12, 20). */
function partsOf(retailer: Retailer, productId: string): { productId: string; quantity: string }[] {
  const components = retailer.products.get(productId)?.components ?? [];
  return components.length > 0 ? components : [{ productId, quantity: '1' }];
}

export function setStock(retailer: Retailer, productId: string, outletId: string, level: Decimal): void {
  const row = stockRow(retailer, productId, outletId);
  moveStock(retailer, productId, outletId, subtract(level, dec(row.level)), ZERO);
}

function moveStock(retailer: Retailer, productId: string, outletId: string, level: Decimal, reserved: Decimal): void {
  const row = stockRow(retailer, productId, outletId);
  const moved = {
    ...row,
    level: print(add(dec(row.level), level)),
    reserved: print(add(dec(row.reserved), reserved)),
    version: nextVersion(retailer),
  };
  retailer.inventory.put(pairId(productId, outletId), moved);
  retailer.news.push(inventoryUpdate(moved));
}

function stockRow(retailer: Retailer, productId: string, outletId: string): XInventory {
  return retailer.inventory.get(pairId(productId, outletId))
    ?? { id: nextUuid(retailer, 'invt'), productId, outletId, level: '0', reserved: '0', version: '0' };
}
