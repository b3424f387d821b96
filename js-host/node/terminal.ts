// What a command reads and prints: JSON in from a file or standard input, JSON out on standard
// output, words for a person on standard error.

import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';

/** The three exit codes. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** The command line itself is wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** An input cannot be read. */
export class InputError extends Error {
  override readonly name = 'InputError';
}

export type Issue = { code: string; path: string; message: string; hint: string };

/** A file's bytes; `-` or none is standard input. */
export async function read(file: string | undefined): Promise<Uint8Array> {
  if (file === undefined || file === '-') {
    if (process.stdin.isTTY) throw new UsageError('no file was named and nothing is piped in');
    return new Uint8Array(await buffer(process.stdin));
  }
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InputError(code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read: ${code ?? String(error)}`);
  }
}

type RawJson = {
  rawJSON(text: string): unknown;
  parse(text: string, reviver: (key: string, value: unknown, context: { source?: string }) => unknown): unknown;
};

/** JSON with exact numbers: one that would lose digits stays the text it was. */
export function parse(text: string, name: string): unknown {
  const raw = JSON as unknown as RawJson;
  try {
    return raw.parse(text, (_key, value, context) => (
      typeof value === 'number' && String(value) !== context.source ? raw.rawJSON(context.source ?? String(value)) : value));
  } catch (error) {
    throw new InputError(`${name} is not JSON: ${(error as Error).message}`);
  }
}

/** Machine-readable output. */
export function print(value: unknown, pretty: boolean): void {
  process.stdout.write(`${JSON.stringify(value, null, pretty ? 2 : undefined)}\n`);
}

/** Machine-readable output that is already text. */
export function printText(json: Uint8Array, pretty: boolean): void {
  if (pretty) print(parse(new TextDecoder().decode(json), 'the answer'), true);
  else process.stdout.write(`${new TextDecoder().decode(json)}\n`);
}

/** A line for a person. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function sayIssue(issue: Issue): void {
  say(`${issue.code} at ${issue.path}: ${issue.message}`);
  if (issue.hint !== '') say(`  hint: ${issue.hint}`);
}

export function sayException(exception: { code: string; subject: string; owner: string; summary: string; next_step: string }): void {
  say(`${exception.code} on ${exception.subject} (${exception.owner}): ${exception.summary}`);
  say(`  next step: ${exception.next_step}`);
}
