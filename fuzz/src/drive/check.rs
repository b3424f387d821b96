//! The laws that hold whatever comes in.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::Value;
use tillbridge::contract::io::{Effect, Mode};
use tillbridge::contract::outcome::{Decided, Decision, Outcome, Status};
use tillbridge::flow::run::MAX_ROUNDS;
use tillbridge::report::{Code, Exception, Issue};

/// The result's bytes, which are JSON.
pub(crate) fn bytes(result: &impl Serialize) -> Vec<u8> {
    let bytes = serde_json::to_vec(result).expect("a result can be written");
    let read: Result<Value, _> = serde_json::from_slice(&bytes);
    let read = read.unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&bytes)));
    assert!(read.is_object());
    bytes
}

/// What must be true of every decision.
pub(crate) fn decision(decision: &Decision) {
    let refused = decision.status == Decided::Refused;
    assert_eq!(refused, decision.refusal.is_some());
    if let Some(refusal) = &decision.refusal {
        issue(refusal);
        assert!(decision.output.is_none() && decision.exceptions.is_empty());
    } else if decision.output.is_none() {
        assert!(!decision.exceptions.is_empty(), "nothing came of it and nobody is told");
    }
    decision.exceptions.iter().for_each(exception);
}

/// What must be true of every outcome.
pub(crate) fn outcome(outcome: &Outcome) {
    assert_eq!(outcome.status == Status::Refused, outcome.refusal.is_some());
    assert_eq!(outcome.status == Status::Asks, !outcome.requests.is_empty(), "asks for something");
    // The round that is one too many is counted, and ends the task.
    assert!(outcome.rounds <= MAX_ROUNDS.saturating_add(1), "{} rounds", outcome.rounds);
    if let Some(refusal) = &outcome.refusal {
        issue(refusal);
    }
    if outcome.status != Status::Done {
        assert!(outcome.writes.is_empty() && outcome.commit.is_empty());
        assert!(outcome.exceptions.is_empty() && outcome.next.is_empty());
        assert!(outcome.checked.is_empty() && outcome.explanations.is_empty());
    }
    let mut ids = BTreeSet::new();
    for request in &outcome.requests {
        assert!(ids.insert(&request.id), "{} is asked twice", request.id);
        assert_eq!(request.effect == Effect::Write, request.natural_key.is_some());
    }
    outcome.exceptions.iter().for_each(exception);
}

/// What must be true of every outcome of a task in this mode.
pub(crate) fn mode(outcome: &Outcome, mode: Mode) {
    if mode == Mode::Preview {
        let writes = outcome.requests.iter().any(|request| request.effect == Effect::Write);
        assert!(!writes && outcome.commit.is_empty(), "a preview writes");
    }
}

fn issue(issue: &Issue) {
    assert!(issue.path.starts_with('$'), "a path `{}`", issue.path);
    assert!(!issue.message.is_empty() && !issue.hint.is_empty());
    registered(&serde_json::to_value(issue.code).expect("a code is text"));
}

fn exception(exception: &Exception) {
    registered(&serde_json::to_value(exception).expect("an exception is JSON")["code"]);
}

fn registered(code: &Value) {
    assert!(Code::ALL.iter().any(|known| Some(known.id()) == code.as_str()), "code {code}");
}
