// Both vendors' catalogues as they answer them, a page at a time, without a network: for the bench,
// and behind a local server for the tests of the command line.

import type { Http, TenantConfig } from '../module.ts';
import { readFileSync } from 'node:fs';

type Any = any;
export type Series = 'R' | 'X';
export type Made = { shopify: Any[]; lightspeed: Any[]; known: { variant: string; item: string }[]; truth: Map<string, string> };

const peer: Any = await import(new URL('../../../benches/peer/catalogue.mjs', import.meta.url).href);
export const catalogues = peer.catalogues as (series: Series, count: number, seed?: number) => Made;

/** A tenant of the series. */
export function tenantOf(series: Series): TenantConfig {
  const name = series === 'R' ? 'r-us-one-line' : 'x-us-one-line';
  return JSON.parse(readFileSync(new URL(`../../../tests/scenarios/order.to_sale/${name}/config.json`, import.meta.url), 'utf8')) as TenantConfig;
}

export type Asked = { path: string; query: Record<string, string>; body?: Any };

/** A page of either catalogue. */
export function pageOf(made: Made, series: Series, { path, query, body }: Asked): unknown {
  if (path.includes('/graphql.json')) {
    const from = Number(body.variables.after ?? 0);
    const to = Math.min(from + body.variables.first, made.shopify.length);
    const pageInfo = { hasNextPage: to < made.shopify.length, endCursor: String(to) };
    return { data: { productVariants: { pageInfo, nodes: made.shopify.slice(from, to) } } };
  }
  const from = Number(query['after'] ?? 0);
  const to = Math.min(from + (series === 'R' ? 100 : 200), made.lightspeed.length);
  const rows = made.lightspeed.slice(from, to);
  if (series === 'X') return { data: rows, version: { min: from, max: rows.length === 0 ? null : to } };
  const next = to < made.lightspeed.length ? `https://example.com${path}?limit=100&after=${to}` : '';
  return { '@attributes': { next }, Item: rows.length === 1 ? rows[0] : rows };
}

export function httpOf(made: Made, series: Series): Http {
  const encoder = new TextEncoder();
  return {
    async send({ path, query = {}, body }) {
      const answer = pageOf(made, series, { path, query: query as Record<string, string>, body });
      return { status: 200, headers: {}, body: encoder.encode(JSON.stringify(answer)) };
    },
  };
}
