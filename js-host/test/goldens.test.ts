/** Every golden through the built package: Node's and workerd's bytes are the expected file's. */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Bridge } from "tillbridge";

import { text } from "./fixtures/tenant.ts";
import { post, workerd } from "./fixtures/workerd.ts";

const scenarios = fileURLToPath(new URL("../../tests/scenarios", import.meta.url));
const dist = fileURLToPath(new URL("../../pkg/dist", import.meta.url));

interface Golden {
  decision: string;
  name: string;
  folder: string;
}

const folders = (path: string) =>
  existsSync(path) ? readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort() : [];

const goldens: Golden[] = folders(scenarios)
  .flatMap((decision) => folders(join(scenarios, decision)).map((name) => ({ decision, name, folder: join(scenarios, decision, name) })))
  .filter(({ folder }) => existsSync(join(folder, "payload.json")));

const read = ({ folder }: Golden, file: string) => readFileSync(join(folder, `${file}.json`));

const script = `
  import { Bridge } from "./workerd.mjs";
  const utf8 = new TextEncoder();
  export default {
    async fetch(request) {
      const { decision, config, context, payload } = await request.json();
      const bridge = new Bridge(config);
      const answer = bridge.decideBytes(decision, utf8.encode(context), utf8.encode(payload));
      bridge.free();
      return Response.json({ answer: new TextDecoder("utf-8", { ignoreBOM: true }).decode(answer) });
    },
  };`;
const worker = goldens.length > 0 ? workerd(script, dist, "workerd.mjs") : undefined;
after(() => worker?.dispose());

/** Shows where two answers part, not both of them whole. */
function same(host: string, actual: string, expected: string): void {
  if (actual === expected) return;
  let at = 0;
  while (actual[at] === expected[at]) at += 1;
  const around = (answer: string) => answer.slice(Math.max(at - 60, 0), at + 60);
  assert.fail(`${host} differs at character ${at}\n  is        …${around(actual)}…\n  should be …${around(expected)}…`);
}

test("there are goldens", { skip: goldens.length > 0 ? false : "tests/scenarios has none yet" }, () => {});

for (const golden of goldens) {
  test(`${golden.decision}/${golden.name}`, async () => {
    const expected = read(golden, "expected").toString("utf8");
    const [config, context, payload] = ["config", "context", "payload"].map((file) => read(golden, file)) as [Buffer, Buffer, Buffer];
    using bridge = new Bridge(config);
    same("Node", text(bridge.decideBytes(golden.decision, context, payload)), expected);
    assert.ok(worker);
    const call = { decision: golden.decision, config: `${config}`, context: `${context}`, payload: `${payload}` };
    same("workerd", (await post(worker, call)).json.answer, expected);
  });
}
