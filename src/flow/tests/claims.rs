//! Claims, against a store in the test.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Ran, Say, drive, look, stems, task};
use crate::contract::io::{Mode, Request};
use crate::flow::claim::Claim;
use crate::flow::finish::Stop;
use crate::report::Code;

/// The host's store: rows by table and key, and who may write them meanwhile.
#[derive(Default)]
struct Store(RefCell<BTreeMap<(String, String), Value>>);

impl Store {
    fn put(&self, table: &str, key: &str, value: Value) {
        self.0.borrow_mut().insert((table.to_owned(), key.to_owned()), value);
    }

    fn get(&self, table: &str, key: &str) -> Value {
        let rows = self.0.borrow();
        rows.get(&(table.to_owned(), key.to_owned())).cloned().unwrap_or(Value::Null)
    }

    fn answer(&self, request: &Request) -> Say {
        let body: Value = serde_json::from_str(request.body.as_ref().unwrap().get()).unwrap();
        if request.method == "get" {
            let row = self.get(&request.path, body["key"].as_str().unwrap());
            return said(200, &json!({"row": row}));
        }
        let row = &body["rows"][0];
        let (table, key) = (row["table"].as_str().unwrap(), row["key"].as_str().unwrap());
        let stands = self.get(table, key);
        let wanted = row["expect"].get("value").cloned().unwrap_or(Value::Null);
        if stands != wanted {
            let conflict = json!({"table": table, "key": key, "value": stands});
            return said(409, &json!({"conflict": conflict}));
        }
        self.put(table, key, row["value"].clone());
        said(200, &json!({}))
    }
}

fn said(status: u16, body: &Value) -> Say {
    Say::Status(status, Box::leak(body.to_string().into_boxed_str()))
}

/// How the flow below ends: owning the claim, or not.
type End = Result<(), Option<Code>>;

/// Claims, looks, takes over what is left of others.
fn claim(host: impl FnMut(&Request) -> Say) -> Ran<End> {
    drive(
        &task("own", Mode::Apply),
        &|journal| {
            Box::pin(async move {
                let ends = |stop| match stop {
                    Stop::Later { exception, .. } => exception.map(|exception| exception.code),
                    other => panic!("{other:?}"),
                };
                let mut claim = Claim::take(journal, "own", "k", Vec::new()).await.map_err(ends)?;
                journal.read("look", look("k")).await.unwrap();
                claim.own(journal, "own").await.map_err(ends)
            })
        },
        host,
    )
}

fn by(task: &str) -> Value {
    json!({"v": 1, "task": task})
}

/// Fails when a free claim is not taken with `expect: absent`, or is not given back.
#[test]
fn rule_4_a_free_claim_is_taken_and_given_back() {
    let store = Store::default();
    let ran = claim(|request| match request.method.as_str() {
        "GET" => Say::Status(404, ""),
        _ => store.answer(request),
    });
    assert_eq!(ran.end, Some(Ok(())));
    assert_eq!(store.get("claims", "k"), by("own"));
    assert_eq!(stems(&ran.asked), ["claim:k#1", "look#1"]);
    assert_eq!(ran.rows, ["claims/k"]);
    let body = ran.requests[0].body.as_ref().unwrap().get();
    assert!(body.contains(r#""expect":{"absent":{}}"#), "{body}");
}

/// Fails when the loser goes on, or gives back what is not its own.
#[test]
fn rule_4_a_loser_looks_three_times_and_gives_nothing_back() {
    let store = Store::default();
    store.put("claims", "k", by("other"));
    store.put("tasks", "other", json!({"state": "open"}));
    let ran = claim(|request| store.answer(request));
    assert_eq!(ran.end, Some(Err(Some(Code::ClaimHeld))));
    let claims = ran.asked.iter().filter(|id| id.starts_with("claim:")).count();
    assert_eq!(claims, 3);
    assert_eq!(ran.rows, [""; 0]);
    assert!(ran.requests.iter().skip(1).any(|request| request.not_before.is_some()));
}

/// Fails when the loser does not look again: the holder ends before its second look.
#[test]
fn rule_4_a_loser_goes_on_once_the_holder_has_ended() {
    let store = Store::default();
    store.put("claims", "k", by("other"));
    store.put("tasks", "other", json!({"state": "open"}));
    let ran = claim(|request| match request.method.as_str() {
        "GET" => Say::Status(200, ""),
        _ => {
            let answer = store.answer(request);
            if request.id.starts_with("claim-holder") {
                store.0.borrow_mut().remove(&("claims".to_owned(), "k".to_owned()));
            }
            answer
        }
    });
    assert_eq!(ran.end, Some(Ok(())));
    assert_eq!(store.get("claims", "k"), by("own"));
    assert_eq!(ran.rows, ["claims/k"]);
}

/// Fails when a claim is taken over before the look, when its old value is not expected, or when
/// it is not given back afterwards.
#[test]
fn rule_4_a_lost_claim_is_taken_over_after_the_look() {
    for tasks in [json!(null), json!({"state": "done"})] {
        let store = Store::default();
        store.put("claims", "k", by("other"));
        if !tasks.is_null() {
            store.put("tasks", "other", tasks);
        }
        let ran = claim(|request| match request.method.as_str() {
            "GET" => Say::Status(404, ""),
            _ => store.answer(request),
        });
        assert_eq!(ran.end, Some(Ok(())));
        let expected = ["claim:k#1", "claim-holder:k#1", "look#1", "take-over:k#1"];
        assert_eq!(stems(&ran.asked), expected);
        assert_eq!(store.get("claims", "k"), by("own"));
        assert_eq!(ran.rows, ["claims/k"]);
    }
}

/// Fails when the loser of a take-over goes on, or gives back the winner's claim.
#[test]
fn rule_4_the_loser_of_a_take_over_keeps_its_hands_off() {
    let store = Store::default();
    store.put("claims", "k", by("other"));
    let ran = claim(|request| match request.method.as_str() {
        "GET" => {
            store.put("claims", "k", by("winner"));
            Say::Status(404, "")
        }
        _ => store.answer(request),
    });
    assert_eq!(ran.end, Some(Err(None)));
    assert_eq!(store.get("claims", "k"), by("winner"));
    assert_eq!(ran.rows, [""; 0]);
}

/// Fails when a task waits for itself: its claim had its effect, its answer was lost.
#[test]
fn rule_4_a_task_knows_its_own_claim() {
    for lost in [Say::Unknown, Say::NotSent] {
        let store = Store::default();
        let made = !matches!(lost, Say::NotSent);
        let ran = claim(|request| match request.id.split('-').next().unwrap() {
            "claim:k#1" => {
                if made {
                    store.answer(request);
                }
                lost.clone()
            }
            "look#1" => Say::Status(404, ""),
            _ => store.answer(request),
        });
        assert_eq!(ran.end, Some(Ok(())));
        assert_eq!(ran.rows, ["claims/k"]);
        assert_eq!(store.get("claims", "k"), by("own"));
        assert!(!ran.asked.iter().any(|id| id.starts_with("claim-holder")), "{:?}", ran.asked);
    }
}
