/** What a host lends to `run`: a store, a way to send requests, a clock. */
import type { Answer, Conflict, Journal, Outcome, Request, Row, Task } from "./contract.ts";
import { utf8 } from "./text.ts";

export interface Ports {
  store: Store;
  http: Http;
  clock: Clock;
}

export interface Clock {
  now(): Date;
  /** May return early; `run` looks at the clock again. */
  sleep(until: Date): Promise<void>;
}

export interface HttpResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Adds base URL and credentials to a request of a vendor and sends it, once. */
export interface Http {
  /**
   * An HTTP status of any kind is an answer.
   * @throws {NotSent} when the request certainly never left. Anything else that is thrown means
   * that nobody knows whether it took effect.
   */
  send(request: Request): Promise<HttpResponse>;
}

/** The request certainly never left this host: it may be sent again. */
export class NotSent extends Error {
  override readonly name = "NotSent";
}

/** By name too: a host may have met the class through another copy of this package. */
export function isNotSent(error: unknown): boolean {
  return error instanceof NotSent || (error instanceof Error && error.name === "NotSent");
}

/** What a store knows of a task. */
export interface Opened {
  /** The answers stored so far, in order, and the core and revision they belong to. */
  journal: Journal;
  /** The outcome of a task that is over. */
  finished?: Outcome;
}

export interface Page {
  rows: { key: string; value: unknown }[];
  /** Where the next page starts; null at the end. */
  after: string | null;
}

/**
 * One tenant's store. Each method is one transaction, and is durable when it returns.
 *
 * Table `tasks` is the store's own: `get("tasks", id)` gives
 * `{v: 1, state: "open" | "done" | "refused"}`.
 */
export interface Store {
  /** Creates the task, or resumes it. */
  open(task: Task, now: Date): Promise<Opened>;
  get(table: string, key: string): Promise<unknown>;
  /** Rows in key order whose key starts with `prefix` and is greater than `after`. */
  scan(table: string, prefix: string, after: string | undefined, limit: number): Promise<Page>;
  /**
   * Optional: the rows of these keys, then for each prefix at most `limit` of those that begin
   * with it. Without it, `get` and `scan` are called for each.
   */
  gather?(table: string, keys: string[], prefixes: string[], limit: number): Promise<Page["rows"]>;
  /** All rows or none; the first row whose expectation failed is the conflict. */
  commit(rows: Row[]): Promise<Conflict | undefined>;
  /** A digest of the value under a key of this tenant, hexadecimal. */
  mac(value: string): Promise<string>;
  /** Marks a request as sent. True when it was marked before. Marks outlive `restart`. */
  sent(taskId: string, requestId: string): Promise<boolean>;
  /** Stores the answer to a request; `run` gives its body as bytes. */
  answer(taskId: string, answer: Answer): Promise<void>;
  /**
   * Optional: `sent`, `commit` and `answer` as one transaction. Stores and returns
   * `unknownAnswer` when the request was marked before, else `committed`.
   */
  commitAsked?(taskId: string, requestId: string, rows: Row[], at: string): Promise<Answer>;
  /**
   * Drops the answers, keeps the sent marks, and notes to which core and revision the answers
   * to come belong. Also called before the first request of a task.
   */
  restart(taskId: string, core: string, revision: string): Promise<void>;
  /**
   * The task is over: exceptions, `checked`, rows to commit, `next` and the task's state in one
   * transaction. Throws when an expectation of a row fails. Answers and the bodies of writes are
   * not needed any more; they hold personal data.
   */
  finish(taskId: string, outcome: Outcome): Promise<void>;
}

export function storeAnswer(requestId: string, at: string, body: unknown, status = 200): Answer {
  return { id: requestId, outcome: "answered", at, status, body: utf8(JSON.stringify(body)) };
}

/** The answer to a `commit` the module asked for. */
export function committed(requestId: string, at: string, conflict?: Conflict): Answer {
  if (!conflict) return storeAnswer(requestId, at, {});
  const { table, key, value = null } = conflict;
  return storeAnswer(requestId, at, { conflict: { table, key, value } }, 409);
}

/** Nobody knows whether the request took effect: it is never performed again. */
export function unknownAnswer(requestId: string, at: string): Answer {
  return { id: requestId, outcome: "unknown", at };
}

const LONGEST_TIMER = 2 ** 31 - 1;

/** The host's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (until) => {
    const wait = Math.min(Math.max(until.getTime() - Date.now(), 0), LONGEST_TIMER);
    return new Promise((resolve) => setTimeout(resolve, wait));
  },
};
