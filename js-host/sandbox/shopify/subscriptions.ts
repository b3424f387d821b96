// Webhook subscriptions an app makes over GraphQL, as 2026-10 has them: `uri` is the address and
// `callbackUrl` its deprecated twin. They deliver through the same machinery as those of the
// handle, which stand for an app's own file and so are not listed here. Only JSON over HTTP is
// sent. Messages of user errors are Shopify's where reports show them, else inferred.

import { GraphQLError } from 'graphql';
import type { Deliveries, Subscription } from '../delivery.ts';
import { versionView } from './about.ts';
import { compareBy, keysetPage } from './keyset.ts';
import { utc } from './orders.ts';
import type { Scopes } from './scopes.ts';
import { gid, idOf } from './shop.ts';
import type { Shop, StoredSubscription } from './shop.ts';
import { shapeOf } from './subscription-shape.ts';
import { topicOf } from './topics.ts';
import type { PageArguments, View } from './views.ts';

type Input = { uri?: string | null; callbackUrl?: string | null; filter?: string | null; format?: string | null; includeFields?: string[] | null; name?: string | null };
type ListArguments = PageArguments & { topics?: string[] | null; uri?: string | null; callbackUrl?: string | null; format?: string | null; query?: string | null; sortKey: string };
type UserError = { field: string[]; message: string };

const TYPE = 'WebhookSubscription';
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/;

export function subscriptionRoots(shop: Shop, deliveries: Deliveries, scopes: Scopes, apiVersion: string): object {
  const table = shop.subscriptions;
  const live = new Map<string, Subscription>();
  const connect = (stored: StoredSubscription): void => {
    const old = live.get(stored.id);
    if (old !== undefined) deliveries.unsubscribe(old);
    const subscription: Subscription = {
      topic: topicOf(stored.topic)?.name ?? stored.topic, url: stored.uri, shape: shapeOf(stored.filter, stored.includeFields),
      ...(stored.name === null ? {} : { name: stored.name }),
    };
    live.set(stored.id, subscription);
    deliveries.subscribe(subscription);
  };
  /** Shopify deletes a subscription whose deliveries all failed: so does the machinery, and here it is noticed. */
  const all = (): StoredSubscription[] => {
    const known = new Set(deliveries.subscriptions());
    for (const [id, subscription] of live) {
      if (known.has(subscription)) continue;
      live.delete(id);
      table.remove(id);
    }
    return table.all();
  };
  const view = (stored: StoredSubscription): View => ({
    id: gid(TYPE, stored.id), legacyResourceId: stored.id, topic: stored.topic, uri: stored.uri, callbackUrl: stored.uri,
    apiVersion: () => versionView(apiVersion, shop.now()), filter: stored.filter, includeFields: stored.includeFields, format: 'JSON', name: stored.name,
    createdAt: utc(stored.createdAt), updatedAt: utc(stored.updatedAt),
  });
  const find = (id: string): StoredSubscription | undefined => all().find((each) => gid(TYPE, each.id) === id);
  const taken = (topic: string, uri: string, but?: string): boolean => all().some((each) => each.id !== but && each.topic === topic && each.uri === uri);
  const keep = (stored: StoredSubscription, input: Input): View => {
    const field = ['webhookSubscription', typeof input.uri === 'string' ? 'uri' : 'callbackUrl'];
    const wrong = faultOf(stored.uri) ?? (taken(stored.topic, stored.uri, stored.id) ? 'Address for this topic has already been taken' : undefined);
    if (wrong !== undefined) return refused({ field, message: wrong });
    // Throws for what the sandbox cannot filter by, before anything is kept.
    shapeOf(stored.filter, stored.includeFields);
    const made = stored.id === '' ? { ...stored, id: shop.nextId('webhook_subscription') } : stored;
    table.put(made.id, made);
    connect(made);
    return { webhookSubscription: view(made), userErrors: [] };
  };
  for (const stored of table.all()) connect(stored);

  return {
    webhookSubscription: ({ id }: { id: string }) => {
      const found = find(id);
      return found === undefined ? null : view(found);
    },
    webhookSubscriptions: (args: ListArguments) => {
      if (typeof args.query === 'string' && args.query !== '') throw new GraphQLError('The sandbox does not search webhook subscriptions.');
      const address = args.uri ?? args.callbackUrl ?? undefined;
      const position = ({ id, createdAt }: StoredSubscription): { value: string; id: string } => ({ value: args.sortKey === 'ID' ? '' : createdAt, id });
      const compare = compareBy(false);
      const accept = (each: StoredSubscription): boolean =>
        (args.topics?.includes(each.topic) ?? true) && (address === undefined || each.uri === address) && (args.format ?? 'JSON') === 'JSON';
      return keysetPage({ items: all().sort((a, b) => compare(position(a), position(b))), accept, position, compare, view }, args);
    },
    webhookSubscriptionCreate: ({ topic, webhookSubscription: input }: { topic: string; webhookSubscription: Input }) => {
      const known = topicOf(topic);
      if (known === undefined) throw new GraphQLError(`The sandbox does not cover the topic ${topic}.`);
      if (known.scopes.length > 0 && !scopes.any(known.scopes)) {
        return refused({ field: ['topic'], message: `Invalid topic specified: ${known.name}. Does it exist? Is there a missing access scope?` });
      }
      covered(input);
      const at = shop.now().toISOString();
      return keep({
        id: '', topic, uri: input.uri ?? input.callbackUrl ?? '', filter: input.filter ?? null, includeFields: input.includeFields ?? [], name: input.name ?? null,
        createdAt: at, updatedAt: at,
      }, input);
    },
    webhookSubscriptionUpdate: ({ id, webhookSubscription: input }: { id: string; webhookSubscription: Input }) => {
      const old = find(id);
      if (old === undefined) return missing();
      covered(input);
      // What the input does not name stays; null takes away.
      const given = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value);
      return keep({
        ...old, uri: input.uri ?? input.callbackUrl ?? old.uri, filter: given(input.filter, old.filter), includeFields: given(input.includeFields, old.includeFields) ?? [],
        name: given(input.name, old.name), updatedAt: shop.now().toISOString(),
      }, input);
    },
    webhookSubscriptionDelete: ({ id }: { id: string }) => {
      const found = find(id);
      if (found === undefined) return { ...missing(), deletedWebhookSubscriptionId: null };
      const subscription = live.get(idOf(id));
      if (subscription !== undefined) deliveries.unsubscribe(subscription);
      live.delete(found.id);
      table.remove(found.id);
      return { deletedWebhookSubscriptionId: id, userErrors: [] };
    },
  };
}

/** HTTPS only, as Shopify; the sandbox also takes HTTP on this machine, where its receivers are. */
function faultOf(uri: string): string | undefined {
  if (uri === '') return "Address can't be blank";
  return (uri.startsWith('https://') && URL.canParse(uri)) || LOOPBACK.test(uri) ? undefined : 'Address is invalid';
}

function covered(input: Input): void {
  const uri = input.uri ?? input.callbackUrl ?? '';
  if (/^(pubsub:|arn:)/.test(uri)) throw new GraphQLError(`The sandbox does not deliver to ${uri}.`);
  if (input.format === 'XML') throw new GraphQLError('The sandbox does not send XML.');
}

function refused(error: UserError): View {
  return { webhookSubscription: null, userErrors: [error] };
}

function missing(): View {
  return refused({ field: ['id'], message: 'Webhook subscription does not exist' });
}
