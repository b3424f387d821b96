//! Steps of flows, computed by native code: a line of JSON in, `{"config", "envelope", "bodies"}`, all
//! of them texts, and the outcome out as a line. Tests compare it with what the module answers.

use std::io::{BufRead, Write};

use serde_json::Value;
use tillbridge::bridge::Bridge;

fn main() -> std::io::Result<()> {
    let (input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    for line in input.lines() {
        let line = line?;
        let asked: Value = serde_json::from_str(&line)?;
        let bytes = |value: Option<&'_ Value>| -> Vec<u8> {
            value.and_then(Value::as_str).unwrap_or_default().as_bytes().to_vec()
        };
        let text = |field: &str| bytes(asked.get(field));
        let bodies = asked.get("bodies").and_then(Value::as_array).map(Vec::as_slice);
        let bodies: Vec<Vec<u8>> =
            bodies.unwrap_or_default().iter().map(|body| bytes(Some(body))).collect();
        let bodies: Vec<&[u8]> = bodies.iter().map(Vec::as_slice).collect();
        let outcome = match Bridge::open(&text("config")) {
            Ok(bridge) => serde_json::to_string(&bridge.step(&text("envelope"), &bodies))?,
            Err(issues) => serde_json::to_string(&issues)?,
        };
        writeln!(output, "{outcome}")?;
    }
    Ok(())
}
