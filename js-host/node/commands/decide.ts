// `tillbridge decide`: one pure decision, payload in, decision out.

import type { Command } from '../main.ts';
import { describe } from '../module.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, UsageError, parse, printText, read, say, sayException, sayIssue } from '../terminal.ts';

export const decideCommand: Command = {
  name: 'decide',
  usage: 'NAME --config CONFIG [--context CONTEXT] [PAYLOAD]',
  summary: 'Take one decision, such as order.to_sale, without touching either system.',
  options: {
    config: { type: 'string', short: 'c' },
    context: { type: 'string' },
    explain: { type: 'string' },
  },
  help: {
    '--config FILE': 'the tenant\'s configuration',
    '--context FILE': 'the rest of the decision\'s input: what is not the payload',
    '--explain HOW': '`none`, `reasons` or `text`: how much the decision says about its reasons',
  },
  details: '`tillbridge describe` lists the decisions and which part of their input is the payload.',
  operands: { least: 1, most: 2 },
  async run([name, file], values) {
    const known = describe().decisions.map((decision) => decision.name);
    if (!known.includes(name ?? '')) throw new UsageError(`there is no decision "${name}"; there are ${known.join(', ')}`);
    if (typeof values['config'] !== 'string') throw new UsageError('--config FILE is needed');
    const { bridge } = openTenant(await read(values['config']));
    const context = await contextBytes(values['context'], values['explain']);
    const answer = bridge.decideBytes(name ?? '', context, await read(file));
    bridge.free();
    printText(answer, values['pretty'] === true);

    const decision = JSON.parse(new TextDecoder().decode(answer)) as Decision;
    if (decision.refusal !== undefined) sayIssue(decision.refusal);
    for (const exception of decision.exceptions ?? []) sayException(exception);
    const clean = decision.status === 'decided' && (decision.exceptions ?? []).length === 0;
    if (clean) say(`${name}: decided.`);
    return clean ? EXIT.done : EXIT.failed;
  },
};

type Decision = {
  status: string;
  refusal?: { code: string; path: string; message: string; hint: string };
  exceptions?: { code: string; subject: string; owner: string; summary: string; next_step: string }[];
};

/** The context as it was written, with `explain` set when asked for. */
async function contextBytes(file: unknown, explain: unknown): Promise<Uint8Array> {
  const bytes = typeof file === 'string' ? await read(file) : new TextEncoder().encode('{}');
  if (explain === undefined) return bytes;
  const context = parse(new TextDecoder().decode(bytes), String(file));
  return new TextEncoder().encode(JSON.stringify({ ...(context as object), explain }));
}
