//! The module under wasmtime: the raw exports as wasm-bindgen's glue calls them.

use std::borrow::Borrow;
use std::path::Path;

use wasmtime::{Config, Engine, Instance, Linker, Memory, Module, Store, WasmParams};

/// More than any call needs: only what was used of it counts.
const TANK: u64 = 1 << 50;
/// A page of wasm memory, in bytes.
const PAGE: usize = 65_536;

/// What one call took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Instructions, with allocating and freeing what is handed over.
    pub instructions: u64,
    /// Bytes handed in.
    pub bytes_in: usize,
    /// Bytes handed out.
    pub bytes_out: usize,
    /// Memory after it, in pages; it never shrinks.
    pub pages: usize,
}

/// The compiled module.
pub struct Compiled {
    engine: Engine,
    module: Module,
}

/// An instance of its own, with one tenant in it.
pub struct Tenant {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    core: u32,
}

impl Compiled {
    /// Compiles a built module.
    pub fn read(file: &Path) -> Result<Self, String> {
        let bytes = std::fs::read(file).map_err(|error| {
            let build = "npm --prefix js-host run build";
            format!("{}: {error} (`{build}` makes it)", file.display())
        })?;
        let mut config = Config::new();
        config.consume_fuel(true);
        let engine = Engine::new(&config).map_err(|error| error.to_string())?;
        let module = Module::new(&engine, bytes).map_err(|error| error.to_string())?;
        Ok(Self { engine, module })
    }

    /// A fresh instance and what opening this tenant in it took.
    pub fn open(&self, config: &[u8]) -> (Tenant, Cost) {
        let mut store = Store::new(&self.engine, ());
        store.set_fuel(TANK).unwrap();
        let mut linker = Linker::new(&self.engine);
        for import in self.module.imports() {
            // Puts undefined, null, true and false into a table that no export here reads.
            if import.name().starts_with("__wbindgen_init_externref_table") {
                linker.func_wrap(import.module(), import.name(), || {}).unwrap();
            }
        }
        linker.define_unknown_imports_as_traps(&self.module).unwrap();
        let instance = linker.instantiate(&mut store, &self.module).unwrap();
        let memory = instance.get_memory(&mut store, "memory").unwrap();
        let mut tenant = Tenant { store, instance, memory, core: 0 };
        tenant.call::<(), ()>("__wbindgen_start", ());
        let before = tenant.used();
        let (ptr, len) = tenant.hand(config);
        tenant.core = tenant.call("core_open", (ptr, len));
        assert_ne!(tenant.core, 0, "the configuration is refused");
        let cost = tenant.cost(before, config.len(), 0);
        (tenant, cost)
    }
}

impl Tenant {
    /// One decision.
    pub fn decide(&mut self, name: &str, context: &[u8], payload: &[u8]) -> (Vec<u8>, Cost) {
        let before = self.used();
        let (name_ptr, name_len) = self.hand(name.as_bytes());
        let (context_ptr, context_len) = self.hand(context);
        let (payload_ptr, payload_len) = self.hand(payload);
        let given =
            (self.core, name_ptr, name_len, context_ptr, context_len, payload_ptr, payload_len);
        let answer = self.answer("core_decide", given);
        let cost = self.cost(before, name.len() + context.len() + payload.len(), answer.len());
        (answer, cost)
    }

    /// One step.
    pub fn step(&mut self, envelope: &[u8], bodies: &[impl Borrow<[u8]>]) -> (Vec<u8>, Cost) {
        let before = self.used();
        let joined = bodies.concat();
        let lengths: Vec<u8> =
            bodies.iter().flat_map(|body| (body.borrow().len() as u32).to_le_bytes()).collect();
        let (envelope_ptr, envelope_len) = self.hand(envelope);
        let (bodies_ptr, bodies_len) = self.hand(&joined);
        let lengths_ptr = self.hand_aligned(&lengths, 4);
        let count = bodies.len() as u32;
        let given = (self.core, envelope_ptr, envelope_len, bodies_ptr, bodies_len);
        let given = (given.0, given.1, given.2, given.3, given.4, lengths_ptr, count);
        let answer = self.answer("core_step", given);
        let bytes = envelope.len() + joined.len() + lengths.len();
        let cost = self.cost(before, bytes, answer.len());
        (answer, cost)
    }

    /// Calls an export that gives bytes, copies them out, and frees them.
    fn answer(&mut self, name: &str, given: impl WasmParams) -> Vec<u8> {
        let (ptr, len): (u32, u32) = self.call(name, given);
        let place = ptr as usize..(ptr + len) as usize;
        let bytes = self.memory.data(&self.store)[place].to_vec();
        self.call::<_, ()>("__wbindgen_free", (ptr, len, 1u32));
        bytes
    }

    /// Copies bytes in; the export that takes them frees them.
    fn hand(&mut self, bytes: &[u8]) -> (u32, u32) {
        (self.hand_aligned(bytes, 1), bytes.len() as u32)
    }

    fn hand_aligned(&mut self, bytes: &[u8], align: u32) -> u32 {
        let ptr: u32 = self.call("__wbindgen_malloc", (bytes.len() as u32, align));
        self.memory.write(&mut self.store, ptr as usize, bytes).unwrap();
        ptr
    }

    fn call<P: WasmParams, R: wasmtime::WasmResults>(&mut self, name: &str, given: P) -> R {
        let function = self.instance.get_typed_func::<P, R>(&mut self.store, name);
        let function = function.unwrap_or_else(|error| panic!("{name}: {error}"));
        function.call(&mut self.store, given).unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn used(&self) -> u64 {
        TANK - self.store.get_fuel().unwrap()
    }

    fn cost(&self, before: u64, bytes_in: usize, bytes_out: usize) -> Cost {
        let pages = self.memory.data_size(&self.store) / PAGE;
        Cost { instructions: self.used() - before, bytes_in, bytes_out, pages }
    }
}
