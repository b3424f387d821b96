// Operations on products and their stock (X20; 2026-07; Xpost for the update in 2.1). The stock of
// the date versions is listed by `POST /inventory` and not covered.

import type { JsonObject } from '../json.ts';
import { number } from '../json.ts';
import { pairId } from './model.ts';
import type { Retailer } from './model.ts';
import { createProduct } from './product-create.ts';
import { updateProduct } from './product-update.ts';
import { deleteFamily, deleteProduct, renderProduct } from './products.ts';
import { listPage, listProducts, renderInventory } from './reads.ts';
import { BOTH, bodyOf } from './route.ts';
import type { Call, Route } from './route.ts';
import { Refusal, emptyReply, jsonReply } from './wire.ts';

export function productRoutes(): Route[] {
  return [
    {
      on: 'GET products', versions: BOTH, needs: ['products:read'],
      run: ({ retailer, request, dated }) => jsonReply(200, listProducts(request, retailer, dated)),
    },
    {
      on: 'POST products', versions: BOTH, needs: ['products:write'],
      run: (call) => jsonReply(200, { data: [createProduct(call.retailer, bodyOf(call)).id] }),
    },
    {
      // A deleted product is still read by its id; inferred.
      on: 'GET products/{id}', versions: BOTH, needs: ['products:read'],
      run({ retailer, id, dated }) {
        const product = retailer.products.get(id);
        if (product === undefined) throw new Refusal(404, `No product with id ${id}.`);
        return jsonReply(200, { data: renderProduct(product, dated) });
      },
    },
    {
      on: 'PUT products/{id}', versions: ['2.1', 'dated'], needs: ['products:write'],
      run(call) {
        updateProduct(call.retailer, call.id, bodyOf(call), call.dated);
        return jsonReply(200, {});
      },
    },
    { on: 'DELETE products/{id}', versions: BOTH, needs: ['products:write'], run: (call) => deleted(call, deleteProduct) },
    { on: 'DELETE products/{id}/all', versions: BOTH, needs: ['products:write'], run: (call) => deleted(call, deleteFamily) },
    {
      on: 'GET products/{id}/inventory', versions: ['2.0'], needs: ['inventory:read'],
      run: ({ retailer, id }) => jsonReply(200, { data: inventoryOf(retailer, id) }),
    },
    {
      on: 'GET inventory', versions: ['2.0'], needs: ['inventory:read'],
      run: ({ retailer, request }) => jsonReply(200, listPage(request, retailer.inventory, { render: renderInventory })),
    },
  ];
}

/** The answer's body is not documented; here it has none. */
function deleted({ retailer, id }: Call, remove: (retailer: Retailer, id: string) => void): ReturnType<Route['run']> {
  remove(retailer, id);
  return emptyReply(200);
}

/** All outlets at once: a product has few rows, and its examples have no versions around them. */
function inventoryOf(retailer: Retailer, productId: string): JsonObject[] {
  const product = retailer.products.get(productId);
  if (product === undefined) throw new Refusal(404, `No product with id ${productId}.`);
  return retailer.outlets.all().flatMap((outlet) => {
    const row = retailer.inventory.get(pairId(productId, outlet.id));
    return row === undefined ? [] : [{ ...renderInventory(row), current_amount: number(row.level), average_cost: number(product.cost) }];
  });
}
