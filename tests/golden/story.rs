//! A story: what happens, the calculation by hand, and what must come of it. The third line is
//! checked against every answer, so that blessing cannot move a figure.

use serde_json::Value;

use super::seen::{self, Said};

/// Three lines: `What:`, `By hand:`, `Expected:` with `key: value` parts between semicolons.
/// Where there are several sales, `sale: <outlet>` begins the parts of each.
#[derive(Clone)]
pub(crate) struct Story {
    name: String,
    /// The calculation.
    pub(crate) hand: String,
    expected: Vec<Said>,
}

/// What a story may say, and whether its silence means that there is nothing of the kind.
const KEYS: &[(&str, Silence)] = &[
    ("refusal", Silence::Nothing),
    ("exception", Silence::Nothing),
    ("skipped", Silence::Nothing),
    ("dropped", Silence::Anything),
    ("reason", Silence::Anything),
    ("unexplained", Silence::Anything),
    ("sale", Silence::Nothing),
    ("mode", Silence::Nothing),
    ("total", Silence::Nothing),
    ("tax", Silence::Nothing),
    ("line", Silence::Nothing),
    ("tender", Silence::Nothing),
    ("lightspeed tax", Silence::Anything),
    ("bound", Silence::Anything),
    ("items", Silence::Anything),
    ("taxes", Silence::Anything),
    ("classes", Silence::Anything),
    ("category", Silence::Anything),
    ("line note", Silence::Anything),
    ("note", Silence::Anything),
    ("note length", Silence::Anything),
    ("transaction", Silence::Anything),
    ("outlet", Silence::Anything),
    ("register", Silence::Anything),
    ("at", Silence::Anything),
    ("date", Silence::Anything),
    ("customer", Silence::Anything),
    ("delivery", Silence::Anything),
    ("fulfilled", Silence::Anything),
    ("state", Silence::Anything),
    ("requests", Silence::Anything),
    ("paths", Silence::Anything),
    ("key", Silence::Anything),
    ("contains", Silence::Anything),
    ("row", Silence::Nothing),
    ("delete", Silence::Nothing),
    ("stale", Silence::Nothing),
    ("put", Silence::Anything),
    ("rows", Silence::Anything),
    ("changes", Silence::Anything),
    ("as of", Silence::Anything),
    ("level", Silence::Nothing),
    ("ignored", Silence::Nothing),
    ("mark", Silence::Nothing),
    ("set", Silence::Nothing),
    ("activate", Silence::Nothing),
    ("unchanged", Silence::Anything),
    ("payout", Silence::Nothing),
    ("residue", Silence::Nothing),
    ("left out", Silence::Nothing),
    ("family", Silence::Anything),
    ("entry", Silence::Nothing),
    ("record", Silence::Anything),
    ("theirs", Silence::Nothing),
    ("standing", Silence::Nothing),
    ("unlike", Silence::Nothing),
    ("rejected", Silence::Nothing),
    ("waiting", Silence::Nothing),
    ("ledger", Silence::Nothing),
    ("month", Silence::Anything),
    ("tie", Silence::Nothing),
    ("bank", Silence::Nothing),
    ("csv", Silence::Nothing),
    ("link", Silence::Nothing),
    ("review", Silence::Nothing),
    ("duplicate", Silence::Nothing),
    ("orphan", Silence::Nothing),
    ("skip", Silence::Nothing),
    ("email", Silence::Nothing),
    ("mailbox", Silence::Nothing),
    ("phone", Silence::Nothing),
    ("extension", Silence::Nothing),
    ("email reasons", Silence::Nothing),
    ("phone reasons", Silence::Nothing),
];

/// What it means that a story does not speak of something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Silence {
    /// There must be nothing of the kind.
    Nothing,
    /// It is checked elsewhere.
    Anything,
}

/// Said of the whole answer, wherever in the story it stands.
const GLOBAL: &[&str] =
    &["refusal", "exception", "skipped", "dropped", "reason", "unexplained", "sale"];

impl Story {
    /// Reads it.
    pub(crate) fn parse(name: &str, story: &str) -> Self {
        let lines: Vec<&str> = story.lines().collect();
        let [what, hand, expected] = lines.as_slice() else { panic!("{name}: not three lines") };
        assert!(what.starts_with("What: ") && hand.starts_with("By hand: "), "{name}: {what}");
        let expected = expected.strip_prefix("Expected: ").unwrap_or_else(|| panic!("{name}"));
        let mut sale = String::new();
        let mut said = Vec::new();
        for part in expected.split("; ") {
            let (key, value) = part.split_once(": ").unwrap_or_else(|| panic!("{name}: {part}"));
            let known = KEYS.iter().any(|(known, _)| *known == key);
            assert!(known, "{name}: `{key}` is nothing that is checked");
            if key == "sale" {
                value.clone_into(&mut sale);
            }
            let of = if GLOBAL.contains(&key) { "" } else { sale.as_str() };
            said.push(Said::new(of, key, value));
        }
        Self { name: name.to_owned(), hand: (*hand).to_owned(), expected: said }
    }

    /// What is said of `key`, whichever sale it is said of.
    pub(crate) fn says(&self, key: &str) -> Vec<&str> {
        self.expected.iter().filter(|said| said.key == key).map(|said| &*said.value).collect()
    }

    /// Where the answer is not what the story says. A story that is silent on the main figures
    /// is not true.
    pub(crate) fn faults(&self, answer: &Value) -> Vec<String> {
        let several = !self.says("sale").is_empty();
        let seen = seen::of(answer, several);
        let mut faults = Vec::new();
        if seen.is_empty() {
            faults.push(format!("{}: the answer says nothing", self.name));
        }
        let mut sales: Vec<&str> = seen.iter().chain(&self.expected).map(|s| &*s.sale).collect();
        sales.sort_unstable();
        sales.dedup();
        for sale in sales {
            for (key, silence) in KEYS {
                let says = pick(&self.expected, sale, key);
                let sees = pick(&seen, sale, key);
                let fault = match *key {
                    "contains" => missing(&requests(answer, sale), &says),
                    "unexplained" => told(answer, &says),
                    "reason" => says.iter().find(|reason| !sees.contains(reason)).copied(),
                    _ if says.is_empty() && *silence == Silence::Anything => None,
                    _ if says == sees => None,
                    _ => Some(""),
                };
                if let Some(part) = fault {
                    let place = format!("{} {sale}: `{key}` {part}", self.name);
                    faults.push(format!("{place}\n  story  {says:?}\n  answer {sees:?}"));
                }
            }
        }
        faults
    }
}

/// The requests of a sale, or of the only one.
fn requests(answer: &Value, sale: &str) -> String {
    let sales = answer["output"]["sales"].as_array().into_iter().flatten();
    let of = |decided: &&Value| {
        sale.is_empty() || seen::short(&super::text(&decided["sale"]["outlet"])) == sale
    };
    sales.filter(of).map(|decided| decided["requests"].to_string()).collect()
}

/// The first text that does not stand there.
fn missing<'s>(whole: &str, texts: &[&'s str]) -> Option<&'s str> {
    texts.iter().find(|text| !whole.contains(**text)).copied()
}

/// The first text that a reason or an exception repeats.
fn told<'s>(answer: &Value, texts: &[&'s str]) -> Option<&'s str> {
    let told = ["explanations", "exceptions"].map(|part| answer[part].to_string()).concat();
    texts.iter().find(|text| told.contains(**text)).copied()
}

fn pick<'s>(all: &'s [Said], sale: &str, key: &str) -> Vec<&'s str> {
    let own = all.iter().filter(|said| said.sale == sale && said.key == key);
    own.map(|said| &*said.value).collect()
}
