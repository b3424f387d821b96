//! A journal entry as books take it: neutral, as rows of a spreadsheet, and in the words of Xero and
//! QuickBooks Online.

use std::fmt::Write as _;

use serde::Serialize;

use crate::domain::currency::Currency;
use crate::domain::money::Money;
use crate::domain::number::{DecimalText, JsonNumber};
use crate::domain::time::Date;

/// A balanced entry.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Journal {
    /// What it is known by, at most 21 characters. An entry of this reference is posted once.
    pub reference: String,
    /// The day it is posted on.
    pub date: Date,
    /// The day it belongs on, where the books of that day are closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<Date>,
    /// What it is.
    pub narration: String,
    /// Its currency.
    pub currency: Currency,
    /// Its lines: each a debit or a credit.
    pub lines: Vec<JournalLine>,
    /// What all debits come to.
    pub debits: DecimalText,
    /// What all credits come to: the same.
    pub credits: DecimalText,
}

/// One line: a debit or a credit.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JournalLine {
    /// What stands on the account, as `payouts.accounts` names it.
    pub account: &'static str,
    /// The account's code in the tenant's books.
    pub code: String,
    /// What the default chart calls it.
    pub title: &'static str,
    /// What the amount is.
    pub memo: String,
    /// How much is debited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit: Option<DecimalText>,
    /// How much is credited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<DecimalText>,
}

impl JournalLine {
    /// A line: above zero it is a credit.
    #[must_use]
    pub fn new(
        account: &'static str,
        title: &'static str,
        code: &str,
        memo: &str,
        credit: &Money,
    ) -> Self {
        let size = credit.abs().written();
        let (debit, credit) =
            if credit.is_negative() { (Some(size), None) } else { (None, Some(size)) };
        Self { account, code: code.to_owned(), title, memo: memo.to_owned(), debit, credit }
    }
}

const COLUMNS: &str =
    "Date,Reference,Narration,Account,Account name,Description,Debit,Credit,Currency";

/// Entries as rows for a spreadsheet: RFC 4180, one row a line.
#[must_use]
pub fn csv(entries: &[Journal]) -> String {
    let mut text = format!("{COLUMNS}\r\n");
    for entry in entries {
        for line in &entry.lines {
            let amount =
                |own: Option<DecimalText>| own.map_or(String::new(), |own| own.0.to_string());
            let cells = [
                entry.date.to_string(),
                cell(&entry.reference),
                cell(&entry.narration),
                cell(&line.code),
                cell(line.title),
                cell(&line.memo),
                amount(line.debit),
                amount(line.credit),
                entry.currency.code().to_owned(),
            ];
            text.push_str(&cells.join(","));
            text.push_str("\r\n");
        }
    }
    text
}

/// A text as a cell. One that a spreadsheet would take for a formula gets an apostrophe in front.
fn cell(text: &str) -> String {
    let guard = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if guard { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// A manual journal as Xero's accounting API takes it. Debits are above zero, credits below.
///
/// Source: developer.xero.com, Accounting API, Manual Journals.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct XeroJournal {
    /// What it is.
    pub narration: String,
    /// Its day.
    pub date: Date,
    /// `POSTED`.
    pub status: &'static str,
    /// `NoTax`: payouts carry no tax of their own.
    pub line_amount_types: &'static str,
    /// Its lines.
    pub journal_lines: Vec<XeroLine>,
}

/// One line of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct XeroLine {
    /// The amount, as a JSON number.
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub line_amount: JsonNumber,
    /// The account's code.
    pub account_code: String,
    /// What the amount is.
    pub description: String,
}

/// A journal entry as QuickBooks Online takes it.
///
/// Source: developer.intuit.com, Accounting API, JournalEntry. The account is its id there.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct QuickBooksJournal {
    /// What it is known by.
    pub doc_number: String,
    /// Its day.
    pub txn_date: Date,
    /// What it is.
    pub private_note: String,
    /// Its currency.
    pub currency_ref: Reference,
    /// Its lines.
    pub line: Vec<QuickBooksLine>,
}

/// What QuickBooks is pointed to.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reference {
    /// Its id.
    pub value: String,
}

/// One line of it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct QuickBooksLine {
    /// Its place.
    pub id: String,
    /// What the amount is.
    pub description: String,
    /// The amount, never below zero, as a JSON number.
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: JsonNumber,
    /// `JournalEntryLineDetail`.
    pub detail_type: &'static str,
    /// The side and the account.
    pub journal_entry_line_detail: QuickBooksDetail,
}

/// Side and account of a line.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct QuickBooksDetail {
    /// `Debit` or `Credit`.
    pub posting_type: &'static str,
    /// The account.
    pub account_ref: Reference,
}

impl Journal {
    /// The entry in Xero's words.
    #[must_use]
    pub fn xero(&self) -> XeroJournal {
        let line = |own: &JournalLine| {
            let debit = own.debit.map(|own| own.0);
            let mut credit = own.credit.map(|own| own.0).unwrap_or_default();
            credit.set_sign_negative(!credit.is_zero());
            XeroLine {
                line_amount: JsonNumber(debit.unwrap_or(credit)),
                account_code: own.code.clone(),
                description: own.memo.clone(),
            }
        };
        let mut narration = String::with_capacity(80);
        let _ = write!(narration, "{}: {}", self.reference, self.narration);
        XeroJournal {
            narration,
            date: self.date,
            status: "POSTED",
            line_amount_types: "NoTax",
            journal_lines: self.lines.iter().map(line).collect(),
        }
    }

    /// The entry in the words of QuickBooks Online.
    #[must_use]
    pub fn quickbooks(&self) -> QuickBooksJournal {
        let line = |(place, own): (usize, &JournalLine)| QuickBooksLine {
            id: place.to_string(),
            description: own.memo.clone(),
            amount: JsonNumber(own.debit.or(own.credit).map(|own| own.0).unwrap_or_default()),
            detail_type: "JournalEntryLineDetail",
            journal_entry_line_detail: QuickBooksDetail {
                posting_type: if own.debit.is_some() { "Debit" } else { "Credit" },
                account_ref: Reference { value: own.code.clone() },
            },
        };
        QuickBooksJournal {
            doc_number: self.reference.clone(),
            txn_date: self.date,
            private_note: self.narration.clone(),
            currency_ref: Reference { value: self.currency.code().to_owned() },
            line: self.lines.iter().enumerate().map(line).collect(),
        }
    }
}
