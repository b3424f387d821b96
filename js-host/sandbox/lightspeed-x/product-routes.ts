// Operations on products (X20; 2026-07; Xpost for the update in 2.1).

import type { Retailer } from './model.ts';
import { createProduct } from './product-create.ts';
import { updateProduct } from './product-update.ts';
import { deleteFamily, deleteProduct, renderProduct } from './products.ts';
import { listProducts } from './reads.ts';
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
  ];
}

/** The answer's body is not documented; here it has none. */
function deleted({ retailer, id }: Call, remove: (retailer: Retailer, id: string) => void): ReturnType<Route['run']> {
  remove(retailer, id);
  return emptyReply(200);
}
