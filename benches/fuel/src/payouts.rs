//! Payouts: one decided at once, and one added up page by page through the store.

use serde_json::{Value, json};

use crate::host::bytes;
use crate::inputs::{self, Series};
use crate::module::{Compiled, Cost, Tenant};
use crate::store::{self, Rows};

const PAYOUT: u64 = 118_400_000_001;
const NOW: &str = "2026-11-23T00:00:00Z";
/// As many rows as the flow asks for at once.
const PAGE: u64 = 100;
/// One row in so many has no sale.
const MISSING: u64 = 33;
/// One row in so many is a refund.
const REFUND: u64 = 12;

/// A row: its number, the order's, and its cents.
#[derive(Clone, Copy)]
struct Row {
    id: u64,
    order: u64,
    cents: i64,
    fee: i64,
}

fn row(place: u64) -> Row {
    let cents = i64::try_from(1_000 + place * 7_919 % 50_000).unwrap();
    let (id, order) = (700_000_000_000 + place, 5_000_000_000_000 + place);
    match place % REFUND == 5 {
        true => Row { id, order, cents: -cents, fee: 0 },
        false => Row { id, order, cents, fee: cents * 29 / 1_000 + 30 },
    }
}

fn money(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

fn net(rows: u64) -> i64 {
    (0..rows).map(row).map(|row| row.cents - row.fee).sum()
}

/// `payout.summarise` of so many rows, each beside its sale, all of them listed.
pub fn summarise(compiled: &Compiled, rows: u64) -> Cost {
    let (mut tenant, _) = compiled.open(&bytes(&inputs::config(Series::R)));
    let transactions: Vec<Value> = (0..rows).map(|place| rest(row(place))).collect();
    let kept = (0..rows).filter(|place| place % MISSING != 0);
    let recorded: Vec<Value> = kept
        .map(|place| {
            let row = row(place);
            json!({"order": row.order, "transaction": row.order + 1, "sale": row.id.to_string(),
                "amount": money(row.cents)})
        })
        .collect();
    let context = json!({"explain": "none", "recorded": recorded, "payouts": {"id": PAYOUT,
        "status": "paid", "date": "2026-11-20", "currency": "USD", "amount": money(net(rows))}});
    let payload = bytes(&json!({"transactions": transactions}));
    let (answer, cost) = tenant.decide("payout.summarise", &bytes(&context), &payload);
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    let own = &answer["output"]["payouts"][0];
    assert_eq!(own["posting"], "post", "{}", answer["exceptions"]);
    let listed = own["reconciliation"]["rows"].as_array().map_or(0, Vec::len);
    assert_eq!(listed as u64, rows);
    cost
}

fn rest(row: Row) -> Value {
    let kind = if row.cents < 0 { "refund" } else { "charge" };
    json!({"id": row.id, "type": kind, "test": false, "payout_id": PAYOUT, "payout_status": "paid",
        "currency": "USD", "amount": money(row.cents), "fee": money(row.fee),
        "net": money(row.cents - row.fee), "source_id": row.id + 1, "source_type": kind,
        "source_order_id": row.order, "source_order_transaction_id": row.order + 1,
        "processed_at": "2026-11-19T10:00:00-05:00", "adjustment_order_transactions": null,
        "adjustment_reason": null})
}

/// All steps of all tasks that add up and post a payout of so many rows.
pub fn paged(compiled: &Compiled, rows: u64) -> Cost {
    let config = inputs::config(Series::R);
    let (mut tenant, _) = compiled.open(&bytes(&config));
    let mut world = World { rows: Rows::new(), count: rows };
    for place in (0..rows).filter(|place| place % MISSING != 0) {
        world.sell(row(place));
    }
    let mut event =
        json!({"source": "schedule", "topic": "payouts/read", "cursor": PAYOUT.to_string()});
    let mut all: Vec<Cost> = Vec::new();
    for turn in 0_u64.. {
        let task = json!({"contract": 1, "tenant": config["tenant"], "now": NOW, "mode": "apply",
            "id": format!("task-{turn}"), "explain": "none", "event": event});
        let outcome = world.task(&mut tenant, &task, &mut all);
        match outcome["next"].as_array().and_then(|next| next.first()) {
            Some(next) => event = next["event"].clone(),
            None => break,
        }
    }
    let key = ("payouts".to_owned(), PAYOUT.to_string());
    assert_eq!(world.rows[&key]["posted"]["times"], 1, "{}", world.rows[&key]);
    Cost {
        instructions: all.iter().map(|step| step.instructions).sum(),
        bytes_in: all.iter().map(|step| step.bytes_in).sum(),
        bytes_out: all.iter().map(|step| step.bytes_out).sum(),
        pages: all.iter().map(|step| step.pages).max().unwrap_or_default(),
    }
}

struct World {
    rows: Rows,
    count: u64,
}

impl World {
    /// The order's sale, as it was noted when it was recorded.
    fn sell(&mut self, row: Row) {
        let gid = |kind: &str, id: u64| format!("gid://shopify/{kind}/{id}");
        let value = json!({"v": 1, "order": gid("Order", row.order), "outlet": "1",
            "sale": row.id.to_string(), "state": "completed", "confirmed_at": NOW,
            "paid": [{"transaction": gid("OrderTransaction", row.order + 1),
                "amount": money(row.cents)}]});
        self.rows.insert(("sales".to_owned(), format!("{}/1", row.order)), value);
    }

    fn task(&mut self, tenant: &mut Tenant, task: &Value, costs: &mut Vec<Cost>) -> Value {
        let (mut bodies, mut answers) = (Vec::new(), Vec::new());
        let mut journal = json!({});
        loop {
            let (outcome, cost) =
                tenant.step(&bytes(&json!({"task": task, "journal": journal})), &bodies);
            costs.push(cost);
            let outcome: Value = serde_json::from_slice(&outcome).unwrap();
            if outcome["status"] != "asks" {
                assert_eq!(outcome["status"], "done", "{outcome}");
                let commit = outcome["commit"].as_array().map_or(&[][..], Vec::as_slice);
                store::commit(&mut self.rows, commit);
                return outcome;
            }
            for request in outcome["requests"].as_array().unwrap() {
                let body = match request["system"].as_str().unwrap() {
                    "store" => store::answer(&mut self.rows, request),
                    _ => self.shopify(&request["body"]),
                };
                answers.push(json!({"id": request["id"], "outcome": "answered", "at": task["now"],
                    "status": 200, "body": bodies.len()}));
                bodies.push(bytes(&body));
            }
            journal = json!({"core": outcome["core"], "revision": outcome["revision"],
                "answers": answers});
        }
    }

    fn shopify(&self, body: &Value) -> Value {
        let amount = |cents: i64| json!({"amount": money(cents), "currencyCode": "USD"});
        let payout = format!("gid://shopify/ShopifyPaymentsPayout/{PAYOUT}");
        if body["query"].as_str().unwrap().contains("query Payout(") {
            return json!({"data": {"shopifyPaymentsAccount": {"id": "gid://shopify/A/1"}, "node":
                {"id": payout, "legacyResourceId": PAYOUT.to_string(),
                    "issuedAt": "2026-11-20T14:00:00Z", "status": "PAID",
                    "transactionType": "DEPOSIT", "externalTraceId": null,
                    "net": amount(net(self.count)), "summary": null}}});
        }
        let from: u64 =
            body["variables"]["after"].as_str().map_or(0, |after| after.parse().unwrap());
        let to = (from + PAGE).min(self.count);
        let nodes: Vec<Value> = (from..to)
            .map(row)
            .map(|row| {
                let kind = if row.cents < 0 { "REFUND" } else { "CHARGE" };
                json!({"id": format!("gid://shopify/ShopifyPaymentsBalanceTransaction/{}", row.id),
                    "type": kind, "test": false, "transactionDate": "2026-11-19T15:00:00Z",
                    "amount": amount(row.cents), "fee": amount(row.fee),
                    "net": amount(row.cents - row.fee), "sourceType": kind,
                    "sourceOrderTransactionId": (row.order + 1).to_string(),
                    "adjustmentReason": null, "associatedOrder":
                    {"id": format!("gid://shopify/Order/{}", row.order), "name": "#1"},
                    "associatedPayout": {"id": payout}})
            })
            .collect();
        let more = to < self.count;
        json!({"data": {"shopifyPaymentsAccount": {"balanceTransactions": {
            "pageInfo": {"hasNextPage": more, "endCursor": to.to_string()}, "nodes": nodes}}}})
    }
}
