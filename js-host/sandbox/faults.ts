// Faults on demand: which request fails, and how. A source is a hook, a script
// of rules, or a seeded chance; every fault that struck is counted.

import type { Request } from './http.ts';

/**
 * timeout_before: the connection is cut and nothing was done.
 * timeout_after: the work was done and the connection is cut before the answer.
 */
export type FaultKind = '429' | '500' | 'timeout_before' | 'timeout_after';

/**
 * What can be wrong with a page that was answered: cut off in the middle of its text; without
 * rows, or with the first half of them, and nothing said of the rest.
 */
export type PageFault = 'truncated' | 'empty_page' | 'short_page';

export const PAGE_FAULTS: readonly PageFault[] = ['truncated', 'empty_page', 'short_page'];
export const FAULT_KINDS: readonly FaultKind[] = ['429', '500', 'timeout_before', 'timeout_after'];

export type Fault = { kind: FaultKind | PageFault; retryAfterSeconds?: number };
export type FaultHook = (request: Request) => Fault | undefined;

/** Strikes the `nth` (from 1) to `nth + times - 1` requests that match; `times` 1 by default. */
export type FaultRule = {
  kind: FaultKind | PageFault;
  method?: string;
  path?: string | RegExp;
  nth?: number;
  times?: number;
  retryAfterSeconds?: number;
};

/** Chances in thousandths, per kind, drawn once a request. */
export type SeededFaults = {
  seed: number;
  perMille: Partial<Record<FaultKind | PageFault, number>>;
  method?: string;
  path?: string | RegExp;
};

export type FaultSource = FaultHook | FaultRule[] | SeededFaults;

export type Faults = {
  /** Replaces the source; none = no more faults. Counts stay. */
  set(source?: FaultSource): void;
  next(request: Request): Fault | undefined;
  readonly counts: Record<FaultKind, number>;
  /** Pages that were really spoilt: what is no list cannot be cut short. */
  readonly spoilt: Record<PageFault, number>;
  /** How often `timeout_after` hid the answer of a write that had been carried out. */
  effectsHidden: number;
};

export function createFaults(source?: FaultSource): Faults {
  let hook = hookOf(source);
  const counts: Record<FaultKind, number> = { '429': 0, '500': 0, timeout_before: 0, timeout_after: 0 };
  return {
    counts,
    spoilt: { truncated: 0, empty_page: 0, short_page: 0 },
    effectsHidden: 0,
    set(next) {
      hook = hookOf(next);
    },
    next(request) {
      const fault = hook(request);
      if (fault !== undefined && !isPageFault(fault.kind)) counts[fault.kind] += 1;
      return fault;
    },
  };
}

export function isPageFault(kind: Fault['kind']): kind is PageFault {
  return PAGE_FAULTS.some((each) => each === kind);
}

function hookOf(source: FaultSource | undefined): FaultHook {
  if (source === undefined) return () => undefined;
  if (typeof source === 'function') return source;
  return Array.isArray(source) ? script(source) : seeded(source);
}

function script(rules: FaultRule[]): FaultHook {
  const seen = rules.map(() => 0);
  return (request) => {
    let struck: Fault | undefined;
    rules.forEach((rule, at) => {
      if (!matches(rule, request)) return;
      const count = (seen[at] ?? 0) + 1;
      seen[at] = count;
      const first = rule.nth ?? 1;
      if (struck !== undefined || count < first || count >= first + (rule.times ?? 1)) return;
      struck = { kind: rule.kind, ...(rule.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: rule.retryAfterSeconds }) };
    });
    return struck;
  };
}

function seeded(source: SeededFaults): FaultHook {
  const random = randomIntegers(source.seed);
  return (request) => {
    if (!matches(source, request)) return undefined;
    let draw = random() % 1000;
    for (const kind of [...FAULT_KINDS, ...PAGE_FAULTS]) {
      const share = source.perMille[kind] ?? 0;
      if (draw < share) return { kind };
      draw -= share;
    }
    return undefined;
  };
}

function matches(rule: { method?: string; path?: string | RegExp }, request: Request): boolean {
  if (rule.method !== undefined && rule.method !== request.method) return false;
  if (rule.path === undefined) return true;
  return typeof rule.path === 'string' ? request.path.includes(rule.path) : rule.path.test(request.path);
}

/** Mulberry32: 32-bit integers from a seed, the same on every machine. */
export function randomIntegers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}
