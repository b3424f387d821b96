// `tillbridge describe`: what the module says about itself.

import { describe } from '../module.ts';
import type { Command } from '../main.ts';
import { EXIT, print } from '../terminal.ts';

export const describeCommand: Command = {
  name: 'describe',
  usage: '',
  summary: 'Print the module\'s version, decisions, events and store tables.',
  options: {},
  help: {},
  operands: { least: 0, most: 0 },
  async run(_operands, values) {
    print(describe(), values['pretty'] === true);
    return EXIT.done;
  },
};
