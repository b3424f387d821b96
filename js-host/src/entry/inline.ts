/** One file, for steps that take only pasted code: it needs nothing but `WebAssembly`. */
import packed from "tillbridge:wasm-packed";

import { instantiate } from "../glue.ts";
import { install } from "../recovery.ts";
import { unpack } from "../unpack.ts";

export * from "../index.ts";

// Packed: hosts that take pasted code count its characters.
install(() => instantiate(new WebAssembly.Module(unpack(packed))));
