/** Node: the module is read from the file beside this one, at the first call. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { instantiate } from "../glue.ts";
import { install } from "../recovery.ts";

export * from "../index.ts";

// Bundled as CommonJS, so that `import` and `require` share one copy: hence `__dirname`.
install(() => instantiate(new WebAssembly.Module(readFileSync(join(__dirname, "core.wasm")))));
