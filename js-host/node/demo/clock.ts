// A clock for documents with dates of their own: it starts at a given moment and then runs
// faster than the machine's, so that waiting for a vendor's rate limit takes no time to speak of.

import type { Clock } from '../module.ts';

export function clockFrom(start: Date, speed: number): Clock {
  const begun = performance.now();
  const now = (): Date => new Date(start.getTime() + (performance.now() - begun) * speed);
  return {
    now,
    sleep: (until) => new Promise((resolve) => {
      setTimeout(resolve, Math.max((until.getTime() - now().getTime()) / speed, 0));
    }),
  };
}
