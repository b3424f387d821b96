// `tillbridge adopt` against the sandbox: staff key sales at the till, the run adopts what is certain,
// a person decides the rest, and nothing is sold twice.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { key } from './till.ts';
import { openWorld } from './world.ts';
import type { World } from './world.ts';

const CLI = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));
const ORDERS = fileURLToPath(new URL('../orders/', import.meta.url));

type Ran = { code: number | null; stdout: string; stderr: string };

async function adopt(world: World, action: string, ...more: string[]): Promise<Ran> {
  const config = join(dirname(world.file), 'config.json');
  writeFileSync(config, JSON.stringify(world.config));
  const { shopify } = world.sandbox;
  const lightspeed = world.series === 'R' ? world.sandbox.r : world.sandbox.x;
  const env = {
    ...process.env, SHOPIFY_ACCESS_TOKEN: shopify.accessToken, LIGHTSPEED_TOKEN: lightspeed.accessToken,
    TILLBRIDGE_SHOPIFY_URL: shopify.url, TILLBRIDGE_LIGHTSPEED_URL: lightspeed.url,
  };
  const args = ['--disable-warning=ExperimentalWarning', CLI, 'adopt', action, '--config', config, '--store', world.file, ...more];
  const child = spawn(process.execPath, args, { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

const sales = (world: World): number =>
  (world.series === 'R' ? world.sandbox.r.dump().sales : world.sandbox.x.dump().sales).length;

const idOf = (file: string): string => `${JSON.parse(readFileSync(join(ORDERS, file), 'utf8')).id}`;

async function rows(world: World, name: string, prefix: string): Promise<Map<string, any>> {
  const store = world.store();
  try {
    return new Map((await store.scan(name, prefix, undefined, 1000)).rows.map(({ key: own, value }) => [own, value]));
  } finally {
    store.close();
  }
}

for (const series of ['R', 'X'] as const) {
  test(`${series}: what staff keyed is adopted, what they may have keyed waits for a person`, async () => {
    const world = await openWorld(series);
    try {
      const others = ['us-1002-three-of-a-line.json', 'us-1007-discount.json'];
      for (const file of others) world.sandbox.shopify.seedOrder(readFileSync(join(ORDERS, file), 'utf8'));
      const order = JSON.parse(world.order.text);
      const sure = await key(world, { note: `web ${order.name}`, total: order.total_price });
      const maybe = await key(world, { note: 'online 1002', total: '1.00' });
      await key(world, { note: 'walk-in', total: '3.00' });

      const first = await adopt(world, 'run');
      assert.equal(first.code, 1, first.stderr);
      assert.match(first.stderr, /Reading Shopify …\nReading Lightspeed …\nDeciding …\n/);
      assert.match(first.stderr, /3 open orders, 3 sales since the oldest of them, [\d.]+ s:\n {2}1 keyed by hand for certain: adopted, and never posted again\n {2}1 for a person/);
      assert.equal(sales(world), 3, 'nothing is written to Lightspeed');
      const [adopted] = [...(await rows(world, 'sales', `${order.id}/`)).values()];
      assert.deepEqual([adopted.state, adopted.sale], ['by_hand', sure]);
      assert.ok((await rows(world, 'orders', `${order.id}`)).get(`${order.id}`).posted !== undefined);
      assert.equal((await rows(world, 'keyed', '')).size, 0);

      const listed = await adopt(world, 'list');
      assert.match(listed.stdout, /^order +total +what +sale +comes to +because +but\n-+/);
      assert.match(listed.stdout, new RegExp(`#?1002 .*to decide +${maybe}`));
      assert.doesNotMatch(listed.stdout, /adopted/);
      assert.match((await adopt(world, 'list', '--all')).stdout, new RegExp(`adopted +${sure}`));
      assert.equal(JSON.parse((await adopt(world, 'list', '--json')).stdout).length, 1);

      const exported = await adopt(world, 'export');
      const [head, line = '', ...none] = exported.stdout.trimEnd().split('\n');
      assert.equal(head, 'order,name,total,sale,outlet,at,sale_total,differs,because,doubts,decision');
      assert.deepEqual(none, []);
      const file = join(dirname(world.file), 'decide.csv');
      writeFileSync(file, `${head}\n${line}adopt\n`);
      const carried = await adopt(world, 'decide', file);
      assert.equal(carried.code, 0, carried.stderr);
      assert.match(carried.stderr, /^1 decisions were noted\.$/m);
      const [chosen] = [...(await rows(world, 'sales', `${idOf(others[0] ?? '')}/`)).values()];
      assert.deepEqual([chosen.state, chosen.sale], ['by_hand', maybe]);
      assert.equal(sales(world), 3, 'nothing is written to Lightspeed');

      const again = await adopt(world, 'run');
      assert.equal(again.code, 0, again.stderr);
      assert.match(again.stderr, /0 keyed by hand for certain.*\n {2}0 for a person/);
      // It was not the order after all: it is posted, once.
      writeFileSync(file, `order,sale,decision\n${idOf(others[0] ?? '')},,none\n`);
      const revoked = await adopt(world, 'decide', file);
      assert.equal(revoked.code, 0, revoked.stderr);
      assert.equal(sales(world), 4, revoked.stderr);
    } finally {
      await world.close();
    }
  });
}

test('a run whose process ended goes on where it was', async () => {
  const world = await openWorld('R');
  try {
    const order = JSON.parse(world.order.text);
    await key(world, { note: `web ${order.name}`, total: order.total_price });
    // The first task is done, and nothing of what follows.
    const store = world.store();
    const { run } = await import('../node/module.ts');
    const task = { contract: 1 as const, tenant: world.config.tenant, id: 'begun', now: new Date().toISOString(), event: { source: 'operator' as const, topic: 'adopt/read' } };
    await run(world.bridge, task, { store, http: world.http, clock: world.clock });
    store.close();
    const rest = await adopt(world, 'run');
    assert.match(rest.stderr, /Going on with the run that is under way/);
    assert.equal(rest.code, 0, rest.stderr);
    assert.equal([...(await rows(world, 'sales', `${order.id}/`)).values()][0].state, 'by_hand');
  } finally {
    await world.close();
  }
});

test('what cannot be understood is told before anything is done', async () => {
  const world = await openWorld('X');
  try {
    const file = join(dirname(world.file), 'bad.csv');
    for (const [text, says] of [
      ['order,sale,decision\n1,a,perhaps\n', 'line 2: "perhaps" is not a decision'],
      ['order,sale,decision\n#1,a,adopt\n', 'line 2: "#1" is not an order'],
      ['order,sale,decision\n1,,adopt\n', 'line 2: "" is not a sale'],
      ['order,sale,decision\n1,,none\n1,a,adopt\n', 'line 3: order 1 is decided in line 2 already'],
    ] as const) {
      writeFileSync(file, text);
      const { code, stderr } = await adopt(world, 'decide', file);
      assert.equal(code, 1);
      assert.ok(stderr.includes(says), stderr);
    }
    assert.equal((await adopt(world, 'forget')).code, 2);
    assert.equal((await adopt(world, 'decide')).code, 2);
    assert.match((await adopt(world, 'run', '--help')).stdout, /hold all open orders against Lightspeed's sales/);
    assert.equal((await rows(world, 'adopt', '')).size, 0);
  } finally {
    await world.close();
  }
});
