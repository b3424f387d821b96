//! What became of payouts, in words.

use serde_json::Value;

use super::super::text;
use super::Teller;

fn list<'v>(output: &'v Value, field: &str) -> impl Iterator<Item = &'v Value> {
    output[field].as_array().into_iter().flatten()
}

fn last(value: &Value) -> String {
    text(value).rsplit('/').next().unwrap().to_owned()
}

/// The texts of a list.
fn all(value: &Value) -> String {
    value.as_array().into_iter().flatten().map(last).collect::<Vec<_>>().join(" and ")
}

pub(super) fn tell(told: &mut Teller<'_>, output: &Value) {
    for payout in list(output, "payouts") {
        tell_payout(told, payout);
    }
    for own in list(output, "rejected") {
        told.tell(
            "rejected",
            format!("{} {} {}", text(&own["row"]), text(&own["why"]), text(&own["net"])),
        );
    }
    if output["waiting"] != 0 {
        told.tell("waiting", text(&output["waiting"]));
    }
    for own in list(output, "ledgers") {
        let days: Vec<String> = list(own, "days")
            .map(|day| {
                let [on, up, down, closing] =
                    ["on", "up", "down", "closing"].map(|f| text(&day[f]));
                format!("{on} +{up} -{down} = {closing}")
            })
            .collect();
        let [ledger, opening, closing] = ["ledger", "opening", "closing"].map(|f| text(&own[f]));
        told.tell("ledger", format!("{ledger} {opening}, {}: {closing}", days.join(", ")));
    }
    for own in list(output, "months") {
        let [month, family, rows, paid, waiting] =
            ["month", "family", "rows", "paid", "waiting"].map(|f| text(&own[f]));
        told.tell("month", format!("{month} {family} {rows}: {paid} paid, {waiting} waiting"));
    }
    for own in list(output, "report") {
        let [month, family, figure, difference, why] =
            ["month", "family", "figure", "difference", "why"].map(|f| text(&own[f]));
        told.tell("tie", format!("{month} {family} {figure}: {difference} {why}"));
    }
    for own in list(output, "bank") {
        let with = own.get("with").map(|with| format!(" with {}", all(with))).unwrap_or_default();
        let off = own.get("difference").map(|off| format!(" by {}", text(off))).unwrap_or_default();
        let line = format!(
            "{} {}{off}: {}{with}",
            last(&own["payout"]),
            text(&own["status"]),
            all(&own["lines"])
        );
        told.tell("bank", line.trim_end().trim_end_matches(':'));
    }
    if let Some(csv) = output.get("csv") {
        told.tell("csv", text(csv).lines().skip(1).collect::<Vec<_>>().join(" | "));
    }
}

fn tell_payout(told: &mut Teller<'_>, payout: &Value) {
    let proof = &payout["certificate"];
    let id = last(&payout["payout"]);
    let held = payout.get("held_for").map(|own| format!(" ({})", all(own))).unwrap_or_default();
    let on = payout.get("issued_on").map_or("no day".to_owned(), text);
    let [net, currency, status, posting] =
        ["net", "currency", "status", "posting"].map(|field| text(&payout[field]));
    told.tell("payout", format!("{id} {status} on {on}, {net} {currency}: {posting}{held}"));
    let residue = text(&proof["residue"]);
    if proof["ties"] != true {
        told.tell("residue", &residue);
    }
    let mut left_out = Vec::new();
    for field in ["transfers", "tests", "twice", "quarantined", "rejected"] {
        if proof[field] != 0 {
            left_out.push(format!("{} {field}", text(&proof[field])));
        }
    }
    if !left_out.is_empty() {
        told.tell("left out", left_out.join(", "));
    }
    for own in list(payout, "families") {
        let [month, family, rows, gross, fee, net] =
            ["month", "family", "rows", "gross", "fee", "net"].map(|field| text(&own[field]));
        told.tell("family", format!("{month} {family} {rows}: {gross} less {fee} = {net}"));
    }
    for own in list(payout, "entries") {
        told.tell("entry", entry_words(own));
    }
    let record: Vec<String> = list(payout, "record")
        .map(|own| format!("{} {}", text(&own["family"]), text(&own["amount"])))
        .collect();
    if !record.is_empty() {
        told.tell("record", record.join(" and "));
    }
    for own in list(proof, "theirs").filter(|own| own["agrees"] != true) {
        let [part, gross, fee, ours, our_fee] =
            ["part", "gross", "fee", "our_gross", "our_fee"].map(|field| text(&own[field]));
        told.tell("theirs", format!("{part} {gross} less {fee}, ours {ours} less {our_fee}"));
    }
    for own in list(&payout["reconciliation"], "counts") {
        let [status, rows, amount] = ["status", "rows", "amount"].map(|field| text(&own[field]));
        told.tell("standing", format!("{status} {rows}: {amount}"));
    }
    for own in list(&payout["reconciliation"], "rows").filter(|own| own["status"] != "matched") {
        let off = own.get("difference").map(|own| format!(" by {}", text(own))).unwrap_or_default();
        let why = own.get("why").map(|own| format!(" ({})", text(own))).unwrap_or_default();
        told.tell("unlike", format!("{} {}{off}{why}", text(&own["row"]), text(&own["status"])));
    }
}

/// `P1 on 2026-03-05: 1000 100.00 dr bank …`: each line as code, amount and side.
fn entry_words(entry: &Value) -> String {
    let lines: Vec<String> = list(entry, "lines")
        .map(|line| {
            let (amount, side) = match line.get("debit") {
                Some(debit) => (text(debit), "dr"),
                None => (text(&line["credit"]), "cr"),
            };
            format!("{} {amount} {side}", text(&line["account"]))
        })
        .collect();
    let moved = entry.get("moved_from").map(|own| format!(" from {}", text(own)));
    let [reference, date, debits, credits] =
        ["reference", "date", "debits", "credits"].map(|field| text(&entry[field]));
    assert_eq!(debits, credits, "an entry balances");
    format!("{reference} on {date}{}: {}", moved.unwrap_or_default(), lines.join(", "))
}
