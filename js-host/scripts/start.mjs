/**
 * Builds what is missing, then delivers orders to the sandbox.
 *
 *   npm --prefix js-host start [-- ORDER.json ...]      `-- --help` says more
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { run } from "./lib/command.mjs";
import { host } from "./lib/paths.mjs";

try {
  run(process.execPath, [join(host, "scripts", "build.mjs")]);
} catch (error) {
  process.stderr.write(`start: the build failed: ${error.message}\n`);
  process.exit(1);
}

// The host needs a newer Node than the one npm runs on may be: the installed one.
const node = join(host, "node_modules", "node", "bin", "node");
const flags = ["--disable-warning=ExperimentalWarning"];
const { status } = spawnSync(node, [...flags, join(host, "node", "start.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
