/**
 * Builds the package into pkg/dist.
 *
 *   npm --prefix js-host run build [-- --fault]
 *
 * Needs rustup's Rust and Node 20, and brings the rest by itself. Steps whose inputs did not
 * change are skipped. `--fault` also builds the module that fails on demand, for the tests.
 */
import { readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";

import { say, step } from "./lib/command.mjs";
import { dist, fault, host, pkg } from "./lib/paths.mjs";
import { digest, filesOf, unlessFresh } from "./lib/stamp.mjs";
import { packages, wasmTarget } from "./lib/tools.mjs";

await packages();
wasmTarget();
// Loaded only now: they import packages that may just have been installed.
const { RELEASE, FAULT, buildWasm, wasmOf } = await import("./lib/wasm.mjs");
const { bundle, bundlePackage } = await import("./lib/bundle.mjs");

const scripts = [join(host, "scripts"), join(host, "src"), join(host, "package-lock.json")];
const configs = ["tsconfig.json", "tsconfig.build.json"].map((name) => join(host, name));

await buildWasm(RELEASE);
const inputs = digest([...scripts, ...configs, join(pkg, "types"), wasmOf(RELEASE)]);
await unlessFresh("package", inputs, [dist], () =>
  step("bundles and declarations", () => bundlePackage(RELEASE)),
);

if (process.argv.includes("--fault")) {
  await buildWasm(FAULT);
  const entries = join(host, "test", "fixtures", "fault");
  const faulty = digest([...scripts, entries, wasmOf(FAULT)]);
  await unlessFresh("fault-package", faulty, [fault], () =>
    step("bundles of the failing module", async () => {
      rmSync(fault, { recursive: true, force: true });
      await bundle(FAULT, fault, {
        "node.cjs": { entry: join(entries, "node.ts"), format: "cjs", platform: "node" },
        "workerd.mjs": { entry: join(entries, "workerd.ts"), format: "esm" },
      });
    }),
  );
}

say("pkg/dist:");
for (const file of filesOf([dist]).filter((name) => !name.includes("types"))) {
  const content = readFileSync(file);
  const sizes = [content.length, gzipSync(content, { level: 9 }).length];
  const [plain, zipped] = sizes.map((size) => size.toLocaleString("en-US").padStart(9));
  say(`  ${basename(file).padEnd(12)}${plain} bytes ${zipped} gzip`);
}
