/** The declarations as a customer's compiler sees them, and their source. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { generate } from "../scripts/lib/contract.mjs";
import { install } from "./fixtures/packed.ts";

const { folder, remove } = install();
after(remove);

const compiler = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));

function compile(file: string, source: string, ...options: string[]): string {
  writeFileSync(join(folder, file), source);
  const args = [compiler, "--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,esnext.disposable,dom", "--types", "", ...options, file];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" }).stdout;
}

const use = `
  const config: TenantConfig = {
    contract: 1, tenant: "t", shopify: { shop: "s.myshopify.com" }, lightspeed: { series: "R", account: "1", user: "1" },
    currency: "USD", time_zone: "America/New_York", outlets: [{ id: "1", register: "1" }],
    payment_types: [{ gateway: "g", id: "9" }], taxes: [{ rate: "0", id: "1" }],
    helper_items: { gift_card: { item: "901", non_inventory: true, liability: true } },
  };
  export function decide(body: Uint8Array): string | undefined {
    using bridge = new Bridge(config);
    const decision = bridge.decide("order.to_sale", { order: body, links: [] }, "text");
    const total: string | undefined = decision.output?.sales[0]?.tie_out.sale_total.amount;
    if (total === undefined) bridge.decide("a.later_one", {}).output;
    const task: Task = { contract: 1, tenant: "t", id: "1", now: "2026-01-01T00:00:00Z", event: { source: "shopify", topic: "orders/create", body } };
    const http: Http = { send: async () => { throw new NotSent(); } };
    run(bridge, task, { store: new MemoryStore(), http, clock: systemClock }).then((outcome) => outcome.exceptions?.[0]?.owner === "finance");
    return decision.refusal?.code;
  }
`;
const names = 'Bridge, MemoryStore, NotSent, run, systemClock, type Http, type Task, type TenantConfig';

test("a customer's program compiles, in each way of resolving packages", () => {
  const program = `import { ${names} } from "tillbridge"; ${use}`;
  assert.equal(compile("esm.mts", program, "--module", "nodenext"), "");
  assert.equal(compile("cjs.cts", program, "--module", "nodenext"), "");
  assert.equal(compile("bundled.ts", program, "--module", "esnext", "--moduleResolution", "bundler"), "");
  assert.equal(compile("inline.mts", program.replace('"tillbridge"', '"tillbridge/inline"'), "--module", "nodenext"), "");
});

test("a misspelled field does not compile", () => {
  const program = `import { ${names} } from "tillbridge"; ${use.replace("time_zone", "timezone")}`;
  assert.match(compile("wrong.mts", program, "--module", "nodenext"), /error TS2561.*timezone/);
});

test("the contract's types are those of the schemas", async (t) => {
  const text = await generate();
  if (text === undefined) return t.skip("there are no schemas in pkg/schema yet");
  const file = new URL("../../pkg/types/contract.d.ts", import.meta.url);
  assert.equal(readFileSync(file, "utf8"), text, "run `node js-host/scripts/types.mjs`");
});
