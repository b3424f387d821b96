// Which operations there are, in which API versions, and what scopes each needs (X20; 2026-07;
// Xpost for 2.1). A path that is known answers 405 to another method or version, one that is not 404.

import { accountRoutes } from './account-routes.ts';
import { legacyWebhookRoutes } from './legacy-webhooks.ts';
import { inventoryRoutes } from './inventory-routes.ts';
import { productRoutes } from './product-routes.ts';
import type { ApiVersion, Route } from './route.ts';
import { saleRoutes } from './sale-routes.ts';
import { Refusal } from './wire.ts';

const ROUTES: readonly Route[] = [...accountRoutes(), ...productRoutes(), ...inventoryRoutes(), ...saleRoutes(), ...legacyWebhookRoutes()];
const ID = '{id}';

/** The operation of a request and the id in its path. */
export function routeOf(method: string, path: string, version: ApiVersion): { route: Route; id: string } {
  const segments = path.split('/');
  const known = ROUTES.map((route) => ({ route, id: match(route, segments) })).filter(({ id }) => id !== undefined);
  if (known.length === 0) throw new Refusal(404, `No such resource: ${path}`);
  const hit = known.find(({ route }) => route.on.startsWith(`${method} `) && route.versions.includes(version));
  if (hit === undefined) throw new Refusal(405, `The sandbox does not cover ${method} ${path} in this version.`);
  return { route: hit.route, id: (hit.id ?? '').toLowerCase() };
}

/** The id in the path, empty where it has none; undefined when it is another path. */
function match({ on }: Route, segments: string[]): string | undefined {
  const pattern = on.slice(on.indexOf(' ') + 1).split('/');
  if (pattern.length !== segments.length) return undefined;
  const fits = pattern.every((part, at) => part === ID ? segments[at] !== '' : part === segments[at]);
  return fits ? segments[pattern.indexOf(ID)] ?? '' : undefined;
}
