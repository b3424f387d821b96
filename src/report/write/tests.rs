//! Our writer against serde_json's: byte for byte the same.

use proptest::prelude::*;
use serde::Serialize;

use super::*;
use crate::domain::number::{JsonNumber, parse};
use crate::domain::table::Table;
use crate::report::RawJson;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Plain,
    Empty {},
    Newtype(String),
    Pair(u8, i64),
    Named { one: i32, two: Option<Box<Kind>> },
}

#[derive(Debug, Serialize)]
struct Unit;

#[derive(Debug, Serialize)]
struct Pair(u64, Unit);

#[derive(Debug, Serialize)]
struct Whole {
    text: String,
    letter: char,
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<u16>,
    flag: bool,
    numbers: (i8, i16, u32, u64, i64),
    number: JsonNumber,
    raw: RawJson,
    kinds: Vec<Kind>,
    table: Table<String, Vec<Pair>>,
    nothing: Option<()>,
}

fn kind() -> impl Strategy<Value = Kind> {
    let leaf = prop_oneof![
        Just(Kind::Plain),
        Just(Kind::Empty {}),
        any::<String>().prop_map(Kind::Newtype),
        any::<(u8, i64)>().prop_map(|(one, two)| Kind::Pair(one, two)),
    ];
    leaf.prop_recursive(3, 6, 1, |inner| {
        (any::<i32>(), prop::option::of(inner))
            .prop_map(|(one, two)| Kind::Named { one, two: two.map(Box::new) })
    })
}

prop_compose! {
    fn whole()(
        text in "[\\x00-\\x7F\u{80}é😀\u{2028}]{0,40}",
        letter in any::<char>(),
        left_out in any::<Option<u16>>(),
        flag in any::<bool>(),
        numbers in any::<(i8, i16, u32, u64, i64)>(),
        number in "-?[1-9][0-9]{0,12}(\\.[0-9]{1,6})?",
        raw in prop::sample::select(vec!["null", "[]", "{\"a\":[1e400,-0.0]}", "\"]}\""]),
        kinds in prop::collection::vec(kind(), 0..4),
        table in prop::collection::vec((any::<String>(), any::<Vec<u64>>()), 0..3),
    ) -> Whole {
        let json = crate::report::Json::parse(raw.as_bytes()).unwrap();
        let table = table.into_iter().map(|(name, numbers)| {
            (name, numbers.into_iter().map(|number| Pair(number, Unit)).collect())
        });
        Whole {
            text, letter, left_out, flag, numbers,
            number: JsonNumber(parse(&number).unwrap()),
            raw: RawJson::of(&crate::report::Node::root(&json, "$")),
            kinds,
            table: table.collect(),
            nothing: None,
        }
    }
}

proptest! {
    #[test]
    fn it_writes_what_serde_json_writes(whole in whole()) {
        let theirs = serde_json::to_string(&whole).unwrap();
        prop_assert_eq!(text(&whole), theirs);
        let list = [Some(&whole), None];
        prop_assert_eq!(bytes(&list), serde_json::to_vec(&list).unwrap());
    }
}

#[test]
fn numbers_at_their_ends() {
    let ends = (u64::MAX, 0_u64, i64::MIN, i64::MAX, -1_i8, 10_u32);
    assert_eq!(text(&ends), serde_json::to_string(&ends).unwrap());
}

#[test]
fn every_character_that_is_escaped() {
    let all: String = (0..=0x2030).filter_map(char::from_u32).collect();
    assert_eq!(text(&all), serde_json::to_string(&all).unwrap());
}

#[test]
fn a_float_is_refused() {
    assert_eq!(text(&[0.5]), "");
}
