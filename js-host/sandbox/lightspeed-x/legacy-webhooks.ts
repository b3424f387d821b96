// Webhooks as `/api/webhooks`, without a version (0.9 specification of 2019): what is sent is JSON in
// the form field `data`, what comes back is bare, and an update names only what changes. The
// `user_id` of its examples is left out. The scope is that of the newer versions; inferred.

import { isObject, parseJson } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { invalid } from './fields.ts';
import type { Call, Route } from './route.ts';
import { createWebhook, deleteWebhook, knownWebhook, updateWebhook } from './subscriptions.ts';
import { Refusal, jsonReply, listReply } from './wire.ts';

export function legacyWebhookRoutes(): Route[] {
  const [needs, versions] = [['webhooks'], ['0.9']] as const;
  return [
    { on: 'GET webhooks', versions, needs, run: ({ retailer }) => listReply(200, retailer.webhooks.all()) },
    { on: 'POST webhooks', versions, needs, run: (call) => jsonReply(200, createWebhook(call.retailer, formOf(call))) },
    { on: 'GET webhooks/{id}', versions, needs, run: ({ retailer, id }) => jsonReply(200, knownWebhook(retailer, id)) },
    {
      on: 'PUT webhooks/{id}', versions, needs,
      run(call) {
        const { type = null, url = null, active = null } = knownWebhook(call.retailer, call.id);
        return jsonReply(200, updateWebhook(call.retailer, call.id, { type, url, active, ...formOf(call) }));
      },
    },
    {
      on: 'DELETE webhooks/{id}', versions, needs,
      run({ retailer, id }) {
        deleteWebhook(retailer, id);
        return jsonReply(200, { status: 'success' });
      },
    },
    {
      // "Sunset" since June 2024.
      on: 'POST products', versions, needs: ['products:write'],
      run() {
        throw new Refusal(410, 'POST /api/products is gone.');
      },
    },
  ];
}

function formOf({ request }: Call): JsonObject {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) invalid('The body must be application/x-www-form-urlencoded.');
  const data = new URLSearchParams(request.body).get('data') ?? invalid('data is required');
  const body = parseJson(data);
  return isObject(body) ? body : invalid('data is not a JSON object.');
}
