//! Our parser against serde_json's: the same texts are JSON, and they say the same. A narrowed
//! document is the whole one without the fields its shape leaves out.

use std::fmt::Write;

use proptest::prelude::*;
use serde_json::Value as Theirs;

use super::*;

const TAX: &Shape = &Shape::of(&[("rate", Shape::ALL), ("a", Shape::ALL), ("", Shape::ALL)]);
const LINE: &Shape = &Shape::of(&[("id", Shape::ALL), ("taxes", TAX), ("é\n", TAX), ("b", TAX)]);
const ORDER: &Shape = &Shape::of(&[("lines", LINE), ("a", LINE), ("id", TAX), ("b", Shape::LATER)]);

/// Names that some shape has, that none has, and that differ from those by little.
const NAMES: [&str; 12] =
    ["id", "lines", "taxes", "rate", "a", "b", "", "é\n", "line", "linez", "ie", "\"\\/\u{1F600}"];

/// A document as a tree whose objects keep their order and what stands twice.
#[derive(Clone, Debug)]
enum Tree {
    /// Null, flags and numbers.
    Bare(String),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(&'static str, Tree)>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![
        "null|true|false".prop_map(Tree::Bare),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,9})?([eE][-+]?[0-9]{1,2})?".prop_map(Tree::Bare),
        "[ -~]{0,40}".prop_map(Tree::Text),
        "[\\x00-\\x20\"\\\\/aé😀\u{2028}]{0,20}".prop_map(Tree::Text),
    ];
    leaf.prop_recursive(6, 80, 8, |inner| {
        let field = (prop::sample::select(NAMES.as_slice()), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Tree::List),
            prop::collection::vec(field, 0..9).prop_map(Tree::Object),
        ]
    })
}

/// How a document is spelled: which blanks, and how many characters of a text are escaped.
#[derive(Clone, Debug)]
struct Spelling {
    blank: &'static str,
    every: usize,
}

fn spelling() -> impl Strategy<Value = Spelling> {
    let blanks = prop::sample::select(vec!["", " ", "\n\t", " \r\n  "]);
    (blanks, 1_usize..6).prop_map(|(blank, every)| Spelling { blank, every })
}

impl Spelling {
    fn document(&self, tree: &Tree) -> String {
        let mut text = self.blank.to_owned();
        self.write(tree, &mut text);
        text + self.blank
    }

    fn write(&self, tree: &Tree, to: &mut String) {
        let between = |place: usize| if place == 0 { String::new() } else { self.around(",") };
        match tree {
            Tree::Bare(text) => to.push_str(text),
            Tree::Text(text) => self.text(text, to),
            Tree::List(list) => {
                to.push_str(&self.around("["));
                for (place, item) in list.iter().enumerate() {
                    to.push_str(&between(place));
                    self.write(item, to);
                }
                to.push_str(&self.around("]"));
            }
            Tree::Object(fields) => {
                to.push_str(&self.around("{"));
                for (place, (name, value)) in fields.iter().enumerate() {
                    to.push_str(&between(place));
                    self.text(name, to);
                    to.push_str(&self.around(":"));
                    self.write(value, to);
                }
                to.push_str(&self.around("}"));
            }
        }
    }

    fn around(&self, sign: &str) -> String {
        format!("{0}{sign}{0}", self.blank)
    }

    fn text(&self, text: &str, to: &mut String) {
        to.push('"');
        for (place, letter) in text.chars().enumerate() {
            let must = letter < ' ' || letter == '"' || letter == '\\';
            if letter == '\n' && place.is_multiple_of(2) {
                to.push_str("\\n");
            } else if must || place.is_multiple_of(self.every) {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    write!(to, "\\u{unit:04X}").unwrap();
                }
            } else {
                to.push(letter);
            }
        }
        to.push('"');
    }
}

/// Whether a node is what the parser should have made of it, whole or with what `shape` names.
fn is(node: &Node<'_>, tree: &Tree, shape: &'static Shape) -> bool {
    match (node.value(), tree) {
        (Some(Value::Null), Tree::Bare(text)) => text == "null",
        (Some(Value::Flag(flag)), Tree::Bare(text)) => *text == flag.to_string(),
        (Some(Value::Number(number)), Tree::Bare(text)) => number == text,
        (Some(Value::Text(own)), Tree::Text(text)) => own == text,
        (Some(Value::List), Tree::List(list)) => {
            let items: Vec<Node<'_>> = node.items().unwrap().collect();
            items.len() == list.len()
                && items.iter().zip(list).all(|(item, tree)| is(item, tree, shape))
        }
        (Some(Value::Object), Tree::Object(fields)) => {
            let named = fields.iter().map(|(name, _)| *name).chain(NAMES);
            let whole = !shape.all || {
                let entries: Vec<(&str, Node<'_>)> = node.entries().unwrap().collect();
                entries.len() == fields.len()
                    && entries.iter().zip(fields).all(|((own, node), (name, tree))| {
                        own == name && is(node, tree, Shape::ALL)
                    })
            };
            whole && named.into_iter().all(|name| is_field(node, name, fields, shape))
        }
        _ => false,
    }
}

fn is_field(
    node: &Node<'_>,
    name: &str,
    fields: &[(&'static str, Tree)],
    shape: &'static Shape,
) -> bool {
    // Not by the shape's own search, which is what is tested.
    let below = shape.fields.iter().find(|(own, _)| *own == name).map(|(_, below)| *below);
    let Some(below) = below.or(shape.all.then_some(Shape::ALL)) else { return true };
    let same: Vec<&Tree> =
        fields.iter().filter(|(own, _)| *own == name).map(|(_, tree)| tree).collect();
    match (node.field(name), same.as_slice()) {
        (Ok(field), []) => field.value().is_none() && field.is_nothing(),
        (Ok(field), [tree]) => is(&field, tree, below),
        (Err(issue), [_, _, ..]) => {
            issue.code == Code::DuplicateField && issue.path.starts_with(&node.path())
        }
        _ => false,
    }
}

/// What a field is, or what is wrong with it.
fn one(field: Result<Node<'_>, Issue>) -> Result<(String, Option<Value<'_>>), Issue> {
    let (node, path) = field.map(|own| (own, own.path()))?;
    Ok((path, node.value()))
}

/// The document as it was read, written again.
fn written(text: &[u8], shape: &'static Shape) -> String {
    let json = Json::narrow(text, shape).unwrap();
    crate::report::write::text(&Node::root(&json, "$"))
}

fn parses(text: &[u8]) -> bool {
    let whole = Json::parse(text);
    let narrow = Json::narrow(text, ORDER);
    let skipped = Json::narrow(text, const { &Shape::of(&[]) });
    let verdict = |json: &Result<Json<'_>, Issue>| {
        json.as_ref().err().map(|issue| (issue.code, issue.path.clone(), issue.message.clone()))
    };
    // What is left out is read as strictly as what is kept, and refused at the same place.
    assert_eq!(verdict(&whole), verdict(&narrow), "{}", String::from_utf8_lossy(text));
    assert_eq!(verdict(&whole), verdict(&skipped), "{}", String::from_utf8_lossy(text));
    whole.is_ok()
}

fn agrees(text: &[u8]) {
    let theirs = serde_json::from_slice::<Theirs>(text).is_ok();
    assert_eq!(parses(text), theirs, "{}", String::from_utf8_lossy(text));
}

proptest! {
    #[test]
    fn a_document_is_read_as_it_says(tree in tree(), spelling in spelling()) {
        let text = spelling.document(&tree);
        for shape in [Shape::ALL, ORDER] {
            let json = Json::narrow(text.as_bytes(), shape).unwrap();
            prop_assert!(is(&Node::root(&json, "$"), &tree, shape), "{json:?}");
        }
        // Written again and read again it is the same.
        let again = written(text.as_bytes(), Shape::ALL);
        let json = Json::parse(again.as_bytes()).unwrap();
        prop_assert!(is(&Node::root(&json, "$"), &tree, Shape::ALL), "{again}");
        agrees(text.as_bytes());
    }

    /// Items that are shown one by one are what they are in the whole, whatever stood before them.
    #[test]
    fn parts_are_what_they_are_in_the_whole(
        trees in prop::collection::vec(tree(), 0..6),
        spelling in spelling(),
    ) {
        let tree = Tree::Object(vec![("lines", Tree::List(trees.clone()))]);
        let text = spelling.document(&tree);
        let mut shown = Vec::new();
        Json::each(text.as_bytes(), ORDER, |part| {
            match part.place {
                Some(place) => {
                    let node = Node::root(part.json, "$");
                    assert!(is(&node, &trees[place], LINE), "{:?}", part.json);
                    shown.push((part.name.to_owned(), place));
                }
                None => assert!(part.json.is_list()),
            }
            Ok(())
        }).unwrap();
        let all = (0..trees.len()).map(|place| ("lines".to_owned(), place));
        prop_assert_eq!(shown, all.collect::<Vec<_>>());
    }

    /// Asked for one after the other, in whatever order, they are what they are when each is looked for.
    #[test]
    fn fields_in_turn_are_what_they_are_alone(
        fields in prop::collection::vec((prop::sample::select(NAMES.as_slice()), tree()), 0..6),
        names in prop::sample::subsequence(NAMES.as_slice(), 0..=12).prop_shuffle(),
        in_order in any::<bool>(),
        spelling in spelling(),
    ) {
        // As they stand, and then the others: the order that is quickest.
        let mut known: Vec<&'static str> = Vec::new();
        let first = fields.iter().map(|(name, _)| *name).filter(|_| in_order);
        for name in first.chain(names) {
            if !known.contains(&name) {
                known.push(name);
            }
        }
        let text = spelling.document(&Tree::Object(fields));
        for shape in [Shape::ALL, LINE] {
            let json = Json::narrow(text.as_bytes(), shape).unwrap();
            let node = Node::root(&json, "$");
            let kept = |name: &&str| shape.all || shape.field(name.as_bytes()).is_some();
            let mut fields = node.fields().unwrap();
            for name in known.iter().copied().filter(kept) {
                prop_assert_eq!(one(fields.next(name)), one(node.field(name)));
            }
        }
        let json = Json::parse(text.as_bytes()).unwrap();
        let node = Node::root(&json, "$");
        let mut fields = node.exactly().unwrap();
        let mut fit = true;
        for name in &known {
            let (own, alone) = (one(fields.next(name)), one(node.field(name)));
            fit &= own.is_ok();
            // The first of two that comes in its turn is refused at the end.
            if alone.is_ok() {
                prop_assert_eq!(own, alone);
            }
        }
        let end = fields.end(&known);
        prop_assert_eq!(fit && end.is_ok(), node.only(&known).is_ok());
        if let (true, Err(issue)) = (fit, end) {
            prop_assert_eq!(Err(issue), node.only(&known));
        }
    }

    #[test]
    fn what_is_no_json_is_refused_wherever_it_stands(
        tree in tree(),
        spelling in spelling(),
        cut in any::<prop::sample::Index>(),
        change in any::<prop::sample::Index>(),
        by in prop::sample::select(b"{}[]:,\"\\ \n\t\0\x1F0-.eEtfnu\x7F\xFF\xC3\xE2\x82x".as_slice()),
    ) {
        let text = spelling.document(&tree).into_bytes();
        if text.is_empty() {
            return Ok(());
        }
        agrees(&text[..cut.index(text.len())]);
        let mut changed = text.clone();
        changed[change.index(text.len())] = by;
        agrees(&changed);
        let mut longer = text.clone();
        longer.insert(change.index(text.len()), by);
        agrees(&longer);
        let mut shorter = text;
        shorter.remove(change.index(shorter.len()));
        agrees(&shorter);
    }

    #[test]
    fn loose_signs(text in "[\\[\\]{}:,\"\\\\u0-9aeE+.\\- tfn]{0,24}") {
        agrees(text.as_bytes());
    }
}

/// Every byte at every place of a text, inside and beyond the eight that are looked at together.
#[test]
fn each_byte_in_a_text() {
    for length in 0..20 {
        for place in 0..=length {
            for byte in 0..=u8::MAX {
                let mut text = vec![b'"'];
                text.extend((0..length).map(|at| if at == place { byte } else { b'x' }));
                text.push(b'"');
                agrees(&text);
                agrees(&[b"{\"zz\":", &*text, b",\"a\":1}"].concat());
                agrees(&[b"{", &*text, b":1}"].concat());
            }
        }
    }
}

#[test]
fn what_is_no_object_has_no_fields() {
    let refused = |text: &'static [u8]| {
        let json = Json::parse(text).unwrap();
        let node = Node::root(&json, "$");
        let code = |issue: Issue| issue.code;
        (node.fields().err().map(code), node.exactly().err().map(code))
    };
    let wrong = Some(Code::WrongType);
    assert_eq!(refused(b"{}"), (None, None));
    // What is not there has none, but nothing may stand for what must be an object.
    assert_eq!(refused(b"null"), (None, wrong));
    assert_eq!(refused(b"[1]"), (wrong, wrong));
    assert_eq!(refused(b"\"a\""), (wrong, wrong));
}

#[test]
fn escapes_and_surrogates() {
    for text in [
        r"\u0041",
        r"\ud83d\ude00",
        r"\uD83D\uDE00",
        r"\ud83d",
        r"\ude00",
        r"\ud83dx",
        r"\ud83d\n",
        r"\ud83d\u0041",
        r"\ud83d\ud83d",
        r"\u004",
        r"\u00g1",
        r"\u+041",
        r"\u",
        r"\",
        r"\x41",
        r"\U0041",
        r"\/",
        r"\b\f\n\r\t",
        r"\a",
        r"\0",
        "\\\u{e9}",
        "\\\n",
        r"\\",
        r"\\\",
        r"\ud83d\",
        r"\ud83d\u",
        r"\uffff",
        r"\ud7ff",
        r"\ue000",
        r"\udbff\udfff",
    ] {
        agrees(format!("\"{text}\"").as_bytes());
        agrees(format!("\"{text}").as_bytes());
        agrees(format!("{{\"{text}\":[]}}").as_bytes());
    }
}

#[test]
fn depth_is_counted_alike_in_what_is_kept_and_left_out() {
    for depth in [1, 126, 127, 128, 129, 300] {
        for (open, close) in
            [("[", "]"), (r#"{"a":"#, "}"), (r#"{"zz":"#, "}"), (r#"[{"a":"#, "}]")]
        {
            let levels = if open.len() > 6 || open == "[{\"a\":" { depth / 2 } else { depth };
            let text = format!("{}1{}", open.repeat(levels), close.repeat(levels));
            agrees(text.as_bytes());
        }
    }
}

#[test]
fn a_name_in_escapes_is_the_name() {
    let text = br#"{"\u0069d":{"r\u0061te":1,"x":2},"\u006c\u0069nes":[],"linez":3}"#;
    assert_eq!(written(text, ORDER), r#"{"lines":[],"id":{"rate":1}}"#);
    assert_eq!(written(text, Shape::ALL), r#"{"id":{"rate":1,"x":2},"lines":[],"linez":3}"#);
}

#[test]
fn a_list_is_narrowed_item_by_item_and_keeps_its_length() {
    let text = br#"{"lines":[{"id":1,"sku":"A"},{"sku":"B"},7,[{"id":2,"x":0}]]}"#;
    assert_eq!(written(text, ORDER), r#"{"lines":[{"id":1},{},7,[{"id":2}]]}"#);
}

#[test]
fn a_kept_field_that_stands_twice_is_still_found_out() {
    let json = Json::narrow(br#"{"id":1,"x":0,"i\u0064":2}"#, LINE).unwrap();
    let issue = Node::root(&json, "$").field("id").map(drop).unwrap_err();
    assert_eq!((issue.code, issue.path.as_str()), (Code::DuplicateField, "$.id"));
}

#[test]
#[should_panic(expected = "$ is read, but its shape has no `sku`")]
fn a_reader_that_asks_beyond_its_shape_is_found_out() {
    let json = Json::narrow(br#"{"id":1,"sku":"A"}"#, LINE).unwrap();
    drop(Node::root(&json, "$").field("sku"));
}

#[test]
fn texts_without_escapes_stay_where_they_are() {
    let text = r#"{"é":"ü","b":"\u0041"}"#;
    let json = Json::parse(text.as_bytes()).unwrap();
    let within = text.as_bytes().as_ptr_range();
    let root = Node::root(&json, "$");
    let told: Vec<_> = root
        .entries()
        .unwrap()
        .map(|(name, node)| {
            let own = node.text().unwrap();
            [name, own].map(|text| within.contains(&text.as_ptr()))
        })
        .collect();
    assert_eq!(told, [[true, true], [true, false]]);
}

/// Bytes that are no UTF-8 are refused where they stand, after what is shown before them.
#[test]
fn broken_characters_are_refused_where_they_stand() {
    let text = b"{\"lines\":[{\"id\":1},{\"id\":\"\xC3\x28\"}]}";
    let mut shown = 0;
    let broken = Json::each(text, ORDER, |_| {
        shown += 1;
        Ok(())
    });
    let issue = broken.unwrap_err();
    assert_eq!((issue.code, issue.path.as_str()), (Code::InvalidJson, "$.lines[1].id"));
    assert!(issue.message.contains("UTF-8"), "{issue:?}");
    assert_eq!(shown, 1);
    for text in [b"\xFF".as_slice(), b"{}\xFF", b"[1,\xFF]", b"12\xFF", b"{\"a\xFF", b"nul\xFF"] {
        let message = Json::parse(text).map(drop).unwrap_err().message.clone();
        assert!(message.contains("UTF-8"), "{message}");
    }
}

#[test]
fn what_is_left_for_later_is_there_when_asked_for() {
    let text = br#"{"b": {"x":[1,{"y":"z\n"}],"y":1,"y":2}, "a":null}"#;
    let json = Json::narrow(text, const { &Shape::of(&[("b", Shape::LATER)]) }).unwrap();
    let root = Node::root(&json, "$");
    let later = root.field("b").unwrap();
    assert!(!later.is_nothing());
    let items = later.field("x").unwrap();
    let second = items.items().unwrap().nth(1).unwrap();
    assert_eq!(second.get::<String>("y").unwrap(), "z\n");
    let twice = later.field("y").map(drop).unwrap_err();
    assert_eq!((twice.code, twice.path.as_str()), (Code::DuplicateField, "$.b.y"));
    assert_eq!(later.field("y").map(drop).unwrap_err(), twice);
    let null = Json::narrow(br#"{"b": null}"#, const { &Shape::of(&[("b", Shape::LATER)]) });
    assert!(Node::root(&null.unwrap(), "$").field("b").unwrap().is_nothing());
}
