//! What makes replay safe, rule by rule, with the flow of an order as it is. Rule 5 is in
//! `vendors`; every boundary of rule 2 is in `crashes`, every interleaving of rule 4 in `races`.

use serde_json::{Value, json};

use crate::host::{Fault, Host, Tick};
use crate::support::{assert_once, bridge, codes, plain, step, steps_of, world};
use crate::tenant::{self, BOTH, Series};
use crate::world::Reply;

fn status(status: u16) -> Fault {
    Fault::Answer(Reply::json(status, &json!({"message": "no"})))
}

/// The requests of the next round.
fn asked(host: &mut Host<'_>, task: &str) -> Vec<Value> {
    let outcome = host.outcome(task);
    outcome["requests"].as_array().unwrap_or_else(|| panic!("{outcome}")).clone()
}

fn starting<'v>(requests: &'v [Value], id: &str) -> &'v Value {
    let own =
        requests.iter().find(|request| plain(request["id"].as_str().unwrap()).starts_with(id));
    own.unwrap_or_else(|| panic!("no {id} in {requests:?}"))
}

/// Runs a task until it asks for this.
fn until(host: &mut Host<'_>, task: &str, id: &str) -> Value {
    for _ in 0..60 {
        let requests = asked(host, task);
        let own =
            requests.iter().find(|request| plain(request["id"].as_str().unwrap()).starts_with(id));
        if let Some(request) = own {
            return request.clone();
        }
        match host.tick(task).unwrap() {
            Tick::Until(due) => host.world.clock = due,
            other => assert_ne!(other, Tick::Done, "it never asked for {id}"),
        }
    }
    panic!("it never asked for {id}");
}

fn place(made: &[String], step: &str) -> usize {
    made.iter().position(|own| own == step).unwrap_or_else(|| panic!("no {step} in {made:?}"))
}

/// Fails when time, priority or anything else than content enters an id; when an id is not
/// `step#attempt-` and 24 hexadecimal digits; when two requests of a task share one.
#[test]
fn rule_1_ids_are_of_step_attempt_and_content_only() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut runs = Vec::new();
        for start in [0, 4000] {
            let mut host = Host::new(&step, world(series, false));
            host.world.clock = start;
            host.open("task", 1001);
            host.run("task").unwrap();
            let ids: Vec<String> = host.world.performed.iter().map(|(_, id)| id.clone()).collect();
            for id in &ids {
                let (stem, digest) = id.rsplit_once('-').unwrap();
                let (_, attempt) = stem.rsplit_once('#').unwrap();
                assert!(attempt == "1" || attempt == "2", "{id}");
                assert!(digest.len() == 24 && digest.bytes().all(|b| b.is_ascii_hexdigit()));
                assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
            }
            runs.push(ids);
        }
        assert_eq!(runs[0], runs[1], "{series:?}: an id depends on the time");
    }
}

/// Fails when a read is tried for ever, or less than five times, or its end is not said.
#[test]
fn rule_1_five_attempts_then_a_coded_end() {
    for fault in [Fault::NotSent, Fault::LostBefore, status(503), status(429)] {
        let bridge = bridge(Series::R);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(Series::R, true));
        for attempt in 1..=6 {
            host.fault(&format!("sale.find#{attempt}"), fault.clone());
        }
        host.open("task", 1001);
        let outcome = host.run("task").unwrap();
        assert_eq!(codes(&outcome), ["VENDOR_UNREACHABLE"], "{fault:?}");
        let left: Vec<&str> = host.faults.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(left, ["sale.find#6"], "{fault:?}");
        assert_eq!(host.world.sales.len(), 0);
        assert_eq!(host.world.keys("claims"), [""; 0]);
    }
}

/// Fails when an unknown write is made again without a look, or not at all.
#[test]
fn rule_2_an_unknown_write_is_looked_up_and_made_again_only_if_absent() {
    for series in BOTH {
        for (fault, times) in [(Fault::LostAfter, 1), (Fault::LostBefore, 1)] {
            for (write, look) in
                [("sale.record", "sale.find"), ("customer.create", "customer.find")]
            {
                let bridge = bridge(series);
                let step = step(&bridge);
                let mut host = Host::new(&step, world(series, false));
                host.fault(&format!("{write}#1"), fault.clone());
                host.open("task", 1001);
                host.run("task").unwrap();
                let made = steps_of(&host, "task");
                let count = |step: &str| made.iter().filter(|own| *own == step).count();
                assert_eq!(count(write), times, "{series:?} {write} {fault:?}");
                assert_eq!(count(look), 2, "{series:?} {write} {fault:?}");
                assert_once(&host, &[1001], &format!("{series:?} {write} {fault:?}"));
            }
        }
    }
}

/// Fails when a write that surely did not leave is lost, or one that a host calls unknown again
/// and again is performed again without an end.
#[test]
fn rule_3_not_sent_is_made_later_and_unknown_for_ever_ends() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.fault("customer.create#1", Fault::NotSent);
        host.fault("sale.record#1", Fault::NotSent);
        host.open("task", 1001);
        host.run("task").unwrap();
        assert_once(&host, &[1001], &format!("{series:?}"));

        let mut host = Host::new(&step, world(series, true));
        for attempt in 1..=9 {
            host.fault(&format!("sale.record#{attempt}"), Fault::LostBefore);
        }
        host.open("task", 1001);
        let outcome = host.run("task").unwrap();
        assert_eq!(codes(&outcome), ["VENDOR_UNREACHABLE"]);
        assert_eq!(host.faults.len(), 4, "five attempts and no more");
        assert_eq!(host.world.keys("claims"), [""; 0]);
    }
}

/// Fails when the loser goes on, waits for ever, or does not come back; when it does not see
/// that the holder has finished.
#[test]
fn rule_4_the_loser_waits_looks_again_and_comes_back_later() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.know_customer();
        host.open("holder", 1001);
        until(&mut host, "holder", "sale.record");
        host.open("loser", 1001);
        let before = host.world.clock;
        let outcome = host.run("loser").unwrap();
        assert_eq!(codes(&outcome), ["CLAIM_HELD"], "{series:?}");
        assert!(host.world.clock - before >= 4, "it waited two seconds twice");
        assert!(!steps_of(&host, "loser").iter().any(|step| step == "sale.find"), "{series:?}");
        assert!(host.next[0].0 >= host.world.clock + 20, "{:?}", host.next);
        assert_eq!(host.world.keys("claims").len(), 1, "the holder's claim stays");
        host.run("holder").unwrap();
        host.settle();
        assert_once(&host, &[1001], &format!("{series:?}"));
    }
}

/// Fails when a claim is taken over before the vendor was looked at, or not at all.
#[test]
fn rule_4_a_lost_claim_is_taken_over_only_after_a_fresh_look() {
    for series in BOTH {
        for held in ["sale.record", "customer.create"] {
            let bridge = bridge(series);
            let step = step(&bridge);
            let mut host = Host::new(&step, world(series, false));
            host.open("lost", 1001);
            until(&mut host, "lost", held);
            host.lose("lost");
            host.open("heir", 1001);
            host.run("heir").unwrap();
            let made = steps_of(&host, "heir");
            let sale = "take-over:order/1001";
            assert!(place(&made, "sale.find") < place(&made, sale), "{made:?}");
            assert!(place(&made, sale) < place(&made, "sale.record"), "{made:?}");
            let take_over = made.iter().position(|own| own.starts_with("take-over:customer"));
            assert!(place(&made, "customer.find") < take_over.unwrap(), "{made:?}");
            assert_once(&host, &[1001], &format!("{series:?} {held}"));
        }
    }
}

/// Fails when a task waits for itself after a crash between a claim and its answer.
#[test]
fn rule_4_a_task_knows_its_own_claim_after_a_restart() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, true));
        host.world.know_customer();
        host.fault("claim:order", Fault::LostAfter);
        host.open("task", 1001);
        host.run("task").unwrap();
        let made = steps_of(&host, "task");
        assert!(made.iter().any(|step| step.starts_with("claim-read:order")), "{made:?}");
        assert!(!made.iter().any(|step| step.starts_with("claim-holder")), "{made:?}");
        assert_once(&host, &[1001], &format!("{series:?}"));
    }
}

/// Fails when the winner of a claim does not read the row that the last holder left: a search
/// that does not show the newest customer would make a second one.
#[test]
fn rule_4_what_the_last_holder_noted_counts_more_than_a_search_that_lags() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.world.quirks.search_misses_newest = true;
        host.open("second", 1002);
        until(&mut host, "second", "claim:customer");
        host.open("first", 1001);
        host.run("first").unwrap();
        host.run("second").unwrap();
        assert_once(&host, &[1001, 1002], &format!("{series:?}"));
    }
}

/// The flow has no Shopify write yet. Fails when somebody adds one: it needs an `@idempotent`
/// key of shop, operation, cause, variables and attempt, and a test of 5->3, 3->5, 5->3.
#[test]
fn rule_6_no_mutation_leaves_without_an_idempotency_key() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut host = Host::new(&step, world(series, false));
        host.open("task", 1001);
        let mut seen = 0;
        while host.tick("task").unwrap() != Tick::Done {
            let outcome = host.outcome("task");
            for request in outcome["requests"].as_array().into_iter().flatten() {
                if request["system"] == "shopify" {
                    seen += 1;
                    assert_eq!(request["effect"], "read");
                    let document = request["body"]["query"].as_str().unwrap();
                    assert!(!document.contains("mutation"), "{document}");
                }
            }
        }
        assert!(seen > 0);
    }
}

/// Fails when a core of another version uses answers it did not ask for, or does not say so;
/// when the host's `sent` marks do not keep a write from being made twice.
#[test]
fn rule_8_answers_of_another_core_or_configuration_are_not_used() {
    for series in BOTH {
        for (field, write) in [("core", "sale.record"), ("revision", "customer.create")] {
            let bridge = bridge(series);
            let step = step(&bridge);
            let mut host = Host::new(&step, world(series, false));
            host.open("task", 1001);
            // The write has had its effect, its answer is in the journal of the old version.
            until(&mut host, "task", write);
            host.tick("task").unwrap();
            let before = host.outcome("task");
            assert_eq!(before["restarted"], Value::Null);
            host.tasks.get_mut("task").unwrap().journal[field] = json!("another");
            let outcome = host.outcome("task");
            assert_eq!(outcome["restarted"], true, "{series:?} {field}");
            assert_eq!(outcome["status"], "asks");
            let first: Vec<Value> = outcome["requests"].as_array().unwrap().clone();
            starting(&first, "order.row#1");
            host.run("task").unwrap();
            assert_once(&host, &[1001], &format!("{series:?} {field}"));
        }
    }
}

/// Fails when a write that was answered under other content is taken for this one's answer, or
/// when the new content is sent without a look at what the old one made.
#[test]
fn rule_8_a_write_answered_under_other_content_is_looked_up() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for (write, known) in [("sale.record", true), ("customer.create", false)] {
            let mut host = Host::new(&step, world(series, known));
            host.open("task", 1001);
            let request = until(&mut host, "task", write);
            let reply = host.world.perform(&request);
            let id = request["id"].as_str().unwrap();
            let other = format!("{}-{}", id.rsplit_once('-').unwrap().0, "0".repeat(24));
            host.answer("task", &other, Some(Some(reply)));
            let next = asked(&mut host, "task");
            let look = if write == "sale.record" { "sale.find#2" } else { "customer.find#2" };
            starting(&next, look);
            host.run("task").unwrap();
            assert_once(&host, &[1001], &format!("{series:?} {write}"));
        }
    }
}

/// Fails when an envelope may grow without end, or the flow takes more rounds than its bound
/// leaves room for: with the new customer it is nine, and three are left.
#[test]
fn rule_9_rounds_and_bytes_are_bounded() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for (known, most) in [(true, 8), (false, 9)] {
            let mut host = Host::new(&step, world(series, known));
            host.open("task", 1001);
            let outcome = host.run("task").unwrap();
            let rounds = outcome["rounds"].as_u64().unwrap();
            assert!(rounds <= most, "{series:?} known={known}: {rounds} rounds");
        }
        let mut host = Host::new(&step, world(series, true));
        let mut large = Reply::json(200, &json!({"row": null}));
        large.body.extend(vec![b' '; 2_000_000]);
        host.fault("order.row", Fault::Answer(large));
        host.open("task", 1001);
        host.tick("task").unwrap();
        while host.tasks["task"].done.is_none() {
            host.tick("task").unwrap();
        }
        let outcome = host.tasks["task"].done.clone().unwrap();
        assert_eq!(outcome["status"], "refused");
        assert_eq!(outcome["refusal"]["code"], "TOO_MUCH_DATA");
        assert_eq!(outcome["refusal"]["path"], "$.journal.answers");
    }
}

/// What a preview may not know: the ids that the vendor gives. Everything else is compared.
fn without_unknown(writes: &Value, unknown: &str) -> Vec<Value> {
    let mut writes = writes.as_array().unwrap().clone();
    for write in &mut writes {
        // The digest is of the content, which has the id in it.
        let id = write["id"].as_str().unwrap();
        write["id"] = json!(id.split('-').next().unwrap());
        write.as_object_mut().unwrap().remove("not_after");
        let text = write.to_string().replace(&format!("\"{unknown}\""), "\"unknown\"");
        *write = serde_json::from_str(&text).unwrap();
    }
    writes
}

/// Fails when a preview writes, commits, notes an end, invents an id, or lists other writes than
/// the applied run makes.
#[test]
fn rule_10_a_preview_lists_what_the_applied_run_writes_and_writes_nothing() {
    for series in BOTH {
        for known in [true, false] {
            let bridge = bridge(series);
            let step = step(&bridge);
            let mut host = Host::new(&step, world(series, known));
            let order = tenant::order(1001);
            let before = host.world.clone();
            host.open_with("task", &order, "preview");
            let preview = host.run("task").unwrap();
            assert_eq!(host.world.store, before.store, "{series:?} known={known}");
            assert_eq!(host.world.sales, before.sales);
            assert_eq!(host.world.customers, before.customers);
            assert_eq!(preview["commit"], Value::Null);
            host.open("task", 1001);
            let applied = host.run("task").unwrap();
            let customer = host.world.customers[0].id.clone();
            let expected = without_unknown(&applied["writes"], &customer);
            assert_eq!(without_unknown(&preview["writes"], &customer), expected);
            assert_eq!(expected.len(), if known { 3 } else { 4 }, "{expected:?}");
            let unknown = preview["writes"].to_string().contains("\"unknown\"");
            assert_eq!(unknown, !known, "{series:?}: what is known is not called unknown");
            assert_once(&host, &[1001], &format!("{series:?} known={known}"));
        }
    }
}

/// Fails when a preview of an order that stands would write.
#[test]
fn rule_10_a_preview_of_what_stands_already_is_empty() {
    let bridge = bridge(Series::R);
    let step = step(&bridge);
    let mut host = Host::new(&step, world(Series::R, false));
    host.open("task", 1001);
    host.run("task").unwrap();
    host.open_with("again", &tenant::order(1001), "preview");
    let preview = host.run("again").unwrap();
    assert_eq!((&preview["writes"], &preview["commit"]), (&Value::Null, &Value::Null));
}
