/** TypeScript types of the contract, made from the JSON Schemas that are made from Rust's types. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { schema } from "./paths.mjs";
import { filesOf } from "./stamp.mjs";
import { anything, neverNull, renamed, tidy } from "./schema.mjs";

const BANNER = `/*
 * The contract, version 1.
 *
 * Made from pkg/schema by js-host/scripts/types.mjs. Do not edit.
 */`;

/** The generator's remark at each type about where it found it. */
const REFERENCED =
  /( \*\n)? \* This interface was referenced by `\w+`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g;

/** The documents that the module reads; it writes the others. */
const READ = /^config$|^draft$|^envelope$|\.context$|\.payload$/;

/** The declarations; undefined when there are no schemas. */
export async function generate(folder = schema) {
  const files = filesOf([folder]).filter((file) => file.endsWith(".json"));
  if (files.length === 0) return undefined;
  const { compile } = await import("json-schema-to-typescript");
  const text = await compile(merged(files), "Contract", {
    additionalProperties: false,
    bannerComment: BANNER,
    unreachableDefinitions: true,
    style: { printWidth: 100 },
  });
  return text.replaceAll(REFERENCED, "");
}

/** One schema with the definitions of all of them; `Contract` lists the documents by file. */
function merged(files) {
  const read = {};
  const written = {};
  const properties = {};
  for (const file of files) {
    const content = JSON.parse(readFileSync(file, "utf8"));
    // The table of codes is data, not a schema.
    if (Array.isArray(content)) continue;
    const name = basename(file, ".json");
    collect(content, READ.test(name) ? read : written, file);
    properties[name] = { $ref: `#/$defs/${content.title}` };
  }
  const $defs = { ...written, ...apart(read, written) };
  for (const [name, definition] of Object.entries(written)) if (!(name in read)) neverNull(definition);
  const description = "The documents of the contract, by the name of their schema.";
  return { description, type: "object", properties, required: Object.keys(properties), $defs };
}

function collect({ $schema, $defs = {}, ...document }, definitions, file) {
  if (!document.title) throw new Error(`${file} has no title`);
  for (const [name, definition] of [...Object.entries($defs), [document.title, document]]) {
    const { title, ...known } = anything(tidy(definition));
    if (definitions[name] && !isDeepStrictEqual(definitions[name], known)) {
      throw new Error(`two schemas differ in what ${name} is; one of them is ${file}`);
    }
    definitions[name] = known;
  }
}

/**
 * What is read more leniently than it is written gets a name of its own: an id that may be
 * given as a number is always written as text.
 */
function apart(read, written) {
  const both = Object.keys(read).filter((name) => name in written);
  const differing = new Set(both.filter((name) => !isDeepStrictEqual(read[name], written[name])));
  const differs = (name) => [...differing].some((other) => JSON.stringify(read[name]).includes(`/${other}"`));
  for (let before = -1; before !== differing.size; ) {
    before = differing.size;
    both.filter(differs).forEach((name) => differing.add(name));
  }
  const rename = (name) => (differing.has(name) ? `${name}Input` : name);
  return Object.fromEntries(
    Object.entries(read).map(([name, definition]) => [rename(name), renamed(definition, rename)]),
  );
}
