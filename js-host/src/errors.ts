/** What the facade throws. What is wrong with data is never thrown by `decide` and `step`. */
import type { Issue } from "./contract.ts";

/** A failure with a registered code. */
export class TillbridgeError extends Error {
  override readonly name: string = "TillbridgeError";
  readonly code: string;
  readonly path: string;
  readonly hint: string;

  constructor(issue: Issue, options?: ErrorOptions) {
    super(`${issue.code} at ${issue.path}: ${issue.message}`, options);
    this.code = issue.code;
    this.path = issue.path;
    this.hint = issue.hint;
  }
}

/** A configuration that no Bridge can be made from. */
export class ConfigError extends Error {
  override readonly name: string = "ConfigError";
  readonly issues: Issue[];

  constructor(issues: Issue[]) {
    const lines = issues.map((issue) => `${issue.code} at ${issue.path}: ${issue.message}`);
    super(`the configuration is not usable\n  ${lines.join("\n  ")}`);
    this.issues = issues;
  }
}
