/**
 * The one module instance of this process, and what happens when it fails.
 *
 * The module is written never to trap. Should it, its memory can no longer be trusted: the
 * instance is thrown away, whatever it was working on is refused with `TRAPPED`, and every
 * Bridge opens its part of the fresh instance before its next call.
 */
import { TillbridgeError } from "./errors.ts";
import { issue } from "./refusal.ts";

/** Whatever steps tasks inside the module. */
export interface RawStepper {
  step(envelope: Uint8Array, bodies: Uint8Array, lengths: Uint32Array): Uint8Array;
  revision(): string;
  free(): void;
}

/** One tenant inside the module. */
export interface RawCore extends RawStepper {
  decide(name: string, context: Uint8Array, payload: Uint8Array): Uint8Array;
  route(event: Uint8Array, body: Uint8Array): Uint8Array;
}

/** The module. */
export interface RawModule {
  Core: { open(config: Uint8Array): RawCore | undefined };
  Draft: { open(config: Uint8Array): RawStepper | undefined };
  check(config: Uint8Array): Uint8Array;
  check_draft(config: Uint8Array): Uint8Array;
  describe(): Uint8Array;
  /** Throws the instance away and makes a fresh one. */
  reset(): void;
}

let load: (() => RawModule) | undefined;
let instance: RawModule | undefined;
let broken = false;
let generation = 0;

/** Called by each entry with its way to load the module; loading waits for the first call. */
export function install(loader: () => RawModule): void {
  load = loader;
  instance = undefined;
}

/** Grows with every reset: what was opened in an earlier generation is gone. */
export function currentGeneration(): number {
  return generation;
}

/** Runs `work` on the module. Nothing the module is asked may call back into the host. */
export function call<T>(work: (module: RawModule) => T): T {
  const module = ready();
  try {
    return work(module);
  } catch (error) {
    // Whatever it is (RuntimeError: a trap; RangeError: the stack or the memory ran out), the
    // module does not throw by itself.
    broken = true;
    reset(module);
    const trapped = issue("TRAPPED", "$", "the module failed and was reset");
    throw new TillbridgeError(trapped, { cause: error });
  }
}

function ready(): RawModule {
  if (!instance) {
    if (!load) throw new Error("tillbridge was imported without an entry that loads its module");
    instance = load();
  }
  if (broken) reset(instance);
  return instance;
}

function reset(module: RawModule): void {
  generation += 1;
  try {
    module.reset();
    broken = false;
  } catch {
    // Out of memory, most likely. The next call tries again.
  }
}
