/**
 * The contract's types as they stand at the object door.
 *
 * They are the generated ones, except that a body stands where the envelope has the index of a
 * body: the facade lays bodies beside the envelope by itself.
 */
import type * as wire from "../../pkg/types/contract.d.ts";

export type * from "../../pkg/types/contract.d.ts";

/** A vendor's document: best the bytes as received, else its text, else the parsed object. */
export type Body = Uint8Array | ArrayBuffer | string | object;

type WithBody<T extends { body?: unknown }> = Omit<T, "body"> & { body?: Body | null };

export type Event = WithBody<wire.Event>;
export type Task = Omit<wire.Task, "event"> & { event: Event };
export type Answer = WithBody<wire.Answer>;
export type Journal = Omit<wire.Journal, "answers"> & { answers?: Answer[] };
export type Next = Omit<wire.Next, "event"> & { event: Event };
export type Outcome = Omit<wire.Outcome, "next"> & { next?: Next[] };

/** The decisions whose outputs have a schema. */
export type DecisionName = {
  [Name in keyof wire.Contract]: Name extends `${infer Decision}.output` ? Decision : never;
}[keyof wire.Contract];

type OutputOf<Name extends string> = `${Name}.output` extends keyof wire.Contract
  ? wire.Contract[`${Name}.output`]
  : unknown;

/** The answer of one decision. */
export type DecisionOf<Name extends string> = Omit<wire.Decision, "output"> & {
  output?: OutputOf<Name>;
};

/** A row that was not as a commit expected: what stands there, or null. */
export interface Conflict {
  table: string;
  key: string;
  value?: unknown;
}
