/** The module's exports, as wasm-bindgen wraps them. The build script supplies the glue. */
import { Core, Draft, __wbg_reset_state, check, check_draft, describe, initSync } from "tillbridge:glue";

import type { RawModule } from "./recovery.ts";

// Named one by one: what is not named stays out of the bundle, such as the glue's own `fetch`.
export function instantiate(module: WebAssembly.Module): RawModule {
  initSync({ module });
  return { Core, Draft, check, check_draft, describe, reset: __wbg_reset_state };
}
