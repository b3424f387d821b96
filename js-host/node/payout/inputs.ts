// The files of a payout: what each is, told by its content, and how they go into the decision.

import { parse as parseCsv } from 'csv-parse/sync';
import { InputError, parse } from '../terminal.ts';

export type File = { name: string; bytes: Uint8Array };

/** What a file holds; a whole answer of GraphQL may hold both rows and payouts. */
type Held = File & { export: boolean; rows?: unknown[] | undefined; payouts?: unknown[] | undefined };

export type Given = {
  /** The balance transactions, as the payload of the decision. */
  payload: Uint8Array;
  /** The payouts, as JSON text. */
  payouts?: string;
  /** The currency of the first row, or else payout. */
  currency?: string;
  /** Which files stand behind `$.transactions` and `$.payouts`. */
  names: { transactions: string[]; payouts: string[] };
};

/** Columns of the export: a file that begins with two of them is meant as one, whatever became of it. */
const COLUMNS = ['transaction date', 'payout status', 'payout date', 'payout id', 'available on', 'amount', 'fee', 'net', 'currency'];
const EXPECTED = 'the CSV export from Shopify Admin, balance transactions or payouts as JSON';
const HEAD = 64 * 1024;
/** More than any module takes: such a file is not even looked at. */
const MOST_BYTES = 100_000_000;

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export function gather(files: readonly File[]): Given {
  const held = files.map(holdsOf);
  const [exports, rows, payouts] = [held.filter((file) => file.export), held.filter((file) => file.rows), held.filter((file) => file.payouts)];
  const names = { transactions: [...exports, ...rows].map(({ name }) => name), payouts: payouts.map(({ name }) => name) };
  if (names.transactions.length === 0) {
    throw new InputError(`${names.payouts.join(', ')}: payouts without their rows; hand over their balance transactions, too: the CSV export or {"transactions": […]}`);
  }
  if (exports.length > 0 && rows.length > 0) {
    throw new InputError(`${names.transactions.join(', ')}: rows as an export and as JSON; hand over one of them, for they would be counted twice`);
  }
  if (exports.length > 1) {
    throw new InputError(`${names.transactions.join(', ')}: more than one export; make one of the whole period, for the same rows may stand in both`);
  }
  const currency = currencyOf(exports[0], [...rows.flatMap((file) => file.rows ?? []), ...payouts.flatMap((file) => file.payouts ?? [])]);
  return {
    payload: exports[0]?.bytes ?? joined(rows, rowsOf),
    ...(payouts.length > 0 && { payouts: textOf(joined(payouts, payoutsOf)) }),
    ...(currency !== undefined && { currency }),
    names,
  };
}

function holdsOf(file: File): Held {
  const { name, bytes } = file;
  if (bytes.length === 0) throw new InputError(`${name} is empty`);
  if (bytes.length > MOST_BYTES) {
    throw new InputError(`${name} has ${Math.ceil(bytes.length / 1e6)} MB, and ${MOST_BYTES / 1e6} MB is the most: hand over less at a time, such as an export of a shorter period`);
  }
  const start = textOf(bytes.subarray(0, HEAD)).trimStart();
  if (/^[[{]/.test(start)) {
    const value = loose(file);
    const [rows, payouts] = [rowsOf(value), payoutsOf(value)];
    if (rows === undefined && payouts === undefined) throw new InputError(`${name} is JSON and holds neither rows nor payouts: it must be ${EXPECTED}`);
    return { ...file, export: false, rows, payouts };
  }
  const first = (start.split(/\r?\n/, 1)[0] ?? '').toLowerCase();
  const known = COLUMNS.filter((column) => first.includes(column));
  if (known.length >= 2) return { ...file, export: true };
  if (start.startsWith('PK')) throw new InputError(`${name} is a workbook of a spreadsheet or an archive; hand over the CSV as Shopify made it`);
  throw new InputError(`${name} is nothing that is read here: it must be ${EXPECTED}`);
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const exact = ({ name, bytes }: File): unknown => parse(textOf(bytes), name);

/** Fast, and numbers may lose digits: to see what there is. */
function loose({ name, bytes }: File): unknown {
  try {
    return JSON.parse(textOf(bytes));
  } catch (error) {
    throw new InputError(`${name} is not JSON: ${(error as Error).message}`);
  }
}

/** The lists of a payload under the names that REST and GraphQL give them. */
function listOf(value: unknown, rest: string, connection: string, isOne: (row: Json) => boolean): unknown[] | undefined {
  if (Array.isArray(value)) return value.some((row) => isObject(row) && isOne(row)) ? value : undefined;
  if (!isObject(value)) return undefined;
  if (Array.isArray(value[rest])) return value[rest];
  const bare = nodesOf(value);
  if (bare !== undefined) return bare.some((row) => isObject(row) && isOne(row)) ? bare : undefined;
  const account = accountOf(value);
  return account === undefined ? undefined : nodesOf(account[connection]);
}

function accountOf(value: Json): Json | undefined {
  const data = isObject(value['data']) ? value['data'] : value;
  return isObject(data['shopifyPaymentsAccount']) ? data['shopifyPaymentsAccount'] : undefined;
}

function nodesOf(connection: unknown): unknown[] | undefined {
  if (!isObject(connection)) return undefined;
  if (Array.isArray(connection['nodes'])) return connection['nodes'];
  if (!Array.isArray(connection['edges'])) return undefined;
  return connection['edges'].map((edge: unknown) => (isObject(edge) ? edge['node'] : edge));
}

/** A row has a fee; a payout has none. */
const isRow = (one: Json): boolean => 'fee' in one && 'net' in one;
const isPayout = (one: Json): boolean => !('fee' in one) && 'status' in one && ('date' in one || 'issuedAt' in one);

const rowsOf = (value: unknown): unknown[] | undefined => listOf(value, 'transactions', 'balanceTransactions', isRow);

function payoutsOf(value: unknown): unknown[] | undefined {
  const list = listOf(value, 'payouts', 'payouts', isPayout);
  if (list !== undefined || !isObject(value)) return list;
  if (isObject(value['payout'])) return [value['payout']];
  const data = isObject(value['data']) ? value['data'] : value;
  if (isObject(data['node']) && isPayout(data['node'])) return [data['node']];
  return isPayout(value) ? [value] : undefined;
}

/** One file goes in as it came; several as one list. */
function joined(files: readonly File[], read: (value: unknown) => unknown[] | undefined): Uint8Array {
  const [first, ...more] = files;
  if (first === undefined) return new Uint8Array();
  // Without the mark that some programs begin a file with.
  if (more.length === 0) return first.bytes[0] === 0xef ? first.bytes.subarray(3) : first.bytes;
  const values = files.map((file) => ({ file, value: exact(file) }));
  for (const { file, value } of values) {
    const errors = isObject(value) ? value['errors'] : undefined;
    if (Array.isArray(errors) ? errors.length > 0 : errors !== undefined && errors !== null) throw new InputError(`${file.name}: the query was refused, so rows may be missing`);
  }
  if (read === rowsOf && values.every(({ value }) => saysMore(value))) {
    throw new InputError(`${files.map(({ name }) => name).join(', ')}: each page says that there is another one; hand over the last page, too`);
  }
  return new TextEncoder().encode(JSON.stringify(values.flatMap(({ value }) => read(value) ?? [])));
}

/** Whether a page of GraphQL says that there are more rows behind it. */
function saysMore(value: unknown): boolean {
  if (!isObject(value)) return false;
  const connection = accountOf(value)?.['balanceTransactions'] ?? value;
  const info = isObject(connection) ? connection['pageInfo'] : undefined;
  return isObject(info) && info['hasNextPage'] === true;
}

function currencyOf(made: File | undefined, rows: readonly unknown[]): string | undefined {
  if (made !== undefined) return exportCurrency(made.bytes);
  for (const one of rows) {
    const own = isObject(one) ? moneyCurrency(one) : undefined;
    if (own !== undefined) return own;
  }
  return undefined;
}

function moneyCurrency(one: Json): string | undefined {
  if (typeof one['currency'] === 'string') return one['currency'];
  const net = one['net'];
  return isObject(net) && typeof net['currencyCode'] === 'string' ? net['currencyCode'] : undefined;
}

/** The currency of an export's first row; what is wrong with the file is for the module to say. */
function exportCurrency(bytes: Uint8Array): string | undefined {
  try {
    const rows = parseCsv(textOf(bytes.subarray(0, HEAD)), { bom: true, to: 2, relax_column_count: true }) as string[][];
    const at = rows[0]?.findIndex((name) => name.trim().toLowerCase() === 'currency') ?? -1;
    const own = rows[1]?.[at];
    return own !== undefined && /^[A-Z]{3}$/.test(own) ? own : undefined;
  } catch {
    return undefined;
  }
}
