//! A story: what happens, the calculation by hand, and what must come of it. The third line is
//! checked against every answer, so that blessing cannot move a figure.

use serde_json::Value;

use super::seen::{self, Said};

/// Three lines: `What:`, `By hand:`, `Expected:` with `key: value` parts between semicolons.
/// Where there are several sales, `sale: <outlet>` begins the parts of each.
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

    /// Compares the answer with the story. A story that is silent on the main figures fails.
    pub(crate) fn check(&self, answer: &Value) {
        let several = !self.says("sale").is_empty();
        let seen = seen::of(answer, several);
        assert!(!seen.is_empty(), "{}: the answer says nothing", self.name);
        let mut sales: Vec<&str> = seen.iter().chain(&self.expected).map(|s| &*s.sale).collect();
        sales.sort_unstable();
        sales.dedup();
        for sale in sales {
            for (key, silence) in KEYS {
                let says = pick(&self.expected, sale, key);
                let sees = pick(&seen, sale, key);
                match *key {
                    "contains" => self.contains(answer, sale, &says, several),
                    "unexplained" => self.unexplained(answer, &says),
                    "reason" => self.reason(&says, &sees),
                    _ if says.is_empty() && *silence == Silence::Anything => {}
                    _ => assert_eq!(says, sees, "{} {sale}: `{key}`, story, answer", self.name),
                }
            }
        }
    }

    /// Texts that stand in the requests of a sale.
    fn contains(&self, answer: &Value, sale: &str, says: &[&str], several: bool) {
        for decided in answer["output"]["sales"].as_array().into_iter().flatten() {
            if several && seen::short(&super::text(&decided["sale"]["outlet"])) != sale {
                continue;
            }
            let requests = decided["requests"].to_string();
            for part in says {
                assert!(requests.contains(part), "{}: no `{part}` in {requests}", self.name);
            }
        }
    }

    /// Texts that no reason and no exception repeats.
    fn unexplained(&self, answer: &Value, says: &[&str]) {
        for part in ["explanations", "exceptions"] {
            let told = answer[part].to_string();
            for text in says {
                assert!(!told.contains(text), "{}: `{text}` in {told}", self.name);
            }
        }
    }

    /// Reasons that are among those given.
    fn reason(&self, says: &[&str], sees: &[&str]) {
        for reason in says {
            assert!(sees.contains(reason), "{}: no reason `{reason}`", self.name);
        }
    }
}

fn pick<'s>(all: &'s [Said], sale: &str, key: &str) -> Vec<&'s str> {
    let own = all.iter().filter(|said| said.sale == sale && said.key == key);
    own.map(|said| &*said.value).collect()
}
