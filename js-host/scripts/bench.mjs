/**
 * Builds what is missing, then measures the module against JavaScript in one process.
 *
 *   npm --prefix js-host run bench                     a table
 *   npm --prefix js-host run bench -- --quick          fewer batches, for a first look
 *   npm --silent --prefix js-host run bench -- --json  one JSON document on standard output
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { host } from "./lib/paths.mjs";

// What the build says is no part of the figures.
const build = spawnSync(process.execPath, [join(host, "scripts", "build.mjs")], { stdio: ["inherit", 2, 2] });
if (build.status !== 0) process.exit(build.status ?? 1);
const node = join(host, "node_modules", "node", "bin", "node");
const { status } = spawnSync(node, [join(host, "node", "bench", "main.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
