// `tillbridge codes`: what a code means, and what to do about it.

import { readFile } from 'node:fs/promises';
import type { Command } from '../main.ts';
import { EXIT, InputError, UsageError, print } from '../terminal.ts';

type Entry = { id: string; kind: string; severity: string; owner: string; meaning: string; next_step: string };

const FILE = new URL('../../../pkg/schema/codes.json', import.meta.url);

export const codesCommand: Command = {
  name: 'codes',
  usage: '[CODE]',
  summary: 'Say what a code means, who acts on it and how; without CODE, all of them.',
  options: {},
  help: {},
  operands: { least: 0, most: 1 },
  async run([code], values) {
    const entries = JSON.parse(await readFile(FILE, 'utf8').catch(() => { throw new InputError('the package has no schema/codes.json'); })) as Entry[];
    if (code === undefined) {
      print(entries, values['pretty'] === true);
      return EXIT.done;
    }
    const entry = entries.find((one) => one.id === code.toUpperCase());
    if (entry === undefined) throw new UsageError(`there is no code "${code}"; \`tillbridge codes\` lists them`);
    print(entry, values['pretty'] === true);
    return EXIT.done;
  },
};
