//! The process ends at every boundary in turn: before and after the mark, the effect and the
//! answer of each request, and before and after the end. The end is one sale, one customer.

use crate::host::{Crash, Fault, Host};
use crate::support::{assert_once, bridge, plain, step, steps_of, world};
use crate::tenant::BOTH;
use crate::world::Reply;
use serde_json::json;

/// Who goes on after a crash.
#[derive(Clone, Copy, Debug)]
enum After {
    /// Any instance of the host, with the journal.
    Resumed,
    /// A new task for the same event: the journal is lost.
    Lost,
}

/// Scenario 23. Fails when: the host forgets its `sent` marks (below); `customer.rs` or `order.rs` do not
/// look anew after an unknown write; `claim.rs` does not know its own claim again, or takes over
/// without a look.
#[test]
fn a_crash_at_every_boundary_leaves_one_sale_and_one_customer() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for known in [true, false] {
            for after in [After::Resumed, After::Lost] {
                let mut crashes = 0;
                for boundary in 0.. {
                    let what = format!("{series:?} known={known} {after:?} boundary {boundary}");
                    let mut host = Host::new(&step, world(series, known));
                    host.crash_at = Some(boundary);
                    host.open("first", 1001);
                    if host.run("first").is_ok() {
                        break;
                    }
                    crashes += 1;
                    go_on(&mut host, after);
                    assert_once(&host, &[1001], &what);
                    let before = host.world.performed.len();
                    host.open("duplicate", 1001);
                    host.run("duplicate").unwrap();
                    let made = steps_of(&host, "duplicate");
                    assert!(!made.iter().any(|step| step.contains("record")), "{what}: {made:?}");
                    assert!(host.world.performed.len() > before, "{what}");
                    assert_once(&host, &[1001], &what);
                }
                // Four boundaries a request, one a step, one for the end.
                assert!(crashes > 40, "{series:?}: only {crashes} boundaries were tried");
            }
        }
    }
}

fn go_on(host: &mut Host<'_>, after: After) {
    host.crash_at = None;
    // Time passes until somebody notices.
    host.world.clock += 20;
    match after {
        After::Resumed => drop(host.run("first").unwrap()),
        After::Lost => {
            host.lose("first");
            host.open("second", 1001);
            host.run("second").unwrap();
        }
    }
    host.settle();
}

/// The harness can see a second sale: a host without `sent` marks makes one.
#[test]
fn a_host_that_forgets_what_it_sent_is_caught() {
    let series = crate::tenant::Series::R;
    let bridge = bridge(series);
    let step = step(&bridge);
    let mut doubled = 0;
    for boundary in 0.. {
        let mut host = Host::new(&step, world(series, false));
        host.forgets_sent = true;
        host.crash_at = Some(boundary);
        host.open("first", 1001);
        if host.run("first") != Err(Crash) {
            break;
        }
        go_on(&mut host, After::Resumed);
        doubled += usize::from(host.world.sales.len() > 1 || host.world.customers.len() > 1);
    }
    // Between effect and answer, once for the customer and once for the sale.
    assert_eq!(doubled, 2);
}

/// Fails when: an answer is taken for another kind of answer, or a write is repeated without a
/// look, or the claims of a task that ends early stay.
#[test]
fn every_fault_at_every_request_ends_with_one_sale_and_one_customer() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        let mut usual = Host::new(&step, world(series, false));
        usual.open("usual", 1001);
        usual.run("usual").unwrap();
        let requests: Vec<String> =
            usual.world.performed.iter().map(|(_, id)| id.clone()).collect();
        assert!(requests.len() > 10, "{requests:?}");
        for request in &requests {
            for (name, fault) in faults(request) {
                let what = format!("{series:?} {request} {name}");
                let mut host = Host::new(&step, world(series, false));
                // The id up to its digest: content may differ, attempt and step may not.
                host.fault(plain(request).rsplit_once('-').unwrap().0, fault);
                host.open("first", 1001);
                host.run("first").unwrap();
                assert_eq!(host.faults.len(), 0, "{what}: it never came to that");
                host.settle();
                assert_once(&host, &[1001], &what);
            }
        }
    }
}

fn faults(request: &str) -> Vec<(&'static str, Fault)> {
    let mut faults = vec![
        ("lost before", Fault::LostBefore),
        ("lost after", Fault::LostAfter),
        ("not sent", Fault::NotSent),
        ("late", Fault::Late(400)),
    ];
    let store = ["order.row", "link:", "customer.mac", "customer.row", "claim"];
    if !store.iter().any(|step| request.starts_with(step)) {
        let answer = |status| Fault::Answer(Reply::json(status, &json!({"message": "no"})));
        faults.push(("429", answer(429)));
        faults.push(("500", answer(500)));
        faults.push(("503", answer(503)));
    }
    faults
}

/// Two crashes in one task, spread over all pairs.
#[test]
fn two_crashes_leave_one_sale_and_one_customer() {
    for series in BOTH {
        let bridge = bridge(series);
        let step = step(&bridge);
        for first in (0..60).step_by(3) {
            for second in (1..12).step_by(2) {
                let mut host = Host::new(&step, world(series, false));
                host.crash_at = Some(first);
                host.open("first", 1001);
                if host.run("first").is_ok() {
                    continue;
                }
                host.crash_at = Some(host.boundaries + second);
                if host.run("first").is_err() {
                    go_on(&mut host, After::Lost);
                }
                host.settle();
                assert_once(&host, &[1001], &format!("{series:?} {first} {second}"));
            }
        }
    }
}
