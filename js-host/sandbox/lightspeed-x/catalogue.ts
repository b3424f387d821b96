// The products, found by any of their codes, by name and by variant parent without reading
// all of them (sheet 1.X, lookups). The index is kept in memory, in lower case, and read
// against the rows themselves; who compares exactly does so on what it yields.

import type { Table } from '../store.ts';
import { feed } from './feed.ts';
import type { Feed } from './feed.ts';
import type { XProduct } from './model.ts';

export type Catalogue = Feed<XProduct> & {
  byCode(code: string): XProduct[];
  byName(name: string): XProduct[];
  byParent(id: string): XProduct[];
};

type Index = Map<string, Set<string>>;

export function catalogue(table: Table<XProduct>): Catalogue {
  const rows = feed(table, { idOf: ({ id }) => id, versionOf: ({ version }) => Number(version) });
  let index: Index | undefined;
  const built = (): Index => {
    if (index === undefined) {
      index = new Map();
      for (const product of table.all()) note(index, product);
    }
    return index;
  };
  const find = (key: string): XProduct[] => [...built().get(key) ?? []].flatMap((id) => {
    const product = table.get(id);
    return product !== undefined && keysOf(product).includes(key) ? [product] : [];
  });
  return {
    ...rows,
    put(id, product) {
      rows.put(id, product);
      if (index !== undefined) note(index, product);
    },
    byCode: (code) => find(codeKey(code)),
    byName: (name) => find(nameKey(name)),
    byParent: (id) => find(parentKey(id)),
  };
}

const codeKey = (code: string): string => `code ${code.toLowerCase()}`;
const nameKey = (name: string): string => `name ${name.toLowerCase()}`;
const parentKey = (id: string): string => `parent ${id}`;

function keysOf(product: XProduct): string[] {
  return [
    ...codesOf(product).map(codeKey), nameKey(product.name), ...(product.parentId === null ? [] : [parentKey(product.parentId)]),
  ];
}

/** Its SKU and its other codes: a code is a SKU to the vendor ("the sku code being added", X20 ProductCode). */
export function codesOf(product: XProduct): string[] {
  return [...(product.sku === null ? [] : [product.sku]), ...product.codes.map(({ code }) => code)];
}

function note(index: Index, product: XProduct): void {
  for (const key of keysOf(product)) {
    const ids = index.get(key);
    if (ids === undefined) index.set(key, new Set([product.id]));
    else ids.add(product.id);
  }
}
