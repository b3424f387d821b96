/** Set-up: the door of a tenant whose configuration is not complete yet. */
import type { DraftConfig, Issue, Journal, Outcome, Task } from "./contract.ts";
import { encodeConfig } from "./config.ts";
import { encodeBody } from "./encode.ts";
import { Bodies, envelope, joined, withBodies } from "./envelope.ts";
import { ConfigError } from "./errors.ts";
import { call, currentGeneration, type RawStepper } from "./recovery.ts";
import { Refusal } from "./refusal.ts";
import { parse } from "./text.ts";

/** A draft as an object, or the text or bytes of its JSON file. */
export type DraftInput = DraftConfig | string | Uint8Array | ArrayBuffer;

/** What is wrong with a draft; an empty list when set-up can begin. */
export function checkDraft(config: DraftInput): Issue[] {
  const encoded = refusable(() => encodeConfig(config));
  if (encoded instanceof Refusal) return [encoded.issue];
  return parse(call((module) => module.check_draft(encoded)));
}

/**
 * One tenant that is being set up. `run` runs its one task, `operator:setup`; the outcome's `setup`
 * holds the configuration. Free it when done.
 */
export class Setup {
  /** Digest of the draft. */
  readonly revision: string;
  readonly #config: Uint8Array;
  #opened: { draft: RawStepper; generation: number } | undefined;
  #freed = false;

  /** @throws {ConfigError} when `checkDraft` finds an issue. */
  constructor(config: DraftInput) {
    // Time zones' offsets would end up in the configuration that set-up writes.
    const encoded = refusable(() => encodeBody(config, "$"));
    if (encoded instanceof Refusal) throw new ConfigError([encoded.issue]);
    const issues = checkDraft(encoded);
    if (issues.length > 0) throw new ConfigError(issues);
    this.#config = encoded;
    this.revision = this.#call((draft) => draft.revision());
  }

  /** One step of set-up: what to ask next, or what came of it. */
  step(task: Task, journal: Journal): Outcome {
    const outcome = refusable(() => {
      const bodies = new Bodies();
      const text = encodeBody(envelope(task, journal, bodies), "$");
      const { bytes, lengths } = joined(bodies.encoded);
      const answer = this.#call((draft) => draft.step(text, bytes, lengths));
      return withBodies(parse<Outcome>(answer), bodies.given);
    });
    if (!(outcome instanceof Refusal)) return outcome;
    const { revision } = this;
    return { contract: 1, core: "", revision, status: "refused", refusal: outcome.issue, rounds: 0 };
  }

  /** Gives the memory back. Calling it again does nothing. */
  free(): void {
    this.#freed = true;
    const opened = this.#opened;
    this.#opened = undefined;
    // What an earlier instance held went with that instance.
    if (opened?.generation === currentGeneration()) call(() => opened.draft.free());
  }

  #call<T>(work: (draft: RawStepper) => T): T {
    if (this.#freed) throw new TypeError("this Setup was freed: make a new one");
    return call((module) => {
      const generation = currentGeneration();
      if (this.#opened?.generation !== generation) {
        const draft = module.Draft.open(this.#config);
        if (!draft) throw new Error("a draft that was usable before is not any more");
        this.#opened = { draft, generation };
      }
      return work(this.#opened.draft);
    });
  }
}

function refusable<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
