/**
 * Builds what is missing, then measures the module against JavaScript in one process.
 *
 *   npm --prefix js-host run bench
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { run } from "./lib/command.mjs";
import { host } from "./lib/paths.mjs";

run(process.execPath, [join(host, "scripts", "build.mjs")]);
const node = join(host, "node_modules", "node", "bin", "node");
const { status } = spawnSync(node, [join(host, "node", "bench", "main.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
