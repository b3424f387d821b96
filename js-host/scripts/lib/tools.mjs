/** Set-up: brings what the build needs, given rustup's Rust and Node 20. */
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";

import { output, run, say } from "./command.mjs";
import { host, root, tools } from "./paths.mjs";
import { digest, unlessFresh } from "./stamp.mjs";

/** Equal to the crate's version in Cargo.toml: the two speak a private format. */
export const WASM_BINDGEN = "0.2.130";
const WASM_PACK = "0.15.1";

/** The packages of js-host, once for each lock file. */
export async function packages() {
  const lock = [join(host, "package.json"), join(host, "package-lock.json")];
  const installed = join(host, "node_modules", ".package-lock.json");
  await unlessFresh("packages", digest(lock), [installed], () => {
    say("- installing the packages of js-host (about 400 MB)");
    run("npm", ["ci", "--no-audit", "--no-fund"], { cwd: host });
  });
}

/** Rust's standard library for wasm. */
export function wasmTarget() {
  const name = "wasm32-unknown-unknown";
  const sysroot = output("rustc", ["--print", "sysroot"], { cwd: root });
  if (existsSync(join(sysroot, "lib", "rustlib", name, "lib"))) return;
  say(`- adding Rust's target ${name}`);
  run("rustup", ["target", "add", name], { cwd: root });
}

/** The wasm-bindgen program, in a folder of its own. */
export function wasmBindgen() {
  return install("wasm-bindgen-cli", WASM_BINDGEN, "wasm-bindgen", "wasm-bindgen");
}

/** The wasm-pack program: it runs the tests of the module, it does not build it. */
export function wasmPack() {
  return install("wasm-pack", WASM_PACK, "wasm-pack", "wasm-pack");
}

/** Folder of the programs that come with a crate; installs it when it is not there yet. */
function install(crate, version, program, name) {
  const folder = join(tools, `${name}-${version}`);
  const file = join(folder, "bin", process.platform === "win32" ? `${program}.exe` : program);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    say(`- compiling ${crate} ${version} into ${folder} (about 3 minutes, once)`);
    // Not --locked: its lock file asks for a crate that was withdrawn.
    run("cargo", ["install", crate, "--version", version, "--root", folder], { cwd: tools });
  }
  return file;
}
