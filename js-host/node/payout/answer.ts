// What `payout.summarise` answers, as the statement reads it. Amounts are texts.

import type { Issue } from '../terminal.ts';

export type Family = { month: string; family: string; rows: number; gross: string; fee: string; net: string };

export type JournalLine = { account: string; code: string; title: string; memo: string; debit?: string; credit?: string };

export type Entry = {
  reference: string;
  date: string;
  moved_from?: string;
  narration: string;
  currency: string;
  lines: JournalLine[];
  debits: string;
  credits: string;
  /** In other words: handed on as they are. */
  xero?: unknown;
  quickbooks?: unknown;
};

export type Theirs = { part: string; gross: string; fee: string; our_gross: string; our_fee: string; agrees: boolean };

export type Certificate = {
  rows: number;
  sum: string;
  stated?: string;
  turned?: boolean;
  residue: string;
  ties: boolean;
  debits: string;
  credits: string;
  to_bank: string;
  transfers: number;
  tests: number;
  twice: number;
  quarantined: number;
  theirs?: Theirs[];
  theirs_add_up?: boolean;
};

export type ReconciledRow = {
  row: string;
  type: string;
  at: string;
  status: string;
  amount: string;
  order?: string;
  name?: string;
  sale?: string;
  recorded?: string;
  difference?: string;
  why?: string;
};

export type Reconciliation = { counts: { status: string; rows: number; amount: string }[]; rows: ReconciledRow[] };

export type Payout = {
  payout: string;
  status: string;
  issued_on?: string;
  currency: string;
  net: string;
  posting: string;
  held_for?: string[];
  families: Family[];
  /** All that should stand, as `--posted` takes it the next time. */
  lines: unknown[];
  entries: Entry[];
  certificate: Certificate;
  reconciliation?: Reconciliation;
};

export type Rejected = { row: string; why: string; payout?: string; net: string; currency: string };

export type Ledger = {
  ledger: string;
  currency: string;
  opening: string;
  days: { on: string; up: string; down: string; closing: string }[];
  closing: string;
};

export type MonthFamily = Family & { currency: string; paid: string; waiting: string };

export type ReportTie = {
  month: string; family: string; currency: string; figure: string; theirs: string; ours: string; difference: string; why: string;
};

export type BankTie = { payout: string; status: string; lines: string[]; with?: string[]; difference?: string };

export type Summarised = {
  payouts: Payout[];
  rejected?: Rejected[];
  waiting: number;
  ledgers: Ledger[];
  months: MonthFamily[];
  report?: ReportTie[];
  bank?: BankTie[];
  csv?: string;
};

export type PayoutException = {
  code: string; severity: string; subject: string; owner: string; summary: string; next_step: string; evidence?: Record<string, unknown>;
};

export type Answer = { status: string; refusal?: Issue; output?: Summarised; exceptions?: PayoutException[] };
