//! Reading JSON: exact numbers, the forms of ids, what is refused, and where.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::ids::lightspeed::ItemId;
use crate::domain::ids::shopify::OrderId;
use crate::domain::number::{self, DecimalText};
use crate::domain::time::{Timestamp, Zone};

/// A question to a place, whose answer does not matter.
type Ask = fn(&Node<'_>) -> Result<(), Issue>;

/// What `ask` reads from a document.
fn read<T>(text: &str, ask: impl Fn(&Node<'_>) -> Result<T, Issue>) -> Result<T, Issue> {
    let json = Json::parse(text.as_bytes())?;
    ask(&Node::root(&json, "$"))
}

/// Code and path of what `ask` refuses.
fn refused<T>(text: &str, ask: impl Fn(&Node<'_>) -> Result<T, Issue>) -> (Code, String) {
    place(&read(text, ask).err().unwrap_or_else(|| panic!("was read: {text}")))
}

fn place(issue: &Issue) -> (Code, String) {
    (issue.code, issue.path.clone())
}

/// Code and path of what stops `text` from being JSON.
fn malformed(text: &[u8]) -> (Code, String) {
    place(&Json::parse(text).expect_err("it is JSON"))
}

fn at(code: Code, path: &str) -> (Code, String) {
    (code, path.to_owned())
}

fn decimal(text: &str) -> Result<Decimal, Issue> {
    read(text, |n| n.decimal())
}

fn field<T: FromJson>(text: &str) -> Result<T, Issue> {
    read(text, |node| node.get("a"))
}

#[test]
fn numbers_keep_all_their_digits() {
    let table = [
        ("99999999999999.99", "99999999999999.99"),
        ("12.100000000000001", "12.100000000000001"),
        ("0.1", "0.1"),
        ("12.50", "12.50"),
        ("-7", "-7"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("9007199254740993", "9007199254740993"),
        ("18446744073709551616", "18446744073709551616"),
        ("1E2", "100"),
        ("1.25e1", "12.5"),
        ("125e-2", "1.25"),
        ("0e400", "0"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
        ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
    ];
    for (text, printed) in table {
        assert_eq!(decimal(text).unwrap().to_string(), printed, "{text}");
        // Vendors also write them as text.
        assert_eq!(decimal(&format!("\" {text}\"")).unwrap().to_string(), printed, "{text}");
    }
}

#[test]
fn a_number_that_cannot_be_held_is_refused_where_it_is_read() {
    for text in
        ["1e400", "1e-29", "79228162514264337593543950336", "0.12345678901234567890123456789"]
    {
        let text = format!(r#"{{"a":{text},"b":1}}"#);
        assert_eq!(read(&text, |n| n.field("b")?.decimal()).unwrap(), Decimal::ONE);
        let issue = refused(&text, |n| n.field("a")?.decimal());
        assert_eq!(issue, at(Code::InvalidValue, "$.a"), "{text}");
    }
    for text in [r#""1,000""#, r#""""#, r#""NaN""#, r#""12 50""#] {
        assert_eq!(refused(text, |n| n.decimal()), at(Code::InvalidValue, "$"), "{text}");
    }
    for text in ["true", "null", "[]", "{}", r#"{"a":1}"#] {
        assert_eq!(refused(text, |n| n.decimal()), at(Code::WrongType, "$"), "{text}");
    }
    for text in ["01", "1.", ".5", "+1", "1e", "NaN", "Infinity", "0x10", "--1"] {
        assert_eq!(malformed(text.as_bytes()).0, Code::InvalidJson, "{text}");
    }
}

#[test]
fn a_marked_number_is_refused_where_it_is_read_and_only_there() {
    let text = r#"{"a":[{"id":{"$unsafe_number":"9007199254740994"}}],"b":1}"#;
    assert_eq!(read(text, |n| n.get::<u32>("b")).unwrap(), 1);
    let unsafe_number = at(Code::UnsafeNumber, "$.a[0].id");
    let first = |node: &Node<'_>, ask: Ask| {
        let list = node.field("a")?;
        let item = list.items()?.next().unwrap();
        ask(&item.field("id")?)
    };
    let asks: [Ask; 5] = [
        |n| n.decimal().map(drop),
        |n| n.number().map(drop),
        |n| OrderId::from_json(n).map(drop),
        |n| ItemId::from_json(n).map(drop),
        |n| u32::from_json(n).map(drop),
    ];
    for ask in asks {
        assert_eq!(refused(text, |n| first(n, ask)), unsafe_number);
    }
    let issue = decimal(r#"{"$unsafe_number":"9007199254740994"}"#).unwrap_err();
    assert_eq!(issue.message, "`9007199254740994` may have lost digits");
    // Whatever else holds the name is an object like any other.
    for text in [r#"{"$unsafe_number":"1","x":1}"#, r#"{"$unsafe_number":1}"#] {
        assert_eq!(refused(text, |n| n.decimal()), at(Code::WrongType, "$"), "{text}");
    }
}

#[test]
fn a_document_cannot_pass_a_text_off_as_a_number() {
    let name = "$serde_json::private::Number";
    for text in ["12", "abc", r"1\u0032", "1e400"] {
        let text = format!(r#"{{"{name}":"{text}"}}"#);
        assert_eq!(refused(&text, |n| n.number().map(drop)), at(Code::WrongType, "$"));
        assert!(read(&text, |n| n.get::<String>(name)).is_ok(), "{text}");
    }
    // Behind another field it does not swallow that field.
    let text = format!(r#"{{"a":"x","{name}":5}}"#);
    assert_eq!(field::<String>(&text).unwrap(), "x");
    assert_eq!(read(&text, |n| n.get::<u32>(name)).unwrap(), 5);
    // Nor is a number under that name anything but an object with a field.
    let text = format!(r#"{{"{name}":12}}"#);
    assert_eq!(refused(&text, |n| n.decimal()), at(Code::WrongType, "$"));
    assert_eq!(read(&text, |n| n.get::<u32>(name)).unwrap(), 12);
}

#[test]
fn a_document_is_written_as_it_was_read() {
    let name = "$serde_json::private::Number";
    for text in [
        r#"{"a":[1.50,-0,1e400,"é\n",true,null],"b":{},"a":"twice"}"#.to_owned(),
        format!(r#"{{"{name}":"abc"}}"#),
    ] {
        let json = Json::parse(text.as_bytes()).unwrap();
        let root = Node::root(&json, "$");
        assert_eq!(serde_json::to_string(&root).unwrap(), text);
        assert_eq!(write::text(&root), text);
    }
}

#[test]
fn ids_are_gid_digits_or_exact_number() {
    for text in
        [r#""gid://shopify/Order/123""#, r#""gid://shopify/Order/123?a=b""#, r#""123""#, "123"]
    {
        assert_eq!(read(text, OrderId::from_json).unwrap().number(), 123, "{text}");
    }
    let beyond = read("9007199254740993", OrderId::from_json).unwrap();
    assert_eq!(beyond.number(), 9_007_199_254_740_993);
    for text in ["42", r#""42""#] {
        assert_eq!(read(text, ItemId::from_json).unwrap().as_str(), "42", "{text}");
    }
    for text in ["-1", "1.5", "123.0", "1e5", "1E5", "-0"] {
        assert_eq!(refused(text, OrderId::from_json), at(Code::InvalidValue, "$"), "{text}");
        assert_eq!(refused(text, ItemId::from_json), at(Code::InvalidValue, "$"), "{text}");
    }
    for text in ["0", r#""gid://shopify/Customer/1""#, "18446744073709551616", r#""""#, r#"" 1""#] {
        assert_eq!(refused(text, OrderId::from_json), at(Code::InvalidValue, "$"), "{text}");
    }
    assert_eq!(refused("true", OrderId::from_json), at(Code::WrongType, "$"));
}

#[test]
fn our_own_decimals_are_texts() {
    assert_eq!(field::<DecimalText>(r#"{"a":"12.50"}"#).unwrap().0.to_string(), "12.50");
    for (value, code) in [
        ("12.50", Code::WrongType),
        (r#""12,50""#, Code::InvalidValue),
        (r#"" 1""#, Code::InvalidValue),
    ] {
        let issue = field::<DecimalText>(&format!(r#"{{"a":{value}}}"#)).unwrap_err();
        assert_eq!(place(&issue), at(code, "$.a"), "{value}");
    }
}

#[test]
fn small_whole_numbers() {
    assert_eq!(field::<u32>(r#"{"a":4294967295}"#).unwrap(), u32::MAX);
    for (values, code) in [
        (["4294967296", "-1", "1.0", "1e2"].as_slice(), Code::InvalidValue),
        (["\"1\"", "true"].as_slice(), Code::WrongType),
    ] {
        for value in values {
            let issue = field::<u32>(&format!(r#"{{"a":{value}}}"#)).unwrap_err();
            assert_eq!(place(&issue), at(code, "$.a"), "{value}");
        }
    }
}

#[test]
fn zones_are_lists_of_offsets() {
    let zone = |entries: &str| field::<Zone>(&format!(r#"{{"a":[{entries}]}}"#));
    let entry = |from: &str, offset: &str| format!(r#"{{"from":"{from}","offset":{offset}}}"#);
    let (one, two) = ("2026-01-01T00:00:00Z", "2026-03-08T07:00:00Z");
    let read = zone(&[entry(one, r#""-05:00""#), entry(two, r#""+00:19:32""#)].join(",")).unwrap();
    let offsets: Vec<i32> = read.offsets().iter().map(|entry| entry.offset_seconds).collect();
    assert_eq!(offsets, [-18_000, 1172]);
    assert_eq!(read.offsets()[1].from, Timestamp::parse(two).unwrap());

    let bad = |entries: &str| place(&zone(entries).unwrap_err());
    assert_eq!(bad(""), at(Code::InvalidValue, "$.a"));
    for (offset, code) in [
        (r#""05:00""#, Code::InvalidValue),
        (r#""Z""#, Code::InvalidValue),
        ("-18000", Code::WrongType),
        ("null", Code::WrongType),
    ] {
        let entries = [entry(one, r#""+01:00""#), entry(two, offset)].join(",");
        assert_eq!(bad(&entries), at(code, "$.a[1].offset"), "{offset}");
    }
    assert_eq!(bad(&entry(one, r#""+19:00""#)), at(Code::InvalidValue, "$.a"));
    assert_eq!(bad(&entry("2026-01-01", r#""Z""#)), at(Code::InvalidValue, "$.a[0].from"));
    assert_eq!(bad(r#"{"offset":"+01:00"}"#), at(Code::MissingField, "$.a[0].from"));
    let known = r#"{"from":"2026-01-01T00:00:00Z","offset":"+01:00","name":"x"}"#;
    assert_eq!(bad(known), at(Code::UnknownField, "$.a[0].name"));
    let backwards = [entry(two, r#""+01:00""#), entry(one, r#""+02:00""#)].join(",");
    assert_eq!(bad(&backwards), at(Code::InvalidValue, "$.a"));
}

#[test]
fn null_is_absent_where_a_field_is_optional() {
    for text in ["{}", r#"{"a":null}"#, "null"] {
        assert_eq!(read(text, |n| n.find::<String>("a")).unwrap(), None, "{text}");
        assert_eq!(read(text, |n| Ok(n.field("a")?.items()?.count())).unwrap(), 0, "{text}");
        assert_eq!(read(text, |n| Ok(n.field("a")?.entries()?.count())).unwrap(), 0, "{text}");
    }
    assert_eq!(read(r#"{"a":""}"#, |n| n.find::<String>("a")).unwrap().as_deref(), Some(""));
    assert_eq!(refused("{}", |n| n.get::<String>("a")), at(Code::MissingField, "$.a"));
    assert_eq!(refused(r#"{"a":null}"#, |n| n.get::<String>("a")), at(Code::WrongType, "$.a"));
    assert_eq!(refused(r#"{"a":1}"#, |n| n.find::<String>("a")), at(Code::WrongType, "$.a"));
    assert_eq!(refused("{}", |n| n.get::<Vec<String>>("a")), at(Code::MissingField, "$.a"));
    assert_eq!(refused("null", |n| n.only(&["a"])), at(Code::WrongType, "$"));
    // Below what is not there, nothing is there.
    let below = |n: &Node<'_>| n.field("a")?.get::<bool>("b");
    assert_eq!(refused("{}", below), at(Code::MissingField, "$.a.b"));
}

#[test]
fn a_field_that_stands_twice_is_refused_where_it_is_read() {
    let text = r#"{"x":{"a":1,"b":2,"a":null}}"#;
    let get = |name: &'static str| move |n: &Node<'_>| n.field("x")?.get::<u32>(name);
    assert_eq!(refused(text, get("a")), at(Code::DuplicateField, "$.x.a"));
    assert_eq!(read(text, get("b")).unwrap(), 2);
    // The same name in escapes is the same name.
    assert_eq!(refused(r#"{"a":1,"\u0061":1}"#, |n| n.get::<u32>("a")).0, Code::DuplicateField);
}

#[test]
fn tables_have_each_name_once() {
    let table = |n: &Node<'_>| n.field("a")?.table::<u32>();
    let read = read(r#"{"a":{"y":2,"x":1}}"#, table).unwrap();
    let entries: Vec<_> = read.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(entries, [("x", 1), ("y", 2)]);
    assert_eq!(refused(r#"{"a":{"x":1,"y":2,"x":1}}"#, table), at(Code::DuplicateField, "$.a.x"));
    assert_eq!(refused(r#"{"a":{"x":1,"y":true}}"#, table), at(Code::WrongType, "$.a.y"));
    assert_eq!(refused(r#"{"a":[1]}"#, table), at(Code::WrongType, "$.a"));
}

#[test]
fn paths_lead_through_lists_of_lists() {
    let text = r#"{"rows":[[],[{"ids":["a","b",3]}]]}"#;
    let issue = refused(text, |node| {
        for rows in node.field("rows")?.items()? {
            for row in rows.items()? {
                row.get::<Vec<String>>("ids")?;
            }
        }
        Ok(())
    });
    assert_eq!(issue, at(Code::WrongType, "$.rows[1][0].ids[2]"));
    let issue = read::document::<Zone>(br#"[{"from":1}]"#, "$.zone").unwrap_err();
    assert_eq!(place(&issue), at(Code::WrongType, "$.zone[0].from"));
    assert_eq!(
        place(&read::document::<Zone>(b"[{\"from\"", "$.zone").unwrap_err()).1,
        "$.zone[0].from"
    );
}

#[test]
fn an_unknown_field_is_named_with_the_known_ones() {
    let issue = read(r#"{"shop":1,"shpo":2}"#, |n| n.only(&["shop", "api_version"])).unwrap_err();
    assert_eq!(place(&issue), at(Code::UnknownField, "$.shpo"));
    assert_eq!(issue.message, "there is no field `shpo`");
    assert_eq!(issue.hint, "The fields are `shop`, `api_version`.");
}

#[test]
fn an_unknown_word_is_named_with_the_known_ones() {
    let words = |n: &Node<'_>| n.word(&[("apply", 1), ("preview", 2)]);
    assert_eq!(read(r#""preview""#, words).unwrap(), 2);
    let issue = read(r#""Preview""#, words).unwrap_err();
    assert_eq!(place(&issue), at(Code::InvalidValue, "$"));
    assert_eq!(issue.message, "`Preview` is not one of the words known here");
    assert_eq!(issue.hint, "The words are `apply`, `preview`.");
    assert_eq!(refused("2", words), at(Code::WrongType, "$"));
}

#[test]
fn what_a_document_says_is_cut_in_messages() {
    let long = "é".repeat(1000);
    let cut = format!("{}…", "é".repeat(60));
    let object = format!(r#"{{"{long}":{{"a":1}}}}"#);
    let unknown = read(&object, |n| n.only(&["a"])).unwrap_err();
    assert_eq!(unknown.path, format!("$.{cut}"));
    assert_eq!(unknown.message, format!("there is no field `{cut}`"));
    let below = refused(&object, |n| {
        n.entries()?.try_for_each(|(_, entry)| entry.get::<String>("a").map(drop))
    });
    assert_eq!(below, at(Code::WrongType, &format!("$.{cut}.a")));
    let word = read(&format!("\"{long}\""), |n| n.word(&[("a", 1)])).unwrap_err();
    assert_eq!(word.message, format!("`{cut}` is not one of the words known here"));
    let number = decimal(&format!(r#"{{"$unsafe_number":"{long}"}}"#)).unwrap_err();
    assert_eq!(number.message, format!("`{cut}` may have lost digits"));
    let broken = malformed(format!(r#"{{"{long}":["#).as_bytes());
    assert_eq!(broken, at(Code::InvalidJson, &format!("$.{cut}[0]")));
}

#[test]
fn a_text_that_stops_being_json_is_located() {
    let table: [(&[u8], &str); 11] = [
        (b"", "$"),
        (b" ", "$"),
        (b"{\"a\":[1,{\"b\":\"x", "$.a[1].b"),
        // Where an object is not closed, its last field says where to look.
        (b"{\"a\":{\"b\":1}", "$.a"),
        (b"{\"a\":tru", "$.a"),
        // A bracket that comes too early belongs to what it closes.
        (b"{\n \"a\": 1,\n \"b\": [1, 2,]\n}", "$.b"),
        (b"{\"a\":1}x", "$"),
        // Bytes that are no UTF-8, in a value and in a name, which is shown up to there.
        (b"{\"a\":{\"b\":\"\xFF\"}}", "$.a.b"),
        (b"{\"a\":{\"\xC3\x28\":1}}", "$.a.\u{FFFD}"),
        // Halves of a surrogate pair.
        (br#"{"a":["x","\ud800"]}"#, "$.a[1]"),
        (br#"{"a":["x","\udc00\ud800"]}"#, "$.a[1]"),
    ];
    for (text, path) in table {
        let shown = String::from_utf8_lossy(text);
        assert_eq!(malformed(text), at(Code::InvalidJson, path), "{shown}");
    }
    assert_eq!(read(r#""\ud83d\ude00""#, |n| n.text().map(str::to_owned)).unwrap(), "😀");
}

#[test]
fn nesting_ends_before_the_stack_does() {
    let nested = |depth: usize| [vec!["["; depth], vec!["]"; depth]].concat().concat();
    assert!(Json::parse(nested(127).as_bytes()).is_ok());
    for depth in [128, 100_000] {
        let (code, path) = malformed(nested(depth).as_bytes());
        assert_eq!((code, path), at(Code::TooDeep, &format!("${}", "[0]".repeat(128))), "{depth}");
    }
}

proptest! {
    #[test]
    fn a_number_is_what_its_text_is(text in "-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?") {
        prop_assert_eq!(decimal(&text).ok(), number::parse(&text).ok());
    }

    #[test]
    fn no_text_makes_reading_panic(text in "[\\[\\]{}:,\"\\\\a0-9eE.\\-]{0,40}") {
        match (Json::parse(text.as_bytes()), serde_json::from_str::<serde_json::Value>(&text)) {
            (Ok(_), Ok(_)) => {}
            (Err(issue), Err(_)) => prop_assert!(issue.path.starts_with('$')),
            (ours, theirs) => prop_assert!(false, "{:?} {:?}", ours.is_ok(), theirs.is_ok()),
        }
    }
}
