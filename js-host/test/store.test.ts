// The SQLite store: rows all or nothing, tasks resumed with what was stored, and nothing lost
// or done twice at any boundary.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import type { Checked, Outcome, Task } from '../src/contract.ts';
import { StoreError, TaskHeld, openStore } from '../node/store.ts';
import type { SqliteStore } from '../node/store.ts';
import { NOW, done, raised, task, text } from './tasks.ts';

const folder = mkdtempSync(join(tmpdir(), 'tillbridge-store-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const file = (): string => join(folder, `${(files += 1)}.db`);
/** A store whose host is stopped: nothing is released, its process is said to be gone. */
function stopped(path: string): void {
  const database = new DatabaseSync(path);
  database.exec("UPDATE tasks SET holder = 'elsewhere/1/x', held_until = '2026-11-23T09:00:00.000Z' WHERE holder IS NOT NULL");
  database.close();
}

test('rows: put, read again, changed only as expected', async () => {
  const store = openStore(file(), 'acme');
  assert.equal(await store.get('claims', 'sale/1/2'), undefined);
  assert.equal(await store.commit([{ table: 'claims', key: 'sale/1/2', value: { v: 1, task: 'a' }, expect: { absent: {} } }]), undefined);
  const conflict = await store.commit([
    { table: 'sales', key: '1/2', value: { v: 1, sale: '9' } },
    { table: 'claims', key: 'sale/1/2', value: { v: 1, task: 'b' }, expect: { absent: {} } },
  ]);
  assert.deepEqual(conflict, { table: 'claims', key: 'sale/1/2', value: { v: 1, task: 'a' } });
  assert.equal(await store.get('sales', '1/2'), undefined, 'nothing of a refused commit is written');
  // The order of an object's members is no difference.
  assert.equal(await store.commit([{ table: 'claims', key: 'sale/1/2', value: { v: 1, task: 'c' }, expect: { value: { task: 'a', v: 1 } } }]), undefined);
  assert.deepEqual(await store.get('claims', 'sale/1/2'), { v: 1, task: 'c' });
  assert.deepEqual(await store.commit([{ table: 'claims', key: 'none', value: 1, expect: { value: null } }]), { table: 'claims', key: 'none', value: null });
  assert.equal(await store.commit([{ table: 'claims', key: 'sale/1/2' }]), undefined);
  assert.equal(await store.get('claims', 'sale/1/2'), undefined);
  store.close();
});

test('rows: a scan is in key order, by prefix, a page at a time', async () => {
  const store = openStore(file(), 'acme');
  const keys = ['a/1', 'a/2', 'a/3', 'a%', 'a_', 'A/1', 'b/1', 'a/ü'];
  await store.commit(keys.map((key) => ({ table: 't', key, value: { v: 1, key } })));
  await store.commit([{ table: 'u', key: 'a/0', value: 0 }]);
  const first = await store.scan('t', 'a/', undefined, 3);
  assert.deepEqual(first.rows.map((row) => row.key), ['a/1', 'a/2', 'a/3']);
  const second = await store.scan('t', 'a/', first.after ?? '', 3);
  assert.deepEqual(second, { rows: [{ key: 'a/ü', value: { v: 1, key: 'a/ü' } }], after: null });
  assert.deepEqual((await store.scan('t', 'a_', undefined, 9)).rows.map((row) => row.key), ['a_']);
  assert.deepEqual(await store.scan('t', 'zz', undefined, 9), { rows: [], after: null });
  store.close();
});

test('the table of tasks is the host\'s own', async () => {
  const store = openStore(file(), 'acme');
  await store.open(task('t1'), NOW);
  assert.deepEqual(await store.get('tasks', 't1'), { v: 1, state: 'open' });
  await assert.rejects(store.commit([{ table: 'tasks', key: 't1', value: {} }]), StoreError);
  await store.restart('t1', '0.1.0', 'r1');
  await store.finish('t1', done());
  assert.deepEqual(await store.get('tasks', 't1'), { v: 1, state: 'done' });
  store.close();
});

test('a resumed task has its answers in order, with their bytes, and its marks', async () => {
  const path = file();
  const first = openStore(path, 'acme');
  const begun = task('t1', '{"id":9007199254740993}');
  assert.deepEqual(await first.open(begun, NOW), { journal: { answers: [] } });
  await first.restart('t1', '0.1.0', 'r1');
  assert.equal(await first.sent('t1', 'w'), false);
  await first.answer('t1', { id: 'b', outcome: 'answered', at: NOW.toISOString(), status: 200, headers: { a: 'b' }, body: text('{"x":1.10}') });
  await first.answer('t1', { id: 'a', outcome: 'not_sent', at: NOW.toISOString() });
  first.close();

  const second = openStore(path, 'acme');
  assert.deepEqual(second.task('t1'), begun);
  const { journal } = await second.open(second.task('t1') ?? begun, NOW);
  assert.deepEqual(journal, {
    core: '0.1.0',
    revision: 'r1',
    answers: [
      { id: 'b', outcome: 'answered', at: NOW.toISOString(), status: 200, headers: { a: 'b' }, body: text('{"x":1.10}') },
      { id: 'a', outcome: 'not_sent', at: NOW.toISOString() },
    ],
  });
  await second.restart('t1', '0.2.0', 'r2');
  assert.deepEqual((await second.open(begun, NOW)).journal, { core: '0.2.0', revision: 'r2', answers: [] });
  assert.equal(await second.sent('t1', 'w'), true, 'the mark outlives a restart');
  second.close();
});

test('a task id belongs to one event, and a task to its first moment', async () => {
  const store = openStore(file(), 'acme');
  await store.open(task('t1'), NOW);
  await assert.rejects(store.open(task('t1', '{"id":2}'), NOW), /given to another event/);
  await assert.rejects(store.open(task('t1', undefined, { now: '2026-11-23T11:00:00.000Z' }), NOW), /resume it as it was stored/);
  await store.finish('t1', done({ writes: [] }));
  const again = await store.open(task('t1', undefined, { now: '2026-11-24T11:00:00.000Z' }), NOW);
  assert.equal(again.finished?.status, 'done', 'a second delivery of a finished task is answered with its outcome');
  store.close();
});

test('a task is held by one host; a hold ends when it runs out, is let go, or its process is gone', async () => {
  const path = file();
  const one = openStore(path, 'acme');
  const two = openStore(path, 'acme');
  await one.open(task('t1'), NOW);
  await assert.rejects(two.open(task('t1'), NOW), TaskHeld);
  await two.open(task('t1'), new Date(NOW.getTime() + 300_000));
  await assert.rejects(one.answer('t1', { id: 'x', outcome: 'unknown', at: NOW.toISOString() }), /taken over/);
  await assert.rejects(one.sent('t1', 'x'), /taken over/);
  await assert.rejects(one.finish('t1', done()), /taken over/);
  two.close();
  await one.open(task('t1'), NOW);
  one.close();
});

test('a commit that the module asked for is marked, done and answered at once', async () => {
  const path = file();
  const store = openStore(path, 'acme');
  await store.open(task('t1'), NOW);
  const row = { table: 'claims', key: 'k', value: { v: 1, task: 't1' }, expect: { absent: {} } };
  const at = NOW.toISOString();
  assert.ok(store.commitAsked);
  assert.equal((await store.commitAsked('t1', 'c1', [row], at)).status, 200);
  const second = await store.commitAsked('t1', 'c2', [row], at);
  assert.equal(second.status, 409);
  const marked = await store.sent('t1', 'c3');
  assert.equal(marked, false);
  assert.equal((await store.commitAsked('t1', 'c3', [{ ...row, key: 'k3' }], at)).outcome, 'unknown');
  assert.equal(await store.get('claims', 'k3'), undefined, 'what was marked before is not done again');
  const { journal } = await store.open(task('t1'), NOW);
  assert.deepEqual(journal.answers?.map((answer) => [answer.id, answer.status]), [['c1', 200], ['c2', 409], ['c3', undefined]]);
  store.close();
});

test('a finished task leaves rows, exceptions and following tasks, or nothing of them', async () => {
  const path = file();
  const store = openStore(path, 'acme', { now: () => NOW });
  await store.open(task('t1'), NOW);
  await store.commit([{ table: 'sales', key: '1/1', value: { v: 1, sale: 'taken' } }]);
  const outcome = done({
    exceptions: [raised('order/1', 'LINE_UNLINKED', '/7')],
    commit: [{ table: 'sales', key: '1/1', value: { v: 1, sale: '9' }, expect: { absent: {} } }],
    next: [
      { event: { source: 'schedule', topic: 'orders/look-again', body: text('{"a":1}') }, not_before: '2026-11-23T10:05:00Z' },
      { event: { source: 'schedule', topic: 'orders/other' } },
    ],
  });
  await assert.rejects(store.finish('t1', outcome), /sales\/1\/1 was changed/);
  assert.deepEqual([store.exceptions(), store.pending(NOW).length], [[], 1], 'all or nothing');
  await store.commit([{ table: 'sales', key: '1/1' }]);
  await store.finish('t1', outcome);
  assert.deepEqual(await store.get('sales', '1/1'), { v: 1, sale: '9' });
  assert.deepEqual(store.exceptions('open').map((one) => [one.code, one.times, one.task]), [['LINE_UNLINKED', 1, 't1']]);
  assert.deepEqual(store.pending(NOW).map((one) => one.event.topic), ['orders/other']);
  assert.equal(store.earliest()?.toISOString(), NOW.toISOString());
  const later = store.pending(new Date('2026-11-23T10:05:00.000Z'));
  assert.deepEqual(later.map((one) => one.event.topic), ['orders/other', 'orders/look-again']);
  const following = later[1] as Task;
  assert.deepEqual(following.event.body, text('{"a":1}'));
  assert.match(following.id, /^next-[0-9a-f]{32}$/);
  await store.open(following, NOW);
  assert.deepEqual(store.pending(new Date('2026-11-23T10:06:00.000Z')).map((one) => one.id), [following.id, later[0]?.id], 'opened once, planned no more');
  store.close();
});

test('exceptions: the same one is one row; examined and not raised again, it is closed', async () => {
  const store = openStore(file(), 'acme', { now: () => NOW });
  const finish = async (id: string, outcome: Outcome): Promise<void> => {
    await store.open(task(id, id), NOW);
    await store.finish(id, outcome);
  };
  const checked: Checked[] = [{ subject: 'order/1', codes: ['LINE_UNLINKED', 'TAX_UNMAPPED'] }];
  await finish('t1', done({ checked, exceptions: [raised('order/1', 'LINE_UNLINKED', '/7'), raised('order/1', 'LINE_UNLINKED', '/8'), raised('order/2', 'LINE_UNLINKED')] }));
  await finish('t2', done({ checked, exceptions: [raised('order/1', 'LINE_UNLINKED', '/8')] }));
  assert.deepEqual(store.exceptions('open').map((one) => [one.dedupe_key, one.times]), [['LINE_UNLINKED:order/1/8', 2], ['LINE_UNLINKED:order/2', 1]]);
  assert.deepEqual(store.exceptions('closed').map((one) => [one.dedupe_key, one.closed_at]), [['LINE_UNLINKED:order/1/7', NOW.toISOString()]]);
  await finish('t3', done({ checked: [{ subject: 'order/1', codes: ['TAX_UNMAPPED'] }] }));
  assert.equal(store.exceptions('open').length, 2, 'only what was examined is closed');
  await finish('t4', done({ checked, exceptions: [raised('order/1', 'LINE_UNLINKED', '/7')] }));
  assert.deepEqual(store.exceptions('open').map((one) => one.dedupe_key), ['LINE_UNLINKED:order/1/7', 'LINE_UNLINKED:order/2'], 'and can be opened again');
  store.close();
});

test('what a finished task no longer needs is not kept', async () => {
  const store = openStore(file(), 'acme', { now: () => NOW });
  for (const [id, outcome] of [['good', done()], ['bad', done({ exceptions: [raised('order/1', 'TAX_UNMAPPED')] })]] as const) {
    await store.open(task(id, id), NOW);
    await store.answer(id, { id: 'r', outcome: 'answered', at: NOW.toISOString(), status: 200, body: text('{"email":"a@example.com"}') });
    await store.finish(id, outcome);
    assert.deepEqual((await store.open(task(id, id), NOW)).journal, { answers: [] });
  }
  assert.equal(store.task('good')?.event.body, undefined);
  assert.deepEqual(store.task('bad')?.event.body, text('bad'), 'a person may want to run it again');
  assert.equal(store.sweep(NOW), 0);
  assert.equal(store.sweep(new Date(NOW.getTime() + 1)), 2);
  assert.equal(await store.get('tasks', 'good'), undefined);
  store.close();
});

test('a digest is keyed by the tenant\'s own secret and stays the same', async () => {
  const path = file();
  const one = openStore(path, 'acme');
  const other = openStore(file(), 'acme');
  const mac = await one.mac('a@example.com');
  assert.match(mac, /^[0-9a-f]{64}$/);
  assert.notEqual(await other.mac('a@example.com'), mac);
  one.close();
  const again = openStore(path, 'acme');
  assert.equal(await again.mac('a@example.com'), mac);
  again.close();
  other.close();
});

test('a file of a newer version, of another tenant or of another program is refused', () => {
  const path = file();
  openStore(path, 'acme').close();
  assert.throws(() => openStore(path, 'other'), /belongs to tenant "acme"/);
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  assert.throws(() => openStore(path, 'acme'), /newer version/);
  const foreign = file();
  const another = new DatabaseSync(foreign);
  another.exec('CREATE TABLE t (a)');
  another.close();
  assert.throws(() => openStore(foreign, 'acme'), /another program/);
});

test('two processes of one file wait for each other', async () => {
  const path = file();
  const stores: SqliteStore[] = [openStore(path, 'acme'), openStore(path, 'acme')];
  const put = (store: SqliteStore, n: number) => store.commit([{ table: 'claims', key: 'k', value: { v: 1, n }, expect: { absent: {} } }]);
  const results = await Promise.all(stores.map((store, n) => put(store, n)));
  assert.equal(results.filter((conflict) => conflict === undefined).length, 1);
  for (const store of stores) store.close();
});

test('a stopped host\'s task is taken over', async () => {
  const path = file();
  const lost = openStore(path, 'acme');
  await lost.open(task('t1'), NOW);
  stopped(path);
  const store = openStore(path, 'acme');
  assert.deepEqual((await store.open(task('t1'), NOW)).journal.answers, []);
  store.close();
});
