// Several contestants measured in turns: batch after batch, each of them once in every round, so
// that what else the machine does falls on all of them alike. The median of the batches counts.

const BATCH_MS = 12;

export type Contestant = { who: string; work: () => unknown };
export type Time = { who: string; microseconds: number; quarter: [number, number] };

export function measure(contestants: Contestant[], rounds: number, warm: number): Time[] {
  const runs = contestants.map(({ who, work }) => ({ who, work, calls: sized(work, warm), times: [] as number[] }));
  for (let round = 0; round < rounds; round += 1) {
    // Another one begins each time: nobody always runs behind the same one.
    for (let at = 0; at < runs.length; at += 1) {
      const run = runs[(at + round) % runs.length];
      if (run !== undefined) run.times.push(batch(run.work, run.calls));
    }
  }
  return runs.map(({ who, times }) => {
    const sorted = times.sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
    return { who, microseconds: at(0.5), quarter: [at(0.25), at(0.75)] };
  });
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
