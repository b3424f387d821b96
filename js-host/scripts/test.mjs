/**
 * Every test there is, stage by stage.
 *
 *   npm --prefix js-host test [-- STAGE ...]      only these stages, by a part of their names
 *
 * A stage that fails does not keep the later ones from running. Ends with the closing lines of
 * each runner and `N passed, N failed`; the exit code is 0 only if nothing failed.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

import { chrome } from "./lib/chrome.mjs";
import { host, root, tools } from "./lib/paths.mjs";
import { counts, runStage, summary } from "./lib/stages.mjs";
import { WASM_FLAGS } from "./lib/wasm.mjs";

const CLIPPY = ["--", "-D", "warnings"];
const WASM = ["--target", "wasm32-unknown-unknown"];
const only = process.argv.slice(2);

const newest = join(host, "node_modules", "node", "bin", "node");
const wasmTests = join(root, "tests", "wasm.rs");
const fuel = join(root, "benches", "fuel", "Cargo.toml");
const script = (name, ...args) => [process.execPath, join(host, "scripts", name), ...args];

/** wasm-pack finds the test runner of wasm-bindgen on the path; the tests are built as the module is. */
const bins = ["wasm-bindgen-0.2.130", "wasm-pack-0.15.1"].map((name) => join(tools, name, "bin"));
const withTools = {
  PATH: [...bins, process.env.PATH].join(":"),
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: WASM_FLAGS.join(" "),
};

const stages = [
  { name: "set-up", command: script("setup.mjs", "--tests"), counts: counts.none },
  { name: "format", command: ["cargo", "fmt", "--check", "--", "--color", "never"] },
  { name: "lint", command: ["cargo", "clippy", "--all-targets", "--all-features", ...CLIPPY] },
  { name: "lint wasm", command: ["cargo", "clippy", "--lib", "--features", "fault", ...WASM, ...CLIPPY] },
  { name: "native tests", command: ["cargo", "test", "--no-fail-fast", "--features", "schema"], counts: counts.rust },
  {
    name: "race",
    command: ["cargo", "test", "--profile", "race", "--test", "explorer", "--", "--nocapture", "--test-threads", "1"],
    counts: counts.rust,
  },
  { name: "build", command: script("build.mjs", "--fault") },
  { name: "types", command: [process.execPath, join(host, "node_modules", "typescript", "bin", "tsc"), "-p", host] },
  {
    name: "wasm tests, Node",
    skip: () => (existsSync(wasmTests) ? undefined : "there is no tests/wasm.rs"),
    command: ["wasm-pack", "test", "--node", "--", "--test", "wasm"],
    env: withTools,
    counts: counts.rust,
  },
  {
    name: "wasm tests, Chrome",
    skip: () => (existsSync(wasmTests) ? chrome().missing : "there is no tests/wasm.rs"),
    command: () => [
      ...["wasm-pack", "test", "--headless", "--chrome", "--chromedriver", chrome().driver],
      ...["--", "--test", "wasm"],
    ],
    // For tests that do not say where they run.
    env: { ...withTools, WASM_BINDGEN_USE_BROWSER: "1" },
    counts: counts.rust,
  },
  {
    name: "JavaScript tests",
    command: [
      ...[newest, "--disable-warning=ExperimentalWarning", "--test", "--test-reporter=spec"],
      join(host, "test", "**", "*.test.ts"),
    ],
    counts: counts.node,
  },
  {
    name: "instruction counts",
    skip: () => (existsSync(fuel) ? undefined : "there is no benches/fuel"),
    command: ["cargo", "run", "--release", "--manifest-path", fuel],
  },
];

const chosen = stages.filter(({ name }) => only.length === 0 || only.some((part) => name.includes(part)));
const results = [];
for (const [index, stage] of chosen.entries()) {
  process.stdout.write(`\n[${index + 1}/${chosen.length}] ${stage.name}\n`);
  results.push(await runStage(stage, { cwd: root }));
}
process.stdout.write(summary(results));
process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0;
