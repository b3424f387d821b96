//! Writes the fuzzer's first inputs: orders, their contexts, and the journals of whole tasks.

use serde_json::json;

use crate::host::{Fault, Host};
use crate::support::{bridge, step, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::Reply;

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "a library of its own where the fuzzer builds it")]
#[allow(dead_code, reason = "only the inputs are made here")]
mod fuzz;

fn write(target: &str, name: &str, data: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), data).unwrap();
}

fn bytes(value: &serde_json::Value) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

fn number(series: Series) -> u8 {
    u8::from(series == Series::X)
}

/// `cargo test --test flow write_seeds -- --ignored`
#[test]
#[ignore = "writes fuzz/corpus and fuzz/src/config_*.json"]
fn write_seeds() {
    for series in BOTH {
        let name = format!("{series:?}").to_lowercase();
        let config = serde_json::to_string_pretty(&tenant::config(series)).unwrap();
        let file = format!("{}/fuzz/src/config_{name}.json", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(file, config + "\n").unwrap();
        decisions(series, &name);
        journals(series, &name);
    }
}

fn decisions(series: Series, name: &str) {
    let order = bytes(&tenant::order(1001));
    for explain in ["none", "reasons", "text"] {
        let context = bytes(&tenant::context(series, 1001, explain));
        let data = fuzz::decide_input(number(series), 0, &context, &order);
        write("decide", &format!("order-{name}-{explain}"), &data);
    }
    for (what, pointer, value) in [
        ("custom-item", "/line_items/0/variant_id", json!(null)),
        ("half", "/line_items/1/quantity", json!("0.5")),
        ("huge", "/total_price", json!("79228162514264337593543950335")),
        ("exponent", "/line_items/0/price", json!("1e28")),
        ("foreign", "/currency", json!("KWD")),
        ("no-mail", "/email", json!("")),
        ("other-rate", "/line_items/2/tax_lines/0/rate", json!(0.05)),
    ] {
        let mut order = tenant::order(1001);
        *order.pointer_mut(pointer).unwrap() = value;
        let context = bytes(&tenant::context(series, 1001, "reasons"));
        let data = fuzz::decide_input(number(series), 0, &context, &bytes(&order));
        write("decide", &format!("order-{name}-{what}"), &data);
    }
    for (place, (email, phone)) in [
        ("Ada.Moreno+x@googlemail.com", "+1 (212) 555-0175 ext. 4"),
        ("ada@b\u{fc}cher.example", "0044 20 7946 0958"),
        ("", "tel:+49-30-1234567"),
    ]
    .into_iter()
    .enumerate()
    {
        let context = bytes(&json!({"default_country": "US"}));
        let given = bytes(&json!({"email": email, "phone": phone}));
        let data = fuzz::decide_input(number(series), 1, &context, &given);
        write("decide", &format!("keys-{name}-{place}"), &data);
    }
}

fn journals(series: Series, name: &str) {
    let bridge = bridge(series);
    let step = step(&bridge);
    let throttled = || {
        let mut reply = Reply::json(429, &json!({"message": "slow down"}));
        reply.headers.push(("Retry-After".to_owned(), "Mon, 23 Nov 2026 00:00:30 GMT".to_owned()));
        Fault::Answer(reply)
    };
    for (story, known, faults) in [
        ("known", true, vec![]),
        ("new", false, vec![]),
        (
            "lost",
            false,
            vec![("customer.create", Fault::LostAfter), ("sale.rec", Fault::LostAfter)],
        ),
        ("throttled", true, vec![("sale.find", throttled()), ("sale.rec", Fault::NotSent)]),
    ] {
        let mut host = Host::new(&step, world(series, known));
        for (request, fault) in faults {
            host.fault(request, fault);
        }
        host.open("task", 1001);
        let mut made = 0;
        loop {
            let kept = &host.tasks["task"];
            let envelope = bytes(&json!({"task": kept.task, "journal": kept.journal}));
            let bodies: Vec<&[u8]> = kept.bodies.iter().map(Vec::as_slice).collect();
            let data = fuzz::step_input(number(series), &envelope, &bodies);
            match host.tick("task").unwrap() {
                crate::host::Tick::Done => {
                    write("step", &format!("{name}-{story}-end"), &data);
                    break;
                }
                crate::host::Tick::Until(due) => host.world.clock = due,
                // Every few requests is enough: the later ones hold the earlier.
                crate::host::Tick::Performed(_) if made % 6 == 0 => {
                    write("step", &format!("{name}-{story}-{made:02}"), &data);
                    made += 1;
                }
                crate::host::Tick::Performed(_) => made += 1,
            }
        }
    }
}
