//! Money: exact arithmetic, allocation by largest remainder, and the JSON form.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use super::*;
use proptest::prelude::*;

fn dec(text: &str) -> Decimal {
    number::parse(text).unwrap()
}

fn money(text: &str, code: &str) -> Money {
    Money::new(dec(text), Currency::parse(code).unwrap())
}

fn parts(total: &str, code: &str, weights: &[&str]) -> Result<Vec<String>, MoneyError> {
    let weights: Vec<_> = weights.iter().map(|weight| dec(weight)).collect();
    Ok(money(total, code).allocate(&weights)?.iter().map(Money::text).collect())
}

#[test]
fn a_discount_is_shared_by_largest_remainder() {
    // scenario 24: 10.00 off 3 x 9.99; a line at zero gets nothing
    assert_eq!(parts("10.00", "USD", &["9.99", "9.99", "9.99"]).unwrap(), ["3.34", "3.33", "3.33"]);
    assert_eq!(
        parts("10.00", "USD", &["9.99", "0", "9.99", "9.99"]).unwrap(),
        ["3.34", "0.00", "3.33", "3.33"]
    );
    assert_eq!(parts("-10.00", "USD", &["1", "1", "1"]).unwrap(), ["-3.34", "-3.33", "-3.33"]);
    // 5.00 by 19.99 : 5.00 : 5.01 = 3.3317, 0.8333, 0.8350
    assert_eq!(parts("5.00", "USD", &["19.99", "5.00", "5.01"]).unwrap(), ["3.33", "0.83", "0.84"]);
    assert_eq!(parts("0.01", "USD", &["1", "2"]).unwrap(), ["0.00", "0.01"]);
    assert_eq!(parts("0.02", "USD", &["1", "1", "1"]).unwrap(), ["0.01", "0.01", "0.00"]);
}

#[test]
fn allocation_is_in_the_currency_s_own_unit() {
    // scenario 28
    assert_eq!(parts("1000", "JPY", &["1", "1", "1"]).unwrap(), ["334", "333", "333"]);
    assert_eq!(parts("10.000", "KWD", &["1", "1", "1"]).unwrap(), ["3.334", "3.333", "3.333"]);
    assert_eq!(parts("100", "KRW", &["2", "1"]).unwrap(), ["67", "33"]);
    assert_eq!(parts("1.0001", "CLF", &["1", "1"]).unwrap(), ["0.5001", "0.5000"]);
    assert_eq!(parts("0.5", "JPY", &["1"]), Err(MoneyError::FinerThanMinorUnit));
}

#[test]
fn what_cannot_be_shared_is_refused() {
    assert_eq!(parts("1.005", "USD", &["1", "1"]), Err(MoneyError::FinerThanMinorUnit));
    assert_eq!(parts("1.00", "USD", &["1", "-1"]), Err(MoneyError::NegativeWeight));
    assert_eq!(parts("1.00", "USD", &["0", "0"]), Err(MoneyError::AllWeightsZero));
    assert_eq!(parts("1.00", "USD", &[]), Err(MoneyError::AllWeightsZero));
    assert_eq!(parts("0", "USD", &["0", "0"]).unwrap(), ["0.00", "0.00"]);
    assert_eq!(parts("0", "USD", &[]).unwrap(), Vec::<String>::new());
}

#[test]
fn long_weights_and_totals_are_shared_exactly() {
    let third = "0.3333333333333333333333333333";
    assert_eq!(parts("1.00", "USD", &[third, third, third]).unwrap(), ["0.34", "0.33", "0.33"]);
    // Wider than one 128-bit product.
    let total = "792281625142643375935439503.35";
    assert_eq!(
        parts(total, "USD", &[third, third]).unwrap(),
        ["396140812571321687967719751.68", "396140812571321687967719751.67"]
    );
    let large = "79228162514264337593543950335";
    assert_eq!(parts("1.00", "USD", &[large, third]), Err(MoneyError::Overflow));
}

#[test]
fn arithmetic_is_exact_or_an_error() {
    let (a, b) = (money("0.10", "USD"), money("0.2", "USD"));
    assert_eq!(a.checked_add(&b).unwrap().text(), "0.30");
    assert_eq!(a.checked_sub(&b).unwrap().text(), "-0.10");
    assert_eq!(a.checked_mul(dec("0.0825")).unwrap().text(), "0.00825");
    assert_eq!(a.checked_div(dec("4")).unwrap().text(), "0.025");
    assert_eq!(a.checked_div(dec("0")), Err(MoneyError::DivisionByZero));
    assert_eq!(money("0", "USD").checked_neg().unwrap().text(), "0.00");
    let third = money("10", "USD").checked_div(dec("3")).unwrap();
    let back = third.checked_mul(dec("0.3333333333333333333333333333")).unwrap();
    assert_eq!(back.round(Rounding::HalfUp).text(), "1.11");
    let large = money("79228162514264337593543950335", "USD");
    assert_eq!(large.checked_add(&large), Err(MoneyError::Overflow));
    assert_eq!(large.checked_add(&a), Err(MoneyError::Overflow));
    assert_eq!(large.checked_mul(dec("0.0825")), Err(MoneyError::Overflow));
    assert_eq!(large.checked_mul(dec("2")), Err(MoneyError::Overflow));
}

#[test]
fn a_sum_that_cannot_grow_stays_what_it_was() {
    let large = money("79228162514264337593543950335", "USD");
    let (cent, eur) = (money("0.01", "USD"), money("1", "EUR"));
    let mut sum = large;
    assert_eq!(sum.add(&cent), Err(MoneyError::Overflow));
    assert_eq!(sum.subtract(&cent), Err(MoneyError::Overflow));
    let mismatch = MoneyError::CurrencyMismatch { left: sum.currency(), right: eur.currency() };
    assert_eq!(sum.add(&eur), Err(mismatch));
    assert_eq!(sum, large);
    sum.subtract(&large).unwrap();
    sum.add(&cent).unwrap();
    sum.subtract(&money("0.03", "USD")).unwrap();
    assert_eq!(sum.text(), "-0.02");
}

#[test]
fn currencies_never_mix() {
    let (usd, eur) = (money("1", "USD"), money("1", "EUR"));
    let mismatch = MoneyError::CurrencyMismatch { left: usd.currency(), right: eur.currency() };
    assert_eq!(usd.checked_add(&eur), Err(mismatch));
    assert_eq!(usd.checked_sub(&eur), Err(mismatch));
    assert_eq!(usd.compare(&eur), Err(mismatch));
    assert_eq!(Money::sum(usd.currency(), [usd, eur]), Err(mismatch));
    assert_ne!(usd, eur);
    assert_eq!(mismatch.to_string(), "amounts in `USD` and `EUR` cannot be combined");
}

#[test]
fn sums_and_comparison() {
    let usd = Currency::parse("USD").unwrap();
    let all = ["1.10", "2.20", "-0.30"].map(|text| money(text, "USD"));
    assert_eq!(Money::sum(usd, all).unwrap(), money("3", "USD"));
    assert_eq!(Money::sum(usd, []).unwrap(), Money::zero(usd));
    assert_eq!(money("1.0", "USD").compare(&money("1.00", "USD")), Ok(Ordering::Equal));
    assert_eq!(money("-1", "USD").compare(&money("1", "USD")), Ok(Ordering::Less));
    assert!(money("-0.01", "USD").is_negative());
    assert!(!money("-0", "USD").is_negative());
}

#[test]
fn rounding_is_in_minor_digits() {
    // scenario 28
    for (from, code, to) in
        [("1.005", "USD", "1.01"), ("1250.5", "JPY", "1251"), ("1.0005", "KWD", "1.001")]
    {
        assert_eq!(money(from, code).round(Rounding::HalfUp).text(), to);
    }
    assert_eq!(money("1.25", "USD").round_to(1, Rounding::HalfEven).text(), "1.20");
}

#[test]
fn text_has_the_minor_digits_or_more() {
    for (from, code, to) in [
        ("12.5", "USD", "12.50"),
        ("1250", "JPY", "1250"),
        ("1250.0", "JPY", "1250"),
        ("12.3456", "USD", "12.3456"),
        ("1.5", "KWD", "1.500"),
    ] {
        assert_eq!(money(from, code).text(), to);
    }
}

#[test]
fn json_form() {
    let json = r#"{"amount":"12.50","currency":"USD"}"#;
    for amount in ["12.5", "12.50", "12.500"] {
        assert_eq!(serde_json::to_string(&money(amount, "USD")).unwrap(), json);
    }
    let fine = serde_json::to_string(&money("-0.125", "USD")).unwrap();
    assert_eq!(fine, r#"{"amount":"-0.125","currency":"USD"}"#);
}

fn weights() -> impl Strategy<Value = Vec<Decimal>> {
    let weight = (0_i64..2_000_000, 0_u32..5).prop_map(|(m, s)| Decimal::new(m, s));
    prop::collection::vec(prop_oneof![1 => Just(Decimal::ZERO), 4 => weight], 1..20)
        .prop_filter("some weight", |weights| weights.iter().any(|w| !w.is_zero()))
}

fn totals() -> impl Strategy<Value = Money> {
    (-100_000_000_i64..100_000_000, prop::sample::select(vec!["USD", "JPY", "KWD", "CLF"]))
        .prop_map(|(units, code)| {
            let currency = Currency::parse(code).unwrap();
            Money::new(Decimal::new(units, currency.minor_digits()), currency)
        })
}

proptest! {
    #[test]
    fn parts_add_up_and_stay_within_one_unit(total in totals(), weights in weights()) {
        let parts = total.allocate(&weights).unwrap();
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(Money::sum(total.currency(), parts.clone()).unwrap(), total);
        let whole: Decimal = weights.iter().copied().sum();
        let unit = Decimal::new(1, total.currency().minor_digits());
        for (part, weight) in parts.iter().zip(&weights) {
            // |part - total * weight / whole| < unit, without the division
            let gap = part.amount() * whole - total.amount() * weight;
            prop_assert!(gap.abs() < unit * whole);
            prop_assert!(part.amount().scale() <= total.currency().minor_digits());
            prop_assert!(!weight.is_zero() || part.is_zero());
            prop_assert!(part.is_zero() || part.is_negative() == total.is_negative());
        }
    }

    #[test]
    fn a_negative_total_mirrors_the_positive(total in totals(), weights in weights()) {
        let mirrored = total.checked_neg().unwrap().allocate(&weights).unwrap();
        for (part, mirror) in total.allocate(&weights).unwrap().iter().zip(mirrored) {
            prop_assert_eq!(part.checked_neg().unwrap(), mirror);
        }
    }

    #[test]
    fn of_equal_weights_the_first_has_most(total in totals(), weights in weights()) {
        let parts = total.allocate(&weights).unwrap();
        for (i, weight) in weights.iter().enumerate() {
            for j in i + 1..weights.len() {
                if weights[j] == *weight {
                    prop_assert!(parts[i].amount().abs() >= parts[j].amount().abs());
                }
            }
        }
    }

    #[test]
    fn order_matters_only_for_equal_remainders(
        total in totals(), weights in prop::collection::btree_set(1_i64..2_000_000, 1..8)
    ) {
        let weights: Vec<_> = weights.into_iter().map(Decimal::from).collect();
        let whole: Decimal = weights.iter().copied().sum();
        let unit = Decimal::new(1, total.currency().minor_digits());
        let remainder = |w: &Decimal| (total.amount().abs() * w) % (unit * whole);
        let mut remainders: Vec<_> = weights.iter().map(remainder).collect();
        remainders.sort();
        remainders.dedup();
        if remainders.len() < weights.len() {
            return Ok(());
        }
        let reversed: Vec<_> = weights.iter().rev().copied().collect();
        let mut parts = total.allocate(&reversed).unwrap();
        parts.reverse();
        prop_assert_eq!(parts, total.allocate(&weights).unwrap());
    }

    #[test]
    fn scaling_all_weights_changes_nothing(total in totals(), weights in weights()) {
        let scaled: Vec<_> = weights.iter().map(|w| w * Decimal::new(7, 3)).collect();
        prop_assert_eq!(total.allocate(&scaled).unwrap(), total.allocate(&weights).unwrap());
    }
}
