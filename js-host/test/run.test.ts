/** The loop and the memory store, over a scripted module and over the real one. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Bridge, MemoryStore, NotSent, TillbridgeError, run } from "tillbridge";
import type { Outcome } from "tillbridge";

import { NOW, after, fine, last, ports, read, scripted, task, toStore, write } from "./fixtures/script.ts";
import { configR, text } from "./fixtures/tenant.ts";

test("requests of a step are performed together, and answers keep their order", async () => {
  const module = scripted([[read("a"), read("b")], [read("c")]]);
  let open = 0;
  let most = 0;
  const p = ports(async ({ id }) => {
    most = Math.max(most, (open += 1));
    await new Promise((resolve) => setTimeout(resolve, id === "a" ? 20 : 1));
    open -= 1;
    return {};
  });
  const outcome = await run(module, task, p);
  assert.equal(outcome.status, "done");
  assert.equal(most, 2);
  assert.deepEqual(last(module).map(({ id }) => id), ["b", "a", "c"]);
});

test("what is not due yet waits; what is due does not wait for it", async () => {
  const module = scripted([[read("now"), read("later", { not_before: after(5) }), read("last", { not_before: after(9) })]]);
  const p = ports(fine);
  await run(module, task, p);
  assert.deepEqual(p.sent, ["now", "later", "last"]);
  assert.deepEqual(p.clock.slept, [after(5), after(9)]);
});

test("what is too late is answered not_sent", async () => {
  const module = scripted([[read("r", { not_after: after(-1) }), write("w", { not_after: after(-1) })]]);
  const p = ports(fine);
  await run(module, task, p);
  assert.deepEqual(p.sent, []);
  assert.deepEqual(last(module).map(({ outcome }) => outcome), ["not_sent", "not_sent"]);
});

test("failures: certainly not sent, or unknown", async () => {
  class NotSentOfAnotherCopy extends Error {
    override name = "NotSent";
  }
  const module = scripted([[write("a"), write("b"), write("c"), read("d")]]);
  const p = ports(async ({ id }) => {
    if (id === "a") throw new NotSent("refused connection");
    if (id === "b") throw new NotSentOfAnotherCopy();
    if (id === "c") throw new Error("reset");
    return { status: 500, headers: { "Retry-After": "2" }, body: new Uint8Array([1]) };
  });
  await run(module, task, p);
  const answers = Object.fromEntries(last(module).map((answer) => [answer.id, answer]));
  assert.deepEqual([answers.a?.outcome, answers.b?.outcome, answers.c?.outcome], ["not_sent", "not_sent", "unknown"]);
  assert.deepEqual(answers.d, { id: "d", outcome: "answered", at: NOW, status: 500, headers: { "Retry-After": "2" }, body: new Uint8Array([1]) });
});

test("a write is marked before it leaves, and never performed again without an answer", async () => {
  const store = new MemoryStore();
  const crash = ports(async ({ id }) => {
    // The write left, and the process ends before its answer can be stored.
    if (id === "w") store.answer = () => Promise.reject(new Error("crash"));
    return {};
  }, store);
  const rounds = [[read("r")], [write("w")]];
  await assert.rejects(run(scripted(rounds), task, crash), /crash/);
  delete (store as Partial<MemoryStore>).answer;

  const module = scripted(rounds);
  const resumed = ports(fine, store);
  await run(module, task, resumed);
  assert.deepEqual(resumed.sent, [], "the read was answered, the write had left");
  assert.deepEqual(last(module).map(({ id, outcome }) => `${id} ${outcome}`), ["r answered", "w unknown"]);
  assert.deepEqual(await store.get("tasks", "task-1"), { v: 1, state: "done" });

  const again = scripted(rounds);
  assert.equal((await run(again, task, resumed)).status, "done");
  assert.equal(again.seen.length, 0, "a finished task is not stepped again");
});

test("another core drops the answers, not the marks", async () => {
  const store = new MemoryStore();
  const first = ports(async ({ id }) => {
    if (id === "stop") store.answer = () => Promise.reject(new Error("crash"));
    return {};
  }, store);
  const rounds = [[read("r")], [write("w")], [read("stop")]];
  await assert.rejects(run(scripted(rounds), task, first), /crash/);
  delete (store as Partial<MemoryStore>).answer;

  const module = scripted(rounds, {}, "2");
  const second = ports(fine, store);
  const steps: Outcome[] = [];
  await run(module, task, second, { onStep: (outcome) => steps.push(outcome) });
  assert.equal(steps[0]?.restarted, true);
  assert.deepEqual(second.sent, ["r", "stop"]);
  assert.deepEqual(last(module).map(({ id, outcome }) => `${id} ${outcome}`), ["r answered", "w unknown", "stop answered"]);
});

test("an answer under way is kept when another request's store fails", async () => {
  const store = new MemoryStore();
  store.get = () => Promise.reject(new Error("disk"));
  const p = ports(() => new Promise((resolve) => setTimeout(() => resolve({}), 20)), store);
  await assert.rejects(run(scripted([[write("w"), toStore("g", "get", "links", { key: "a" })]]), task, p), /disk/);
  const { journal } = await store.open(task);
  assert.deepEqual(journal.answers?.map(({ id }) => id), ["w"]);
});

test("the store is asked in the contract's words", async () => {
  const claim = { table: "claims", key: "sale/1", value: { v: 1, task: "task-1" }, expect: { absent: {} } };
  const module = scripted([
    [toStore("commit", "commit", "", { rows: [claim, { table: "links", key: "b", value: 2 }, { table: "links", key: "a", value: 1 }] }, "write")],
    [toStore("taken", "commit", "", { rows: [{ table: "links", key: "c", value: 3 }, claim] }, "write")],
    [toStore("get", "get", "claims", { key: "sale/1" }), toStore("none", "get", "claims", { key: "x" }), toStore("own", "get", "tasks", { key: "task-1" })],
    [toStore("scan", "scan", "links", { prefix: "", limit: 1 }), toStore("rest", "scan", "links", { prefix: "", after: "a", limit: 9 })],
    [toStore("swap", "commit", "", { rows: [{ table: "claims", key: "sale/1", expect: { value: { task: "task-1", v: 1 } } }] }, "write")],
    [toStore("mac", "mac", "", { value: "ada@example.com" }), toStore("mac2", "mac", "", { value: "ada@example.com" })],
  ]);
  const p = ports(fine);
  await run(module, task, p);
  const answers = Object.fromEntries(last(module).map(({ id, status, body }) => [id, [status, JSON.parse(text(body as Uint8Array))]]));
  assert.deepEqual(answers.commit, [200, {}]);
  assert.deepEqual(answers.taken, [409, { conflict: { table: "claims", key: "sale/1", value: { v: 1, task: "task-1" } } }]);
  assert.deepEqual(answers.get, [200, { row: { v: 1, task: "task-1" } }]);
  assert.deepEqual(answers.none, [200, { row: null }]);
  assert.deepEqual(answers.own, [200, { row: { v: 1, state: "open" } }]);
  assert.deepEqual(answers.scan, [200, { rows: [{ key: "a", value: 1 }], after: "a" }]);
  assert.deepEqual(answers.rest, [200, { rows: [{ key: "b", value: 2 }], after: null }]);
  assert.deepEqual(answers.swap, [200, {}]);
  assert.match((answers.mac?.[1] as { mac: string }).mac, /^[0-9a-f]{64}$/);
  assert.deepEqual(answers.mac, answers.mac2);
  assert.equal(await p.store.get("claims", "sale/1"), undefined);
  assert.equal(await p.store.get("links", "c"), undefined, "all or nothing");
});

test("a store without commitAsked is served in three steps, and a mark without an answer is unknown", async () => {
  const plain = () => Object.assign(new MemoryStore(), { commitAsked: undefined }) as unknown as MemoryStore;
  const rounds = [[toStore("c", "commit", "", { rows: [{ table: "t", key: "k", value: 1 }] }, "write")]];
  for (const store of [new MemoryStore(), plain()]) {
    await run(scripted(rounds), task, ports(fine, store));
    assert.equal(await store.get("t", "k"), 1);
  }
  for (const store of [new MemoryStore(), plain()]) {
    await store.open(task);
    await store.sent("task-1", "c");
    const module = scripted(rounds);
    await run(module, task, ports(fine, store));
    assert.equal(last(module)[0]?.outcome, "unknown");
    assert.equal(await store.get("t", "k"), undefined);
  }
});

test("the end of a task: exceptions are opened and closed, rows written, next kept; or nothing", async () => {
  const exception = (code: string, subject: string) => ({
    code, severity: "error", owner: "integration", subject, summary: "", evidence: {}, next_step: "", dedupe_key: `${code}:${subject}`,
  }) as never;
  const store = new MemoryStore();
  const raise = scripted([], { writes: [write("w", { body: { name: "Ada" } })], exceptions: [exception("A", "o1"), exception("B", "o1"), exception("A", "o2")] as never });
  await run(raise, task, ports(fine, store));
  assert.deepEqual([...store.exceptions.keys()], ["A:o1", "B:o1", "A:o2"]);
  assert.deepEqual((await store.open(task)).finished?.writes, [write("w")], "nobody's name is kept");
  const next = [{ event: { source: "schedule", topic: "t" } }] as Outcome["next"];
  const clear = { checked: [{ subject: "o1", codes: ["A", "B"] }], exceptions: [exception("B", "o1")], commit: [{ table: "t", key: "k", value: 1, expect: { absent: {} } }], next } as unknown as Partial<Outcome>;
  await run(scripted([], clear), { ...task, id: "task-2" }, ports(fine, store));
  assert.deepEqual([...store.exceptions.keys()], ["B:o1", "A:o2"]);
  assert.deepEqual(store.next, next);
  await assert.rejects(run(scripted([], clear), { ...task, id: "task-3" }, ports(fine, store)), /t\/k/);
  assert.deepEqual(await store.get("tasks", "task-3"), { v: 1, state: "open" });
  assert.equal(store.next.length, 1);
});

test("a preview leaves no trace", async () => {
  const untouched = new MemoryStore();
  const reads = new Set(["get", "scan", "mac"]);
  const store = new Proxy(untouched, {
    get(target, name) {
      if (typeof name === "string" && reads.has(name)) return Reflect.get(target, name).bind(target);
      throw new Error(`a preview used ${String(name)}`);
    },
  });
  const module = scripted([[read("a"), toStore("g", "get", "links", { key: "a" })]], { writes: [write("w")] });
  const outcome = await run(module, { ...task, mode: "preview" }, ports(fine, store));
  assert.equal(outcome.writes?.length, 1);
});

test("a module that never ends is stopped", async () => {
  let round = 0;
  const endless = { step: () => ({ contract: 1, core: "1", revision: "r", status: "asks", rounds: round, requests: [read(`r${(round += 1)}`)] }) as Outcome };
  await assert.rejects(run(endless, task, ports(fine)), (error) => error instanceof TillbridgeError && error.code === "TOO_MANY_ROUNDS");
  assert.equal(round, 64);
});

test("a refused task is finished as refused", async () => {
  using bridge = new Bridge(configR());
  const p = ports(fine);
  const outcome = await run(bridge, { ...task, tenant: "another" }, p);
  assert.equal(outcome.refusal?.code, "WRONG_TENANT");
  assert.deepEqual(await p.store.get("tasks", "task-1"), { v: 1, state: "refused" });
});

test("the real module goes through the loop", async () => {
  using bridge = new Bridge(configR());
  const p = ports(async () => ({ status: 403, body: new TextEncoder().encode("{}") }));
  const asked: string[] = [];
  const outcome = await run(bridge, task, p, {
    onStep: ({ requests = [] }) => asked.push(...requests.map(({ system }) => system)),
  });
  assert.equal(outcome.status, "done", JSON.stringify(outcome));
  assert.ok(asked.length > 0);
  assert.deepEqual(await p.store.get("tasks", "task-1"), { v: 1, state: "done" });
});
