// Operations on the account: the retailer, its outlets, registers, users, taxes, payment types,
// price books and webhooks (X20 and 2026-07). Payment types cannot be made over the API (sheet 9.X).

import { renderPaymentType, renderPriceBook, renderTax } from './account-rows.ts';
import type { Feed } from './feed.ts';
import type { Retailer, XRow } from './model.ts';
import { renderOutletTax } from './outlet-taxes.ts';
import { listPage, notCovered } from './reads.ts';
import { closeByRequest, openByRequest } from './registers.ts';
import { currentUser, renderRetailer } from './retailer.ts';
import { BOTH, bodyOf } from './route.ts';
import type { Call, Route } from './route.ts';
import { createWebhook, deleteWebhook, knownWebhook, updateWebhook } from './subscriptions.ts';
import { Refusal, emptyReply, jsonReply } from './wire.ts';

const PRICE_BOOKS = ['products:read:price_books', 'customers:read', 'outlets:read'] as const;

export function accountRoutes(): Route[] {
  return [
    {
      on: 'GET retailer', versions: BOTH, needs: ['retailer:read', 'payment_types:read'],
      run: ({ retailer }) => jsonReply(200, { data: renderRetailer(retailer) }),
    },
    ...stored('outlets', 'outlets:read', (retailer) => retailer.outlets, true),
    {
      // A product's tax is of the outlet, so that is the scope.
      on: 'GET outlet_taxes', versions: BOTH, needs: ['outlets:read'],
      run({ retailer, request }) {
        const outlet = request.query.get('outlet_id')?.toLowerCase();
        const keep = ({ outletId }: { outletId: string }): boolean => outlet === undefined || outletId === outlet;
        return jsonReply(200, listPage(request, retailer.outletTaxes, { render: renderOutletTax, hidesDeleted: true, keep }));
      },
    },
    ...stored('registers', 'registers:read', (retailer) => retailer.registers, true),
    {
      on: 'PUT registers/{id}/actions/open', versions: BOTH, needs: ['register:open'],
      run: (call) => jsonReply(200, { data: openByRequest(call.retailer, call.id, bodyOf(call)) }),
    },
    {
      on: 'PUT registers/{id}/actions/close', versions: BOTH, needs: ['register:close', 'payment_types:read'],
      run: (call) => jsonReply(200, { data: closeByRequest(call.retailer, call.id, bodyOf(call)) }),
    },
    ...stored('users', 'users:read', (retailer) => retailer.users, false),
    { on: 'GET user', versions: BOTH, needs: ['users:read'], run: ({ retailer }) => jsonReply(200, { data: currentUser(retailer) }) },
    {
      on: 'GET taxes', versions: BOTH, needs: ['taxes:read'],
      run: ({ retailer, request }) => jsonReply(200, listPage(request, retailer.taxes, { render: renderTax, bare: true })),
    },
    {
      on: 'GET taxes/{id}', versions: ['dated'], needs: ['taxes:read'],
      run: ({ retailer, id }) => jsonReply(200, { data: renderTax(found(retailer.taxes.get(id), `No tax with id ${id}.`)) }),
    },
    {
      // Its scope reads "excluding internal payment types".
      on: 'GET payment_types', versions: BOTH, needs: ['payment_types:read'],
      run({ retailer, request, dated }) {
        notCovered(request, ['outlet_id', 'currency', 'only_lspay']);
        return jsonReply(200, listPage(request, retailer.paymentTypes, {
          render: (row) => renderPaymentType(row, dated), hidesDeleted: dated, keep: (row) => row['internal'] !== true,
        }));
      },
    },
    {
      on: 'GET price_books', versions: BOTH, needs: PRICE_BOOKS,
      run: ({ retailer, request, dated }) => jsonReply(200, listPage(request, retailer.priceBooks, {
        render: (row) => renderPriceBook(retailer, row, dated), hidesDeleted: dated, bare: true,
      })),
    },
    {
      on: 'GET price_books/{id}', versions: BOTH, needs: PRICE_BOOKS,
      run: ({ retailer, id, dated }) => jsonReply(200, {
        data: renderPriceBook(retailer, found(retailer.priceBooks.get(id), `No price book with id ${id}.`), dated),
      }),
    },
    ...webhookRoutes(),
  ];
}

function webhookRoutes(): Route[] {
  const needs = ['webhooks'] as const;
  return [
    { on: 'GET webhooks', versions: BOTH, needs, run: ({ retailer }) => jsonReply(200, { data: retailer.webhooks.all() }) },
    { on: 'POST webhooks', versions: BOTH, needs, run: (call) => jsonReply(201, { data: createWebhook(call.retailer, bodyOf(call)) }) },
    { on: 'GET webhooks/{id}', versions: BOTH, needs, run: ({ retailer, id }) => jsonReply(200, { data: knownWebhook(retailer, id) }) },
    { on: 'PUT webhooks/{id}', versions: BOTH, needs, run: (call) => jsonReply(200, { data: updateWebhook(call.retailer, call.id, bodyOf(call)) }) },
    {
      on: 'DELETE webhooks/{id}', versions: BOTH, needs,
      run({ retailer, id }) {
        deleteWebhook(retailer, id);
        return emptyReply(200);
      },
    },
  ];
}

/** The list and the single row of rows that are printed as they are kept. */
function stored(name: string, scope: 'outlets:read' | 'registers:read' | 'users:read', rows: (retailer: Retailer) => Feed<XRow>, hidesDeleted: boolean): Route[] {
  const needs = [scope];
  return [
    {
      on: `GET ${name}`, versions: BOTH, needs,
      run: ({ retailer, request }: Call) => jsonReply(200, listPage(request, rows(retailer), { render: (row) => row, hidesDeleted })),
    },
    {
      on: `GET ${name}/{id}`, versions: BOTH, needs,
      run: ({ retailer, id }: Call) => jsonReply(200, { data: found(rows(retailer).get(id), `No ${name} with id ${id}.`) }),
    },
  ];
}

function found<T>(row: T | undefined, message: string): T {
  if (row === undefined) throw new Refusal(404, message);
  return row;
}
