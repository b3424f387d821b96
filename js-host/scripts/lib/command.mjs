/** Runs programs, shows what they do, and fails loudly. */
import { execFileSync, spawnSync } from "node:child_process";

/** Runs a program; its output goes straight to the terminal. */
export function run(program, args, options = {}) {
  const { status, error, signal } = spawnSync(program, args, { stdio: "inherit", ...options });
  if (error?.code === "ENOENT") throw new Error(`${program} is not installed`);
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} failed (${signal ?? `exit code ${status}`})`);
}

/** What a program prints. */
export function output(program, args, options = {}) {
  return execFileSync(program, args, { encoding: "utf8", ...options }).trim();
}

/** A line of progress. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** Does one step and says how long it took. */
export async function step(name, work) {
  say(`- ${name}`);
  const start = Date.now();
  const result = await work();
  say(`  ${((Date.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
