// `tillbridge check`: whether a configuration can be used; with --live, whether it still fits both
// systems.

import { randomUUID } from 'node:crypto';
import { accessOf } from '../access.ts';
import { createHttp } from '../http.ts';
import type { Command, Values } from '../main.ts';
import { check, checkDraft, run, systemClock } from '../module.ts';
import type { Task } from '../module.ts';
import { openStore } from '../store.ts';
import { openTenant } from '../tenant.ts';
import { EXIT, UsageError, print, read, say, sayIssue } from '../terminal.ts';
import { sayFinding } from './setup.ts';

export const checkCommand: Command = {
  name: 'check',
  usage: '[CONFIG] [--draft | --live --store DB]',
  summary: 'Say whether a tenant configuration can be used, and what is wrong with it.',
  options: { live: { type: 'boolean' }, draft: { type: 'boolean' }, store: { type: 'string', short: 's' } },
  help: {
    '--draft': 'a configuration that set-up is to complete',
    '--live': 'hold it against both systems as they are now; nothing is written there',
    '--store DB': '--live: the tenant\'s database file, which knows what things were called',
  },
  details: `Prints the list of issues as JSON; the list is empty when the configuration is usable. With
--live, the list of exceptions: what was renamed, archived or deleted, rights that are missing, other
integrations that write to the same account, currencies, registers, API versions. What is broken is
noted in the store, and holds back what depends on it.

--live takes the credentials from the environment: SHOPIFY_ACCESS_TOKEN and LIGHTSPEED_TOKEN.`,
  operands: { least: 0, most: 1 },
  async run([file], values) {
    if (values['live'] === true) return live(file, values);
    const bytes = await read(file);
    const issues = values['draft'] === true ? checkDraft(bytes) : check(bytes);
    print(issues, values['pretty'] === true);
    for (const issue of issues) sayIssue(issue);
    say(issues.length === 0 ? 'The configuration is usable.' : `${issues.length} ${issues.length === 1 ? 'issue' : 'issues'}.`);
    return issues.length === 0 ? EXIT.done : EXIT.failed;
  },
};

async function live(file: string | undefined, values: Values): Promise<number> {
  if (typeof values['store'] !== 'string') throw new UsageError('--live needs --store DB');
  const { bridge, config } = openTenant(await read(file));
  const store = openStore(values['store'], config.tenant);
  try {
    const task: Task = {
      contract: 1, tenant: config.tenant, id: `check-${randomUUID()}`, now: new Date().toISOString(), mode: 'apply', explain: 'none',
      event: { source: 'operator', topic: 'setup/check' },
    };
    const outcome = await run(bridge, task, { store, http: createHttp(accessOf(config)), clock: systemClock });
    const exceptions = outcome.exceptions ?? [];
    print(exceptions, values['pretty'] === true);
    for (const exception of exceptions) sayFinding(exception);
    if (outcome.refusal !== undefined) sayIssue(outcome.refusal);
    if (outcome.status !== 'done') return EXIT.failed;
    say(exceptions.length === 0 ? 'The configuration fits both systems.' : `${exceptions.length} to look at.`);
    // What is only to be known does not fail.
    return exceptions.every(({ severity }) => severity === 'notice') ? EXIT.done : EXIT.failed;
  } finally {
    store.close();
    bridge.free();
  }
}
