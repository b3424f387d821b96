/** Cloudflare Workers: the platform compiles the imported module, nothing else may. */
import module from "tillbridge:wasm";

import { instantiate } from "../glue.ts";
import { install } from "../recovery.ts";

export * from "../index.ts";

install(() => instantiate(module));
