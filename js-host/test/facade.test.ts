/** The facade over the real module: its doors agree, its refusals have the module's shape. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Bridge, ConfigError, TillbridgeError, check, describe, type Task } from "tillbridge";

import { HINTS } from "../src/refusal.ts";
import { bytes, configR, configX, context, order, text } from "./fixtures/tenant.ts";

const task = (body: unknown): Task => ({
  contract: 1,
  tenant: "harbour-r",
  id: "task-1",
  now: "2026-11-18T15:41:05Z",
  event: { source: "shopify", topic: "orders/create", id: "w1", body: body as object },
});

test("an order becomes a sale of either series", () => {
  for (const [config, series] of [[configR(), "R"], [configX(), "X"]] as const) {
    using bridge = new Bridge(config);
    const decision = bridge.decide("order.to_sale", { order: order(), ...context(series) });
    assert.equal(decision.status, "decided", JSON.stringify(decision.refusal));
    assert.deepEqual(decision.exceptions ?? [], []);
    assert.deepEqual(decision.output?.sales.map(({ sale }) => sale.tenders.length), [1]);
  }
});

test("objects, text and bytes give the same decision", () => {
  using bridge = new Bridge(configR());
  const body = JSON.stringify(order());
  const fromBytes = bridge.decideBytes("order.to_sale", bytes(context()), bytes(body));
  for (const payload of [order(), body, bytes(body), bytes(body).buffer, Buffer.from(body)]) {
    const decision = bridge.decide("order.to_sale", { order: payload, ...context() });
    assert.deepEqual(decision, JSON.parse(text(fromBytes)));
  }
});

test("a decision is the same each time, and explains itself as asked", () => {
  using bridge = new Bridge(configR());
  const input = { order: order(), ...context() };
  const words = bridge.decide("order.to_sale", input, "text");
  assert.deepEqual(bridge.decide("order.to_sale", input, "text"), words);
  assert.ok(words.explanations?.every((explanation) => explanation.text));
  assert.equal(bridge.decide("order.to_sale", input, "none").explanations, undefined);
});

test("an input nobody can work with is refused as data", () => {
  using bridge = new Bridge(configR());
  const { core } = bridge;
  const refused = (input: object) => {
    const decision = bridge.decide("order.to_sale", input as Record<string, unknown>);
    assert.deepEqual(Object.keys(decision), ["contract", "core", "decision", "status", "refusal"]);
    assert.equal(decision.core, core);
    return `${decision.refusal?.code} ${decision.refusal?.path}`;
  };
  assert.equal(refused({ order: "{", ...context() }), "INVALID_JSON $.order");
  assert.equal(refused(context()), "MISSING_FIELD $.order");
  assert.equal(refused({ order: order(), link: [] }), "UNKNOWN_FIELD $.link");
  assert.equal(refused({ order: new Map(), ...context() }), "WRONG_TYPE $.order");
  assert.equal(refused({ order: { ...order(), total_price: Infinity } }), "INVALID_VALUE $.order.total_price");
  assert.equal(refused({ order: new Uint8Array(32_000_001) }), "TOO_LARGE $.order");
  assert.equal(refused({ order: { note: "x".repeat(32_000_000) } }), "TOO_LARGE $.order");
  assert.equal(bridge.decide("order.to_sail", {}).refusal?.code, "UNKNOWN_DECISION");
});

test("the doors refuse alike", () => {
  using bridge = new Bridge(configR());
  const inputs = ["{", "[]", "null", '{"id":1,"id":2}', '{"id":"x"}', JSON.stringify({ ...order(), name: undefined })];
  for (const body of inputs) {
    const answer = bridge.decideBytes("order.to_sale", bytes(context()), bytes(body));
    assert.deepEqual(bridge.decide("order.to_sale", { order: body, ...context() }), JSON.parse(text(answer)));
  }
  const large = bridge.decideBytes("order.to_sale", bytes(context()), new Uint8Array(50_000_000));
  const refusal = JSON.parse(text(large));
  assert.equal(refusal.status, "refused");
  assert.equal(refusal.refusal.code, "TOO_LARGE");
  assert.equal(refusal.refusal.path, "$.order");
});

test("a number that lost digits is refused where it is read, and only there", () => {
  using bridge = new Bridge(configR());
  const decide = (change: (order: any) => void, beside = context()) => {
    const changed = order();
    change(changed);
    return bridge.decide("order.to_sale", { order: changed, ...beside }).refusal;
  };
  assert.equal(decide((order) => (order.id = 2 ** 60)), undefined, "the gid stands beside it");
  assert.equal(decide((order) => (order.app_id = 2 ** 60)), undefined, "nobody reads it");
  const alone = decide((order) => {
    order.id = 2 ** 60;
    delete order.admin_graphql_api_id;
  });
  assert.deepEqual([alone?.code, alone?.path], ["UNSAFE_NUMBER", "$.order.id"]);
  const variant = decide((order) => (order.line_items[0].variant_id = 2 ** 60));
  assert.deepEqual([variant?.code, variant?.path], ["UNSAFE_NUMBER", "$.order.line_items[0].variant_id"]);
  const price = decide((order) => (order.total_price = 0.1 + 0.2));
  assert.deepEqual([price?.code, price?.path], ["UNSAFE_NUMBER", "$.order.total_price"]);
  const exact = bridge.decide("order.to_sale", { order: { ...order(), id: 5610000001001n }, ...context() });
  assert.equal(exact.status, "decided");
});

test("a configuration that is not usable says everything that is wrong", () => {
  const config = { ...configR(), currency: "XYZ", outlets: [], time_zone: "Mars/Olympus" };
  const issues = check(config);
  const codes = issues.map(({ code, path }) => `${code} ${path}`);
  assert.ok(codes.includes("CONFIG_UNKNOWN_CURRENCY $.currency"), codes.join());
  assert.ok(codes.includes("CONFIG_NO_ZONE $.time_zone"), codes.join());
  assert.ok(codes.includes("CONFIG_EMPTY $.outlets"), codes.join());
  assert.throws(() => new Bridge(config), (error) => error instanceof ConfigError && error.issues.length === issues.length);
  assert.deepEqual(check(configR()), []);
});

test("a configuration is read as an object, as text and as bytes, with one revision", () => {
  const json = JSON.stringify(configR(), null, 2);
  const revisions = [configR(), json, bytes(json)].map((config) => new Bridge(config).revision);
  assert.equal(new Set(revisions).size, 1);
  const twice = json.replace('"tenant"', '"tenant": "other", "tenant"');
  assert.deepEqual(check(twice).map(({ code }) => code), ["DUPLICATE_FIELD"]);
  assert.deepEqual(check("{").map(({ code }) => code), ["INVALID_JSON"]);
  assert.deepEqual(check({ ...configR(), outlet: [] } as never).map(({ code }) => code), ["UNKNOWN_FIELD"]);
  const cyclic: Record<string, unknown> = { ...configR() };
  cyclic.self = cyclic;
  assert.deepEqual(check(cyclic as never).map(({ code }) => code), ["UNREADABLE_INPUT"]);
});

test("a step takes bodies of any form, and gives back those of tasks to come", () => {
  using bridge = new Bridge(configR());
  const outcomes = [order(), JSON.stringify(order()), bytes(order())].map((body) => bridge.step(task(body), {}));
  for (const outcome of outcomes) {
    assert.equal(outcome.status, "asks", JSON.stringify(outcome.refusal));
    assert.deepEqual(outcome, outcomes[0]);
  }
  const envelope = { task: { ...task(0), event: { ...task(0).event, body: 0 } }, journal: { answers: [] } };
  const answer = bridge.stepBytes(bytes(envelope), [bytes(order())]);
  assert.deepEqual(JSON.parse(text(answer)), outcomes[0]);
});

test("a step that cannot be taken is refused as data", () => {
  using bridge = new Bridge(configR());
  const outcome = bridge.step({ ...task(order()), tenant: "another" }, {});
  assert.equal(outcome.refusal?.code, "WRONG_TENANT");
  const answers = [{ id: "a", outcome: "answered", at: "2026-11-18T15:41:05Z", body: { get x() { throw new Error("no"); } } }];
  const unreadable = bridge.step(task(order()), { answers } as never);
  assert.deepEqual(Object.keys(unreadable), ["contract", "core", "revision", "status", "refusal", "rounds"]);
  assert.equal(unreadable.refusal?.path, "$.journal.answers[0].body.x");
  assert.deepEqual(Object.keys(unreadable), Object.keys(outcome));
  const missing = bridge.stepBytes(bytes({ task: { ...task(0), event: { ...task(0).event, body: 3 } } }), []);
  assert.equal(JSON.parse(text(missing)).refusal.code, "MISSING_BODY");
});

test("an event is routed, or refused by name", () => {
  using bridge = new Bridge(configR());
  const event = task(order()).event;
  const route = bridge.route(event);
  assert.equal(route.subject, "order/5610000001001");
  assert.deepEqual(bridge.route({ ...event, body: JSON.stringify(order()) }).subject, route.subject);
  assert.throws(() => bridge.route({ ...event, topic: "orders/dance" }), (error) =>
    error instanceof TillbridgeError && error.code === "UNKNOWN_EVENT" && error.path === "$.topic" && error.hint !== "");
});

test("the module describes itself", () => {
  const description = describe();
  assert.equal(description.contract, 1);
  assert.ok(description.decisions.some(({ name, payload }) => name === "order.to_sale" && payload === "order"));
  assert.equal(new Bridge(configR()).core, description.core);
});

test("a freed Bridge says so, and leaves others alone", () => {
  const bridge = new Bridge(configR());
  using other = new Bridge(configX());
  bridge.free();
  bridge.free();
  bridge[Symbol.dispose]();
  assert.throws(() => bridge.decide("order.to_sale", {}), { name: "TypeError", message: /freed/ });
  assert.equal(other.decide("order.to_sale", { order: order(), ...context("X") }).status, "decided");
});

test("the facade's hints are the module's", () => {
  const file = new URL("../../pkg/schema/codes.json", import.meta.url);
  const codes = JSON.parse(readFileSync(file, "utf8")) as { id: string; next_step: string }[];
  for (const [code, hint] of Object.entries(HINTS)) {
    assert.equal(hint, codes.find(({ id }) => id === code)?.next_step, code);
  }
});
