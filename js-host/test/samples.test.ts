// All sample orders, whole flows: a preview says what is then written, and native code answers
// every step as the module does.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { SERIES } from '../node/demo/derive.ts';
import { run } from '../node/module.ts';
import type { Outcome, Request, Task } from '../node/module.ts';
import type { Journal } from '../src/contract.ts';
import { encodeConfig } from '../src/config.ts';
import { encodeBody } from '../src/encode.ts';
import { Bodies, envelope } from '../src/envelope.ts';
import { openWorld, runAll, sampleFiles } from './world.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Answers a step by native code. */
let native: (asked: { config: string; envelope: string; bodies: string[] }) => Promise<unknown>;
let end: () => void;

before(async () => {
  const build = spawn('cargo', ['build', '--quiet', '--example', 'native_step'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(build, 'exit') as [number];
  assert.equal(code, 0, 'native code is built');
  const target = process.env['CARGO_TARGET_DIR'] ?? `${ROOT}/target`;
  const child = spawn(`${target}/debug/examples/native_step`, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  native = async (asked) => {
    child.stdin.write(`${JSON.stringify(asked)}\n`);
    return JSON.parse((await lines.next()).value as string);
  };
  end = () => void child.stdin.end();
});
after(() => end());

type Step = { task: Task; journal: Journal; outcome: Outcome };

for (const series of SERIES) {
  test(`${series}: native code answers every step of every sample order alike`, async (t) => {
    let steps = 0;
    let requests = 0;
    for (const file of await sampleFiles()) {
      const world = await openWorld(series, file);
      const store = world.store();
      try {
        const taken: Step[] = [];
        const watched = { step: (task: Task, journal: Journal): Outcome => {
          const outcome = world.bridge.step(task, journal);
          taken.push({ task, journal, outcome });
          return outcome;
        } };
        await run(watched, world.task('task-1'), { store, http: world.http, clock: world.clock });
        // As the facade hands it over, with the offsets of its time zone.
        const config = text(encodeConfig(world.config));
        for (const { task, journal } of taken) {
          const bodies = new Bodies();
          const asked = encodeBody(envelope(task, journal, bodies), '$');
          const module = JSON.parse(text(world.bridge.stepBytes(asked, bodies.encoded))) as Outcome;
          const answer = await native({ config, envelope: text(asked), bodies: bodies.encoded.map(text) }) as Outcome;
          assert.deepEqual(answer, module, `${file}, step ${steps}`);
          steps += 1;
          requests += module.requests?.length ?? 0;
        }
      } finally {
        store.close();
        await world.close();
      }
    }
    t.diagnostic(`${steps} steps, ${requests} requests`);
    assert.ok(steps > 150 && requests > 350, `${steps} steps, ${requests} requests`);
  });

  test(`${series}: a preview lists the writes that are then made, for every sample order`, async (t) => {
    let writes = 0;
    let unknown = 0;
    for (const file of await sampleFiles()) {
      const world = await openWorld(series, file);
      const store = world.store();
      try {
        const ports = { store, http: world.http, clock: world.clock };
        // A preview has no trace, but its task names the claims.
        const preview = await run(world.bridge, { ...world.task('task-1'), mode: 'preview' }, ports);
        const seen = world.sandbox.r.requests.length + world.sandbox.x.requests.length;
        const logs = [...world.sandbox.r.requests, ...world.sandbox.x.requests];
        assert.ok(logs.every(({ method }) => method === 'GET'), `${file}: a preview wrote`);
        const applied = await runAll(world, store, world.task('task-1'));
        assert.ok(seen >= 0);
        const [said, made] = [preview.writes ?? [], applied.writes ?? []];
        assert.deepEqual(said.map(({ natural_key: key }) => key), made.map(({ natural_key: key }) => key), file);
        said.forEach((write, at) => {
          const other = made[at] as Request;
          assert.deepEqual([write.system, write.method, write.path], [other.system, other.method, other.path], file);
          unknown += same(write.body, other.body, `${file} ${write.natural_key}`);
        });
        writes += made.length;
        assert.deepEqual(codesOf(preview), codesOf(applied), file);
      } finally {
        store.close();
        await world.close();
      }
    }
    t.diagnostic(`${writes} writes, ${unknown} values only the vendor could know`);
    assert.ok(writes > 60, `${writes} writes`);
  });
}

function codesOf(outcome: Outcome): string[] {
  return (outcome.exceptions ?? []).map(({ code }) => code).sort();
}

/** Equal, but for what the preview says it cannot know; how many those are. */
function same(said: unknown, made: unknown, where: string): number {
  if (said === 'unknown' && typeof made === 'string' && made !== 'unknown') return 1;
  if (typeof said !== 'object' || said === null || typeof made !== 'object' || made === null) {
    assert.deepEqual(said, made, where);
    return 0;
  }
  assert.deepEqual(Object.keys(said), Object.keys(made), where);
  return Object.entries(said).reduce((sum, [key, value]) => sum + same(value, (made as Record<string, unknown>)[key], `${where}.${key}`), 0);
}
