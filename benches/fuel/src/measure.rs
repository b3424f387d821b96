//! What is measured.

use std::cell::RefCell;

use crate::gate::Figures;
use crate::host::{Host, Tick};
use crate::module::{Compiled, Failure};
use crate::tenant::{self, BOTH, Series};
use crate::world::World;

/// The figures.
#[derive(Default)]
pub struct Measured {
    /// Those that have a budget: instructions, and bytes of memory.
    pub budgeted: Figures,
    /// Bytes in and out.
    pub bytes: Figures,
}

/// Everything, of this module.
pub fn all(wasm: &[u8]) -> Result<Measured, Failure> {
    let compiled = Compiled::new(wasm)?;
    let mut measured = Measured::default();
    measured.bytes.insert("module".to_owned(), u64::try_from(wasm.len())?);
    for series in BOTH {
        decide(&compiled, series, &mut measured)?;
        for (name, known) in [("known", true), ("new", false)] {
            flow(&compiled, series, name, known, &mut measured)?;
        }
    }
    Ok(measured)
}

/// `order.to_sale` of the plain order: the second call, when the memory has grown.
fn decide(compiled: &Compiled, series: Series, measured: &mut Measured) -> Result<(), Failure> {
    let config = serde_json::to_vec(&tenant::config(series))?;
    let order = serde_json::to_vec(&tenant::order(1001))?;
    for explain in ["none", "reasons"] {
        let context = serde_json::to_vec(&tenant::context(series, 1001, explain))?;
        let mut tenant = compiled.open(&config)?;
        tenant.decide("order.to_sale", &context, &order)?;
        let called = tenant.decide("order.to_sale", &context, &order)?;
        let answer: serde_json::Value = serde_json::from_slice(&called.answer)?;
        // A refusal is cheap: it must not look like progress.
        if answer["output"]["sales"].as_array().is_none_or(|sales| sales.len() != 1) {
            return Err(format!("no sale was decided: {answer}").into());
        }
        let name = format!("decide/{series:?}/{explain}");
        measured.bytes.insert(format!("{name}/in"), size(&[&context, &order])?);
        measured.bytes.insert(format!("{name}/out"), size(&[&called.answer])?);
        measured.budgeted.insert(name, called.instructions);
        measured.budgeted.insert(format!("open/{series:?}"), tenant.opened);
        let memory = format!("memory/decide/{series:?}/{explain}");
        measured.budgeted.insert(memory, tenant.memory());
    }
    Ok(())
}

/// The flow of the plain order, round by round in one instance.
fn flow(
    compiled: &Compiled,
    series: Series,
    name: &str,
    known: bool,
    measured: &mut Measured,
) -> Result<(), Failure> {
    let tenant = RefCell::new(compiled.open(&serde_json::to_vec(&tenant::config(series))?)?);
    let steps = RefCell::new(Vec::new());
    let step = |envelope: &[u8], bodies: &[&[u8]]| {
        let called = tenant.borrow_mut().step(envelope, bodies).unwrap_or_else(|error| {
            panic!("the module failed: {error}");
        });
        let given = envelope.len() + bodies.iter().map(|body| body.len()).sum::<usize>();
        steps.borrow_mut().push((called.instructions, given, called.answer.len()));
        called.answer
    };
    let world = World::new(series);
    let mut host = Host::new(&step, if known { world.with_customer() } else { world });
    host.open("task", 1001);
    while !matches!(host.round("task"), Ok(Tick::Done)) {}
    if host.world.sales.len() != 1 || host.world.sales[0].cents != tenant::TOTAL_CENTS {
        return Err(format!("not one sale of the right total: {:?}", host.world.sales).into());
    }
    let mut total = 0;
    for (round, (instructions, given, answered)) in steps.borrow().iter().enumerate() {
        let name = format!("step/{series:?}/{name}/{:02}", round + 1);
        measured.bytes.insert(format!("{name}/in"), u64::try_from(*given)?);
        measured.bytes.insert(format!("{name}/out"), u64::try_from(*answered)?);
        measured.budgeted.insert(name, *instructions);
        total += instructions;
    }
    measured.budgeted.insert(format!("step/{series:?}/{name}/total"), total);
    let memory = tenant.borrow().memory();
    measured.budgeted.insert(format!("memory/step/{series:?}/{name}"), memory);
    Ok(())
}

fn size(parts: &[&[u8]]) -> Result<u64, Failure> {
    Ok(u64::try_from(parts.iter().map(|part| part.len()).sum::<usize>())?)
}
