// `tillbridge links` against both vendors' wire: run, list, export, decide, go on where it was.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { catalogues, pageOf, tenantOf } from '../node/bench/catalogue.ts';
import type { Made, Series } from '../node/bench/catalogue.ts';
import { openStore } from '../node/store.ts';

const CLI = fileURLToPath(new URL('../bin/tillbridge.mjs', import.meta.url));

let folder: string;
let server: Server;
let made: Made;
let series: Series;
/** Answers in place of a page. */
let trouble: ((path: string) => number | undefined) | undefined;
let asked = 0;

async function open(of: Series, count: number): Promise<void> {
  series = of;
  made = catalogues(of, count);
  writeFileSync(join(folder, 'config.json'), JSON.stringify(tenantOf(of)));
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillbridge-links-'));
  trouble = undefined;
  asked = 0;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      asked += 1;
      const url = new URL(request.url ?? '/', 'http://localhost');
      const status = trouble?.(url.pathname);
      const text = Buffer.concat(chunks).toString();
      const body = text === '' ? undefined : JSON.parse(text);
      const answer = status === undefined ? pageOf(made, series, { path: url.pathname, query: Object.fromEntries(url.searchParams), body }) : { message: 'not today' };
      response.writeHead(status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const environment = (): NodeJS.ProcessEnv => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...process.env, SHOPIFY_ACCESS_TOKEN: 'a', LIGHTSPEED_TOKEN: 'b', TILLBRIDGE_SHOPIFY_URL: url, TILLBRIDGE_LIGHTSPEED_URL: url };
};
const common = (): string[] => ['--config', join(folder, 'config.json'), '--store', join(folder, 'tenant.db')];

/** The server runs in this process: a command must not be waited for by blocking. */
async function links(action: string, ...more: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'links', action, ...common(), ...more], { env: environment() });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

async function stored(prefix: string): Promise<Map<string, any>> {
  const store = openStore(join(folder, 'tenant.db'), tenantOf(series).tenant);
  try {
    const rows = (await store.scan('links', prefix, undefined, 1000)).rows;
    return new Map(rows.map(({ key, value }) => [key.slice(prefix.length), value]));
  } finally {
    store.close();
  }
}

for (const which of ['R', 'X'] as const) {
  test(`${which}: what is certain is linked, the rest is listed, and what a person decides is carried out`, async () => {
    await open(which, 300);
    const first = await links('run');
    assert.equal(first.code, 1, first.stderr);
    assert.match(first.stderr, /Reading Lightspeed …\nReading Shopify …\nLinking by codes …\n/);
    assert.match(first.stderr, /\d+ variants, \d+ items, [\d.]+ s:\n {2}\d+ linked, \d+ of them now\n {2}\d+ for a person: `tillbridge links list`/);
    const linked = await stored('variant/');
    assert.ok(linked.size > 200, `${linked.size}`);
    for (const [variant, row] of linked) {
      assert.equal(row.item, made.truth.get(`gid://shopify/ProductVariant/${variant}`) ?? row.item);
    }
    const listed = await links('list');
    assert.match(listed.stdout, /^variant +SKU +title +worth +why +may be item +because\n-+/);
    assert.match(listed.stderr, /\d+ more: --all/);
    const orphans = await links('list', '--orphans', '--json');
    assert.ok(JSON.parse(orphans.stdout).length > 3);

    const exported = await links('export');
    const file = join(folder, 'decide.csv');
    // The first candidate of each near one is meant; of each duplicate it is not.
    const seen = new Set<string>();
    const lines = exported.stdout.trimEnd().split('\n');
    const decided = lines.map((line, at) => {
      const variant = line.split(',')[0] ?? '';
      if (at === 0 || seen.has(variant)) return line;
      seen.add(variant);
      return line.replace(/,$/, line.includes('near_code') ? ',link' : ',');
    });
    writeFileSync(file, decided.join('\n'));
    const carried = await links('decide', file);
    assert.equal(carried.code, 0, carried.stderr);
    const near = decided.filter((line) => line.endsWith(',link'));
    assert.ok(near.length > 5, `${near.length}`);
    assert.match(carried.stderr, new RegExp(`^${near.length} decisions were carried out\\.`, 'm'));
    await links('run');
    const after = await stored('variant/');
    for (const line of near) {
      const [variant = ''] = line.split(',');
      assert.deepEqual([after.get(variant).by, after.get(variant).item], ['hand', made.truth.get(`gid://shopify/ProductVariant/${variant}`)]);
    }
    assert.equal(after.size, linked.size + near.length);
  });
}

test('an interrupted run goes on where it was, and a refusal is told', async () => {
  await open('R', 1500);
  trouble = (path) => (asked > 9 && path.endsWith('Item.json') ? 403 : undefined);
  const stopped = await links('run');
  assert.equal(stopped.code, 1);
  assert.match(stopped.stderr, /VENDOR_REFUSED on links/);
  trouble = undefined;
  // The process ends between two tasks: what was planned is still there.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'links', 'run', ...common()], { env: environment() });
  await new Promise<void>((resolve) => child.stderr.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('Linking by codes')) child.kill('SIGKILL');
  }).on('close', () => resolve()));
  const before = asked;
  const rest = await links('run');
  assert.match(rest.stderr, /Going on with the run that is under way/);
  assert.doesNotMatch(rest.stderr, /Reading Shopify/);
  assert.equal(asked, before, 'nothing is read again');
  assert.ok((await stored('variant/')).size > 900);
});

test('what cannot be understood is told before anything is done', async () => {
  await open('R', 20);
  const file = join(folder, 'bad.csv');
  for (const [text, says] of [
    ['variant,item,decision\n1,2,perhaps\n', /line 2: "perhaps" is not a decision: link, refuse, unlink/],
    ['variant,item,decision\nabc,2,link\n', /line 2: "abc" is not a variant/],
    ['variant,item,decision\n1,,link\n', /line 2: "" is not an item/],
    ['variant,item\n1,"2\n', /is not a CSV/],
  ] as const) {
    writeFileSync(file, text);
    const { code, stderr } = await links('decide', file);
    assert.deepEqual([code, says.test(stderr)], [1, true], stderr);
  }
  const usage = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', CLI, 'links', 'everything'], { encoding: 'utf8' });
  assert.deepEqual([usage.status, /is nothing that can be done with links: run, list, export, decide/.test(usage.stderr)], [2, true]);
  assert.ok(readFileSync(join(folder, 'config.json')).length > 0);
});
