/** Takes the bodies out of a task and its journal: they travel beside the envelope, as bytes. */
import type { Body, Outcome } from "./contract.ts";
import { encodeBody } from "./encode.ts";
import { MAX_STEP_BYTES } from "./limits.ts";
import { Refusal } from "./refusal.ts";

/** Bodies as the host gave them, and as the module takes them. */
export class Bodies {
  readonly given: Body[] = [];
  readonly encoded: Uint8Array[] = [];

  /** A copy of `holder` with the index of its body in the body's place. */
  lift(holder: unknown, path: string): unknown {
    if (!isRecord(holder)) return holder;
    const body = read(holder, "body", path);
    if (body === undefined || body === null) return holder;
    const index = this.encoded.push(encodeBody(body, `${path}.body`)) - 1;
    this.given.push(body as Body);
    return { ...copy(holder, path), body: index };
  }
}

/** The envelope of a step, its bodies put aside into `bodies`. */
export function envelope(task: unknown, journal: unknown, bodies: Bodies): unknown {
  return { task: liftTask(task, bodies), journal: liftJournal(journal, bodies) };
}

function liftTask(task: unknown, bodies: Bodies): unknown {
  if (!isRecord(task)) return task;
  return { ...copy(task, "$.task"), event: bodies.lift(read(task, "event", "$.task"), "$.task.event") };
}

function liftJournal(journal: unknown, bodies: Bodies): unknown {
  if (!isRecord(journal)) return journal;
  const answers = read(journal, "answers", "$.journal");
  if (!Array.isArray(answers)) return journal;
  const lifted = Array.from(answers as unknown[], (answer, index) =>
    bodies.lift(answer, `$.journal.answers[${index}]`),
  );
  return { ...copy(journal, "$.journal"), answers: lifted };
}

/** All bodies end to end, and how long each is: one copy into the module instead of many. */
export function joined(bodies: Uint8Array[]): { bytes: Uint8Array; lengths: Uint32Array } {
  const lengths = Uint32Array.from(bodies, (body) => body.length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (total > MAX_STEP_BYTES) {
    throw new Refusal("TOO_LARGE", "$.journal", `bodies of more than ${MAX_STEP_BYTES} bytes in all`);
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const body of bodies) {
    bytes.set(body, at);
    at += body.length;
  }
  return { bytes, lengths };
}

/** Puts the bodies back where the module's `next` events refer to them. */
export function withBodies(outcome: Outcome, bodies: Body[]): Outcome {
  for (const next of outcome.next ?? []) {
    if (typeof next.event.body === "number") next.event.body = bodies[next.event.body] ?? null;
  }
  return outcome;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function read(holder: Record<string, unknown>, key: string, path: string): unknown {
  return guarded(`${path}.${key}`, () => holder[key]);
}

function copy(holder: Record<string, unknown>, path: string): Record<string, unknown> {
  return guarded(path, () => ({ ...holder }));
}

/** Reads through getters and Proxies of the host, which may throw. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch {
    throw new Refusal("UNREADABLE_INPUT", path, "reading this property throws");
  }
}
