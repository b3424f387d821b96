// X-Series rate limit: 300 x registers + 50 per five-minute window; `Retry-After`
// is an RFC 1123 date (Xdoc rate_limiting, sheet 8.X).

const WINDOW_MS = 300_000;

export type Limit = {
  admit(): { admitted: boolean; headers: Record<string, string> };
  retryHeader(retryAfterSeconds: number): Record<string, string>;
};

export function createLimit(now: () => Date, registers: () => number, enforced: boolean): Limit {
  let window = -1;
  let used = 0;
  const retryAt = (ms: number): Record<string, string> => ({ 'Retry-After': new Date(ms).toUTCString() });
  return {
    admit() {
      const current = Math.floor(now().getTime() / WINDOW_MS);
      if (current !== window) {
        window = current;
        used = 0;
      }
      const limit = 300 * registers() + 50;
      const admitted = !enforced || used < limit;
      if (admitted) used += 1;
      const headers = {
        'X-RateLimit-Limit': String(limit),
        'X-RateLimit-Remaining': String(Math.max(limit - used, 0)),
        ...(admitted ? {} : retryAt((current + 1) * WINDOW_MS)),
      };
      return { admitted, headers };
    },
    retryHeader: (seconds) => retryAt(now().getTime() + seconds * 1000),
  };
}
