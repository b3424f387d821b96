// The R-Series leaky bucket and burst limiter with their headers (sheet 8.R,
// Rdoc introduction/rate-limiting). A request is let in while the bucket is not
// full, so the level may pass the size, as recorded ("91.67/90").

import { dec, divide, print } from '../decimal.ts';

export type LimitOptions = {
  /** False switches both limits off; the headers stay. */
  enforced?: boolean;
  /** Requests a second in fixed windows; 20 by default. */
  burst?: number;
};

export type Admission = { admitted: boolean; headers: Record<string, string> };

export type Bucket = { admit(cost: number): Admission; refusalHeaders(retryAfterSeconds: number): Record<string, string> };

// One unit is 1/2000 of a drip: integer for every cost and for the drip of a millisecond.
const UNITS = 2000;

export function createBucket(now: () => Date, registers: () => number, options: LimitOptions): Bucket {
  const enforced = options.enforced ?? true;
  const burst = options.burst ?? 20;
  let level = 0;
  let drained = now().getTime();
  let second = -1;
  let burstLevel = 0;

  const drain = (): { size: number; drip: number } => {
    const extra = Math.max(registers() - 1, 0);
    const unitsPerMs = 2 + extra;
    const at = now().getTime();
    level = Math.max(level - Math.max(at - drained, 0) * unitsPerMs, 0);
    drained = at;
    const window = Math.floor(at / 1000);
    if (window !== second) {
      second = window;
      burstLevel = 0;
    }
    return { size: (90 + 10 * extra) * UNITS, drip: unitsPerMs };
  };

  const headers = (size: number, drip: number): Record<string, string> => ({
    'X-LS-Api-Bucket-Level': `${drips(level)}/${size / UNITS}`,
    'X-LS-Api-Drip-Rate': drips(drip * 1000),
    'X-LS-API-Burst-Level': `${burstLevel}/${burst}`,
  });

  return {
    admit(cost) {
      const { size, drip } = drain();
      const units = Math.round(cost * UNITS);
      const requestCost = { 'X-LS-Api-Request-Cost': drips(units) };
      if (enforced && burstLevel >= burst) {
        return { admitted: false, headers: { ...headers(size, drip), ...requestCost, ...refused('api-burst-limiter', 1) } };
      }
      if (enforced && level >= size) {
        const seconds = Math.max(Math.ceil((level + units - size) / (drip * 1000)), 1);
        return { admitted: false, headers: { ...headers(size, drip), ...requestCost, ...refused('api-leaky-bucket', seconds) } };
      }
      level += units;
      burstLevel += 1;
      return { admitted: true, headers: { ...headers(size, drip), ...requestCost } };
    },
    refusalHeaders(retryAfterSeconds) {
      const { size, drip } = drain();
      return { ...headers(size, drip), ...refused('api-leaky-bucket', retryAfterSeconds) };
    },
  };
}

function refused(type: string, seconds: number): Record<string, string> {
  return { 'X-LS-API-RateLimit-Type': type, 'Retry-After': String(seconds) };
}

function drips(units: number): string {
  return print(divide(dec(units), dec(UNITS), 4));
}
