//! What staff read on a sale and its lines. Texts are cut to what the vendor keeps, and freed of
//! what it would blacken without a word.

use super::Subject;
use super::parts::Part;
use crate::domain::capabilities::Capabilities;
use crate::domain::order::Order;
use crate::domain::sale::Source;
use crate::report::{Fact, Log, rule};

/// Characters that a note keeps.
const LONGEST: usize = 1_000;

/// Stands where digits looked like a card number.
const REMOVED: &str = "[number removed]";

/// What people wrote about the order.
pub(super) fn of_sale(
    order: &Order,
    capabilities: Capabilities,
    subject: Subject<'_>,
    log: &mut Log,
) -> String {
    kept(order.remarks.join("\n"), capabilities, subject, log)
}

/// What a line says besides its item.
pub(super) fn of_line(
    part: &Part<'_>,
    placeholder: bool,
    capabilities: Capabilities,
    subject: Subject<'_>,
    log: &mut Log,
) -> String {
    let mut texts: Vec<String> = Vec::new();
    if matches!(part.source, Source::Shipping(_)) && !part.title.is_empty() {
        texts.push(part.title.to_owned());
    }
    if let Some(line) = part.line {
        if placeholder {
            let parts = [&line.title, &line.variant_title, &line.sku];
            let filled: Vec<&str> =
                parts.into_iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
            texts.push(filled.join(" / "));
        }
        texts.extend(line.remarks.iter().cloned());
    }
    if texts.is_empty() {
        return String::new();
    }
    kept(texts.join("\n"), capabilities, subject, log)
}

fn kept(text: String, capabilities: Capabilities, subject: Subject<'_>, log: &mut Log) -> String {
    let mut text = text;
    if capabilities.blackens_card_numbers {
        let (clean, removed) = without_card_numbers(&text);
        if removed > 0 {
            log.explain(rule::TEXT_CARD_NUMBERS, subject, || {
                (vec![("numbers", Fact::text(removed))], REMOVED.into())
            });
            text = clean;
        }
    }
    let length = text.chars().count();
    if length <= LONGEST {
        return text;
    }
    log.explain(rule::TEXT_CUT, subject, || {
        let facts = vec![("length", Fact::text(length)), ("longest", Fact::text(LONGEST))];
        (facts, Fact::text(LONGEST))
    });
    text.chars().take(LONGEST).collect()
}

/// The text without runs of 13 to 19 digits that pass the check of card numbers. Between two of
/// the digits may stand a space or a hyphen.
fn without_card_numbers(text: &str) -> (String, usize) {
    let mut clean = String::with_capacity(text.len());
    let mut removed = 0_usize;
    let mut run = String::new();
    let mut digits = Vec::new();
    let mut end = |run: &mut String, digits: &mut Vec<u32>, clean: &mut String| {
        let tail = run.trim_end_matches([' ', '-']).len();
        if (13..=19).contains(&digits.len()) && luhn(digits) {
            clean.push_str(REMOVED);
            clean.push_str(run.get(tail..).unwrap_or_default());
            removed = removed.saturating_add(1);
        } else {
            clean.push_str(run);
        }
        run.clear();
        digits.clear();
    };
    for letter in text.chars() {
        let gap = matches!(letter, ' ' | '-') && run.ends_with(|last: char| last.is_ascii_digit());
        match letter.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if gap => {}
            None => {
                end(&mut run, &mut digits, &mut clean);
                clean.push(letter);
                continue;
            }
        }
        run.push(letter);
    }
    end(&mut run, &mut digits, &mut clean);
    (clean, removed)
}

/// The check that card numbers pass: every second digit from the right counts double.
fn luhn(digits: &[u32]) -> bool {
    let sum = digits.iter().rev().enumerate().fold(0_u32, |sum, (place, digit)| {
        let doubled = if place % 2 == 1 { digit.saturating_mul(2) } else { *digit };
        let value = if doubled > 9 { doubled.saturating_sub(9) } else { doubled };
        sum.saturating_add(value)
    });
    sum % 10 == 0
}
