//! Breaches planted on purpose, and code that is none: the check must tell them apart.

use super::breaches::of;

/// File, text, and the one breach that must be found in it.
const BREACHES: &[(&str, &str, &str)] = &[
    (
        "rules/orders/plain.rs",
        "//! A use.\nuse crate::shopify::order;\n",
        "src/rules/orders/plain.rs:2: room rules/orders may not import room shopify (crate::shopify::order)",
    ),
    (
        "domain/sale.rs",
        "fn a() -> u32 {\n    let key = crate::report::Code::TooDeep;\n    key as u32\n}",
        "src/domain/sale.rs:2: room domain may not import room report (crate::report::Code::TooDeep)",
    ),
    (
        "rules/orders/lines.rs",
        "fn a(key: super::super::customers::keys::Key) {}",
        "src/rules/orders/lines.rs:1: room rules/orders may not import room rules/customers (crate::rules::customers::keys::Key)",
    ),
    (
        "shopify/order.rs",
        "use crate::{domain::money::{Money, self as m}, flow::{run as go}};",
        "src/shopify/order.rs:1: room shopify may not import room flow (crate::flow::run)",
    ),
    (
        "lightspeed/mod.rs",
        "use crate::contract::io::Request;\nuse crate::contract::outcome;",
        "src/lightspeed/mod.rs:2: room lightspeed may not import room contract (crate::contract::outcome)",
    ),
    (
        "report/log.rs",
        "use crate as ours;\nfn a(policy: &ours::policy::Policy) {}",
        "src/report/log.rs:2: room report may not import room policy (crate::policy::Policy)",
    ),
    (
        "report/log.rs",
        "use super::super as up;\nuse up::policy as decided;\nfn a(policy: &decided::Policy) {}",
        "src/report/log.rs:2: room report may not import room policy (crate::policy)",
    ),
    (
        "policy/mod.rs",
        "mod inner { pub(crate) fn a() { super::super::bridge::check::check(&[]); } }",
        "src/policy/mod.rs:1: room policy may not import room bridge (crate::bridge::check::check)",
    ),
    (
        "domain/text.rs",
        "macro_rules! a { () => {\n    $crate::report::Issue::new() } }",
        "src/domain/text.rs:2: room domain may not import room report (crate::report::Issue::new)",
    ),
    (
        "contract/io.rs",
        "fn a() { println!(\"{}\", crate::bridge::CORE); }",
        "src/contract/io.rs:1: room contract may not import room bridge (crate::bridge::CORE)",
    ),
    (
        "domain/money.rs",
        "#[derive(Serialize)]\nstruct A {\n    #[serde(with = \"crate::report::fact\")]\n    a: u8,\n}",
        "src/domain/money.rs:3: room domain may not import room report (crate::report::fact)",
    ),
    (
        "flow/order.rs",
        "use crate::*;",
        "src/flow/order.rs:1: room flow may not import room the crate's front (crate::*)",
    ),
    (
        "rules/orders/lines.rs",
        "fn a() { let read = match 1 { _ => serde_json::from_str::<u8>(\"1\") }; }",
        "src/rules/orders/lines.rs:1: only rooms other than the rules may name serde_json",
    ),
    (
        "flow/run.rs",
        "use wasm_bindgen::prelude::wasm_bindgen as door;",
        "src/flow/run.rs:1: only src/wasm.rs may name wasm_bindgen",
    ),
    (
        "rules/orders/lines.rs",
        "fn a(price: Decimal) -> bool { price.to_f64().is_some() }",
        "src/rules/orders/lines.rs:1: only src/domain/number may name f64",
    ),
    (
        "policy/mod.rs",
        "const A: bool = 1.5 > 1.0;",
        "src/policy/mod.rs:1: only src/domain/number may name f64",
    ),
    (
        "policy/mod.rs",
        "#[path = \"../bridge/limits.rs\"]\nmod limits;",
        "src/policy/mod.rs:2: `#[path]` puts a file into another room",
    ),
    ("flow/mod.rs", "mod tests;", "src/flow/mod.rs:1: `mod tests` without `#[cfg(test)]`"),
    (
        "domain/sale.rs",
        "#[cfg(not(test))]\nfn a() { crate::report::rule(); }",
        "src/domain/sale.rs:2: room domain may not import room report (crate::report::rule)",
    ),
    (
        "bridge/step.rs",
        "use crate::wasm::Core;",
        "src/bridge/step.rs:1: room bridge may not import room wasm (crate::wasm::Core)",
    ),
];

/// File and text in which there is nothing to find.
const CLEAN: &[(&str, &str)] = &[
    (
        "domain/sale.rs",
        "#[cfg(test)]\nmod tests { use crate::bridge::Bridge; const A: f64 = 1.0; }",
    ),
    ("domain/sale.rs", "#[cfg(all(test, feature = \"schema\"))]\nuse crate::report::Issue;"),
    ("domain/money/tests.rs", "use crate::report::Issue;"),
    (
        "domain/sale.rs",
        "//! See `crate::report`.\n/// As crate::report::Issue says.\nconst A: &str = \"crate::report::X\";",
    ),
    ("domain/sale.rs", "fn a(report: u8) -> u8 { let bridge = report; bridge }"),
    (
        "rules/orders/lines.rs",
        "use super::{Links, inexact};\nuse crate::domain::money::Money;\nuse self::super::tie_out::bound;",
    ),
    ("rules/mod.rs", "pub mod customers;\npub mod orders;\nuse orders::Links;"),
    ("lib.rs", "pub mod bridge;\npub use bridge::Bridge;"),
    ("wasm.rs", "use wasm_bindgen::prelude::wasm_bindgen;\nfn a(issue: crate::report::Issue) {}"),
    ("domain/number.rs", "fn a(value: f64) -> bool { value > 1.0 }"),
    ("shopify/order.rs", "use crate::report::json::{Json, Node};\nuse Json::Text;"),
];

#[test]
fn planted_breaches_are_found() {
    for (file, text, expected) in BREACHES {
        assert_eq!(of(file, text), [*expected], "in {text}");
    }
}

#[test]
fn clean_code_is_left_alone() {
    for (file, text) in CLEAN {
        assert_eq!(of(file, text), Vec::<String>::new(), "in {text}");
    }
}

#[test]
fn text_that_is_no_rust_is_not_passed_over() {
    assert_eq!(of("domain/sale.rs", "use crate::{").len(), 1);
}
