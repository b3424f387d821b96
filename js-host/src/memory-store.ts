/** A store in memory: for tests, for trying things out, and for hosts that bring none. */
import type { Answer, Conflict, Exception, Journal, Next, Outcome, Row, Task } from "./contract.ts";
import { committed, unknownAnswer, type Opened, type Page, type Store } from "./ports.ts";
import { utf8 } from "./text.ts";

interface TaskRecord {
  state: "open" | "done" | "refused";
  journal: Journal & { answers: Answer[] };
  sent: Set<string>;
  outcome?: Outcome;
}

/** An exception that nobody has mended yet. */
export type OpenException = Exception & { task: string };

/**
 * Complete, but gone when the process ends, and with it the proof of what was sent already: in
 * production use a store that lasts.
 */
export class MemoryStore implements Store {
  /** Open exceptions by their `dedupe_key`. */
  readonly exceptions = new Map<string, OpenException>();
  /** The tasks that finished tasks left to do. */
  readonly next: Next[] = [];
  readonly #tables = new Map<string, Map<string, string>>();
  readonly #tasks = new Map<string, TaskRecord>();
  #macKey: Promise<CryptoKey> | undefined;

  async open(task: Task): Promise<Opened> {
    const record = this.#tasks.get(task.id);
    if (!record) {
      this.#tasks.set(task.id, { state: "open", journal: { answers: [] }, sent: new Set() });
      return { journal: {} };
    }
    const { journal, outcome } = record;
    const opened: Opened = { journal: { ...journal, answers: [...journal.answers] } };
    if (outcome) opened.finished = outcome;
    return opened;
  }

  async get(table: string, key: string): Promise<unknown> {
    if (table === "tasks") {
      const record = this.#tasks.get(key);
      return record && { v: 1, state: record.state };
    }
    return this.#value(table, key);
  }

  async scan(table: string, prefix: string, after: string | undefined, limit: number): Promise<Page> {
    const keys = [...(this.#tables.get(table)?.keys() ?? [])]
      .filter((key) => key.startsWith(prefix) && (after === undefined || key > after))
      .sort(byCodeUnit);
    const page = keys.slice(0, limit);
    return {
      rows: page.map((key) => ({ key, value: this.#value(table, key) })),
      after: keys.length > page.length ? (page.at(-1) ?? null) : null,
    };
  }

  async commit(rows: Row[]): Promise<Conflict | undefined> {
    return this.#commit(rows);
  }

  async mac(value: string): Promise<string> {
    const { subtle } = globalThis.crypto;
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    this.#macKey ??= subtle.generateKey(algorithm, false, ["sign"]) as Promise<CryptoKey>;
    const digest = new Uint8Array(
      await subtle.sign("HMAC", await this.#macKey, utf8(value) as Uint8Array<ArrayBuffer>),
    );
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async sent(taskId: string, requestId: string): Promise<boolean> {
    return this.#sent(this.#task(taskId), requestId);
  }

  async answer(taskId: string, answer: Answer): Promise<void> {
    this.#task(taskId).journal.answers.push(answer);
  }

  async commitAsked(taskId: string, requestId: string, rows: Row[], at: string): Promise<Answer> {
    const task = this.#task(taskId);
    const answer = this.#sent(task, requestId)
      ? unknownAnswer(requestId, at)
      : committed(requestId, at, this.#commit(rows));
    task.journal.answers.push(answer);
    return answer;
  }

  async restart(taskId: string, core: string, revision: string): Promise<void> {
    this.#task(taskId).journal = { core, revision, answers: [] };
  }

  async finish(taskId: string, outcome: Outcome): Promise<void> {
    const task = this.#task(taskId);
    const conflict = this.#commit(outcome.commit ?? []);
    if (conflict) throw new Error(`${conflict.table}/${conflict.key} is not as expected`);
    const raised = new Set(outcome.exceptions?.map((exception) => exception.dedupe_key));
    for (const { subject, codes } of outcome.checked ?? []) {
      for (const [key, open] of this.exceptions) {
        const examined = open.subject === subject && codes.includes(open.code);
        if (examined && !raised.has(key)) this.exceptions.delete(key);
      }
    }
    for (const exception of outcome.exceptions ?? []) {
      this.exceptions.set(exception.dedupe_key, { ...exception, task: taskId });
    }
    this.next.push(...(outcome.next ?? []));
    task.state = outcome.status === "refused" ? "refused" : "done";
    // Answers and bodies may hold personal data, and nothing needs them any more.
    task.outcome = withoutBodies(outcome);
    task.journal.answers = [];
  }

  #task(id: string): TaskRecord {
    const task = this.#tasks.get(id);
    if (!task) throw new Error(`there is no task ${id}`);
    return task;
  }

  #sent(task: TaskRecord, requestId: string): boolean {
    const before = task.sent.has(requestId);
    task.sent.add(requestId);
    return before;
  }

  /** Rows are kept as text: what a caller changes later does not change the store. */
  #value(table: string, key: string): unknown {
    const text = this.#tables.get(table)?.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  #commit(rows: Row[]): Conflict | undefined {
    for (const row of rows) {
      const value = this.#value(row.table, row.key);
      if (!isAsExpected(row, value)) return { table: row.table, key: row.key, value: value ?? null };
    }
    for (const { table, key, value } of rows) {
      const kept = this.#tables.get(table) ?? new Map<string, string>();
      this.#tables.set(table, kept);
      if (value === undefined) kept.delete(key);
      else kept.set(key, JSON.stringify(value));
    }
    return undefined;
  }
}

/** What was written stays known by its natural key; the names and addresses in it do not stay. */
function withoutBodies(outcome: Outcome): Outcome {
  if (!outcome.writes) return outcome;
  return { ...outcome, writes: outcome.writes.map(({ body: _, ...write }) => write) };
}

function isAsExpected({ expect }: Row, value: unknown): boolean {
  if (!expect) return true;
  if ("absent" in expect) return value === undefined;
  return value !== undefined && canonical(value) === canonical(expect.value);
}

/** JSON text in which the order of fields does not matter. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    const fields = Object.entries(item).sort(([left], [right]) => byCodeUnit(left, right));
    return Object.fromEntries(fields);
  });
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
