/** Brings everything a build or a test needs, and nothing that is there already. */
import { say } from "./lib/command.mjs";
import { packages, wasmBindgen, wasmPack, wasmTarget } from "./lib/tools.mjs";

await packages();
wasmTarget();
wasmBindgen();
if (process.argv.includes("--tests")) wasmPack();
say("ready");
