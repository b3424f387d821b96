//! Properties of payouts: whatever rows there are, what is made of them adds up, and does not depend
//! on how they came.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "tests"
)]

use proptest::prelude::*;
use rust_decimal::Decimal;
use tillbridge::contract::config::TenantConfig;
use tillbridge::domain::currency::Currency;
use tillbridge::domain::ids::shopify::{BalanceTransactionId, OrderId, PayoutId, TransactionId};
use tillbridge::domain::money::Money;
use tillbridge::domain::payout::{
    BalanceTransaction, Family, Issued, Kind, OrderMoney, OrderPart, Part, Payout, PayoutStatus,
    Posted, Recorded, Role, Sign,
};
use tillbridge::domain::time::{Date, Timestamp};
use tillbridge::policy::Policy;
use tillbridge::rules::payouts::{
    Inputs, Posting, Reconciled, Status, Summarised, Totals, Why, page, summarise,
};

const CONFIG: &str = include_str!("scenarios/payout.summarise/rest-simple/config.json");

fn policy() -> Policy {
    let config = CONFIG.replace("\"payouts\": {", "\"payouts\": { \"unknown\": \"suspense\",");
    let config: TenantConfig = tillbridge::report::read::document(config.as_bytes(), "$").unwrap();
    Policy::parse(&config).unwrap()
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
struct Drawn {
    kind: u8,
    cents: i64,
    fee: i64,
    off: i64,
    hour: i64,
    order: u64,
}

fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let one = (0_u8..14, 1_i64..50_000, 0_i64..900, 0_i64..40, 0_i64..1400, 1_u64..12);
    let one = one.prop_map(|(kind, cents, fee, off, hour, order)| Drawn {
        kind,
        cents,
        fee,
        off: if off == 0 { 7 } else { 0 },
        hour,
        order,
    });
    prop::collection::vec(one, 1..40)
}

const KINDS: [(Family, Sign, Role); 12] = [
    (Family::Sale, Sign::Plus, Role::Part),
    (Family::Sale, Sign::Plus, Role::Part),
    (Family::Sale, Sign::Plus, Role::Part),
    (Family::Refund, Sign::Minus, Role::Part),
    (Family::Refund, Sign::Minus, Role::Part),
    (Family::Dispute, Sign::Minus, Role::Part),
    (Family::Reserve, Sign::Any, Role::Part),
    (Family::ShippingLabel, Sign::Minus, Role::Part),
    (Family::PlatformFee, Sign::Any, Role::Part),
    (Family::BalanceMove, Sign::Plus, Role::Returned),
    (Family::BalanceMove, Sign::Any, Role::Transfer),
    (Family::Adjustment, Sign::Any, Role::Part),
];

fn rows(drawn: &[Drawn], digits: u32, currency: Currency) -> Vec<BalanceTransaction> {
    let start = Timestamp::parse("2026-02-20T00:00:00Z").unwrap();
    let money = |units: i64| Money::new(Decimal::new(units, digits), currency);
    drawn
        .iter()
        .enumerate()
        .map(|(place, own)| {
            let known = KINDS.get(usize::from(own.kind));
            let minus = known.is_some_and(|(_, sign, _)| *sign == Sign::Minus)
                || (own.kind % 2 == 1 && known.is_none_or(|(_, sign, _)| *sign == Sign::Any));
            let amount = if minus { -own.cents } else { own.cents };
            BalanceTransaction {
                id: Some(BalanceTransactionId::new(place as u64 + 1).unwrap()),
                named: format!("KIND_{}", own.kind).into(),
                kind: known.map(|(family, sign, role)| Kind {
                    family: *family,
                    sign: *sign,
                    role: *role,
                }),
                test: own.kind == 13,
                payout: Some(PayoutId::new(1).unwrap()),
                at: start.checked_add_seconds(own.hour * 3600).unwrap(),
                amount: money(amount),
                fee: money(own.fee),
                net: money(amount - own.fee + own.off),
                order: Some(OrderId::new(own.order).unwrap()),
                order_name: None,
                transaction: Some(TransactionId::new(place as u64 + 1).unwrap()),
                presentment: None,
            }
        })
        .collect()
}

fn counts(row: &BalanceTransaction) -> bool {
    !row.test && row.kind.is_none_or(|kind| kind.role != Role::Transfer)
}

fn payout(rows: &[BalanceTransaction], currency: Currency) -> Payout {
    let nets = rows.iter().filter(|row| counts(row)).map(|row| row.net);
    Payout {
        id: PayoutId::new(1).unwrap(),
        status: PayoutStatus::Paid,
        issued: Some(Issued::On(Date::parse("2026-04-20").unwrap())),
        currency,
        net: Some(Money::sum(currency, nets).unwrap()),
        withdrawal: false,
        trace: None,
        summary: Vec::new(),
    }
}

/// Each order: goods, tax and what others paid.
fn orders(currency: Currency, digits: u32) -> Vec<OrderMoney> {
    let part = |part, units| OrderPart {
        part,
        detail: String::new(),
        amount: Money::new(Decimal::new(units, digits), currency),
    };
    (1..6_u64)
        .map(|order| OrderMoney {
            order: OrderId::new(order).unwrap(),
            name: None,
            placed_at: None,
            channel: None,
            edited: false,
            deleted: false,
            sale: vec![
                part(Part::GrossSales, 100_000),
                part(Part::Tax, 8_333),
                part(Part::OtherGateways, -7_777),
            ],
            refund: vec![part(Part::GrossSales, -3_000), part(Part::Tax, -251)],
            sold_before: None,
            refunded_before: None,
        })
        .collect()
}

fn recorded(rows: &[BalanceTransaction]) -> Vec<Recorded> {
    let sale = tillbridge::domain::ids::lightspeed::SaleId::parse("5").unwrap();
    let kept = rows.iter().filter(|row| row.id.unwrap().number() % 3 != 0);
    kept.map(|row| Recorded {
        order: row.order.unwrap(),
        order_name: None,
        transaction: row.transaction,
        sale: sale.clone(),
        amount: Some(row.amount),
    })
    .collect()
}

fn inputs<'a>(
    payouts: &'a [Payout],
    rows: &'a [BalanceTransaction],
    orders: &'a [OrderMoney],
    recorded: &'a [Recorded],
    posted: &'a [Posted],
) -> Inputs<'a> {
    Inputs {
        payouts,
        rows,
        orders,
        recorded: Some(recorded),
        posted,
        bank: None,
        openings: &[],
        movements: &[],
        report: &[],
        by_channel: false,
    }
}

fn currency(place: usize) -> (Currency, u32) {
    let code = ["USD", "JPY", "KWD"][place % 3];
    let currency = Currency::parse(code).unwrap();
    (currency, currency.minor_digits())
}

fn adds_up(found: &Summarised<'_>) {
    let own = &found.summaries[0];
    let currency = own.payout.currency;
    let sum = |all: Vec<Money>| Money::sum(currency, all).unwrap();
    let concluded = &own.concluded;
    assert!(concluded.certificate.ties());
    assert!(sum(concluded.lines.iter().map(|line| line.amount).collect()).is_zero());
    let nets = own.totals.families.iter().map(|family| family.net).collect();
    assert_eq!(sum(nets), own.payout.net.unwrap());
    for family in &own.totals.families {
        let lines = concluded.lines.iter().filter(|line| line.key.family == family.family);
        assert!(lines.count() > 0 || family.gross.is_zero(), "{family:?}");
    }
    let mut bank = Money::zero(currency);
    for entry in &concluded.entries {
        assert_eq!(entry.debits, entry.credits, "{}", entry.reference);
        assert!(entry.reference.len() <= 21);
        let own = entry.lines.iter().filter(|line| line.account.word() == "bank");
        bank = own.fold(bank, |bank, line| bank.checked_sub(&line.credit).unwrap());
    }
    assert_eq!(bank, own.payout.net.unwrap(), "what reaches the bank");
}

/// What is said of a row that is compared.
type Said = (Option<BalanceTransactionId>, Status, Option<Why>);

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn what_is_made_of_rows_adds_up_however_they_come(
        drawn in drawn(), which in 0_usize..3, turn in 0_usize..40, size in 1_usize..9,
    ) {
        let (policy, (currency, digits)) = (policy(), currency(which));
        let rows = rows(&drawn, digits, currency);
        let (payouts, orders) = ([payout(&rows, currency)], orders(currency, digits));
        let recorded = recorded(&rows);
        let given = inputs(&payouts, &rows, &orders, &recorded, &[]);
        let found = summarise(&given, &policy).unwrap();
        adds_up(&found);
        // Turned and mixed, the same.
        let mut other = rows.clone();
        other.rotate_left(turn % rows.len());
        other.reverse();
        let again = inputs(&payouts, &other, &orders, &recorded, &[]);
        let again = summarise(&again, &policy).unwrap();
        prop_assert_eq!(&again.summaries[0].totals, &found.summaries[0].totals);
        prop_assert_eq!(&again.summaries[0].concluded, &found.summaries[0].concluded);
        prop_assert_eq!(&again.months, &found.months);
        // Every row twice, the same.
        let twice: Vec<BalanceTransaction> =
            rows.iter().chain(&rows).cloned().collect();
        let again = inputs(&payouts, &twice, &orders, &recorded, &[]);
        let again = summarise(&again, &policy).unwrap();
        prop_assert_eq!(again.summaries[0].totals.excluded.twice as usize, rows.len());
        prop_assert_eq!(&again.summaries[0].concluded, &found.summaries[0].concluded);
        // Page by page, the same.
        let whole = inputs(&payouts, &rows, &[], &recorded, &[]);
        let whole = summarise(&whole, &policy).unwrap();
        let mut totals = Totals::new(currency);
        for rows in rows.chunks(size) {
            page(&mut totals, rows, &recorded, &[], &policy).unwrap();
        }
        prop_assert_eq!(&totals, &whole.summaries[0].totals);
    }

    /// Payments that several rows name, as if they were paid out again: only one of these holds each,
    /// on whatever page it comes.
    #[test]
    fn a_payment_is_held_once_however_its_rows_come(
        drawn in drawn(), of in 1_u64..9, size in 1_usize..9, which in 0_usize..3,
    ) {
        let (policy, (currency, digits)) = (policy(), currency(which));
        let mut rows = rows(&drawn, digits, currency);
        for (place, row) in rows.iter_mut().enumerate() {
            row.transaction = Some(TransactionId::new(place as u64 % of + 1).unwrap());
        }
        let mut recorded = recorded(&rows);
        recorded.sort_by_key(|own| own.transaction);
        recorded.dedup_by_key(|own| own.transaction);
        let said = |list: &[Reconciled<'_>], rows: &[BalanceTransaction]| -> Vec<Said> {
            let compared = list.iter().filter_map(|own| {
                let standing = own.standing.as_ref()?;
                Some((rows[own.row].id, standing.status, standing.why))
            });
            compared.collect()
        };
        let payouts = [payout(&rows, currency)];
        let whole = summarise(&inputs(&payouts, &rows, &[], &recorded, &[]), &policy).unwrap();
        let mut held: Vec<TransactionId> = Vec::new();
        let mut found: Vec<Said> = Vec::new();
        let mut totals = Totals::new(currency);
        for rows in rows.chunks(size) {
            let paged = page(&mut totals, rows, &recorded, &held, &policy).unwrap();
            found.extend(said(&paged.rows, rows));
            let own = paged.rows.iter().filter(|own| {
                own.standing.as_ref().is_some_and(|standing| standing.by_transaction)
            });
            held.extend(own.filter_map(|own| rows[own.row].transaction));
        }
        let mut wanted = said(&whole.summaries[0].rows, &rows);
        found.sort_by_key(|(id, ..)| *id);
        wanted.sort_by_key(|(id, ..)| *id);
        prop_assert_eq!(found, wanted);
        prop_assert_eq!(&totals, &whole.summaries[0].totals);
        let all = held.len();
        held.sort_unstable();
        held.dedup();
        prop_assert_eq!(held.len(), all);
    }

    #[test]
    fn what_was_posted_and_what_is_posted_is_what_should_stand(
        drawn in drawn(), which in 0_usize..3, cut in 0_usize..40,
    ) {
        let (policy, (currency, digits)) = (policy(), currency(which));
        let rows = rows(&drawn, digits, currency);
        let early = &rows[..cut.min(rows.len())];
        let first = [payout(early, currency)];
        let given = inputs(&first, early, &[], &[], &[]);
        let before = summarise(&given, &policy).unwrap();
        let lines = before.summaries[0].concluded.lines.clone();
        let posted = [Posted { payout: first[0].id, times: 1, lines: lines.clone() }];
        // The same again: nothing.
        let given = inputs(&first, early, &[], &[], &posted);
        let same = summarise(&given, &policy).unwrap();
        prop_assert_eq!(same.summaries[0].concluded.posting, Posting::Nothing);
        // Rows came late, or the payout failed: what is posted makes up the difference.
        for status in [PayoutStatus::Paid, PayoutStatus::Failed] {
            let payouts = [Payout { status, ..payout(&rows, currency) }];
            let given = inputs(&payouts, &rows, &[], &[], &posted);
            let late = summarise(&given, &policy).unwrap();
            let concluded = &late.summaries[0].concluded;
            let mut sum = lines.clone();
            for line in &concluded.change {
                match sum.iter_mut().find(|own| own.key == line.key) {
                    Some(own) => own.amount = own.amount.checked_add(&line.amount).unwrap(),
                    None => sum.push(line.clone()),
                }
            }
            sum.retain(|line| !line.amount.is_zero());
            sum.sort_by(|one, other| one.key.cmp(&other.key));
            let mut stand = concluded.lines.clone();
            stand.sort_by(|one, other| one.key.cmp(&other.key));
            prop_assert_eq!(sum, stand);
            for entry in &concluded.entries {
                prop_assert_eq!(&entry.debits, &entry.credits);
            }
        }
    }
}

/// Scenario 106: what others split at 2,000 rows is one entry here.
#[test]
fn a_payout_of_5000_rows_is_one_entry() {
    let (policy, (currency, digits)) = (policy(), currency(0));
    let drawn: Vec<Drawn> = (0..5000)
        .map(|place| Drawn {
            kind: if place % 7 == 0 { 3 } else { 0 },
            cents: 1000 + place,
            fee: 30,
            off: 0,
            hour: 24 * 45 + place % 200,
            order: 1 + place.unsigned_abs(),
        })
        .collect();
    let rows = rows(&drawn, digits, currency);
    let payouts = [payout(&rows, currency)];
    let recorded = recorded(&rows);
    let found = summarise(&inputs(&payouts, &rows, &[], &recorded, &[]), &policy).unwrap();
    adds_up(&found);
    assert_eq!(found.summaries[0].concluded.entries.len(), 1);
    let mut totals = Totals::new(currency);
    for rows in rows.chunks(100) {
        page(&mut totals, rows, &recorded, &[], &policy).unwrap();
    }
    assert_eq!(totals, found.summaries[0].totals);
}
