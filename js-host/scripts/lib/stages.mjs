/** Runs one stage of the tests, shows what it prints, and counts what passed. */
import { spawn } from "node:child_process";

/** How the closing lines of a runner are read: each gives the numbers and the lines themselves. */
export const counts = {
  /** Neither passes nor fails as a test: only a failure counts. */
  none: () => ({ passed: 0, failed: 0, lines: [] }),
  /** cargo and wasm-bindgen: one `test result:` line a test binary. */
  rust: (text) => {
    const lines = text.match(/^test result: .*$/gm) ?? [];
    const sum = (word) =>
      lines.reduce((total, line) => total + Number(line.match(`(\\d+) ${word}`)?.[1] ?? 0), 0);
    return { passed: sum("passed"), failed: sum("failed"), lines };
  },
  node: (text) => {
    const lines = text.match(/^ℹ (?:tests|pass|fail|cancelled|skipped|todo) \d+$/gm) ?? [];
    const number = (word) => Number(lines.find((line) => line.startsWith(`ℹ ${word} `))?.split(" ")[2] ?? 0);
    const closing = [lines.map((line) => line.slice(2)).join(", ")];
    return { passed: number("pass"), failed: number("fail") + number("cancelled"), lines: closing };
  },
};

/** A command that is right or wrong as a whole. */
const whole = (_text, ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, lines: [] });

export async function runStage(stage, { cwd }) {
  const reason = stage.skip?.();
  if (reason !== undefined) {
    process.stdout.write(`SKIPPED: ${reason}\n`);
    return { name: stage.name, seconds: 0, passed: 0, failed: 0, lines: [], skipped: reason };
  }
  const start = Date.now();
  const command = typeof stage.command === "function" ? stage.command() : stage.command;
  const { ok, text } = await execute(command, { cwd, env: { ...process.env, ...stage.env } });
  const result = (stage.counts ?? whole)(text, ok);
  // A runner that could not even start, or fell over, has no closing line to say so.
  if (!ok && result.failed === 0) result.failed = 1;
  const seconds = (Date.now() - start) / 1000;
  process.stdout.write(`${ok ? "ok" : "FAILED"} in ${seconds.toFixed(1)} s\n`);
  return { name: stage.name, seconds, ...result };
}

/** Runs a program; its output is shown as it comes, and kept. */
function execute([program, ...args], options) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let text = "";
    for (const [stream, shown] of [[child.stdout, process.stdout], [child.stderr, process.stderr]]) {
      stream.setEncoding("utf8");
      stream.on("data", (chunk) => {
        text += chunk;
        shown.write(chunk);
      });
    }
    child.on("error", (error) => {
      process.stderr.write(`${program}: ${error.message}\n`);
      resolve({ ok: false, text });
    });
    // Colours would stand between the words that are counted.
    child.on("close", (code) => resolve({ ok: code === 0, text: text.replace(/\u001b\[[0-9;]*m/g, "") }));
  });
}

/** Closing lines of each runner, what was skipped, and the totals. */
export function summary(results) {
  const width = Math.max(...results.map(({ name }) => name.length));
  const lines = ["", ""];
  for (const { name, seconds, passed, failed, lines: closing, skipped } of results) {
    const state = skipped === undefined ? `${passed} passed, ${failed} failed` : `SKIPPED: ${skipped}`;
    lines.push(`${name.padEnd(width)}  ${`${seconds.toFixed(1)} s`.padStart(8)}  ${state}`);
    lines.push(...closing.map((line) => `${" ".repeat(width + 12)}${line}`));
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  lines.push("", `${sum("passed")} passed, ${sum("failed")} failed`, "");
  return lines.join("\n");
}
