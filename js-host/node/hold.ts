// Who works on a task. Two hosts that run one task at the same moment could both look for a
// record, find none and write it twice; so a task is held by one of them, for a while.

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

/** Longer than any single request and its wait; each store call of the holder renews it. */
export const HOLD_MS = 120_000;

/** Another host works on the task. */
export class TaskHeld extends Error {
  override readonly name = 'TaskHeld';
  readonly until: string;
  constructor(task: string, until: string) {
    super(`task ${task} is held by another host until ${until}`);
    this.until = until;
  }
}

/** A name for one open store: machine, process, and a mark of its own. */
export function newHolder(): string {
  return `${hostname()}/${process.pid}/${randomUUID()}`;
}

/** Whether the hold still counts: not run out, and its process not known to be gone. */
export function stillHeld(holder: string | null, until: string | null, me: string, now: Date): boolean {
  if (holder === null || until === null || holder === me) return false;
  if (Date.parse(until) <= now.getTime()) return false;
  const [machine, pid] = holder.split('/');
  return machine !== hostname() || alive(Number(pid));
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
