//! Counts the wasm instructions of decisions and steps: the same on every machine, so that they
//! can gate a change. Wall-clock time is measured elsewhere.
//!
//! `cargo run --release -- [core.wasm] [--json] [--gate gate.json] [--write gate.json]`
//!
//! The module is the one that is shipped, `pkg/dist/core.wasm`. The flow is run in the small
//! world of `tests/flow`, one round of requests a step.

mod gate;
mod measure;
mod module;

#[path = "../../../tests/flow/host.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod host;
#[path = "../../../tests/flow/tenant.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod tenant;
#[path = "../../../tests/flow/world.rs"]
#[allow(dead_code, reason = "the tests use the rest of it")]
mod world;

use std::process::ExitCode;

use module::Failure;

/// What was asked for on the command line.
#[derive(Default)]
struct Asked {
    wasm: Option<String>,
    json: bool,
    gate: Option<String>,
    write: Option<String>,
}

fn main() -> ExitCode {
    match arguments(std::env::args().skip(1)).and_then(|asked| run(&asked)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("fuel: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  because {error}");
                cause = error.source();
            }
            ExitCode::from(2)
        }
    }
}

fn arguments(given: impl Iterator<Item = String>) -> Result<Asked, Failure> {
    let mut asked = Asked::default();
    let mut given = given;
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or(format!("{argument} needs a file"));
        match argument.as_str() {
            "--json" => asked.json = true,
            "--gate" => asked.gate = Some(value()?),
            "--write" => asked.write = Some(value()?),
            other if other.starts_with('-') => {
                return Err(format!("no such option: {other}").into());
            }
            _ => asked.wasm = Some(argument),
        }
    }
    Ok(asked)
}

/// Whether the gate is passed.
fn run(asked: &Asked) -> Result<bool, Failure> {
    let default = concat!(env!("CARGO_MANIFEST_DIR"), "/../../pkg/dist/core.wasm");
    let file = asked.wasm.as_deref().unwrap_or(default);
    let wasm =
        std::fs::read(file).map_err(|error| format!("{file}: {error}; build the package first"))?;
    let measured = measure::all(&wasm)?;
    if asked.json {
        let figures = serde_json::json!({"budgeted": measured.budgeted, "bytes": measured.bytes});
        println!("{}", serde_json::to_string_pretty(&figures)?);
    } else {
        println!("{:<40} {:>14} {:>10} {:>10}", "", "instructions", "bytes in", "bytes out");
        for (name, value) in &measured.budgeted {
            let bytes = |way| measured.bytes.get(&format!("{name}/{way}")).map(u64::to_string);
            let (given, answered) = (bytes("in"), bytes("out"));
            let [given, answered] = [given, answered].map(Option::unwrap_or_default);
            println!("{name:<40} {value:>14} {given:>10} {answered:>10}");
        }
    }
    if let Some(file) = &asked.write {
        std::fs::write(file, serde_json::to_string_pretty(&measured.budgeted)? + "\n")?;
    }
    let Some(file) = &asked.gate else { return Ok(true) };
    let budgets = serde_json::from_slice(&std::fs::read(file)?)?;
    let verdict = gate::hold(&budgets, &measured.budgeted);
    for note in &verdict.notes {
        eprintln!("note: {note}");
    }
    for failure in &verdict.failures {
        eprintln!("FAILED: {failure}");
    }
    Ok(verdict.failures.is_empty())
}
