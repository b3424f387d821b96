/** After a trap or an overflow the next call of any tenant is right, in Node and in workerd. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import type * as facade from "tillbridge";

import { configR, configX, context, order } from "./fixtures/tenant.ts";
import { post, workerd } from "./fixtures/workerd.ts";

// Made by `npm run build -- --fault`.
const folder = fileURLToPath(new URL(".fault", import.meta.url));
type Faulty = typeof facade & { fail(failure: "trap" | "overflow"): void };
const { Bridge, check, describe, fail } = createRequire(import.meta.url)("./.fault/node.cjs") as Faulty;

const inputR = { order: order(), ...context("R") };
const inputX = { order: order(), ...context("X") };

for (const failure of ["trap", "overflow"] as const) {
  test(`Node: ${failure}`, () => {
    const r = new Bridge(configR());
    const x = new Bridge(configX());
    const saleR = r.decide("order.to_sale", inputR);
    const saleX = x.decide("order.to_sale", inputX);
    assert.equal(saleX.status, "decided");
    for (let time = 0; time < 20; time += 1) {
      assert.throws(() => fail(failure), { name: "TillbridgeError", code: "TRAPPED", path: "$" });
      assert.deepEqual(x.decide("order.to_sale", inputX), saleX, "another tenant's next call");
      assert.deepEqual(r.decide("order.to_sale", inputR), saleR);
    }
    assert.throws(() => fail(failure));
    assert.equal(x.step({} as never, {}).status, "refused", "a step opens the tenant again, too");
    assert.throws(() => fail(failure));
    r.free();
    assert.throws(() => fail(failure));
    assert.deepEqual(check(configR()), []);
    assert.throws(() => fail(failure));
    assert.equal(describe().contract, 1);
    assert.equal(new Bridge(configR()).decide("order.to_sale", inputR).status, "decided");
  });

  test(`workerd: ${failure}`, async () => {
    const worker = workerd(readFileSync(`${folder}/workerd.mjs`, "utf8"), folder);
    try {
      const first = await post(worker, { config: configX(), input: inputX });
      assert.equal(first.json.status, "decided");
      const failed = await post(worker, { config: configR(), input: inputR, fail: failure });
      assert.deepEqual(failed, { status: 500, json: { name: "TillbridgeError", code: "TRAPPED" } });
      assert.deepEqual(await post(worker, { config: configX(), input: inputX }), first);
      assert.equal((await post(worker, { config: configR(), input: inputR })).json.status, "decided");
    } finally {
      await worker.dispose();
    }
  });
}

test("what a failed tenant left behind is not freed twice by the garbage collector", async () => {
  const { setFlagsFromString } = await import("node:v8");
  const { runInNewContext } = await import("node:vm");
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const kept = new Bridge(configX());
  const sale = kept.decide("order.to_sale", inputX);
  for (let round = 0; round < 5; round += 1) {
    for (let count = 0; count < 50; count += 1) new Bridge(configR(`tenant-${count}`));
    assert.throws(() => fail("trap"));
    for (let count = 0; count < 50; count += 1) new Bridge(configR(`tenant-${count}`));
    collect();
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(kept.decide("order.to_sale", inputX), sale);
  }
});
