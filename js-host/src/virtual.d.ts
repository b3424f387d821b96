/** What the build script supplies. */
declare module "tillbridge:glue" {
  export const Core: {
    open(config: Uint8Array): import("./recovery.ts").RawCore | undefined;
  };
  export function check(config: Uint8Array): Uint8Array;
  export function describe(): Uint8Array;
  export function initSync(input: { module: WebAssembly.Module }): unknown;
  export function __wbg_reset_state(): void;
}

declare module "tillbridge:wasm" {
  const module: WebAssembly.Module;
  export default module;
}

declare module "tillbridge:wasm-base64" {
  const base64: string;
  export default base64;
}
