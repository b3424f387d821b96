// Operations on sales and customers, and the search over both and products (sheet 3.X, 4.X, 8.X).

import type { Scope } from './access.ts';
import { createCustomer } from './customers.ts';
import { listPage, renderSale } from './reads.ts';
import { createReturn } from './returns.ts';
import { BOTH, bodyOf } from './route.ts';
import type { Call, Route } from './route.ts';
import { createSale, replaceSale } from './sales.ts';
import { search } from './search.ts';
import { Refusal, jsonReply } from './wire.ts';

export function saleRoutes(): Route[] {
  return [
    {
      on: 'GET sales', versions: BOTH, needs: ['sales:read'],
      run: ({ retailer, request, dated }) => jsonReply(200, listPage(request, retailer.sales, { render: (sale) => renderSale(retailer, sale, dated) })),
    },
    {
      on: 'POST sales', versions: ['dated'], needs: ['sales:write'],
      run: (call) => jsonReply(200, { data: renderSale(call.retailer, createSale(call.retailer, bodyOf(call), call.duplicateSaleId), call.dated) }),
    },
    {
      on: 'GET sales/{id}', versions: BOTH, needs: ['sales:read'],
      run({ retailer, id, dated }) {
        const sale = retailer.sales.get(id);
        if (sale === undefined) throw new Refusal(404, `No sale with id ${id}.`);
        return jsonReply(200, { data: renderSale(retailer, sale, dated) });
      },
    },
    {
      on: 'PUT sales/{id}', versions: ['dated'], needs: ['sales:write'],
      run: (call) => jsonReply(200, { data: renderSale(call.retailer, replaceSale(call.retailer, call.id, bodyOf(call)), call.dated) }),
    },
    {
      // Takes no body.
      on: 'POST sales/{id}/actions/return', versions: ['dated'], needs: ['sales:write', 'users:read'],
      run: ({ retailer, id, dated }) => jsonReply(200, { data: renderSale(retailer, createReturn(retailer, id), dated) }),
    },
    {
      on: 'GET customers', versions: BOTH, needs: ['customers:read'],
      run: ({ retailer, request }) => jsonReply(200, listPage(request, retailer.customers, { render: (row) => row, hidesDeleted: true })),
    },
    {
      on: 'POST customers', versions: BOTH, needs: ['customers:write'],
      run: (call) => jsonReply(201, { data: createCustomer(call.retailer, bodyOf(call)) }),
    },
    {
      on: 'GET customers/{id}', versions: BOTH, needs: ['customers:read'],
      run({ retailer, id }) {
        const customer = retailer.customers.get(id);
        if (customer === undefined) throw new Refusal(404, `No customer with id ${id}.`);
        return jsonReply(200, { data: customer });
      },
    },
    {
      on: 'GET search', versions: BOTH, needs: searched,
      run: ({ retailer, request, dated }) => jsonReply(200, search(request, retailer, dated)),
    },
  ];
}

/** What is searched for says which scope it takes. */
function searched({ request }: Call): Scope[] {
  switch (request.query.get('type')) {
    case 'sales': return ['sales:read'];
    case 'products': return ['products:read'];
    case 'customers': return ['customers:read'];
    default: return [];
  }
}
