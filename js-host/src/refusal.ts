/** What the facade itself refuses, in the words and the shape of the module. */
import type { Issue } from "./contract.ts";

/** The codes the facade raises, with their next steps as the module's table of codes has them. */
export const HINTS = {
  WRONG_TYPE: "Look at the path and at the schema of the contract.",
  MISSING_FIELD: "Add the field named by the path.",
  INVALID_VALUE: "Look at the path and the message.",
  UNREADABLE_INPUT: "Hand over plain data, best of all the raw body.",
  TOO_LARGE: "Split it, or page it.",
  TOO_DEEP: "Send the document as the vendor sent it.",
  TRAPPED: "Report it with the input. The next call is served by a fresh instance.",
  TOO_MANY_ROUNDS: "Report it with the task.",
} as const;

export type FacadeCode = keyof typeof HINTS;

export function issue(code: FacadeCode, path: string, message: string, hint?: string): Issue {
  return { code, path, message, hint: hint ?? HINTS[code] };
}

/** Thrown inside the facade only: every door turns it into a refusal. */
export class Refusal extends Error {
  readonly issue: Issue;

  constructor(code: FacadeCode, path: string, message: string, hint?: string) {
    super(message);
    this.issue = issue(code, path, message, hint);
  }
}
