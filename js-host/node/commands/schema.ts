// `tillbridge schema`: the JSON Schema of the contract.

import { readFile, readdir } from 'node:fs/promises';
import type { Command } from '../main.ts';
import { EXIT, InputError, UsageError, print } from '../terminal.ts';

const FOLDER = new URL('../../../pkg/schema/', import.meta.url);

/** In the same folder, and not a schema. */
const CODES = 'codes.json';

export const schemaCommand: Command = {
  name: 'schema',
  usage: '[NAME]',
  summary: 'Print a JSON Schema of the contract, or the names of all.',
  options: {},
  help: {},
  operands: { least: 0, most: 1 },
  async run([name], values) {
    const files = await readdir(FOLDER).catch(() => { throw new InputError('the package has no folder schema'); });
    const names = files.filter((file) => file.endsWith('.json') && file !== CODES).map((file) => file.slice(0, -5)).sort();
    if (name === undefined) {
      print(names, values['pretty'] === true);
      return EXIT.done;
    }
    if (!names.includes(name)) throw new UsageError(`there is no schema "${name}"; there are ${names.join(', ')}`);
    print(JSON.parse(await readFile(new URL(`${name}.json`, FOLDER), 'utf8')), values['pretty'] === true);
    return EXIT.done;
  },
};
