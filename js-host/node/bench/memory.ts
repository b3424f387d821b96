// How far one decision makes the module's memory grow: in a process of its own, for memory that
// has grown is never given back. Reads a case from standard input, prints bytes as JSON.

import { memoryBytes as bytes } from './instance.ts';
import { readFileSync } from 'node:fs';
import type { Case } from './orders.ts';
import { Bridge, describe } from '../module.ts';

const { config, context, order } = JSON.parse(readFileSync(0, 'utf8')) as Case;
const utf8 = new TextEncoder();
describe();
const bridge = new Bridge(config);
const idle = bytes();
bridge.decideBytes('order.to_sale', utf8.encode(context), utf8.encode(order));
const first = bytes();
for (let call = 0; call < 100; call += 1) bridge.decideBytes('order.to_sale', utf8.encode(context), utf8.encode(order));
process.stdout.write(JSON.stringify({ idle, first: first - idle, later: bytes() - first }));
