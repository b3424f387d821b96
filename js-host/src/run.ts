/** The loop around `step`: perform what the module asks, remember the answers, ask again. */
import type { Bridge } from "./bridge.ts";
import type { Answer, Journal, Outcome, Task } from "./contract.ts";
import { TillbridgeError } from "./errors.ts";
import { MAX_STEPS } from "./limits.ts";
import { perform } from "./perform.ts";
import type { Ports } from "./ports.ts";
import { issue } from "./refusal.ts";

export interface RunOptions {
  /** Called after each step, for progress. */
  onStep?: (outcome: Outcome) => void;
}

/**
 * Runs a task to its end, or resumes it where an earlier run of any host stopped.
 *
 * Rejects when a port fails; nothing is lost then, the task is run again later. A preview
 * leaves no trace in the store.
 */
export async function run(
  bridge: Pick<Bridge, "step">,
  task: Task,
  ports: Ports,
  options: RunOptions = {},
): Promise<Outcome> {
  const keeper = task.mode === "preview" ? forgetful : storing(task, ports);
  const opened = await keeper.open();
  if (opened.finished) return opened.finished;
  let journal = opened.journal;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const outcome = bridge.step(task, journal);
    options.onStep?.(outcome);
    if (outcome.status !== "asks") {
      await keeper.finish(outcome);
      return outcome;
    }
    if (outcome.restarted || journal.core !== outcome.core) {
      await keeper.restart(outcome);
      journal = { answers: [] };
    }
    const { core, revision } = outcome;
    const answers = [...(journal.answers ?? [])];
    // The journal keeps the order in which the store was told.
    await perform(outcome.requests ?? [], task.id, ports, async (answer, stored) => {
      answers.push(answer);
      if (!stored) await keeper.answer(answer);
    });
    journal = { core, revision, answers };
  }
  const message = `not finished after ${MAX_STEPS} steps`;
  throw new TillbridgeError(issue("TOO_MANY_ROUNDS", "$.journal", message));
}

interface Keeper {
  open(): Promise<{ journal: Journal; finished?: Outcome }>;
  restart(outcome: Outcome): Promise<void>;
  answer(answer: Answer): Promise<void>;
  finish(outcome: Outcome): Promise<void>;
}

function storing(task: Task, { store, clock }: Ports): Keeper {
  return {
    open: () => store.open(task, clock.now()),
    restart: ({ core, revision }) => store.restart(task.id, core, revision),
    answer: (answer) => store.answer(task.id, answer),
    finish: (outcome) => store.finish(task.id, outcome),
  };
}

/** A preview is only in memory: its task must not look like one that holds claims. */
const forgetful: Keeper = {
  open: async () => ({ journal: {} }),
  restart: async () => {},
  answer: async () => {},
  finish: async () => {},
};
