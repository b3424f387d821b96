// An entity that can be read: its rows, filters, sort fields, relations and how it is answered.

import type { JsonObject } from '../json.ts';
import { catalogue } from './catalogue.ts';
import type { Row } from './model.ts';
import type { FieldType } from './filter.ts';
import type { Listing } from './query.ts';

export type Entity<T> = Listing<T> & {
  relations: readonly string[];
  get(id: string): T | undefined;
  render(document: T, asks: Asks): JsonObject;
};

/** Whether a relation was asked for. */
export type Asks = (relation: string) => boolean;

/** One entity with its document type hidden. */
export type AnyEntity = Entity<unknown>;

export function hide<T>(entity: Entity<T>): AnyEntity {
  return entity as unknown as AnyEntity;
}

type Source<T> = { all(): T[]; get(id: string): T | undefined };

export type RowEntity = {
  entity: string;
  key: string;
  rows: Source<Row>;
  fields?: Record<string, FieldType>;
  sortable?: string[];
  relations?: string[];
  related?(row: Row, asks: Asks): JsonObject;
};

/** An entity of plain rows, few of them. */
export function rowEntity({ entity, key, rows, fields = {}, sortable = [], relations = [], related }: RowEntity): AnyEntity {
  const shape = { key, fields: { [key]: 'number' as const, ...fields }, values: (row: Row, field: string) => [row[field] ?? ''] };
  return hide<Row>({
    ...shape, entity, sortable, relations,
    catalogue: () => catalogue(rows.all(), shape),
    get: (id) => rows.get(id),
    render: (row, asks) => ({ ...row, ...related?.(row, asks) }),
  });
}
