//! The figures, for people and for programs.

use serde_json::{Value, json};

use crate::cases::Figure;

/// A table.
pub fn text(figures: &[Figure]) -> String {
    let mut text = line(["figure", "instructions", "bytes in", "bytes out", "pages"]);
    for Figure { name, cost } in figures {
        let instructions = grouped(cost.instructions);
        let (bytes_in, bytes_out) = (grouped(cost.bytes_in as u64), grouped(cost.bytes_out as u64));
        text += &line([name, &instructions, &bytes_in, &bytes_out, &cost.pages.to_string()]);
    }
    text + "\n"
}

fn line([name, instructions, bytes_in, bytes_out, pages]: [&str; 5]) -> String {
    format!("{name:<42}{instructions:>13}{bytes_in:>11}{bytes_out:>11}{pages:>7}\n")
}

/// `1234567` as `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The same as JSON.
pub fn json(figures: &[Figure]) -> String {
    let rows = figures.iter().map(|Figure { name, cost }| {
        json!({"name": name, "instructions": cost.instructions, "bytes_in": cost.bytes_in,
            "bytes_out": cost.bytes_out, "pages": cost.pages})
    });
    serde_json::to_string_pretty(&rows.collect::<Value>()).unwrap()
}
