// `GET Reports/Accounting/{PaymentsByDay, TaxClassSalesByDay, TaxesByDay}.json` (sheet 6, Rdoc
// endpoints/Reports-Accounting-*): totals of the completed sales by day, on the calendar of the
// sale's shop. Dates are MM/DD/YYYY, amounts fixed at two places, costs at nine.
//
// Inferred: `endDate` is in; a sale is of the day of its completeTime; what class sales are worth is
// without tax and net of discounts; drawer movements are no payments; pages are as those of lists.

import type { Reply, Request } from '../http.ts';
import { dec, multiply, negate, printFixed, round, sum } from '../decimal.ts';
import type { Decimal } from '../decimal.ts';
import type { JsonObject } from '../json.ts';
import type { Account, Row, SaleDoc } from './model.ts';
import { Refusal, jsonReply, oneOrMany } from './wire.ts';

/** One sale's share of a total: the fields that tell rows apart, and the amounts that are summed. */
type Share = { of: Row; amounts: Record<string, { value: Decimal; places: number }> };
type Report = { key: string; shares(account: Account, sale: SaleDoc): Share[] };

const MONEY = 2;
const COST = 9;
const PAGE = 100;

const REPORTS: Readonly<Record<string, Report>> = {
  PaymentsByDay: {
    key: 'Payments',
    shares: (account, { payments }) => payments.map((payment) => {
      const paymentTypeID = payment['paymentTypeID'] ?? '0';
      const paymentTypeName = account.paymentTypes.get(paymentTypeID)?.['name'] ?? '';
      return { of: { paymentTypeName, paymentTypeID }, amounts: { amount: { value: amountOf(payment, 'amount'), places: MONEY } } };
    }),
  },
  TaxClassSalesByDay: {
    key: 'SalesDay',
    shares: (account, { lines }) => lines.map(({ row }) => {
      const taxClassID = row['taxClassID'] ?? '0';
      const cost = (field: string): { value: Decimal; places: number } => ({ value: multiply(amountOf(row, field), amountOf(row, 'unitQuantity')), places: COST });
      const subtotal = sum([amountOf(row, 'calcSubtotal'), negate(amountOf(row, 'calcLineDiscount'))]);
      return {
        of: { taxClassID, taxClassName: account.taxClasses.get(taxClassID)?.['name'] ?? '' },
        amounts: { subtotal: { value: subtotal, places: MONEY }, fifoCost: cost('fifoCost'), avgCost: cost('avgCost') },
      };
    }),
  },
  TaxesByDay: {
    key: 'Taxes',
    shares(account, { row }) {
      const taxCategoryID = row['taxCategoryID'] ?? '0';
      const category = account.taxCategories.get(taxCategoryID);
      if (category === undefined) return [];
      // A category has names for its two taxes and none of its own.
      const tax = sum([amountOf(row, 'calcTax1'), amountOf(row, 'calcTax2')]);
      return [{ of: { taxCategoryID, taxCategoryName: category['tax1Name'] ?? '' }, amounts: { tax: { value: tax, places: MONEY } } }];
    },
  },
};

export function isReport(name: string): boolean {
  return REPORTS[name] !== undefined;
}

export function report(account: Account, request: Request, name: string): Reply {
  const { key, shares } = REPORTS[name] ?? notCovered(name);
  const { query } = request;
  const unknown = [...query.keys()].find((each) => !['startDate', 'endDate', 'limit', 'after', 'sort'].includes(each));
  if (unknown !== undefined) throw new Refusal(400, `'${unknown}' is not a parameter of ${name}.`);
  if ((query.get('sort') ?? 'date') !== 'date') throw new Refusal(400, `The sandbox sorts ${name} by date only.`);
  const within = period(query);
  const totals = new Map<string, { day: string; share: Share }>();
  for (const sale of account.sales.all()) {
    const { row } = sale;
    const zone = account.shops.get(row['shopID'] ?? '')?.['timeZone'] ?? 'UTC';
    if (row['completed'] !== 'true' || !within(row['completeTime'] ?? '', zone)) continue;
    const day = dayOf(row['completeTime'] ?? '', zone);
    for (const { of, amounts } of shares(account, sale)) {
      const share = { of: { shopID: row['shopID'] ?? '0', ...of }, amounts };
      const place = `${day} ${Object.values(share.of).join(' ')}`;
      totals.set(place, { day, share: added(totals.get(place)?.share, share) });
    }
  }
  const rows = [...totals.values()].sort(byPlace).map(({ day, share }) => printed(day, share));
  return paged(request, key, rows);
}

function notCovered(name: string): never {
  throw new Refusal(501, `The sandbox does not cover the report ${name}.`);
}

function amountOf(row: Row, field: string): Decimal {
  return dec(row[field] ?? '0');
}

function added(before: Share | undefined, share: Share): Share {
  if (before === undefined) return share;
  const amounts = Object.entries(share.amounts).map(([name, { value, places }]) =>
    [name, { value: sum([before.amounts[name]?.value ?? dec('0'), value]), places }] as const);
  return { of: share.of, amounts: Object.fromEntries(amounts) };
}

function byPlace(a: { day: string; share: Share }, b: { day: string; share: Share }): number {
  const idOf = ({ share }: { share: Share }): number => Number(share.of['paymentTypeID'] ?? share.of['taxClassID'] ?? share.of['taxCategoryID'] ?? '0');
  const days = a.day < b.day ? -1 : a.day > b.day ? 1 : 0;
  return days || Number(a.share.of['shopID']) - Number(b.share.of['shopID']) || idOf(a) - idOf(b);
}

function printed(day: string, { of, amounts }: Share): JsonObject {
  const [year, month, date] = day.split('-');
  const values = Object.entries(amounts).map(([name, { value, places }]) => [name, printFixed(round(value, places), places)]);
  return { date: `${month}/${date}/${year}`, ...of, ...Object.fromEntries(values) };
}

/** Whether a time is from `startDate` to `endDate`: calendar days of the shop, or points in time. */
function period(query: URLSearchParams): (time: string, zone: string) => boolean {
  const limit = (name: string): string => {
    const text = query.get(name);
    if (text === null || Number.isNaN(Date.parse(text))) throw new Refusal(400, `${name} is required and must be a date.`);
    return text;
  };
  const [start, end] = [limit('startDate'), limit('endDate')];
  const position = (limitText: string, time: string, zone: string): number => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(limitText)) return Date.parse(time) - Date.parse(limitText);
    const day = dayOf(time, zone);
    return day < limitText ? -1 : day > limitText ? 1 : 0;
  };
  return (time, zone) => position(start, time, zone) >= 0 && position(end, time, zone) <= 0;
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a time in a zone, YYYY-MM-DD. */
function dayOf(time: string, zone: string): string {
  const format = FORMATS.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  FORMATS.set(zone, format);
  return format.format(new Date(time));
}

function paged(request: Request, key: string, rows: JsonObject[]): Reply {
  const limit = Number(request.query.get('limit') ?? PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE) throw new Refusal(400, `limit must be between 1 and ${PAGE}.`);
  const after = request.query.get('after');
  const from = after === null ? 0 : Number(Buffer.from(after, 'base64').toString('utf8'));
  if (!Number.isInteger(from) || from < 0) throw new Refusal(400, 'Invalid after.');
  const query = new URLSearchParams(request.query);
  query.set('after', Buffer.from(String(from + limit)).toString('base64'));
  const next = from + limit < rows.length ? `${request.origin}${request.path}?${query}` : '';
  const shown = rows.slice(from, from + limit);
  if (shown.length === 0) return jsonReply({ '@attributes': { count: '0', next, previous: '' } });
  return jsonReply({ '@attributes': { next, previous: '' }, [key]: oneOrMany(shown) });
}
