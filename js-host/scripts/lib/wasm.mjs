/** From Rust to an optimised module and its glue, with equal bytes on every machine. */
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

import { output, run, step } from "./command.mjs";
import { host, root, target, work } from "./paths.mjs";
import { digest, unlessFresh } from "./stamp.mjs";
import { WASM_BINDGEN, wasmBindgen } from "./tools.mjs";

const TRIPLE = "wasm32-unknown-unknown";

/**
 * A function is copied into its callers only when it is small (the usual limit is 225). What runs
 * often is marked `#[inline]` in the sources, and escapes this. The dependencies keep the usual
 * limit: nobody can mark theirs.
 */
const INLINING = ["-C", "llvm-args=-inline-threshold=60"];

/** Texts are looked at sixteen bytes at a time: Node 20, workerd and all current browsers can. */
export const WASM_FLAGS = ["-Ctarget-feature=+simd128"];

/** What wasm-opt does. The lowest kilobyte of memory is the far end of the stack. */
const OPTIMISE = [
  "-O3",
  "--generate-global-effects",
  "--low-memory-unused",
  "--merge-similar-functions",
];

/** The usual module and its glue. */
export const RELEASE = { name: "core", features: [], glue: join(work, "glue"), optimise: true };

/** The module that can be made to fail, for the recovery tests. Slow is good enough. */
export const FAULT = {
  name: "fault",
  features: ["fault"],
  glue: join(work, "glue-fault"),
  optimise: false,
};

/** Builds a flavour unless it is there already; returns whether anything was done. */
export function buildWasm(flavour) {
  const sources = ["Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "src"];
  const inputs = digest(
    [...sources.map((name) => join(root, name)), import.meta.filename ?? ""],
    WASM_BINDGEN,
    output("rustc", ["-vV"], { cwd: root }),
    JSON.stringify(flavour),
  );
  const outputs = [wasmOf(flavour), join(flavour.glue, "core.js")];
  return unlessFresh(flavour.name, inputs, outputs, () => build(flavour));
}

/** Where a flavour's module lies. */
export function wasmOf(flavour) {
  return join(flavour.glue, "core.wasm");
}

async function build(flavour) {
  const tool = wasmBindgen();
  const folder = join(target, flavour.name);
  await step(`cargo build (${flavour.name})`, () => cargo(flavour.features, folder));
  const raw = join(folder, TRIPLE, "release", "tillbridge.wasm");
  await step("wasm-bindgen", () => bindgen(tool, raw, flavour.glue));
  const bound = join(flavour.glue, "core_bg.wasm");
  if (flavour.optimise) await step("wasm-opt", () => optimise(bound, wasmOf(flavour)));
  else copyFileSync(bound, wasmOf(flavour));
  rmSync(bound);
}

function cargo(features, folder) {
  const args = ["rustc", "--release", "--lib", "--locked", "--target", TRIPLE];
  if (features.length > 0) args.push("--features", features.join(","));
  args.push("--target-dir", folder, "--", ...INLINING);
  const env = { ...process.env, CARGO_ENCODED_RUSTFLAGS: [...remaps(), ...WASM_FLAGS].join("\x1f") };
  // Anything that would change the bytes on one machine only.
  for (const name of Object.keys(env)) {
    if (name === "RUSTFLAGS" || name.startsWith("CARGO_PROFILE_")) delete env[name];
  }
  run("cargo", args, { cwd: root, env });
}

/**
 * Panic messages carry file names: they must say nothing about the machine. The last match wins.
 */
function remaps() {
  const rustc = (...args) => output("rustc", args, { cwd: root });
  const sysroot = rustc("--print", "sysroot");
  const commit = /commit-hash: (\w+)/.exec(rustc("-vV"))?.[1];
  const cargoHome = process.env.CARGO_HOME || join(homedir(), ".cargo");
  const pairs = [
    [homedir(), "/home"],
    [cargoHome, "/cargo"],
    ...registries().map((folder) => [folder, "/crates"]),
    [sysroot, "/rust"],
    // As the standard library's own precompiled code names its sources.
    [join(sysroot, "lib", "rustlib", "src", "rust"), `/rustc/${commit}`],
    [root, "/tillbridge"],
  ];
  return pairs.map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
}

/** Where the sources of crates lie: folders named after the registry they came from. */
function registries() {
  const args = ["metadata", "--locked", "--format-version", "1", "--filter-platform", TRIPLE];
  const { packages } = JSON.parse(output("cargo", args, { cwd: root, maxBuffer: 1e9 }));
  const crates = packages.filter(({ source }) => source?.startsWith("registry+"));
  return [...new Set(crates.map(({ manifest_path: file }) => dirname(dirname(file))))].sort();
}

function bindgen(tool, raw, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const flags = ["--experimental-reset-state-function", "--remove-producers-section"];
  run(tool, [raw, "--target", "web", "--out-dir", folder, "--out-name", "core", ...flags]);
}

function optimise(from, to) {
  const tool = join(host, "node_modules", "binaryen", "bin", "wasm-opt");
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  run(process.execPath, [tool, ...OPTIMISE, ...strip, from, "-o", to]);
}
