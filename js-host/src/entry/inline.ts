/** One file, for steps that take only pasted code: it needs nothing but `WebAssembly`. */
import base64 from "tillbridge:wasm-base64";

import { fromBase64 } from "../base64.ts";
import { instantiate } from "../glue.ts";
import { install } from "../recovery.ts";

export * from "../index.ts";

install(() => instantiate(new WebAssembly.Module(fromBase64(base64))));
