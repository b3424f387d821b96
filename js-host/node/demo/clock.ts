// A clock for documents with dates of their own: it starts at a given moment and then keeps the
// machine's pace, so that the demonstration does not depend on today's date.

import type { Clock } from '../module.ts';

export function clockFrom(start: Date): Clock {
  const offset = start.getTime() - Date.now();
  const now = (): Date => new Date(Date.now() + offset);
  return {
    now,
    sleep: (until) => new Promise((resolve) => {
      setTimeout(resolve, Math.max(until.getTime() - now().getTime(), 0));
    }),
  };
}
