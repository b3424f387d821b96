//! Numbers: what is read exactly, what is refused, and how values are printed.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use super::*;
use proptest::prelude::*;

fn dec(text: &str) -> Decimal {
    parse(text).unwrap()
}

#[test]
fn plain_decimals_are_read_with_their_scale() {
    let table = [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("+1", "1"),
        ("12.50", "12.50"),
        ("-3.5", "-3.5"),
        ("007", "7"),
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        ("125e-2", "1.25"),
        ("1.20e1", "12.0"),
        ("0e400", "0"),
        ("99999999999999.99", "99999999999999.99"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
        ("0.0000000000000000000000000001", "0.0000000000000000000000000001"),
        // Zeros that do not fit are given up, digits are not.
        ("1.000000000000000000000000000000000", "1.0000000000000000000000000000"),
        ("7000000000000000000000000000.000", "7000000000000000000000000000.0"),
        ("9000000000000000000000000000.000", "9000000000000000000000000000"),
    ];
    for (text, printed) in table {
        assert_eq!(dec(text).to_string(), printed, "{text}");
    }
}

#[test]
fn what_is_no_plain_decimal_is_refused() {
    let not = [
        "",
        " ",
        "-",
        "+",
        ".",
        ".5",
        "5.",
        "1 ",
        " 1",
        "1,5",
        "1,000.00",
        "1_000",
        "NaN",
        "inf",
        "Infinity",
        "0x10",
        "1e",
        "1e+",
        "1e1.5",
        "--1",
        "+-1",
        "1.2.3",
        "１",
        "$1",
        "1e400x",
        "99999999999999999999999999999999999999999999x",
    ];
    for text in not {
        assert_eq!(parse(text), Err(NumberError::NotANumber), "{text}");
    }
    for text in ["1e400", "1e99999999999999999999", "100000000000000000000000000000000"] {
        assert_eq!(parse(text), Err(NumberError::OutOfRange), "{text}");
    }
    for text in [
        "1.00000000000000000000000000001",
        "79228162514264337593543950336",
        "1e-29",
        "1e-99999999999999999999",
        "123456789012345678901234567890.1",
    ] {
        assert_eq!(parse(text), Err(NumberError::TooManyDigits), "{text}");
    }
}

#[test]
fn rounding_is_named() {
    use Rounding::{Ceiling, Floor, HalfEven, HalfUp, TowardZero};
    let table = [
        ("0.125", 2, [("0.13", HalfUp), ("0.12", HalfEven), ("0.12", Floor), ("0.13", Ceiling)]),
        (
            "-0.125",
            2,
            [("-0.13", HalfUp), ("-0.12", HalfEven), ("-0.13", Floor), ("-0.12", Ceiling)],
        ),
        ("2.5", 0, [("3", HalfUp), ("2", HalfEven), ("2", Floor), ("2", TowardZero)]),
        ("-2.5", 0, [("-3", HalfUp), ("-2", HalfEven), ("-3", Floor), ("-2", TowardZero)]),
        ("1.1", 4, [("1.1", HalfUp), ("1.1", HalfEven), ("1.1", Floor), ("1.1", Ceiling)]),
    ];
    for (value, digits, results) in table {
        for (expected, rounding) in results {
            assert_eq!(
                plain(round(dec(value), digits, rounding)),
                expected,
                "{value} {rounding:?}"
            );
        }
    }
    // Zero has no sign.
    assert_eq!(round(dec("-0.4"), 0, HalfUp).to_string(), "0");
}

#[test]
fn printing_pads_and_never_rounds() {
    let table = [
        ("12.5", 2, "12.50"),
        ("12", 2, "12.00"),
        ("12", 0, "12"),
        ("12.500", 2, "12.50"),
        ("12.505", 2, "12.505"),
        ("0", 3, "0.000"),
        ("-0.5", 2, "-0.50"),
        ("79228162514264337593543950335", 2, "79228162514264337593543950335.00"),
    ];
    for (value, digits, printed) in table {
        assert_eq!(format(dec(value), digits), printed);
    }
    assert_eq!(plain(dec("-0.00")), "0");
    assert_eq!(plain(dec("100.00")), "100");
}

#[test]
fn json_numbers_are_written_digit_by_digit() {
    let table = [
        ("99999999999999.99", "99999999999999.99"),
        ("12.100000000000001", "12.100000000000001"),
        ("12.50", "12.5"),
        ("-0.00", "0"),
        ("18446744073709551616", "18446744073709551616"),
        ("1e2", "100"),
    ];
    for (text, written) in table {
        assert_eq!(serde_json::to_string(&JsonNumber(dec(text))).unwrap(), written);
    }
}

#[test]
fn our_own_decimals_are_strings_with_their_scale() {
    for (text, written) in [("12.50", "\"12.50\""), ("-0.0", "\"0.0\""), ("-3", "\"-3\"")] {
        assert_eq!(serde_json::to_string(&DecimalText(dec(text))).unwrap(), written);
    }
}

#[test]
fn a_number_that_may_have_lost_digits_is_quoted_and_cut() {
    assert_eq!(unsafe_message("9007199254740994"), "`9007199254740994` may have lost digits");
    assert!(unsafe_message(&"9".repeat(1000)).len() < 100);
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    let top = 79_228_162_514_264_337_593_543_950_335_i128;
    (-top..=top, 0_u32..=28).prop_map(|(m, s)| Decimal::try_from_i128_with_scale(m, s).unwrap())
}

/// Numbers as orders have them.
fn short_decimal() -> impl Strategy<Value = Decimal> {
    (-200_000_i64..200_000, 0_u32..8).prop_map(|(m, s)| Decimal::new(m, s))
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(value in any_decimal()) {
        prop_assert_eq!(dec(&value.to_string()), value);
        prop_assert_eq!(dec(&value.to_string()).scale(), value.scale());
        prop_assert_eq!(dec(&plain(value)), value);
        let written = serde_json::to_string(&JsonNumber(value)).unwrap();
        prop_assert_eq!(dec(&written), value);
    }

    #[test]
    fn digits_are_those_of_the_general_formatting(
        value in any_decimal(), small in -100_000_i64..100_000, scale in 0_u32..=28
    ) {
        for value in [value, Decimal::new(small, scale), Decimal::new(small * 100, scale)] {
            prop_assert_eq!(super::format(value, value.scale()), unsigned_zero(value).to_string());
            prop_assert_eq!(plain(value), unsigned_zero(value.normalize()).to_string());
        }
    }

    #[test]
    fn as_many_zeros_are_put_behind_as_are_asked_for(value in short_decimal(), digits in 0_u32..40) {
        let text = super::format(value, digits);
        prop_assert_eq!(dec(&text), value);
        let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        prop_assert_eq!(decimals, value.normalize().scale().max(digits) as usize);
    }

    #[test]
    fn parsing_never_panics(text in "[-+0-9.eE]{0,40}") {
        if let Ok(value) = parse(&text) {
            prop_assert_eq!(dec(&plain(value)), value);
        }
    }

    #[test]
    fn exact_add_never_loses_a_digit(a in any_decimal(), b in any_decimal()) {
        if let Some(sum) = exact_add(a, b) {
            // Aligned as integers, where these fit.
            let scale = a.scale().max(b.scale()).max(sum.scale());
            let aligned = |v: Decimal| v.mantissa().checked_mul(10_i128.pow(scale - v.scale()));
            if let (Some(a), Some(b), Some(sum)) = (aligned(a), aligned(b), aligned(sum)) {
                prop_assert_eq!(a + b, sum);
            }
        }
        prop_assert_eq!(exact_sub(a, b), exact_add(a, -b));
    }

    /// By the quick way for few digits and by the other one, also where the first just ends.
    #[test]
    fn a_sum_and_a_difference_are_those_of_the_library(
        a in prop_oneof![Just(i64::MAX), Just(i64::MIN), any::<i64>(), -100_i64..100],
        b in prop_oneof![Just(i64::MAX), Just(i64::MIN), any::<i64>(), -100_i64..100],
        scale in 0_u32..=20,
    ) {
        let [one, other] = [a, b].map(|units| Decimal::from_i128_with_scale(units.into(), scale));
        let results = [
            (exact_add(one, other).unwrap(), i128::from(a) + i128::from(b)),
            (exact_sub(one, other).unwrap(), i128::from(a) - i128::from(b)),
        ];
        for (result, units) in results {
            prop_assert_eq!(result.mantissa(), units);
            prop_assert_eq!(result.scale(), scale);
            prop_assert!(!result.is_zero() || result.is_sign_positive());
        }
    }

    #[test]
    fn a_count_is_read_and_written_as_the_library_does(
        count in prop_oneof![any::<u64>(), 0..1_000_000_000_u64, Just(100_000_000), Just(99_999_999)]
    ) {
        let (digits, start) = count_digits(count);
        let text = std::str::from_utf8(&digits[start..]).unwrap();
        prop_assert_eq!(text, count.to_string());
        prop_assert_eq!(count_of(text), Some(count).filter(|_| text.len() < 20));
    }

    #[test]
    fn what_is_no_count_is_none(text in "[0-9:/a\\x7F\u{FF}@ +.-]{0,24}") {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let expected = text.parse::<u64>().ok().filter(|_| digits && text.len() < 20);
        prop_assert_eq!(count_of(&text), expected);
    }

    #[test]
    fn everyday_amounts_always_add(
        a in -1_000_000_000_000_000_i64..1_000_000_000_000_000, b in -1_000_000_000_i64..1_000_000_000,
        digits in 0_u32..=9
    ) {
        let (a, b) = (Decimal::new(a, 2), Decimal::new(b, digits));
        let sum = exact_add(a, b).unwrap();
        prop_assert_eq!(exact_add(sum, -b), Some(a));
    }

    #[test]
    fn text_is_what_the_library_writes(
        value in prop_oneof![any_decimal(), short_decimal()],
        digits in 0_u32..6,
    ) {
        let normal = value.normalize();
        let mut expected = normal.to_string();
        if expected == "-0" {
            expected = "0".to_owned();
        }
        prop_assert_eq!(plain(value), expected.clone());
        if normal.scale() < digits {
            let point = if normal.scale() == 0 { "." } else { "" };
            let zeros = usize::try_from(digits - normal.scale()).unwrap();
            expected = format!("{expected}{point}{}", "0".repeat(zeros));
        }
        prop_assert_eq!(super::format(value, digits), expected);
    }
}
