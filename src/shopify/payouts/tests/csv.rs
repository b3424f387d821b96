//! The export of the admin: what is read of it, and what is refused at which line.

use super::super::csv::{CsvRow, each_row};
use super::at;
use crate::domain::payout::{Family, PayoutStatus};
use crate::report::{Code, Issue};

const HEADER: &str = "Transaction Date,Type,Order,Card Brand,Card Source,Payout Status,Payout Date,\
Payout ID,Available On,Amount,Fee,Net,Checkout,Payment Method Name,Presentment Amount,\
Presentment Currency,Currency,VAT";

const CHARGE: &str = "2026-11-10 07:33:09 +0200,charge,#2001,master,online,paid,2026-11-13,\
148156579998,2026-11-13,112.83,3.57,109.26,#43685329797278,card,103.98,EUR,USD,0.00";

const REFUND: &str = "2026-11-11 08:12:57 +0200,refund,#2001,master,online,paid,2026-11-13,\
148156579998,2026-11-11,-11.28,0.00,-11.28,#43685329797278,card,10.40,EUR,USD,0.00";

const PENDING: &str = "2026-11-12 10:00:00 +0200,charge,#2002,visa,online,pending,2026-11-16,,\
2026-11-16,30.00,0.75,29.25,,card,30.00,USD,USD,0.00";

fn read(file: &str) -> Result<Vec<CsvRow>, Issue> {
    let mut rows = Vec::new();
    let count = each_row(file.as_bytes(), "$", |row| {
        rows.push(row);
        Ok(())
    })?;
    assert_eq!(count, rows.len());
    Ok(rows)
}

fn one(header: &str, row: &str) -> CsvRow {
    let mut rows = read(&format!("{header}\n{row}\n")).unwrap_or_else(|issue| panic!("{issue:?}"));
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

fn refused(old: &str, new: &str) -> Issue {
    assert!(CHARGE.contains(old), "{old}");
    let file = format!("{HEADER}\n{REFUND}\n{}\n", CHARGE.replacen(old, new, 1));
    read(&file).expect_err(new)
}

#[test]
fn rows_are_read() {
    let rows = read(&[HEADER, CHARGE, REFUND, PENDING, ""].join("\n")).unwrap();
    let [charge, refund, pending] = rows.as_slice() else { panic!("{rows:?}") };
    let own = &charge.transaction;
    assert_eq!((&*own.named, own.kind.unwrap().family), ("CHARGE", Family::Sale));
    assert_eq!(own.at.to_string(), "2026-11-10T05:33:09Z");
    let money = [own.amount, own.fee, own.net].map(|money| money.to_string());
    assert_eq!(money, ["112.83 USD", "3.57 USD", "109.26 USD"]);
    assert_eq!(own.presentment.unwrap().to_string(), "103.98 EUR");
    assert_eq!(own.order_name.as_deref(), Some("#2001"));
    assert_eq!(own.payout.map(|id| id.number()), Some(148_156_579_998));
    assert_eq!((own.id, own.order, own.transaction, own.test), (None, None, None, false));
    assert_eq!(charge.payout_date.unwrap().to_string(), "2026-11-13");
    assert_eq!((&charge.payout_status, charge.line), (&Some(PayoutStatus::Paid), 2));

    let own = &refund.transaction;
    assert_eq!((&*own.named, own.amount.to_string().as_str()), ("REFUND", "-11.28 USD"));
    assert_eq!(own.presentment.unwrap().to_string(), "-10.40 EUR");

    assert_eq!((pending.transaction.payout, pending.line), (None, 4));
    assert_eq!(pending.payout_status, Some(PayoutStatus::Other("pending".to_owned())));
    // The same currency tells nothing.
    assert_eq!(pending.transaction.presentment, None);
}

#[test]
fn columns_are_found_by_their_names() {
    let older = "Transaction Date,Type,Order,Payout Status,Payout Date,Amount,Fee,Net,Currency";
    let row = "2026-11-10 07:33:09 UTC,Chargeback Fee,,in transit,2026-11-13,-15,0,-15,usd";
    let read = one(older, row);
    let own = &read.transaction;
    assert_eq!((&*own.named, own.kind.unwrap().family), ("CHARGEBACK_FEE", Family::DisputeFee));
    assert_eq!((own.payout, own.order_name.as_deref(), own.presentment), (None, None, None));
    assert_eq!(read.payout_status, Some(PayoutStatus::InTransit));
    assert_eq!(own.at.to_string(), "2026-11-10T07:33:09Z");

    let turned = "currency,Net,Fee,Amount,Something New,Payout Date,Payout Status,Order,Type,\
                  Transaction Date,Business Entity ID";
    let row = "USD,-15,0,-15,x,2026-11-13,in transit,,Chargeback Fee,2026-11-10 07:33:09 +0000,7";
    assert_eq!(one(turned, row), read);
}

#[test]
fn a_file_is_read_however_its_lines_end() {
    let plain = read(&[HEADER, CHARGE, REFUND].join("\n")).unwrap();
    for end in ["\r\n", "\r"] {
        assert_eq!(read(&[HEADER, CHARGE, REFUND, ""].join(end)).unwrap(), plain, "{end:?}");
    }
    let marked = format!("\u{FEFF}{}\n\n \r\n\n", [HEADER, CHARGE, REFUND].join("\r\n"));
    assert_eq!(read(&marked).unwrap(), plain);
    let quoted = |line: &str| format!("\"{}\"", line.replace(',', "\",\""));
    let all = [quoted(HEADER), quoted(CHARGE), quoted(REFUND)].join("\n");
    assert_eq!(read(&all).unwrap(), plain);
}

#[test]
fn cells_in_quotation_marks_hold_anything() {
    let wide = "\"a, \"\"b\"\"\r\nc\nd\"";
    let row = CHARGE.replace("#2001", "\"#\"\"20,01\"\"\"").replace("master", wide);
    let rows = read(&[HEADER, &row, REFUND].join("\n")).unwrap();
    assert_eq!(rows[0].transaction.order_name.as_deref(), Some("#\"20,01\""));
    // A cell of three lines stands before it.
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 5]);
}

#[test]
fn a_type_that_nobody_knows_stays_as_it_is() {
    let own = one(HEADER, &CHARGE.replace(",charge,", ",Moon Fee,")).transaction;
    assert_eq!((&*own.named, own.kind), ("Moon Fee", None));
    // Exports give no reason.
    assert_eq!(one(HEADER, &CHARGE.replace(",charge,", ",debit,")).transaction.kind, None);
}

#[test]
fn presentment_has_the_sign_of_the_amount() {
    for (amount, given, sign) in [
        ("112.83", "103.98", "103.98 EUR"),
        ("112.83", "-103.98", "103.98 EUR"),
        ("-112.83", "103.98", "-103.98 EUR"),
        ("-112.83", "-103.98", "-103.98 EUR"),
        ("0.00", "103.98", "103.98 EUR"),
    ] {
        let row = CHARGE.replace("112.83", amount).replace("103.98", given);
        assert_eq!(one(HEADER, &row).transaction.presentment.unwrap().to_string(), sign);
    }
}

#[test]
fn cells_are_refused_where_they_are_wrong() {
    for (old, new, code, column) in [
        (
            "2026-11-10 07:33:09 +0200",
            "2026-11-10 07:33:09",
            Code::InvalidValue,
            "Transaction Date",
        ),
        ("2026-11-10 07:33:09 +0200", "10/11/2026 07:33", Code::InvalidValue, "Transaction Date"),
        ("2026-11-10 07:33:09 +0200", "2026-11-10 07:33", Code::InvalidValue, "Transaction Date"),
        (
            "2026-11-10 07:33:09 +0200",
            "2026-02-30 07:33:09 +0200",
            Code::InvalidValue,
            "Transaction Date",
        ),
        (
            "2026-11-10 07:33:09 +0200",
            "2026-11-10 07:33:09 EST",
            Code::InvalidValue,
            "Transaction Date",
        ),
        ("2026-11-10 07:33:09 +0200", "", Code::MissingField, "Transaction Date"),
        (",charge,", ",,", Code::MissingField, "Type"),
        ("paid,2026-11-13", "paid,13.11.2026", Code::InvalidValue, "Payout Date"),
        ("paid,2026-11-13", "paid,2026-13-11", Code::InvalidValue, "Payout Date"),
        ("148156579998", "1.48157E+11", Code::InvalidValue, "Payout ID"),
        ("148156579998", "'148156579998", Code::InvalidValue, "Payout ID"),
        ("148156579998", "0", Code::InvalidValue, "Payout ID"),
        ("112.83", "\"1,112.83\"", Code::InvalidValue, "Amount"),
        ("112.83", "$112.83", Code::InvalidValue, "Amount"),
        ("112.83", "112.835", Code::InvalidValue, "Amount"),
        ("112.83", "'112.83", Code::InvalidValue, "Amount"),
        ("112.83", "'-112.83", Code::InvalidValue, "Amount"),
        ("112.83", "(112.83)", Code::InvalidValue, "Amount"),
        ("112.83", "\"112,83\"", Code::InvalidValue, "Amount"),
        ("112.83", "1.1E+2", Code::InvalidValue, "Amount"),
        ("112.83", "+112.83", Code::InvalidValue, "Amount"),
        ("112.83", "", Code::MissingField, "Amount"),
        ("3.57", "", Code::MissingField, "Fee"),
        ("109.26", "n/a", Code::InvalidValue, "Net"),
        ("103.98", "", Code::MissingField, "Presentment Amount"),
        ("103.98", "103.981", Code::InvalidValue, "Presentment Amount"),
        ("EUR", "", Code::MissingField, "Presentment Currency"),
        ("EUR", "EURO", Code::InvalidValue, "Presentment Currency"),
        ("USD", "", Code::MissingField, "Currency"),
        ("USD", "US$", Code::InvalidValue, "Currency"),
    ] {
        let issue = refused(old, new);
        let found = (issue.code, &*issue.path);
        assert_eq!(found, (code, &*format!("$[line 3].{column}")), "{old} {new}");
    }
}

#[test]
fn what_a_spreadsheet_did_is_said_with_what_to_do() {
    for (old, new, words) in [
        ("2026-11-10 07:33:09 +0200", "10/11/2026 07:33", "a spreadsheet has rewritten it"),
        ("2026-11-10 07:33:09 +0200", "2026-11-10 07:33:09", "has no offset"),
        ("paid,2026-11-13", "paid,11/13/26", "a spreadsheet has rewritten it"),
        ("148156579998", "1.48157E+11", "a spreadsheet has rounded it"),
        ("112.83", "'-112.83", "a spreadsheet made a text of it"),
        ("112.83", "\"1,112.83\"", "is no plain amount"),
    ] {
        let issue = refused(old, new);
        assert!(issue.message.contains(words), "{}", issue.message);
        assert!(issue.hint.contains("do not open it in a spreadsheet first"), "{}", issue.hint);
    }
}

#[test]
fn files_are_refused_where_they_are_broken() {
    let file = |row: &str| format!("{HEADER}\n{CHARGE}\n{row}\n");
    let short = REFUND.trim_end_matches(",0.00");
    for (text, code, path) in [
        (String::new(), Code::MissingField, "$"),
        ("\u{FEFF}".to_owned(), Code::MissingField, "$"),
        (HEADER.replace(",Fee", ",Feed"), Code::MissingField, "$[line 1]"),
        (HEADER.replace(',', ";"), Code::InvalidValue, "$[line 1]"),
        (HEADER.replace(',', "\t"), Code::InvalidValue, "$[line 1]"),
        (HEADER.replace("VAT", "amount"), Code::DuplicateField, "$[line 1].Amount"),
        (r#"{"transactions":[]}"#.to_owned(), Code::InvalidValue, "$[line 1]"),
        (file(short), Code::InvalidValue, "$[line 3]"),
        (file(&format!("{REFUND},")), Code::InvalidValue, "$[line 3]"),
        (file(&format!("\n{REFUND}")), Code::InvalidValue, "$[line 3]"),
        (file(&REFUND.replace("master", "\"master")), Code::InvalidValue, "$[line 3]"),
        (file(&REFUND.replace("master", "\"mas\"ter")), Code::InvalidValue, "$[line 3]"),
        (file(&REFUND.replace("master", "mas\"ter")), Code::InvalidValue, "$[line 3]"),
        (file(",,,,,,,,,,,,,,,,,"), Code::MissingField, "$[line 3].Currency"),
    ] {
        assert_eq!(at(read(&text)), (code, path.to_owned()), "{text}");
    }
    let mut latin = file(REFUND).into_bytes();
    latin.extend(b"\xE9");
    let issue = each_row(&latin, "$", |_| Ok(())).unwrap_err();
    assert_eq!((issue.code, &*issue.path), (Code::InvalidValue, "$[line 4]"));
}

#[test]
fn all_missing_columns_are_named() {
    let issue = read("Type,Order,Amount,Net\n").unwrap_err();
    assert_eq!(
        issue.message,
        "there is no column `Transaction Date`, `Payout Status`, `Payout Date`, `Fee`, `Currency`"
    );
}

#[test]
fn what_the_caller_says_of_a_row_stands_at_its_line() {
    let file = [HEADER, CHARGE].join("\n");
    let issue = || Err(Issue::new(Code::InvalidValue, "$.Order", "no"));
    let found = each_row(file.as_bytes(), "$.file", |_| issue()).unwrap_err();
    assert_eq!(found.path, "$.file[line 2].Order");
}
