/** Knows whether a step's inputs and outputs are those of its last run. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { work } from "./paths.mjs";

/** All files below these files and folders, in order. */
export function filesOf(paths) {
  return paths.flatMap((path) => {
    if (!existsSync(path)) return [];
    if (!statSync(path).isDirectory()) return [path];
    return filesOf(readdirSync(path).sort().map((name) => join(path, name)));
  });
}

/** Digest of files and of further text, such as a compiler's version. */
export function digest(paths, ...texts) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`text ${text.length}\n${text}\n`);
  for (const file of filesOf(paths)) {
    const content = readFileSync(file);
    hash.update(`file ${file} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
}

/**
 * Runs `make` unless the same inputs gave the present outputs already. Outputs count too, so
 * that what was deleted or changed by hand is made again.
 */
export async function unlessFresh(name, inputs, outputs, make) {
  const file = join(work, `${name}.stamp`);
  const stamp = () => `${inputs}\n${outputs.every(existsSync) ? digest(outputs) : "missing"}\n`;
  if (existsSync(file) && readFileSync(file, "utf8") === stamp() && outputs.every(existsSync)) {
    return false;
  }
  await make();
  mkdirSync(work, { recursive: true });
  writeFileSync(file, stamp());
  return true;
}
