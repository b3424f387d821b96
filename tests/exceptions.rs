//! `docs/exceptions.md` is made from the code table: compared byte for byte.
//!
//! `BLESS=1 cargo test --test exceptions` writes it anew.

#[cfg(test)]
#[path = "contract/committed.rs"]
mod committed;

#[cfg(test)]
mod document {
    use std::collections::BTreeSet;
    use std::fmt::Write;

    use tillbridge::report::Code;
    use tillbridge::report::codes::{Entry, Kind, Owner, Severity};

    use crate::committed::agree;

    const INTRO: &str = "\
# Codes

<!-- Made from the code table in src/report/codes.rs. Do not edit: change the table. -->

Whatever Tillbridge refuses or leaves to a person carries a code. Codes are stable: a code keeps
its meaning for ever and is never used for anything else, so alerts, dashboards and filters may
rest on it.

Where a code appears:

* An **exception** is about one record, such as an order. It stands in `exceptions` of an outcome
  or a decision, with the figures it rests on in `evidence`. It is closed by itself when a later
  run examines the record again and finds nothing wrong.
* An **issue** is about an input or the configuration. It stands in `refusal` or in the answer of
  `check`, with the path to the place that is wrong.

How bad it is:

* **Notice**: nothing is wrong yet; somebody should know.
* **Error**: one record was not carried over, or one call not answered.
* **Critical**: money or stock may be wrong until somebody acts.

Who acts: the ecommerce lead, retail operations, finance, or whoever runs the integration.
";

    const KINDS: &[(Kind, &str, &str)] = &[
        (
            Kind::Record,
            "Records that need a person",
            "Tillbridge could not decide about one record safely. Nothing was forced: the record \
             waits, all others go on.",
        ),
        (
            Kind::Flow,
            "Tasks that could not go on",
            "A vendor, the host's store or the task itself stood in the way. The record is as it \
             was, or the write that was made is named in the evidence.",
        ),
        (
            Kind::Config,
            "Configurations that are not usable",
            "`check` gives all of these at once. Until they are mended the tenant's Bridge does \
             not open, and nothing is read or written for it.",
        ),
        (
            Kind::Input,
            "Calls that cannot be answered",
            "What the host handed over is not what the contract asks for. Nothing was decided, \
             and the next call is not affected.",
        ),
    ];

    fn severity(severity: Severity) -> &'static str {
        match severity {
            Severity::Notice => "Notice",
            Severity::Error => "Error",
            Severity::Critical => "Critical",
        }
    }

    fn owner(owner: Owner) -> &'static str {
        match owner {
            Owner::Ecommerce => "Ecommerce",
            Owner::RetailOps => "Retail operations",
            Owner::Finance => "Finance",
            Owner::Integration => "Integration",
        }
    }

    fn of_kind(kind: Kind) -> impl Iterator<Item = Entry> {
        Code::ALL.iter().map(|code| code.entry()).filter(move |entry| entry.kind == kind)
    }

    fn page() -> String {
        let mut page = INTRO.to_owned();
        for (kind, title, words) in KINDS {
            write!(page, "\n## {title}\n\n{words}\n\n").unwrap();
            page.push_str("| code | how bad | who acts |\n|---|---|---|\n");
            for entry in of_kind(*kind) {
                let (bad, who) = (severity(entry.severity), owner(entry.owner));
                let (id, anchor) = (entry.id, entry.id.to_lowercase());
                writeln!(page, "| [`{id}`](#{anchor}) | {bad} | {who} |").unwrap();
            }
            for entry in of_kind(*kind) {
                let (bad, who) = (severity(entry.severity), owner(entry.owner));
                write!(page, "\n### {}\n\n{}\n\n", entry.id, entry.meaning).unwrap();
                writeln!(page, "{bad}, for {}. Next: {}", who.to_lowercase(), entry.next_step)
                    .unwrap();
            }
        }
        page
    }

    #[test]
    fn committed_page_is_what_the_table_gives() {
        agree("docs/exceptions.md", &page());
    }

    #[test]
    fn every_code_has_its_place_on_the_page() {
        let page = page();
        for code in Code::ALL {
            let heading = format!("\n### {}\n", code.id());
            assert_eq!(page.matches(&heading).count(), 1, "{}", code.id());
        }
    }

    #[test]
    fn the_table_speaks_in_sentences_and_repeats_nothing() {
        let mut ids = BTreeSet::new();
        let mut meanings = BTreeSet::new();
        for code in Code::ALL {
            let entry = code.entry();
            assert!(ids.insert(entry.id), "{} stands twice", entry.id);
            assert!(meanings.insert(entry.meaning), "{} means what another does", entry.id);
            let legal = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
            assert!(entry.id.bytes().all(legal), "{}", entry.id);
            for words in [entry.meaning, entry.next_step] {
                assert!(words.ends_with('.'), "{}: {words}", entry.id);
                let first = words.chars().next().unwrap();
                assert!(first.is_uppercase() || first == '`', "{}: {words}", entry.id);
            }
        }
    }

    /// As it is written in JSON, so that a code that is read is the code that was raised.
    #[test]
    fn a_code_is_written_as_its_id() {
        for code in Code::ALL {
            let json = serde_json::to_value(code).unwrap();
            assert_eq!(json, code.id());
        }
    }

    #[test]
    fn input_and_configuration_are_the_integrations_business() {
        for code in Code::ALL {
            let entry = code.entry();
            if matches!(entry.kind, Kind::Input | Kind::Config) {
                assert_eq!(entry.owner, Owner::Integration, "{}", entry.id);
            }
        }
    }
}
