// What a statement leaves behind as files, for the books and for people.

import { mkdir, open, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../terminal.ts';
import type { Entry, Summarised } from './answer.ts';

/** The entries in each form; amounts stay as the module wrote them. */
export function booksOf(output: Summarised): Record<string, string> {
  const entries: Entry[] = output.payouts.flatMap((payout) => payout.entries);
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  return {
    'journal.csv': output.csv ?? '',
    'journal.json': json(entries.map(({ xero: _xero, quickbooks: _quickbooks, ...entry }) => entry)),
    'xero.json': json({ ManualJournals: entries.map(({ xero }) => xero) }),
    'quickbooks.json': json(entries.map(({ quickbooks }) => quickbooks)),
  };
}

export async function writeAll(folder: string, files: Record<string, string>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new InputError(`${folder} is no folder that can be written: ${codeOf(error)}`);
  }
  for (const [name, text] of Object.entries(files)) await writeOne(join(folder, name), text);
}

export async function writeOne(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${codeOf(error)}`);
  }
}

/** Whole or not at all: written beside it, and put in its place once it is on the disk. */
export async function writeWhole(file: string, text: string): Promise<void> {
  // Where a link leads, so that it stays one and nobody reads an older file behind it.
  const place = await realpath(file).catch(() => file);
  const beside = `${place}.${process.pid}.tmp`;
  try {
    const handle = await open(beside, 'w');
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, place);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw new InputError(`${file} cannot be written: ${codeOf(error)}`);
  }
}

/** What the journal of an earlier run in that folder holds and this one does not, by reference. */
export async function replacedIn(folder: string, { payouts }: Summarised): Promise<string[]> {
  let before: unknown;
  try {
    before = JSON.parse(await readFile(join(folder, 'journal.json'), 'utf8'));
  } catch {
    return [];
  }
  const now = new Set(payouts.flatMap(({ entries }) => entries.map(({ reference }) => reference)));
  const references = Array.isArray(before) ? before.map((entry: Partial<Entry> | null) => String(entry?.reference)) : [];
  return references.filter((reference) => /^P[\d-]+[A\d-]*$/.test(reference) && !now.has(reference));
}

export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
