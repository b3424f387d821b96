//! What people wrote.

use super::plain;

#[test]
fn an_order_says_its_remarks_in_their_order() {
    let order = plain()
        .order("company", r#"{"id":408372001,"location_id":408372501}"#)
        .order("payment_terms", r#"{"payment_terms_name":"Net 30","payment_terms_type":"net"}"#)
        .order("po_number", r#"" PO-7781 ""#)
        .order("note_attributes", r#"[{"name":"gift","value":"yes"},{"name":"_src","value":"x"}]"#)
        .order("note", r#""  ring twice\n""#)
        .ok();
    let expected = [
        "ring twice",
        "gift: yes",
        "_src: x",
        "PO PO-7781",
        "Terms: Net 30",
        "Company 408372001 / 408372501",
    ];
    assert_eq!(order.remarks, expected);
}

#[test]
fn what_is_blank_says_nothing() {
    let order = plain()
        .order("note", r#"" \n""#)
        .order("note_attributes", "null")
        .order("po_number", r#""""#)
        .order("payment_terms", "null")
        .order("company", r#"{"id":null}"#)
        .ok();
    assert!(order.remarks.is_empty(), "{:?}", order.remarks);
}

#[test]
fn terms_without_a_name_are_told_by_type_and_days() {
    for (terms, told) in [
        (r#"{"payment_terms_type":"net","due_in_days":15}"#, Some("Terms: net 15")),
        (r#"{"payment_terms_type":"receipt","due_in_days":null}"#, Some("Terms: receipt")),
        (r#"{"id":1}"#, None),
    ] {
        let remarks = plain().order("payment_terms", terms).ok().remarks;
        assert_eq!(remarks, told.into_iter().collect::<Vec<_>>(), "{terms}");
    }
    let company = plain().order("company", r#"{"id":"7"}"#).ok();
    assert_eq!(company.remarks, ["Company 7"]);
}

#[test]
fn properties_come_in_every_shape() {
    let table: [(&str, &[&str]); 9] = [
        ("null", &[]),
        ("[]", &[]),
        ("{}", &[]),
        (
            r#"[{"name":"Engraving","value":" Ada "},{"name":"_id","value":"x"},{"name":"Size","value":7.50},{"name":"Wrap","value":true}]"#,
            &["Engraving: Ada", "Size: 7.50", "Wrap: true"],
        ),
        (
            r#"[{"name":2},{"value":"x"},{"name":"a","value":null},{"name":"b","value":" "},"c",null]"#,
            &[],
        ),
        (r#"[{"name":2,"value":false},{"name":"list","value":[1]}]"#, &["2: false"]),
        (r#"{"name":"property 1","value":3}"#, &["property 1: 3"]),
        (r#"{"Engraving":"Ada","_id":"x","Empty":null,"Size":7}"#, &["Engraving: Ada", "Size: 7"]),
        (r#""text""#, &[]),
    ];
    for (properties, told) in table {
        assert_eq!(
            plain().line("properties", properties).ok().lines[0].remarks,
            told,
            "{properties}"
        );
    }
}

#[test]
fn a_line_of_a_bundle_names_it_last() {
    let read = |group: &str| {
        plain()
            .order("line_item_groups", r#"[{"id":70,"title":"Other"},{"id":71,"title":"Starter set"},{"id":72,"title":null}]"#)
            .line("sales_line_item_group_id", group)
            .line("properties", r#"[{"name":"a","value":"b"}]"#)
            .ok()
            .lines
            .remove(0)
            .remarks
    };
    assert_eq!(read("71"), ["a: b", "Bundle: Starter set"]);
    assert_eq!(read(r#""gid://shopify/LineItemGroup/71""#), ["a: b", "Bundle: Starter set"]);
    for none in ["null", "72", "73"] {
        assert_eq!(read(none), ["a: b"]);
    }
}
