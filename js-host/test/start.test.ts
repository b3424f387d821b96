// The demonstration: the sample orders tie out, and a person's own order is taken as it is.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const START = fileURLToPath(new URL('../node/start.ts', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../orders/uk-2001-vat-contained.json', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tillbridge-start-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function start(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, INIT_CWD: folder };
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', START, ...args], { encoding: 'utf8', env });
}

function own(name: string, change: (order: Record<string, unknown>) => void): string {
  const order = JSON.parse(readFileSync(SAMPLE, 'utf8')) as Record<string, unknown>;
  change(order);
  writeFileSync(join(folder, name), JSON.stringify(order));
  return name;
}

test('the sample orders', () => {
  const { status, stdout } = start();
  assert.equal(status, 0, stdout);
  assert.match(stdout, /\n26 of 28 deliveries tied out, 2 were refused as they were to be, 0 were not as expected\.\n$/);
  assert.match(stdout, /#1008 -> R and X\n {2}GATEWAY_UNMAPPED .+ gateway/);
});

test('one\'s own order, with a path from where the command was given', () => {
  const { status, stdout } = start(own('mine.json', (order) => { order['name'] = 'ACME-77'; }));
  assert.equal(status, 0, stdout);
  assert.match(stdout, /derived: configuration, links/);
  assert.match(stdout, /ACME-77 +X .+ = 24\.00/);
});

test('an order that is not posted is exit code 1, and says why', () => {
  const { status, stdout } = start(own('estimate.json', (order) => { order['estimated_taxes'] = true; }));
  assert.equal(status, 1);
  assert.match(stdout, /ORDER_NOT_MAPPED .+ estimated tax/);
  assert.match(stdout, /0 of 2 deliveries tied out, 2 were not posted, 0 were not as expected/);
});

test('help, and what is not an order', () => {
  assert.match(start('--help').stdout, /^npm --prefix js-host start/);
  writeFileSync(join(folder, 'other.json'), '{"a":1}');
  const { status, stderr } = start('other.json');
  assert.equal(status, 1);
  assert.match(stderr, /other\.json is not a Shopify order: it has no "id"/);
  assert.match(start('nowhere.json').stderr, /nowhere\.json cannot be read: ENOENT/);
});
