//! Why a value is what it is, as data, and as a sentence on demand.

use serde::Serialize;

use super::fact::{Fact, Facts};
use super::rule::Rule;

/// The reason of one value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Explanation {
    /// Id within this answer; requests refer to it in `because`.
    pub id: String,
    /// The rule that gave the value.
    pub rule: &'static str,
    /// What the value belongs to, such as `order/450789469/line/466157049`.
    pub subject: String,
    /// What the rule saw. With the rule alone it gives `result` again.
    pub inputs: Facts,
    /// The value.
    pub result: Fact,
    /// The reason as a sentence, when asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The rule's sentence with its inputs and result filled in.
#[must_use]
pub fn sentence(rule: Rule, inputs: &Facts, result: &Fact) -> String {
    let mut text = String::new();
    let mut rest = rule.sentence;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        let fact = inputs.0.iter().find(|(input, _)| *input == name).map(|(_, fact)| fact);
        let fact = if name == "result" { Some(result) } else { fact };
        text.push_str(&fact.unwrap_or(&Fact::Nothing).words());
        rest = tail;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::super::rule;
    use super::*;

    #[test]
    fn a_sentence_names_inputs_and_result() {
        let inputs = Facts(vec![("for", "shipping".into())]);
        let text = sentence(rule::HELPER_ITEM, &inputs, &"9".into());
        assert_eq!(text, "The helper item for shipping is 9.");
    }

    #[test]
    fn a_missing_input_is_said_to_be_nothing() {
        let text = sentence(rule::HELPER_ITEM, &Facts::default(), &"9".into());
        assert_eq!(text, "The helper item for nothing is 9.");
    }

    #[test]
    fn rule_ids_are_unique() {
        let mut ids: Vec<_> = rule::ALL.iter().map(|rule| rule.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), rule::ALL.len());
    }
}
