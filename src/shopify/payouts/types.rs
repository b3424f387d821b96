//! Which family, sign and role a type of balance transaction has.
//!
//! Three spellings are read as one: the enum of GraphQL (`SHIPPING_LABEL`), the words of REST, into
//! which names of the enum leak in either case (`charge`, `seller_protection_credit_reversal`), and
//! those of exports (`shipping label`). A word that no table has means nothing: never a guess.
//!
//! REST has two words that say nothing alone. For `credit` and `debit` the reason of the adjustment
//! tells: with the word behind it, it is the name that GraphQL has for the same entry
//! (`debit` because of `tax_adjustment` is `TAX_ADJUSTMENT_DEBIT`; `shopify_collective_credit` is one
//! already). All reasons of Shopify's own sample are like that. Their sign is left open: the same
//! sample has a `debit` of +100.00.
//!
//! Without a reason an entry whose source is an `adjustment` is one that names nothing else, which is
//! a family. A reversal of an adjustment without a reason stays unknown: it belongs into the family
//! of what it reverses, and the row does not say what that was.

mod table;

use std::borrow::Cow;

use crate::domain::payout::{Family, Kind, Role, Sign};

use table::{GRAPHQL, OTHERS, Row};

/// What a row says of its type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said<'a> {
    /// The type.
    pub word: &'a str,
    /// Why there is an adjustment.
    pub reason: Option<&'a str>,
    /// What it comes from.
    pub source: Option<&'a str>,
}

impl<'a> Said<'a> {
    /// The type alone.
    #[must_use]
    pub fn word(word: &'a str) -> Self {
        Self { word, reason: None, source: None }
    }
}

/// The type's name and what it means, where we know it. A name that is known is spelled as in the
/// tables; one that is not stays as it is, with the reason behind it: `debit/other_reason`.
#[must_use]
pub fn meaning(said: Said<'_>) -> (Cow<'static, str>, Option<Kind>) {
    Words::default().meaning(said)
}

/// The word that was met last: in a list it is mostly the next one, too.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Words(Option<Row>);

impl Words {
    /// What [`meaning`] says.
    pub(super) fn meaning(&mut self, said: Said<'_>) -> (Cow<'static, str>, Option<Kind>) {
        let word = said.word.trim();
        let last = self.0.filter(|(name, _)| is(name, word));
        if let Some((name, kind)) = last.or_else(|| find([word, ""])) {
            self.0 = Some((name, kind));
            return (Cow::Borrowed(name), Some(kind));
        }
        unnamed(word, said)
    }
}

/// What a word means that is no name.
fn unnamed(word: &str, said: Said<'_>) -> (Cow<'static, str>, Option<Kind>) {
    let reason = said.reason.map(str::trim).filter(|reason| !reason.is_empty());
    if let Some((name, kind)) = direction(word).and_then(|to| adjusted(to, reason, said.source)) {
        return (Cow::Borrowed(name), Some(kind));
    }
    let name = match reason {
        Some(reason) => format!("{word}/{reason}"),
        None => word.to_owned(),
    };
    (Cow::Owned(name), None)
}

/// The names of GraphQL that are known, sorted.
pub fn graphql_names() -> impl Iterator<Item = &'static str> {
    GRAPHQL.iter().map(|(name, _)| *name)
}

/// The other words that are known.
pub fn other_names() -> impl Iterator<Item = &'static str> {
    OTHERS.iter().map(|(name, _)| *name)
}

/// The two words of REST that say nothing alone, each with the end of the names it stands for.
fn direction(word: &str) -> Option<(&'static str, &'static str)> {
    let words = [("credit", "_CREDIT"), ("debit", "_DEBIT")];
    words.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(word))
}

/// What such a word is, by its reason.
fn adjusted(
    (word, end): (&'static str, &'static str),
    reason: Option<&str>,
    source: Option<&str>,
) -> Option<Row> {
    let Some(reason) = reason else {
        let adjustment = source.is_some_and(|source| source.eq_ignore_ascii_case("adjustment"));
        let kind = Kind { family: Family::Adjustment, sign: Sign::Any, role: Role::Part };
        return adjustment.then_some((word, kind));
    };
    let named = || find([reason, ""]).filter(|(name, _)| says_direction(name));
    let (name, kind) = find([reason, end]).or_else(named)?;
    Some((name, Kind { sign: Sign::Any, ..kind }))
}

fn says_direction(name: &str) -> bool {
    let name = name.strip_suffix("_REVERSAL").unwrap_or(name);
    name.ends_with("_CREDIT") || name.ends_with("_DEBIT")
}

/// The row whose name these two texts are, one behind the other.
fn find([text, end]: [&str; 2]) -> Option<Row> {
    let mut given = [0; LONGEST];
    let mut room = given.iter_mut();
    for byte in text.bytes().chain(end.bytes()) {
        *room.next()? = plain(byte);
    }
    let unused = room.len();
    let given = given.get(..LONGEST.wrapping_sub(unused))?;
    // The names of the first table are written like that.
    let named = GRAPHQL.binary_search_by(|(name, _)| name.as_bytes().cmp(given)).ok();
    named.and_then(|place| GRAPHQL.get(place)).copied().or_else(|| {
        let other = |(name, _): &Row| name.bytes().map(plain).cmp(given.iter().copied());
        OTHERS.get(OTHERS.binary_search_by(other).ok()?).copied()
    })
}

/// No name is as long as that.
const LONGEST: usize = 64;

/// Whether a word is that name.
fn is(name: &str, word: &str) -> bool {
    let same = |(own, given): (u8, u8)| plain(own) == plain(given);
    name.len() == word.len()
        && (name.eq_ignore_ascii_case(word) || name.bytes().zip(word.bytes()).all(same))
}

/// In upper case, with one sign between words.
fn plain(byte: u8) -> u8 {
    match byte {
        b' ' | b'-' => b'_',
        other => other.to_ascii_uppercase(),
    }
}
