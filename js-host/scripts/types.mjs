/** Writes pkg/types/contract.d.ts from pkg/schema. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import { say } from "./lib/command.mjs";
import { schema, types } from "./lib/paths.mjs";
import { packages } from "./lib/tools.mjs";

await packages();
const { generate } = await import("./lib/contract.mjs");
const text = await generate();
if (text === undefined) throw new Error(`there are no schemas in ${schema}`);
const file = join(types, "contract.d.ts");
writeFileSync(file, text);
say(`${file} written`);
