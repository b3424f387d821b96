// Several contestants measured in turns: batch after batch, each of them once in every round, so
// that what else the machine does falls on all of them alike. The median of the batches counts,
// and between two contestants the median of what their batches of one round come to.

const BATCH_MS = 12;

export type Contestant = { who: string; work: () => unknown };
/** Microseconds of one call in each batch, in the order of the rounds. */
export type Time = { who: string; batches: number[] };

export function measure(contestants: Contestant[], rounds: number, warm: number): Time[] {
  const runs = contestants.map(({ who, work }) => ({ who, work, calls: sized(work, warm), batches: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    // Another one begins each time: nobody always runs behind the same one.
    for (let at = 0; at < runs.length; at += 1) {
      const run = runs[(at + round) % runs.length];
      if (run !== undefined) run.batches.push(batch(run.work, run.calls));
    }
  }
  return runs.map(({ who, batches }) => ({ who, batches }));
}

export function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? NaN;
}

/** How many times the other one's time, round by round. */
export function times(one: Time, other: Time): number {
  return median(one.batches.map((time, round) => time / (other.batches[round] ?? NaN)));
}

/** Runs warm, and says how many calls make a batch. */
function sized(work: () => unknown, warm: number): number {
  let calls = 0;
  const start = performance.now();
  for (; performance.now() - start < warm; calls += 1) work();
  return Math.max(1, Math.ceil((calls * BATCH_MS) / warm));
}

function batch(work: () => unknown, calls: number): number {
  const start = performance.now();
  for (let call = 0; call < calls; call += 1) work();
  return ((performance.now() - start) * 1000) / calls;
}
