// The README's programs do what it says: each is run as it stands there, against the sandbox.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { salesOf } from './sales.ts';
import { openWorld } from './world.ts';

const README = new URL('../../README.md', import.meta.url);
const HOST = fileURLToPath(new URL('..', import.meta.url));

async function programs(): Promise<string[]> {
  const text = await readFile(README, 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map((block) => block[1] ?? '');
}

/** What a program prints; it is run from the folder that the README names. */
async function printed(program: string, env: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-'], { cwd: HOST, env: { ...process.env, ...env } });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => { out += text.toString(); });
  child.stderr.on('data', (text: Buffer) => { err += text.toString(); });
  child.stdin.end(program);
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 0, err);
  return out;
}

test('the first program decides on an order', async () => {
  const [decide = ''] = await programs();
  assert.match(decide, /bridge\.decide\(/);
  assert.match(await printed(decide), /^sale\/5610000001001\/1 completed .*54\.38.*\nPOST .*Sale\.json$/m);
});

test('the second program carries the order over', async () => {
  const [, run = ''] = await programs();
  assert.match(run, /await run\(/);
  const world = await openWorld('R');
  try {
    const { shopify, r } = world.sandbox;
    const out = await printed(run, {
      SHOPIFY_URL: shopify.url, SHOPIFY_TOKEN: shopify.accessToken, LIGHTSPEED_URL: r.url, LIGHTSPEED_TOKEN: r.accessToken,
    });
    assert.match(out, /^done \[\] .*'sale\/5610000001001\/1'/ms);
    assert.equal(salesOf(world, world.order).length, 1);
  } finally {
    await world.close();
  }
});
