/** The Bridge: one tenant's door to the module. */
import { encodeConfig, type ConfigInput } from "./config.ts";
import type {
  Body,
  Decision,
  DecisionName,
  DecisionOf,
  Description,
  Event,
  Explain,
  Issue,
  Journal,
  Outcome,
  Route,
  Task,
} from "./contract.ts";
import { encodeBody } from "./encode.ts";
import { Bodies, envelope, guarded, joined, withBodies } from "./envelope.ts";
import { ConfigError, TillbridgeError } from "./errors.ts";
import { call, currentGeneration, type RawCore } from "./recovery.ts";
import { Refusal } from "./refusal.ts";
import { parse, utf8 } from "./text.ts";

const NOTHING = new Uint8Array();

/** What the module says about itself. */
export function describe(): Description {
  return parse(call((module) => module.describe()));
}

/** Constant as long as the process lives: read once. */
let description: Description | undefined;
function described(): Description {
  return (description ??= describe());
}

/** What is wrong with a configuration; an empty list when it is usable. */
export function check(config: ConfigInput): Issue[] {
  return issuesOf(() => encodeConfig(config));
}

function issuesOf(encode: () => Uint8Array): Issue[] {
  const encoded = refusable(encode);
  if (encoded instanceof Refusal) return [encoded.issue];
  return parse(call((module) => module.check(encoded)));
}

/** The input of a decision: its payload under the name `describe` gives, and its context. */
export type DecisionInput = { readonly [field: string]: unknown };

/** One tenant. Free it when done, or declare it with `using`. */
export class Bridge {
  /** The module's version. */
  readonly core: string;
  /** Digest of the configuration. */
  readonly revision: string;
  readonly #config: Uint8Array;
  #opened: { core: RawCore; generation: number } | undefined;
  #freed = false;

  /** @throws {ConfigError} when `check` finds an issue. */
  constructor(config: ConfigInput) {
    const encoded = refusable(() => encodeConfig(config));
    if (encoded instanceof Refusal) throw new ConfigError([encoded.issue]);
    this.#config = encoded;
    this.core = described().core;
    const revision = call((module) => {
      const core = module.Core.open(encoded);
      if (core) this.#opened = { core, generation: currentGeneration() };
      return core?.revision();
    });
    if (revision === undefined) throw new ConfigError(issuesOf(() => encoded));
    this.revision = revision;
  }

  /** One pure decision. An input that cannot be worked with gives `status: "refused"`. */
  decide<Name extends DecisionName | (string & {})>(
    name: Name,
    input: DecisionInput,
    explain?: Explain,
  ): DecisionOf<Name> {
    this.#mustLive();
    const answer = refusable(() => this.#decide(name, input, explain));
    const decision = answer instanceof Refusal ? this.#refusedDecision(name, answer) : answer;
    return decision as DecisionOf<Name>;
  }

  #decide(name: string, input: DecisionInput, explain: Explain | undefined): Decision {
    const { payload, context } = split(name, input, explain);
    const given = encodeBody(context, "$");
    const body = payload === undefined ? NOTHING : encodeBody(payload.value, `$.${payload.field}`);
    return parse(this.#call((core) => core.decide(name, given, body)));
  }

  /** The same with JSON bytes on both sides; the payload is best the body as received. */
  decideBytes(name: string, context: Uint8Array, payload: Uint8Array): Uint8Array {
    this.#mustLive();
    const answer = refusable(() => {
      const given = encodeBody(context, "$");
      const field = payloadOf(name);
      const body = encodeBody(payload, field === undefined ? "$" : `$.${field}`);
      return this.#call((core) => core.decide(name, given, body));
    });
    return answer instanceof Refusal ? json(this.#refusedDecision(name, answer)) : answer;
  }

  /** One step of a task: what to ask next, or what came of it. `run` is the loop around it. */
  step(task: Task, journal: Journal): Outcome {
    this.#mustLive();
    const outcome = refusable(() => {
      const bodies = new Bodies();
      const text = encodeBody(envelope(task, journal, bodies), "$");
      const { bytes, lengths } = joined(bodies.encoded);
      const answer = this.#call((core) => core.step(text, bytes, lengths));
      return withBodies(parse<Outcome>(answer), bodies.given);
    });
    return outcome instanceof Refusal ? this.#refusedOutcome(outcome) : outcome;
  }

  /** The same with the envelope as JSON bytes, in which a body is the index of one of `bodies`. */
  stepBytes(envelope: Uint8Array, bodies: Uint8Array[]): Uint8Array {
    this.#mustLive();
    const answer = refusable(() => {
      const text = encodeBody(envelope, "$");
      const { bytes, lengths } = joined(
        bodies.map((body, index) => encodeBody(body, `$bodies[${index}]`)),
      );
      return this.#call((core) => core.step(text, bytes, lengths));
    });
    return answer instanceof Refusal ? json(this.#refusedOutcome(answer)) : answer;
  }

  /** How to queue an event. @throws {TillbridgeError} when there is no flow for it. */
  route(event: Event): Route {
    this.#mustLive();
    const answer = refusable(() => {
      const bodies = new Bodies();
      const text = encodeBody(bodies.lift(event, "$"), "$");
      const body = bodies.encoded[0] ?? NOTHING;
      return parse<{ route?: Route; refusal?: Issue }>(
        this.#call((core) => core.route(text, body)),
      );
    });
    if (answer instanceof Refusal) throw new TillbridgeError(answer.issue);
    if (answer.refusal) throw new TillbridgeError(answer.refusal);
    return answer.route as Route;
  }

  /** Gives the tenant's memory back. Calling it again does nothing. */
  free(): void {
    this.#freed = true;
    const opened = this.#opened;
    this.#opened = undefined;
    // What an earlier instance held went with that instance.
    if (opened?.generation === currentGeneration()) call(() => opened.core.free());
  }

  #mustLive(): void {
    if (this.#freed) throw new TypeError("this Bridge was freed: make a new one");
  }

  #call<T>(work: (core: RawCore) => T): T {
    return call((module) => {
      const generation = currentGeneration();
      if (this.#opened?.generation !== generation) {
        const core = module.Core.open(this.#config);
        if (!core) throw new Error("a configuration that was usable before is not any more");
        this.#opened = { core, generation };
      }
      return work(this.#opened.core);
    });
  }

  #refusedDecision(decision: string, refusal: Refusal): Decision {
    const { core } = this;
    return { contract: 1, core, decision, status: "refused", refusal: refusal.issue };
  }

  #refusedOutcome(refusal: Refusal): Outcome {
    const { core, revision } = this;
    return { contract: 1, core, revision, status: "refused", refusal: refusal.issue, rounds: 0 };
  }
}

// Declared apart from the class: not every host has `Symbol.dispose`.
export interface Bridge {
  [Symbol.dispose](): void;
}
if (Symbol.dispose) Bridge.prototype[Symbol.dispose] = Bridge.prototype.free;

/** Under which field a decision takes its payload; undefined when there is no such decision. */
function payloadOf(name: string): string | undefined {
  return described().decisions.find((decision) => decision.name === name)?.payload;
}

/** Separates the payload, which travels on its own, from the context around it. */
function split(name: string, input: DecisionInput, explain: Explain | undefined) {
  const field = payloadOf(name);
  if (typeof input !== "object" || input === null) {
    throw new Refusal("WRONG_TYPE", "$", "the input is not an object");
  }
  const context: Record<string, unknown> = guarded("$", () => ({ ...input }));
  if (explain !== undefined) context.explain = explain;
  // The module says that it does not know the decision.
  if (field === undefined) return { context };
  const value = context[field] as Body | null | undefined;
  if (value === undefined) {
    throw new Refusal("MISSING_FIELD", `$.${field}`, `field \`${field}\` is missing`);
  }
  delete context[field];
  return { context, payload: { field, value } };
}

function refusable<T>(work: () => T): T | Refusal {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

function json(value: unknown): Uint8Array {
  return utf8(JSON.stringify(value));
}
