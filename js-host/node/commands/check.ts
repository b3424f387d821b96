// `tillbridge check`: whether a configuration can be used.

import { check } from '../module.ts';
import type { Command } from '../main.ts';
import { EXIT, print, read, say, sayIssue } from '../terminal.ts';

export const checkCommand: Command = {
  name: 'check',
  usage: '[CONFIG]',
  summary: 'Say whether a tenant configuration can be used, and what is wrong with it.',
  options: {},
  help: {},
  details: 'Prints the list of issues as JSON; the list is empty when the configuration is usable.',
  operands: { least: 0, most: 1 },
  async run([file], values) {
    const issues = check(await read(file));
    print(issues, values['pretty'] === true);
    for (const issue of issues) sayIssue(issue);
    say(issues.length === 0 ? 'The configuration is usable.' : `${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}.`);
    return issues.length === 0 ? EXIT.done : EXIT.failed;
  },
};
