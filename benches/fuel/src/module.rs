//! The module in wasmtime, through the exports that the JavaScript glue uses: slices go in as
//! pointer and length in memory that the module allocates and frees itself, bytes come out as
//! two values and are freed by the caller.

use wasmtime::{Config, Engine, Instance, Linker, Memory, Module, Store, WasmParams};

/// More than anything may take.
const TANK: u64 = u64::MAX / 2;

/// A failure of the module or of wasmtime.
pub type Failure = Box<dyn std::error::Error>;

/// A compiled module.
pub struct Compiled {
    engine: Engine,
    module: Module,
}

/// What a call cost, and what it answered.
pub struct Called {
    /// Instructions, as wasmtime counts fuel: one each, none for blocks and constants dropped.
    pub instructions: u64,
    /// The answer.
    pub answer: Vec<u8>,
}

/// One tenant in an instance of its own.
pub struct Tenant {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
    core: i32,
    /// What opening the tenant cost.
    pub opened: u64,
}

impl Compiled {
    /// Compiles a module.
    pub fn new(wasm: &[u8]) -> Result<Self, Failure> {
        let mut config = Config::new();
        config.consume_fuel(true);
        let engine = Engine::new(&config)?;
        let module = Module::new(&engine, wasm)?;
        Ok(Self { engine, module })
    }

    /// A fresh instance with one tenant.
    pub fn open(&self, config: &[u8]) -> Result<Tenant, Failure> {
        let mut store = Store::new(&self.engine, ());
        store.set_fuel(TANK)?;
        let mut linker = Linker::new(&self.engine);
        // The glue's imports are for errors and JavaScript values: nothing here may need them.
        linker.define_unknown_imports_as_traps(&self.module)?;
        let instance = linker.instantiate(&mut store, &self.module)?;
        let memory = instance.get_memory(&mut store, "memory").ok_or("no memory")?;
        let mut tenant = Tenant { store, instance, memory, core: 0, opened: 0 };
        let (at, length) = tenant.give(config, 1)?;
        let open =
            tenant.instance.get_typed_func::<(i32, i32), i32>(&mut tenant.store, "core_open")?;
        let before = tenant.store.get_fuel()?;
        tenant.core = open.call(&mut tenant.store, (at, length))?;
        tenant.opened = before - tenant.store.get_fuel()?;
        if tenant.core == 0 {
            return Err("the configuration was refused".into());
        }
        Ok(tenant)
    }
}

impl Tenant {
    /// Puts bytes into the module's memory.
    fn give(&mut self, bytes: &[u8], align: i32) -> Result<(i32, i32), Failure> {
        let length = i32::try_from(bytes.len())?;
        let malloc = self.instance.get_typed_func(&mut self.store, "__wbindgen_malloc")?;
        let at: i32 = malloc.call(&mut self.store, (length, align))?;
        self.memory.write(&mut self.store, usize::try_from(at)?, bytes)?;
        Ok((at, length))
    }

    fn call<P: WasmParams>(&mut self, name: &str, given: P) -> Result<Called, Failure> {
        let function = self.instance.get_typed_func::<P, (i32, i32)>(&mut self.store, name)?;
        self.store.set_fuel(TANK)?;
        let (at, length) = function.call(&mut self.store, given)?;
        let instructions = TANK - self.store.get_fuel()?;
        let mut answer = vec![0; usize::try_from(length)?];
        self.memory.read(&self.store, usize::try_from(at)?, &mut answer)?;
        let free = self
            .instance
            .get_typed_func::<(i32, i32, i32), ()>(&mut self.store, "__wbindgen_free")?;
        free.call(&mut self.store, (at, length, 1_i32))?;
        Ok(Called { instructions, answer })
    }

    /// One decision.
    pub fn decide(
        &mut self,
        name: &str,
        context: &[u8],
        payload: &[u8],
    ) -> Result<Called, Failure> {
        let (name, context, payload) =
            (self.give(name.as_bytes(), 1)?, self.give(context, 1)?, self.give(payload, 1)?);
        let given = (self.core, name.0, name.1, context.0, context.1, payload.0, payload.1);
        self.call("core_decide", given)
    }

    /// One step.
    pub fn step(&mut self, envelope: &[u8], bodies: &[&[u8]]) -> Result<Called, Failure> {
        let mut lengths = Vec::new();
        for body in bodies {
            lengths.extend(u32::try_from(body.len())?.to_le_bytes());
        }
        let envelope = self.give(envelope, 1)?;
        let joined = self.give(&bodies.concat(), 1)?;
        let count = i32::try_from(bodies.len())?;
        let (lengths, _) = self.give(&lengths, 4)?;
        let given = (self.core, envelope.0, envelope.1, joined.0, joined.1, lengths, count);
        self.call("core_step", given)
    }

    /// Bytes of linear memory; it never shrinks.
    pub fn memory(&self) -> u64 {
        u64::try_from(self.memory.data_size(&self.store)).unwrap_or(u64::MAX)
    }
}
