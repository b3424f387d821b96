//! A mutator that knows how an input is cut: it changes one part and puts the lengths right, by
//! the fuzzer's own means or, where the part is JSON, by changing one of its values.

use libfuzzer_sys::fuzzer_mutate;
use serde_json::Value;

use crate::drive::parts::{Input, join};

/// What stands in for a value: the edges of what is read.
const EDGES: &[&str] = &[
    "null",
    "true",
    "{}",
    "[]",
    "[{}]",
    "\"\"",
    "0",
    "-1",
    "-0",
    "1e3",
    "0.5",
    "1e400",
    "1E-400",
    "9007199254740993",
    "18446744073709551616",
    "79228162514264337593543950336",
    "0.00000000000000000000000000001",
    "\"0.00\"",
    "\"-1.00\"",
    "\"0.005\"",
    "\"1e2\"",
    "\"79228162514264337593543950335\"",
    "\"0.0000000000000000000000000001\"",
    "\"1,00\"",
    "\"USD\"",
    "\"JPY\"",
    "\"KWD\"",
    "\"GBP\"",
    "\"2026-11-01T01:30:00-05:00\"",
    "\"0000-01-01T00:00:00Z\"",
    "\"9999-12-31T23:59:59.999999999+14:00\"",
    "\"\\u0000\"",
    "\"\\ud83d\\ude00\"",
    "\"a@b.example\"",
    "\"+44 20 7946 0958\"",
    "\"gid://shopify/Order/1\"",
    "\"gid://shopify/ProductVariant/18446744073709551615\"",
    "\"paid\"",
    "\"voided\"",
    "\"refund\"",
    "\"success\"",
    "\"text\"",
    "\"none\"",
];

/// Changes `data[..size]` in place and answers its new size.
pub(crate) fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut random = Random(u64::from(seed) ^ 0x9E37_79B9_7F4A_7C15);
    if size < 6 || random.below(16) == 0 {
        return fuzzer_mutate(data, size, max_size);
    }
    let mut input = Input::new(&data[..size]);
    let mut choices = [input.byte(), input.byte()];
    let mut parts: Vec<Vec<u8>> = input.parts(64).into_iter().map(<[u8]>::to_vec).collect();
    match random.below(16) {
        0 => choices[random.below(2)] = random.next().to_le_bytes()[0] & 15,
        1 => drop(parts.pop()),
        2 => parts.push(parts[random.below(parts.len())].clone()),
        _ => {
            let place = random.below(parts.len());
            let room = max_size.saturating_sub(size);
            change(&mut parts[place], room, &mut random);
        }
    }
    let changed = join(choices, &parts);
    let length = changed.len().min(max_size);
    data[..length].copy_from_slice(&changed[..length]);
    length
}

fn change(part: &mut Vec<u8>, room: usize, random: &mut Random) {
    if random.below(3) > 0
        && let Ok(mut json) = serde_json::from_slice::<Value>(part)
    {
        for _ in 0..=random.below(3) {
            let donor = pick(&mut json.clone(), random.next()).clone();
            edit(pick(&mut json, random.next()), donor, random);
        }
        *part = serde_json::to_vec(&json).unwrap_or_default();
        return;
    }
    let size = part.len();
    let limit = size + room.min(1024);
    part.resize(limit.max(1), 0);
    let limit = part.len();
    let size = fuzzer_mutate(part, size, limit);
    part.truncate(size);
}

/// A value somewhere in `json`: each container is entered more often than not.
fn pick(json: &mut Value, seed: u64) -> &mut Value {
    let mut random = Random(seed);
    let inside = match json {
        Value::Object(fields) => fields.len(),
        Value::Array(items) => items.len(),
        _ => 0,
    };
    if inside == 0 || random.below(8) == 0 {
        return json;
    }
    let (place, seed) = (random.below(inside), random.next());
    match json {
        Value::Object(fields) => pick(fields.values_mut().nth(place).expect("in range"), seed),
        Value::Array(items) => pick(&mut items[place], seed),
        other => other,
    }
}

fn edit(value: &mut Value, donor: Value, random: &mut Random) {
    match (random.below(6), value) {
        (0, value) => *value = donor,
        (1 | 2, Value::Array(items)) if !items.is_empty() => {
            let place = random.below(items.len());
            match random.below(3) {
                0 => drop(items.remove(place)),
                1 => items.push(items[place].clone()),
                _ => items.push(donor),
            }
        }
        (1 | 2, Value::Object(fields)) if !fields.is_empty() => {
            let place = random.below(fields.len());
            let name = fields.keys().nth(place).cloned().unwrap_or_default();
            fields.remove(&name);
        }
        (1 | 2, Value::Number(number)) => {
            // A digit more, or another last digit: sums that no longer agree.
            let text = format!("{number}{}", random.below(10));
            *number = serde_json::from_str(&text).unwrap_or_else(|_| 7.into());
        }
        (1 | 2, Value::String(text)) => {
            text.pop();
            text.push(char::from(b'0' + u8::try_from(random.below(10)).unwrap_or_default()));
        }
        (_, value) => {
            let edge = EDGES[random.below(EDGES.len())];
            *value = serde_json::from_str(edge).unwrap_or_default();
        }
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound.max(1)).unwrap_or(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }
}
