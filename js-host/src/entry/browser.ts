/** Browsers: the module is fetched while this one is imported. */
import { instantiate } from "../glue.ts";
import { install } from "../recovery.ts";

export * from "../index.ts";

// Bundlers know this expression and carry the file along.
const response = await fetch(new URL("./core.wasm", import.meta.url));
if (!response.ok) throw new Error(`core.wasm cannot be fetched: status ${response.status}`);
const module = await WebAssembly.compile(await response.arrayBuffer());

install(() => instantiate(module));
