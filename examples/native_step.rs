//! Steps of flows, computed by native code: a line of JSON in, `{"config", "envelope", "bodies"}`, all
//! of them texts, and the outcome out as a line. Tests compare it with what the module answers.

use std::io::{BufRead, Write};

use tillbridge::bridge::Bridge;

fn main() -> std::io::Result<()> {
    let (input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    for line in input.lines() {
        let line = line?;
        let asked: serde_json::Value = serde_json::from_str(&line)?;
        let text = |field: &str| asked[field].as_str().unwrap_or_default().as_bytes();
        let bodies = asked["bodies"].as_array().map(Vec::as_slice).unwrap_or_default();
        let bodies: Vec<&[u8]> =
            bodies.iter().map(|body| body.as_str().unwrap_or_default().as_bytes()).collect();
        let outcome = match Bridge::open(text("config")) {
            Ok(bridge) => serde_json::to_string(&bridge.step(text("envelope"), &bodies))?,
            Err(issues) => serde_json::to_string(&issues)?,
        };
        writeln!(output, "{outcome}")?;
    }
    Ok(())
}
