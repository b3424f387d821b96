// A clock that runs as the machine's does while something is done, and skips the time in which
// nothing is: an hour of trade takes as long as its work, and what the work took is in it.

import type { Clock } from '../module.ts';

export type SkippingClock = Clock & {
  /** Skips to a moment; one that has passed is left alone. */
  skip(to: Date): void;
};

export function skippingClock(start: Date): SkippingClock {
  const begun = performance.now();
  let skipped = 0;
  const time = (): number => start.getTime() + Math.round(performance.now() - begun) + skipped;
  const skip = (to: Date): void => { skipped += Math.max(to.getTime() - time(), 0); };
  return {
    now: () => new Date(time()),
    skip,
    // Whoever waits lets the others go on first.
    sleep: (until) => new Promise((resolve) => {
      setTimeout(() => { skip(until); resolve(); }, 2);
    }),
  };
}
