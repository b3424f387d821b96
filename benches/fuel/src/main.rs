//! Counts the wasm instructions of decisions and steps, and holds them to a budget.
//!
//! ```text
//! cargo run --release --manifest-path benches/fuel/Cargo.toml [-- OPTION ...]
//!   --gate          the table, and each figure against budget.json (without options, too)
//!   --json          the figures as JSON, without a verdict
//!   --bless         writes the figures into budget.json
//!   --module FILE   another module than pkg/dist/core.wasm
//! ```
//!
//! Unlike times, instructions are the same on every machine, however busy it is.

mod budget;
mod cases;
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../../../tests/links/catalogue.rs"]
mod catalogue;
mod host;
mod inputs;
mod linking;
#[allow(dead_code, reason = "the tests use all of it")]
#[path = "../../../tests/links/host.rs"]
mod linking_host;
mod module;
mod payouts;
mod publishing;
mod stock;
mod store;
mod table;
mod vendors;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Clone, Copy)]
enum Mode {
    Gate,
    Json,
    Bless,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("fuel: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, String> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mode, file) = options(home.join("../../pkg/dist/core.wasm"))?;
    let budget = home.join("budget.json");
    let compiled = module::Compiled::read(&file)?;
    let figures = cases::measure(&compiled, true);
    // A figure that differs from run to run would make every verdict worthless.
    let steady = cases::measure(&compiled, false).iter().all(|again| figures.contains(again));
    if !steady && !matches!(mode, Mode::Gate) {
        return Err("two runs gave different figures".to_owned());
    }
    match mode {
        Mode::Json => println!("{}", table::json(&figures)),
        Mode::Bless => {
            budget::write(&budget, &figures)?;
            print!("{}", table::text(&figures));
            println!("{} budgets written", figures.len());
        }
        Mode::Gate => {
            print!("{}", table::text(&figures));
            return Ok(budget::judge(&budget::read(&budget)?, &figures, steady));
        }
    }
    Ok(true)
}

fn options(mut file: PathBuf) -> Result<(Mode, PathBuf), String> {
    let mut mode = Mode::Gate;
    let mut given = std::env::args().skip(1);
    while let Some(option) = given.next() {
        match option.as_str() {
            "--gate" => mode = Mode::Gate,
            "--json" => mode = Mode::Json,
            "--bless" => mode = Mode::Bless,
            "--module" => file = given.next().ok_or("--module needs a file")?.into(),
            other => return Err(format!("there is no option {other}")),
        }
    }
    Ok((mode, file))
}
