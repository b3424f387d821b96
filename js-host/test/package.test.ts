/** The packed package in every kind of host it says it serves. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";

import { build } from "esbuild";
import { Bridge } from "tillbridge";

import { install, node20 } from "./fixtures/packed.ts";
import { bytes, configR, context, order, text } from "./fixtures/tenant.ts";
import { post, workerd } from "./fixtures/workerd.ts";

const { folder, files, remove } = install();
after(remove);

const inside = join(folder, "node_modules", "tillbridge");
const expected = text(new Bridge(configR()).decideBytes("order.to_sale", bytes(context()), bytes(order())));
const [config, beside, body] = [configR(), context(), order()].map((value) => JSON.stringify(value));
const decide = `
  const bytes = (text) => new TextEncoder().encode(text);
  const bridge = new Bridge(${config});
  const answer = bridge.decideBytes("order.to_sale", bytes(${JSON.stringify(beside)}), bytes(${JSON.stringify(body)}));
`;
const print = `${decide} process.stdout.write(new TextDecoder().decode(answer));`;

function output(node: string, program: string, type: "module" | "commonjs"): string {
  return execFileSync(node, [`--input-type=${type}`, "--eval", program], { cwd: folder, encoding: "utf8" });
}

test("the tarball holds what it must, and nothing else", () => {
  const groups = new Set(files.map((file) => file.replace(/^(dist\/types|schema|types)\/.*/, "$1")));
  const bundles = ["browser.mjs", "core.wasm", "inline.cjs", "inline.js", "inline.mjs", "node.cjs", "node.mjs", "workerd.mjs"];
  groups.delete("schema");
  assert.deepEqual([...groups].sort(), ["README.md", ...bundles.map((name) => `dist/${name}`), "dist/types", "package.json", "types"].sort());
});

for (const [name, node] of [["Node 20", node20()], [`Node ${process.versions.node}`, process.execPath]] as const) {
  test(`${name}: import and require`, { skip: node ? false : "there is no Node 20 on the PATH" }, () => {
    assert.equal(output(node ?? "", `import { Bridge } from "tillbridge"; ${print}`, "module"), expected);
    assert.equal(output(node ?? "", `const { Bridge } = require("tillbridge"); ${print}`, "commonjs"), expected);
    assert.equal(output(node ?? "", `import { Bridge } from "tillbridge/inline"; ${print}`, "module"), expected);
    assert.equal(output(node ?? "", `const { Bridge } = require("tillbridge/inline"); ${print}`, "commonjs"), expected);
    const same = `import { createRequire } from "node:module"; import { Bridge } from "tillbridge";
      process.stdout.write(String(createRequire(process.cwd() + "/x.js")("tillbridge").Bridge === Bridge));`;
    assert.equal(output(node ?? "", same, "module"), "true", "one class, however it is loaded");
  });
}

async function bundle(condition: string, source: string) {
  const entry = join(folder, `${condition}-entry.mjs`);
  const outdir = join(folder, `${condition}-out`);
  writeFileSync(entry, source);
  await build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    format: "esm",
    // No Node modules here: a bundle that asks for one fails.
    platform: "browser",
    conditions: [condition],
    loader: { ".wasm": "copy" },
    assetNames: "core",
    outExtension: { ".js": ".mjs" },
    logLevel: "silent",
  });
  return { outdir, text: readFileSync(join(outdir, `${condition}-entry.mjs`), "utf8") };
}

test("workerd: the module is imported, not compiled", async () => {
  const { outdir, text: script } = await bundle("workerd", `import { Bridge } from "tillbridge";
    export default { fetch() { ${decide} return Response.json({ answer: new TextDecoder().decode(answer) }); } };`);
  const worker = workerd(script, outdir);
  try {
    assert.equal((await post(worker, {})).json.answer, expected);
  } finally {
    await worker.dispose();
  }
});

test("browser: the bundle has no Node in it, and decides", async () => {
  const { text: script } = await bundle("browser", `import { Bridge } from "tillbridge"; ${decide} export default answer;`);
  assert.doesNotMatch(script, /\bnode:|\brequire\(|__dirname/);
  const { fetch } = globalThis;
  // The page's server: the file beside the script, as a bundler puts it there.
  globalThis.fetch = async () => new Response(readFileSync(join(inside, "dist", "core.wasm")));
  try {
    const page = await import(pathToFileURL(join(folder, "browser-out", "browser-entry.mjs")).href);
    assert.equal(text(page.default), expected);
    globalThis.fetch = async () => new Response("", { status: 404 });
    await assert.rejects(import(pathToFileURL(join(inside, "dist", "browser.mjs")).href), /core.wasm cannot be fetched: status 404/);
  } finally {
    globalThis.fetch = fetch;
  }
});

test("whoever imports it and uses nothing of it carries nothing of it", async () => {
  const { text: script } = await bundle("browser", `import "tillbridge"; import { check } from "tillbridge/inline"; export default 1;`);
  assert.ok(script.length < 200, script.slice(0, 400));
});

test("the module and the package's description can be reached", () => {
  const reach = (path: string) => output(process.execPath, `process.stdout.write(require.resolve("tillbridge/${path}"))`, "commonjs");
  assert.equal(reach("core.wasm"), join(inside, "dist", "core.wasm"));
  assert.equal(reach("package.json"), join(inside, "package.json"));
});
