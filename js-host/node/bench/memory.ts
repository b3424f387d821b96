// How far one decision makes the module's memory grow: in a process of its own, for memory that
// has grown is never given back. Reads a case from standard input, prints bytes as JSON.

import { readFileSync } from 'node:fs';
import type { Case } from './orders.ts';

/** The module's memory, taken from its instance while it is made. */
let memory: WebAssembly.Memory | undefined;
const Plain = WebAssembly.Instance;
WebAssembly.Instance = new Proxy(Plain, {
  construct(_, args: [WebAssembly.Module, WebAssembly.Imports?]) {
    const instance = new Plain(...args);
    memory = instance.exports['memory'] as WebAssembly.Memory;
    return instance;
  },
});

const { Bridge, describe } = await import('../module.ts');
const { config, context, order } = JSON.parse(readFileSync(0, 'utf8')) as Case;
const utf8 = new TextEncoder();
const bytes = (): number => {
  if (memory === undefined) throw new Error('the module was not made with WebAssembly.Instance');
  return memory.buffer.byteLength;
};

describe();
const bridge = new Bridge(config);
const idle = bytes();
bridge.decideBytes('order.to_sale', utf8.encode(context), utf8.encode(order));
const first = bytes();
for (let call = 0; call < 100; call += 1) bridge.decideBytes('order.to_sale', utf8.encode(context), utf8.encode(order));
process.stdout.write(JSON.stringify({ idle, first: first - idle, later: bytes() - first }));
