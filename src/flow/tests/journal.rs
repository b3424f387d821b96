//! Ids, writes, answers, time and bounds.

use super::{Say, at, drive, look, make, stems, task};
use crate::contract::io::{Mode, Request, System};
use crate::contract::store::Get;
use crate::domain::digest;
use crate::flow::finish::Stop;
use crate::flow::join::{join, join_all};
use crate::flow::journal::{Journal, Written};
use crate::flow::request_id;
use crate::flow::run::MAX_ROUNDS;
use crate::report::Code;

fn code(end: &Result<u16, Stop>) -> Option<Code> {
    match end {
        Err(Stop::Exception(exception)) => Some(exception.code),
        _ => None,
    }
}

/// Fails when a part of the content does not enter the digest, or the parts run together.
#[test]
fn rule_1_an_id_is_step_attempt_and_96_bits_of_content() {
    let get = Request::read(System::Store, "get", "links").with_body(&Get { key: "a".to_owned() });
    // Python: sha256 over ["store", "read", "", "get", "links", '{"key":"a"}'], each preceded by
    // its length as eight bytes; the first 24 hexadecimal digits.
    let digest = request_id::content(&get);
    assert_eq!(digest, GET);
    assert_eq!(request_id::id("link", 3, &digest), format!("link#3-{GET}"));
    let mut post = Request::write(System::Lightspeed, "POST", "/sales", "sale/1/1")
        .with_query("q", "1")
        .with_body(&std::collections::BTreeMap::from([("a", 1)]));
    post.headers.insert("H".to_owned(), "x".to_owned());
    assert_eq!(request_id::content(&post), POST);
    assert_ne!(digest::hex96([b"ab".as_slice()]), digest::hex96([b"a".as_slice(), b"b"]));
}

const GET: &str = "c717f64d62762694d26d4420";
const POST: &str = "2811a69765161ad49fadbe43";

/// Fails when when, why or whether a request may be sent changes what it is.
#[test]
fn rule_1_nothing_but_content_enters_a_digest() {
    let plain = make("a", 1);
    let mut timed = plain.clone();
    timed.not_before = Some(at(5));
    timed.not_after = Some(at(6));
    timed.because = vec!["e1".to_owned()];
    timed.id = "other".to_owned();
    assert_eq!(request_id::content(&plain), request_id::content(&timed));
}

/// Fails when `read_id` gives each step an id of its own: the vendor is asked twice.
#[test]
fn rule_1_equal_reads_in_one_flow_are_one_request() {
    let ran = drive(
        &task("t", Mode::Apply),
        &|journal| {
            Box::pin(async move {
                let (a, b) = join(journal.read("a", look("x")), journal.read("b", look("x"))).await;
                let c = journal.read("c", look("x")).await.unwrap();
                let other = journal.read("d", look("y")).await.unwrap();
                (a.unwrap().status, b.unwrap().status, c.status, other.status)
            })
        },
        |request| Say::Status(if request.path.ends_with('x') { 200 } else { 404 }, ""),
    );
    assert_eq!(stems(&ran.asked), ["a#1", "d#1"]);
    assert_eq!(ran.end, Some((200, 200, 200, 404)));
}

/// Fails when `again` answers with what the step saw before, or is not bounded by five.
#[test]
fn rule_1_reading_again_is_a_new_attempt_and_five_are_the_most() {
    let mut value = 0;
    let ran = drive(
        &task("t", Mode::Apply),
        &|journal| {
            Box::pin(async move {
                let mut seen = Vec::new();
                let end = loop {
                    match journal.read("look", look("x")).await {
                        Ok(reply) => seen.push(reply.body.to_vec()),
                        Err(stop) => break Err(stop),
                    }
                    if let Err(stop) = journal.again("look") {
                        break Err(stop);
                    }
                };
                (seen, code(&end))
            })
        },
        |_| {
            value += 1;
            Say::Status(200, ["1", "2", "3", "4", "5", "6"][value - 1])
        },
    );
    assert_eq!(stems(&ran.asked), ["look#1", "look#2", "look#3", "look#4", "look#5"]);
    let (seen, code) = ran.end.unwrap();
    assert_eq!(seen, [b"1", b"2", b"3", b"4", b"5"]);
    assert_eq!(code, Some(Code::VendorUnreachable));
}

/// Makes `first` and then `second`; the status of the second.
async fn twice(
    journal: &Journal<'_>,
    first: (&str, u32),
    second: (&str, u32),
) -> Result<u16, Stop> {
    journal.write("first", make(first.0, first.1)).await?;
    match journal.write("second", make(second.0, second.1)).await? {
        Written::Answered(reply) => Ok(reply.status),
        Written::Open => Ok(1),
        Written::Predicted => Ok(2),
    }
}

/// Fails when `take_key` lets a key pass twice, merges equal writes, or lets a nameless one pass.
#[test]
fn rule_2_two_writes_of_one_key_are_refused_and_never_merged() {
    for (second, refused) in
        [(("a", 1), true), (("a", 2), true), (("b", 1), false), (("", 1), true)]
    {
        for mode in [Mode::Apply, Mode::Preview] {
            let ran = drive(
                &task("t", mode),
                &move |journal| Box::pin(twice(journal, ("a", 1), second)),
                |_| Say::Status(200, ""),
            );
            let end = ran.end.unwrap();
            assert_eq!(code(&end), refused.then_some(Code::DuplicateWriteKey), "{second:?}");
            assert_eq!(ran.writes.len(), if refused { 1 } else { 2 }, "{second:?}");
        }
    }
}

/// A key stays taken when its first write came to nothing: only its own step may try again.
/// Fails when `reopen` frees the key for every step.
#[test]
fn rule_2_an_open_key_is_only_its_own_steps() {
    let ran = drive(
        &task("t", Mode::Apply),
        &|journal| Box::pin(twice(journal, ("a", 1), ("a", 1))),
        |_| Say::Unknown,
    );
    assert_eq!(code(&ran.end.unwrap()), Some(Code::DuplicateWriteKey));
    assert_eq!(stems(&ran.asked), ["first#1"]);
}

/// Makes something exactly once.
async fn once(journal: &Journal<'_>) -> Result<u16, Stop> {
    loop {
        let looked = journal.read("look", look("a")).await?;
        if looked.status == 200 {
            return Ok(looked.status);
        }
        match journal.write("make", make("a", 1)).await? {
            Written::Answered(reply) => return Ok(reply.status),
            Written::Predicted => return Ok(2),
            Written::Open => journal.again("look")?,
        }
    }
}

/// Fails when an unknown, unsent, throttled or failed write is taken for made, or is made again
/// under its old id.
#[test]
fn rule_3_each_kind_of_answer_leads_where_it_should() {
    for (first, stands, expected) in [
        (Say::Status(201, ""), false, vec!["look#1", "make#1"]),
        (Say::Status(422, ""), false, vec!["look#1", "make#1"]),
        (Say::Unknown, true, vec!["look#1", "make#1", "look#2"]),
        (Say::Unknown, false, vec!["look#1", "make#1", "look#2", "make#2"]),
        (Say::NotSent, false, vec!["look#1", "make#1", "look#2", "make#2"]),
        (Say::Status(429, ""), false, vec!["look#1", "make#1", "look#2", "make#2"]),
        (Say::Status(500, ""), true, vec!["look#1", "make#1", "look#2"]),
        (Say::Status(502, ""), false, vec!["look#1", "make#1", "look#2", "make#2"]),
    ] {
        let ran = drive(&task("t", Mode::Apply), &|journal| Box::pin(once(journal)), |request| {
            match request.id.split('-').next().unwrap() {
                "look#1" => Say::Status(404, ""),
                "look#2" => Say::Status(if stands { 200 } else { 404 }, ""),
                "make#1" => first.clone(),
                _ => Say::Status(201, ""),
            }
        });
        assert_eq!(stems(&ran.asked), expected);
        assert!(ran.end.unwrap().is_ok());
        let made = ran.asked.iter().filter(|id| id.starts_with("make")).count();
        let unmade = matches!(first, Say::Status(422, _)) || stands;
        assert_eq!(ran.writes.len(), usize::from(!unmade), "{made} were asked");
    }
}

/// Fails when a read that was not answered stands as an answer.
#[test]
fn rule_3_a_read_is_repeated_until_it_is_answered() {
    let ran = drive(
        &task("t", Mode::Apply),
        &|journal| Box::pin(async move { journal.read("look", look("x")).await.map(|r| r.status) }),
        |request| match request.id.split('-').next().unwrap() {
            "look#1" => Say::NotSent,
            "look#2" => Say::Unknown,
            "look#3" => Say::Status(503, ""),
            _ => Say::Status(404, ""),
        },
    );
    assert_eq!(stems(&ran.asked), ["look#1", "look#2", "look#3", "look#4"]);
    assert_eq!(ran.end.unwrap().ok(), Some(404));
    // One second after the first answer, two after the second, four after the third.
    let due: Vec<_> = ran.requests.iter().map(|request| request.not_before).collect();
    assert_eq!(due, [None, Some(at(2)), Some(at(4)), Some(at(7))]);
}

/// Fails when answers move `now`, or the clock does not follow them, or goes back.
#[test]
fn rule_7_answers_move_the_clock_and_not_now() {
    let ran = drive(
        &task("t", Mode::Apply),
        &|journal| {
            Box::pin(async move {
                let before = (journal.now(), journal.clock());
                journal.read("a", look("a")).await.unwrap();
                let (b, c) = join(journal.read("b", look("b")), journal.read("c", look("c"))).await;
                assert!(b.unwrap().at < c.unwrap().at);
                (before, journal.now(), journal.clock())
            })
        },
        |_| Say::Status(200, ""),
    );
    assert_eq!(ran.end, Some(((at(0), at(0)), at(0), at(3))));
}

/// Fails when a wait beyond a minute is waited for, or one of a minute is not.
#[test]
fn rule_7_more_than_a_minute_is_later() {
    for (wait, later) in [(0, false), (60, false), (61, true)] {
        let ran = drive(
            &task("t", Mode::Apply),
            &move |journal| {
                Box::pin(async move {
                    let reply = journal.read("a", look("a")).await?;
                    journal.again_at("a", reply.at.checked_add_seconds(wait).unwrap())?;
                    journal.read("a", look("a")).await.map(|reply| reply.status)
                })
            },
            |_| Say::Status(200, ""),
        );
        match ran.end.unwrap() {
            Err(Stop::Later { at: due, exception: None }) => {
                assert!(later);
                assert_eq!(due, at(62));
            }
            Ok(200) => {
                assert!(!later);
                let due = (wait > 0).then(|| at(1 + wait));
                assert_eq!(ran.requests[1].not_before, due);
            }
            other => panic!("{wait}: {other:?}"),
        }
    }
}

/// Fails when a branch that waits keeps the others from being asked, or their errors hide it.
#[test]
fn rule_7_every_branch_comes_to_its_end() {
    let ran = drive(
        &task("t", Mode::Apply),
        &|journal| {
            Box::pin(async move {
                let branches = ["a", "b", "c"].map(|name| -> crate::flow::join::Branch<'_, _> {
                    Box::pin(async move {
                        let first = journal.read(name, look(name)).await?.status;
                        let step = format!("{name}2");
                        let path = format!("{name}2-{first}");
                        journal.read(&step, look(&path)).await.map(|reply| reply.status)
                    })
                });
                join_all(branches.into_iter().collect()).await.len()
            })
        },
        |request| match request.path.as_str() {
            "/things/b" => Say::Wait,
            _ => Say::Status(200, ""),
        },
    );
    assert_eq!(stems(&ran.asked), ["a#1", "b#1", "c#1", "a2#1", "c2#1"]);
    assert_eq!(ran.end, None, "it waits for b");
}

/// Fails when an answer to other content is taken for this write's answer.
#[test]
fn rule_8_a_write_answered_under_other_content_is_open() {
    let other = request_id::id("make", 1, &request_id::content(&make("a", 1)));
    assert_open_when_answered(&other, true);
    let same = request_id::id("make", 1, &request_id::content(&make("a", 2)));
    assert_open_when_answered(&same, false);
    // Another step whose name only begins alike.
    assert_open_when_answered("make-more#1-000000000000000000000000", false);
}

fn assert_open_when_answered(id: &str, open: bool) {
    use crate::contract::io::{Answer, AnswerOutcome};
    let task = task("t", Mode::Apply);
    let answer = Answer {
        id: id.to_owned(),
        outcome: AnswerOutcome::Answered,
        at: at(1),
        status: Some(200),
        headers: crate::domain::table::Table::new(),
        body: None,
    };
    let answers = [answer];
    let journal = Journal::new(&task, "thing/1", &answers, &[]);
    let flow = async {
        match journal.write("make", make("a", 2)).await.unwrap() {
            Written::Open => true,
            Written::Answered(_) | Written::Predicted => false,
        }
    };
    match crate::flow::run::run(&journal, flow) {
        crate::flow::run::Progress::Finished(was) => assert_eq!(was, open, "{id}"),
        crate::flow::run::Progress::Waiting => assert!(!open, "{id}"),
        crate::flow::run::Progress::TooLong => panic!("{id}"),
    }
}

/// Fails when a flow may go on for ever, or repeats count as rounds.
#[test]
fn rule_9_a_flow_takes_no_more_rounds_than_it_may() {
    for (reads, ends) in [(MAX_ROUNDS, true), (MAX_ROUNDS + 1, false)] {
        let ran = drive(
            &task("t", Mode::Apply),
            &move |journal| {
                Box::pin(async move {
                    for place in 0..reads {
                        journal.read(&format!("r{place}"), look(&place.to_string())).await.unwrap();
                    }
                })
            },
            |request| match request.id.split('-').next().unwrap() {
                "r0#1" | "r1#1" | "r1#2" => Say::Status(503, ""),
                _ => Say::Status(200, ""),
            },
        );
        assert_eq!(ran.end.is_some(), ends, "{reads} reads");
        assert_eq!(ran.rounds > MAX_ROUNDS, !ends);
    }
}

/// Fails when a preview asks for a write, or lists another one than the applied run makes.
#[test]
fn rule_10_a_preview_asks_no_write_and_lists_it() {
    let run = |mode| {
        drive(&task("t", mode), &|journal| Box::pin(once(journal)), |request| {
            Say::Status(if request.natural_key.is_some() { 201 } else { 404 }, "")
        })
    };
    let (applied, preview) = (run(Mode::Apply), run(Mode::Preview));
    assert_eq!(stems(&preview.asked), ["look#1"]);
    assert_eq!(preview.end.unwrap().ok(), Some(2));
    let list = |writes: &[Request]| serde_json::to_string(writes).unwrap();
    assert_eq!(list(&preview.writes), list(&applied.writes));
    assert!(list(&preview.writes).contains("make#1-"));
}
