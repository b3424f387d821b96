/** TypeScript types of the contract, made from the JSON Schemas that are made from Rust's types. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";

import { schema } from "./paths.mjs";
import { filesOf } from "./stamp.mjs";

const BANNER = `/*
 * The contract, version 1.
 *
 * Made from pkg/schema by js-host/scripts/types.mjs. Do not edit.
 */`;

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

/** The generator's remark at each type about where it found it. */
const REFERENCED = /( \*\n)? \* This interface was referenced by `\w+`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g;

/** One schema with the definitions of all of them; `Contract` lists the documents by file. */
function merged(files) {
  const definitions = {};
  const properties = {};
  for (const file of files) {
    const content = JSON.parse(readFileSync(file, "utf8"));
    // The table of codes is data, not a schema.
    if (Array.isArray(content)) continue;
    const { $schema, $defs = {}, ...document } = content;
    if (!document.title) throw new Error(`${file} has no title`);
    for (const [name, definition] of [...Object.entries($defs), [document.title, document]]) {
      const { title, ...known } = tidy(definition);
      if (definitions[name] && !isDeepStrictEqual(definitions[name], known)) {
        throw new Error(`two schemas differ in what ${name} is; one of them is ${file}`);
      }
      definitions[name] = known;
    }
    properties[basename(file, ".json")] = { $ref: `#/$defs/${document.title}` };
  }
  const given = files.map((file) => basename(file, ".json")).filter((name) => INPUT.test(name));
  const read = reached(given.map((name) => properties[name]), definitions);
  for (const [name, definition] of Object.entries(definitions)) {
    if (!read.has(name)) neverNull(definition);
  }
  const description = "The documents of the contract, by the name of their schema.";
  const required = Object.keys(properties);
  return { description, type: "object", properties, required, $defs: definitions };
}

/** The documents that the module reads: there null is as good as nothing. */
const INPUT = /^config$|^envelope$|\.context$|\.payload$/;

/** The names of all definitions that these schemas refer to, directly or through others. */
function reached(schemas, definitions, names = new Set()) {
  for (const [, name] of JSON.stringify(schemas).matchAll(/"#\/\$defs\/([^"]+)"/g)) {
    if (names.has(name)) continue;
    names.add(name);
    reached([definitions[name]], definitions, names);
  }
  return names;
}

/** What the module has nothing to say about it leaves out: it does not write null. */
function neverNull({ properties = {}, required = [] }) {
  for (const [name, property] of Object.entries(properties)) {
    if (required.includes(name)) continue;
    if (Array.isArray(property.type)) property.type = property.type.filter((type) => type !== "null");
    property.anyOf = property.anyOf?.filter(({ type }) => type !== "null");
    if (!property.anyOf) delete property.anyOf;
  }
}

/** A reference with a description beside it would become a type of its own for each place. */
function tidy(node) {
  if (Array.isArray(node)) return node.map(tidy);
  if (typeof node !== "object" || node === null) return node;
  const { $ref, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, tidy(value)]),
  );
  if (rest.properties) rest.properties = anything(rest.properties);
  if ($ref === undefined) return rest;
  return Object.keys(rest).length === 0 ? { $ref } : { ...rest, allOf: [{ $ref }] };
}

/** A property about which nothing is said but what it means can be any JSON. */
function anything(properties) {
  const says = (property) => Object.keys(property).some((key) => key !== "description");
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [
      name,
      says(property) ? property : { ...property, tsType: "unknown" },
    ]),
  );
}
