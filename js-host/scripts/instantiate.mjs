/** How long it takes until the module can be used, in fresh processes of this Node. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { say } from "./lib/command.mjs";
import { dist } from "./lib/paths.mjs";

const ROUNDS = 7;

for (const file of ["node.cjs", "inline.cjs"]) {
  const program = `
    const start = performance.now();
    const { describe } = require(${JSON.stringify(join(dist, file))});
    const loaded = performance.now();
    describe();
    console.log(JSON.stringify([loaded - start, performance.now() - loaded]));
  `;
  const times = Array.from({ length: ROUNDS }, () =>
    JSON.parse(execFileSync(process.execPath, ["--eval", program], { encoding: "utf8" })),
  );
  const best = (place) => Math.min(...times.map((time) => time[place])).toFixed(1);
  say(`${file.padEnd(11)} Node ${process.versions.node}: require ${best(0)} ms, first call ${best(1)} ms`);
}
