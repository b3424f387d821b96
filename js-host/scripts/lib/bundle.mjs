/** From TypeScript to the files of the package. */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "./command.mjs";
import { pack } from "./pack.mjs";
import { dist, host } from "./paths.mjs";
import { wasmOf } from "./wasm.mjs";

const source = join(host, "src");

/** One bundle for each host. `esbuild` is loaded late: set-up may have to install it first. */
export async function bundle(flavour, folder, entries = ENTRIES) {
  const { build } = await import("esbuild");
  mkdirSync(folder, { recursive: true });
  copyFileSync(wasmOf(flavour), join(folder, "core.wasm"));
  const plugins = [supplied(flavour)];
  for (const [file, { entry, ...options }] of Object.entries(entries)) {
    await build({
      bundle: true,
      entryPoints: [entry.startsWith("/") ? entry : join(source, entry)],
      outfile: join(folder, file),
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      logLevel: "warning",
      // In the glue's asynchronous `init`, which no entry uses.
      logOverride: { "empty-import-meta": "silent" },
      plugins,
      ...options,
    });
  }
}

const polyfill = { inject: [join(source, "text-polyfill.ts")] };

const ENTRIES = {
  "node.cjs": { entry: "entry/node.ts", format: "cjs", platform: "node", target: "node20" },
  "workerd.mjs": { entry: "entry/workerd.ts", format: "esm" },
  "browser.mjs": { entry: "entry/browser.ts", format: "esm" },
  "inline.mjs": { entry: "entry/inline.ts", format: "esm", minify: true, ...polyfill },
  "inline.cjs": { entry: "entry/inline.ts", format: "cjs", minify: true, ...polyfill },
  "inline.js": {
    entry: "entry/inline.ts",
    format: "iife",
    globalName: "tillbridge",
    minify: true,
    ...polyfill,
  },
};

/** Supplies the modules that `src/virtual.d.ts` declares. */
function supplied(flavour) {
  let packed;
  return {
    name: "supplied",
    setup(build) {
      build.onResolve({ filter: /^tillbridge:/ }, ({ path }) => {
        if (path === "tillbridge:glue") return { path: join(flavour.glue, "core.js") };
        // Left to the platform.
        if (path === "tillbridge:wasm") return { path: "./core.wasm", external: true };
        return { path, namespace: "packed" };
      });
      build.onLoad({ filter: /.*/, namespace: "packed" }, async () => {
        packed ??= pack(readFileSync(wasmOf(flavour)));
        return { contents: await packed, loader: "text" };
      });
    },
  };
}

/** The package's files: bundles, the ESM face of the Node bundle, and declarations. */
export async function bundlePackage(flavour) {
  rmSync(dist, { recursive: true, force: true });
  await bundle(flavour, dist);
  writeFileSync(join(dist, "node.mjs"), face(Object.keys(await import(join(dist, "node.cjs")))));
  declarations();
}

/** `import` and `require` must give the same classes, so the one re-exports the other. */
function face(names) {
  const exported = names.filter((name) => name !== "default" && name !== "module.exports");
  return `export { ${exported.sort().join(", ")} } from "./node.cjs";\n`;
}

function declarations() {
  const compiler = join(host, "node_modules", "typescript", "bin", "tsc");
  run(process.execPath, [compiler, "-p", join(host, "tsconfig.build.json")]);
  const folder = join(dist, "types");
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    // Declarations are found from the name the JavaScript would have.
    const text = readFileSync(file, "utf8")
      .replaceAll("../../pkg/types/contract.d.ts", "../../types/contract.js")
      .replaceAll(/(["']\.\/[\w-]+)\.ts(["'])/g, "$1.js$2");
    writeFileSync(file, text);
  }
}
