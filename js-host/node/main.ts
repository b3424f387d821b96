// The command line `tillbridge`: finds the command, and turns what went wrong into a message
// and an exit code.

import { parseArgs } from 'node:util';
import type { ParseArgsOptionsConfig } from 'node:util';
import { AccessError } from './access.ts';
import { adoptCommand } from './commands/adopt.ts';
import { checkCommand } from './commands/check.ts';
import { codesCommand } from './commands/codes.ts';
import { decideCommand } from './commands/decide.ts';
import { describeCommand } from './commands/describe.ts';
import { linksCommand } from './commands/links.ts';
import { payoutCommand } from './commands/payout.ts';
import { previewCommand, runCommand } from './commands/run.ts';
import { schemaCommand } from './commands/schema.ts';
import { serveCommand } from './commands/serve.ts';
import { setupCommand } from './commands/setup.ts';
import { shadowCommand } from './commands/shadow.ts';
import { stockCommand } from './commands/stock.ts';
import { ConfigError, TillbridgeError } from './module.ts';
import { StoreError, TaskHeld } from './store.ts';
import { EXIT, InputError, UsageError, say, sayIssue } from './terminal.ts';

export type Values = Record<string, string | boolean | undefined>;

export type Command = {
  name: string;
  /** What follows the command's name. */
  usage: string;
  summary: string;
  options: ParseArgsOptionsConfig;
  /** One line per option. */
  help: Record<string, string>;
  /** Longer words for `--help`. */
  details?: string;
  operands: { least: number; most: number };
  run(operands: string[], values: Values): Promise<number>;
};

const COMMANDS: readonly Command[] = [
  setupCommand, checkCommand, linksCommand, adoptCommand, stockCommand, shadowCommand, payoutCommand, decideCommand, runCommand, previewCommand, serveCommand, schemaCommand, codesCommand, describeCommand,
];

const COMMON: ParseArgsOptionsConfig = { help: { type: 'boolean', short: 'h' }, pretty: { type: 'boolean' } };

export async function main(args: string[]): Promise<number> {
  try {
    return await dispatch(args);
  } catch (error) {
    return explain(error);
  }
}

async function dispatch(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    say(overview());
    return EXIT.usage;
  }
  if (name === '--version' || name === '-v') {
    const { describe } = await import('./module.ts');
    process.stdout.write(`${describe().core}\n`);
    return EXIT.done;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const asked = COMMANDS.find((command) => command.name === rest[0]);
    process.stdout.write(`${asked === undefined ? overview() : helpOf(asked)}\n`);
    return EXIT.done;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new UsageError(`there is no command "${name}"${nearest(name)}`);

  const { values, positionals } = parsed(command, rest);
  if (values['help'] === true) {
    process.stdout.write(`${helpOf(command)}\n`);
    return EXIT.done;
  }
  const { least, most } = command.operands;
  if (positionals.length < least) throw new UsageError(`usage: tillbridge ${command.name} ${command.usage}`);
  if (positionals.length > most) throw new UsageError(`"${positionals[most]}" is one operand too many; usage: tillbridge ${command.name} ${command.usage}`);
  return command.run(positionals, values);
}

function parsed(command: Command, args: string[]): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options: { ...COMMON, ...command.options }, allowPositionals: true });
    return { values: values as Values, positionals };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Message and exit code of a failure. Only a fault of ours shows its stack. */
function explain(error: unknown): number {
  if (error instanceof UsageError) {
    say(`tillbridge: ${error.message}`);
    say('  hint: `tillbridge --help` lists the commands, `tillbridge COMMAND --help` their options.');
    return EXIT.usage;
  }
  if (error instanceof ConfigError) {
    for (const issue of error.issues) sayIssue(issue);
    return EXIT.failed;
  }
  if (error instanceof TillbridgeError) {
    say(error.message);
    say(`  hint: ${error.hint}`);
    return EXIT.failed;
  }
  if (error instanceof InputError || error instanceof AccessError || error instanceof StoreError || error instanceof TaskHeld) {
    say(`tillbridge: ${error.message}`);
    return EXIT.failed;
  }
  say(`tillbridge: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
  return EXIT.failed;
}

function overview(): string {
  const width = Math.max(...COMMANDS.map((command) => command.name.length));
  return [
    'tillbridge COMMAND [OPTIONS] [FILE]',
    '',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    '',
    'JSON is read from FILE, or from standard input when it is `-` or absent; JSON is printed on',
    'standard output, words on standard error. Exit code 0: done. 1: refused, failed, or an',
    'exception needs a person. 2: the command line is wrong.',
    '',
    '  --help      of all, or of a command',
    '  --version   of the module',
  ].join('\n');
}

function helpOf(command: Command): string {
  const lines = Object.entries({ ...command.help, '--pretty': 'indent the JSON', '--help': 'this text' });
  const width = Math.max(...lines.map(([option]) => option.length));
  return [
    `tillbridge ${command.name} ${command.usage}`.trimEnd(),
    '',
    command.summary,
    ...(command.details === undefined ? [] : ['', command.details]),
    '',
    ...lines.map(([option, text]) => `  ${option.padEnd(width)}  ${text}`),
  ].join('\n');
}

/** A hint for a misspelled command: one that begins alike. */
function nearest(name: string): string {
  const alike = COMMANDS.find((command) => command.name.startsWith(name.slice(0, 2)));
  return alike === undefined || name.length < 2 ? '' : `; did you mean "${alike.name}"?`;
}
