// The sample payouts, and the command line that explains them.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));
const EXAMPLES = fileURLToPath(new URL('../../examples/payout/', import.meta.url));

export const EXPORT = join(EXAMPLES, 'payment_transactions_export.csv');
export const TRANSACTIONS = join(EXAMPLES, 'transactions.json');
export const PAYOUT = join(EXAMPLES, 'payout.json');
export const CONFIG = fileURLToPath(new URL('../orders/us.R.config.json', import.meta.url));
export const ZONE = ['--time-zone', 'America/New_York'];

export const folder = mkdtempSync(join(tmpdir(), 'tillbridge-payout-'));
after(() => rmSync(folder, { recursive: true, force: true }));

export function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

export const json = (name: string, value: unknown): string => file(name, JSON.stringify(value));
export const text = (path: string): string => readFileSync(path, 'utf8');
export const parsed = <T>(path: string): T => JSON.parse(text(path)) as T;

export type Row = Record<string, unknown>;
export const sampleRows = (): Row[] => parsed<{ transactions: Row[] }>(TRANSACTIONS).transactions;
export const samplePayout = (): Row => parsed<{ payout: Row }>(PAYOUT).payout;

export type Ended = { code: number | null; out: string; err: string };

export function payout(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, 'payout', ...args], { env: { PATH: process.env['PATH'] ?? '', TZ: 'Europe/Lisbon' } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
  child.stdin.end();
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}
