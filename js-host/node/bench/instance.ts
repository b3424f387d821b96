// The module's memory, taken from its instance while it is made: to be imported before the module is.

let memory: WebAssembly.Memory | undefined;
const Plain = WebAssembly.Instance;
WebAssembly.Instance = new Proxy(Plain, {
  construct(_, args: [WebAssembly.Module, WebAssembly.Imports?]) {
    const instance = new Plain(...args);
    if ('core_step' in instance.exports) memory = instance.exports['memory'] as WebAssembly.Memory;
    return instance;
  },
});

/** How many bytes it has; it never shrinks. */
export function memoryBytes(): number {
  if (memory === undefined) throw new Error('the module was not made with WebAssembly.Instance');
  return memory.buffer.byteLength;
}
