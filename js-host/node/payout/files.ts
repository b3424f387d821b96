// What a statement leaves behind as files, for the books and for people.

import { mkdir, writeFile } from 'node:fs/promises';
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

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
