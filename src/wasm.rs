//! The exports: bytes in, bytes out. The only file that knows wasm-bindgen.
//!
//! Nothing here throws. What goes wrong with data is in the answer; what should never happen is
//! a trap, which the facade catches.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::bridge::setup::{Setup, check_draft as checks_draft};
use crate::bridge::{Bridge, check as checks, describe as describes};
use crate::report::write;

/// One tenant.
#[wasm_bindgen]
pub struct Core {
    bridge: Bridge,
}

#[wasm_bindgen]
impl Core {
    /// The tenant of a configuration, or nothing: then [`check`] says why.
    pub fn open(config: &[u8]) -> Option<Core> {
        Bridge::open(config).ok().map(|bridge| Core { bridge })
    }

    /// Digest of the configuration.
    pub fn revision(&self) -> String {
        self.bridge.revision().to_owned()
    }

    /// One decision, as JSON.
    pub fn decide(&self, name: &str, context: &[u8], payload: &[u8]) -> Vec<u8> {
        json(&self.bridge.decide(name, context, payload))
    }

    /// One step, as JSON. The bodies lie end to end, `lengths` says where each ends.
    pub fn step(&self, envelope: &[u8], bodies: &[u8], lengths: &[u32]) -> Vec<u8> {
        json(&self.bridge.step(envelope, &parts(bodies, lengths)))
    }

    /// Where an event belongs, as JSON: `{"route"}` or `{"refusal"}`.
    pub fn route(&self, event: &[u8], body: &[u8]) -> Vec<u8> {
        #[derive(serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        enum Answer {
            Route(crate::contract::describe::Route),
            Refusal(crate::report::Issue),
        }
        json(&match self.bridge.route(event, body) {
            Ok(route) => Answer::Route(route),
            Err(issue) => Answer::Refusal(issue),
        })
    }
}

/// One tenant whose configuration is not complete yet.
#[wasm_bindgen]
pub struct Draft {
    setup: Setup,
}

#[wasm_bindgen]
impl Draft {
    /// Set-up of the tenant of a draft, or nothing: then [`check_draft`] says why.
    pub fn open(config: &[u8]) -> Option<Draft> {
        Setup::open(config).ok().map(|setup| Draft { setup })
    }

    /// Digest of the draft.
    pub fn revision(&self) -> String {
        self.setup.revision().to_owned()
    }

    /// One step of set-up, as [`Core::step`].
    pub fn step(&self, envelope: &[u8], bodies: &[u8], lengths: &[u32]) -> Vec<u8> {
        json(&self.setup.step(envelope, &parts(bodies, lengths)))
    }
}

/// Bodies that lie end to end.
fn parts<'b>(bodies: &'b [u8], lengths: &[u32]) -> Vec<&'b [u8]> {
    let mut rest = bodies;
    let mut parts = Vec::with_capacity(lengths.len());
    for length in lengths {
        let length = usize::try_from(*length).unwrap_or(usize::MAX).min(rest.len());
        let (part, tail) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        parts.push(part);
        rest = tail;
    }
    parts
}

/// Every issue of a configuration that may be a draft, as JSON.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "exported to JavaScript")]
pub fn check_draft(config: &[u8]) -> Vec<u8> {
    json(&checks_draft(config))
}

/// Every issue of a configuration, as JSON.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "exported to JavaScript")]
pub fn check(config: &[u8]) -> Vec<u8> {
    json(&checks::check(config))
}

/// The module's own description, as JSON.
#[wasm_bindgen]
#[expect(unreachable_pub, reason = "exported to JavaScript")]
pub fn describe() -> Vec<u8> {
    json(&describes::describe())
}

/// Types of this crate always can be written as JSON.
fn json(value: &impl serde::Serialize) -> Vec<u8> {
    write::bytes(value)
}

/// Exports that fail on purpose, so that the facade's recovery can be tested.
#[cfg(feature = "fault")]
mod fault {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Reaches what must not be reached.
    #[wasm_bindgen]
    #[expect(unreachable_pub, reason = "exported to JavaScript")]
    pub fn fault_trap() {
        core::arch::wasm32::unreachable()
    }

    /// Calls itself until the stack is used up.
    #[wasm_bindgen]
    #[expect(unreachable_pub, reason = "exported to JavaScript")]
    #[expect(unconditional_recursion, reason = "the stack is to overflow")]
    pub fn fault_overflow(depth: u32) -> u32 {
        let pad = [depth; 64];
        let deeper = fault_overflow(core::hint::black_box(depth).wrapping_add(1));
        deeper.wrapping_add(core::hint::black_box(pad).iter().sum::<u32>())
    }
}
