/** Performs the requests of one step: the due ones together, a write at most once. */
import type { Answer, Request, Row } from "./contract.ts";
import {
  committed,
  isNotSent,
  storeAnswer,
  unknownAnswer,
  type Page,
  type Ports,
  type Store,
} from "./ports.ts";

/** Hands an answer on: to the journal, and unless it is `stored` already into the store. */
export type Remember = (answer: Answer, stored?: "stored") => Promise<void>;

/** Performs what is due, waiting for the earliest when nothing is. The module asks the rest again. */
export async function perform(
  requests: Request[],
  taskId: string,
  ports: Ports,
  remember: Remember,
): Promise<void> {
  const due = await dueOf(requests, ports);
  const performed = due.map((request) => performOne(request, taskId, ports, remember));
  // Not `all`: an answer that is under way while another request fails must not be lost.
  for (const result of await Promise.allSettled(performed)) {
    if (result.status === "rejected") throw result.reason;
  }
}

async function dueOf(requests: Request[], { clock }: Ports): Promise<Request[]> {
  for (;;) {
    const now = clock.now().getTime();
    const due = requests.filter((request) => startOf(request) <= now);
    if (due.length > 0 || requests.length === 0) return due;
    await clock.sleep(new Date(Math.min(...requests.map(startOf))));
  }
}

function startOf(request: Request): number {
  return request.not_before ? Date.parse(request.not_before) : -Infinity;
}

async function performOne(
  request: Request,
  taskId: string,
  ports: Ports,
  remember: Remember,
): Promise<void> {
  const { id, effect } = request;
  const { store, clock } = ports;
  const now = () => clock.now().toISOString();
  if (isCommit(request) && store.commitAsked && !isLate(request, ports)) {
    return remember(await store.commitAsked(taskId, id, rowsOf(request), now()), "stored");
  }
  // Marked before it leaves, even when it is too late for it: after a crash nobody could tell
  // whether it had left.
  if (effect === "write" && (await store.sent(taskId, id))) return remember(unknownAnswer(id, now()));
  if (isLate(request, ports)) return remember({ id, outcome: "not_sent", at: now() });
  const ask = request.system === "store" ? askStore : askVendor;
  await remember(await ask(request, ports, now));
}

function isCommit(request: Request): boolean {
  return request.system === "store" && request.method === "commit";
}

/** What it rests on is too old by now. */
function isLate({ not_after }: Request, { clock }: Ports): boolean {
  return typeof not_after === "string" && clock.now().getTime() > Date.parse(not_after);
}

async function askVendor(request: Request, { http }: Ports, now: () => string): Promise<Answer> {
  const { id } = request;
  try {
    const { status, headers, body } = await http.send(request);
    return { id, outcome: "answered", at: now(), status, headers, body };
  } catch (error) {
    if (isNotSent(error)) return { id, outcome: "not_sent", at: now() };
    return unknownAnswer(id, now());
  }
}

interface StoreBody {
  key: string;
  prefix: string;
  after?: string;
  limit: number;
  value: string;
  rows: Row[];
  keys?: string[];
  prefixes?: string[];
  then?: (StoreBody & { table: string })[];
}

/** A store that fails rejects the whole run: the host's own trouble is not an answer. */
async function askStore(request: Request, { store }: Ports, now: () => string): Promise<Answer> {
  const { id, path: table } = request;
  const body = request.body as StoreBody;
  switch (request.method) {
    case "get":
      return storeAnswer(id, now(), { row: (await store.get(table, body.key)) ?? null });
    case "scan":
      return storeAnswer(id, now(), await store.scan(table, body.prefix, body.after, body.limit));
    case "gather":
      return storeAnswer(id, now(), await gatherAll(store, table, body));
    case "mac":
      return storeAnswer(id, now(), { mac: await store.mac(body.value) });
    case "commit":
      return committed(id, now(), await store.commit(body.rows));
    default:
      throw new TypeError(`a store cannot ${request.method}`);
  }
}

/** Part by part, in their order: what is decided rests on no part being older than one before it. */
async function gatherAll(store: Store, table: string, body: StoreBody): Promise<unknown> {
  const rows = await gather(store, table, body);
  if (!body.then) return { rows };
  const then: Page["rows"][] = [];
  for (const part of body.then) then.push(await gather(store, part.table, part));
  return { rows, then };
}

async function gather(store: Store, table: string, body: StoreBody): Promise<Page["rows"]> {
  const { keys = [], prefixes = [], limit } = body;
  if (store.gather) return store.gather(table, keys, prefixes, limit);
  const rows: Page["rows"] = [];
  for (const key of keys) {
    const value = await store.get(table, key);
    if (value !== undefined && value !== null) rows.push({ key, value });
  }
  for (const prefix of prefixes) rows.push(...(await store.scan(table, prefix, undefined, limit)).rows);
  return rows;
}

function rowsOf(request: Request): Row[] {
  return (request.body as StoreBody).rows;
}
