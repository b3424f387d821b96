// Orders as files: the raw webhook bodies, and what the demonstration reads of them itself.

import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ZERO, print } from '../../sandbox/decimal.ts';
import { decimalOf, listOf, objectOf, parseJson, textOf } from '../../sandbox/json.ts';
import type { SeedTransaction } from '../../sandbox/index.ts';
import { InputError } from '../terminal.ts';

export type Line = { variant: string; sku: string; title: string; price: string; units: string };

export type OrderFile = {
  file: string;
  /** The body as it will be delivered. */
  text: string;
  /** Its number among Shopify's ids, digit by digit. */
  id: string;
  name: string;
  currency: string;
  taxesIncluded: boolean;
  total: string;
  email: string;
  processedAt: string;
  gateways: string[];
  rates: string[];
  lines: Line[];
  /** From `NAME.transactions.json` beside it; absent, the sandbox's Shopify derives one payment. */
  transactions?: SeedTransaction[];
};

/** The sample orders, in order of their file names' numbers. */
export async function sampleOrders(folder: string): Promise<OrderFile[]> {
  const files = (await readdir(folder)).filter((file) => /-\d+-[a-z-]+\.json$/.test(file));
  const orders = await Promise.all(files.map((file) => readOrder(join(folder, file))));
  return orders.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function readOrder(path: string): Promise<OrderFile> {
  const text = await contents(path);
  const document = objectOf(parseJson(text));
  const needed = (key: string): string => {
    const value = textOf(document[key]);
    if (value === undefined || value === '') throw new InputError(`${path} is not a Shopify order: it has no "${key}"`);
    return value;
  };
  const id = /\/Order\/(\d+)/.exec(textOf(document['admin_graphql_api_id']) ?? '')?.[1] ?? needed('id');
  const transactions = await transactionsBeside(path);
  const lines = listOf(document['line_items']).map(objectOf);
  const taxes = lines.map((line) => listOf(line['tax_lines']).map((tax) => print(decimalOf(objectOf(tax)['rate']) ?? ZERO)));
  return {
    file: basename(path),
    text,
    id,
    name: needed('name'),
    currency: needed('currency'),
    taxesIncluded: document['taxes_included'] === true,
    total: needed('total_price'),
    email: (textOf(document['email']) || textOf(objectOf(document['customer'])['email']) || '').toLowerCase(),
    processedAt: needed('processed_at'),
    gateways: [
      ...listOf(document['payment_gateway_names']).flatMap((gateway) => textOf(gateway) || []),
      ...(transactions ?? []).flatMap((transaction) => transaction.gateway ?? []),
    ],
    rates: [...new Set(taxes.flatMap((rates) => (rates.length === 0 ? ['0'] : rates)))],
    lines: lines.flatMap((line) => {
      const variant = textOf(line['variant_id']);
      // A gift card that is sold is no goods.
      if (variant === undefined || line['gift_card'] === true) return [];
      return { variant, sku: textOf(line['sku']) ?? '', title: textOf(line['title']) ?? '', price: textOf(line['price']) ?? '0', units: textOf(line['quantity']) ?? '0' };
    }),
    ...(transactions === undefined ? {} : { transactions }),
  };
}

async function transactionsBeside(path: string): Promise<SeedTransaction[] | undefined> {
  const name = `${basename(path, '.json')}.transactions.json`;
  const beside = (await readdir(dirname(path))).includes(name);
  return beside ? JSON.parse(await contents(join(dirname(path), name))) as SeedTransaction[] : undefined;
}

async function contents(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}
