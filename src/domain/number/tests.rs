//! Numbers: what is read exactly, what is refused, and how values are printed.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use super::*;
use proptest::prelude::*;

fn dec(text: &str) -> Decimal {
    parse(text).unwrap()
}

fn json<T: for<'de> Deserialize<'de>>(text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|e| e.to_string())
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
fn json_numbers_keep_all_their_digits() {
    let table = [
        ("99999999999999.99", "99999999999999.99"),
        ("0.1", "0.1"),
        ("12.50", "12.50"),
        ("-7", "-7"),
        ("18446744073709551615", "18446744073709551615"),
        ("1E2", "100"),
    ];
    for (text, printed) in table {
        let number: Number = json(text).unwrap();
        assert_eq!(number.decimal().unwrap().to_string(), printed);
        // Also by way of a document that was read before.
        let value: serde_json::Value = json(text).unwrap();
        let again: Number = serde_json::from_value(value).unwrap();
        assert_eq!(again, number);
        let written = serde_json::to_string(&number).unwrap();
        assert_eq!(json::<Number>(&written).unwrap(), number);
    }
}

#[test]
fn a_bad_number_fails_when_it_is_asked_for() {
    let number: Number = json("{\"$unsafe_number\": \"12345678901234567000\"}").unwrap();
    assert!(number.is_unsafe());
    assert_eq!(number.decimal(), Err(NumberError::Unsafe));
    assert_eq!(number.integer(), Err(NumberError::Unsafe));
    assert!(serde_json::to_string(&number).is_err());
    let huge: Number = json("1e400").unwrap();
    assert_eq!(huge.decimal(), Err(NumberError::OutOfRange));
    assert!(!huge.is_unsafe());
    for text in ["\"1\"", "true", "null", "[]", "{}", "{\"a\": 1}"] {
        assert!(json::<Number>(text).is_err(), "{text}");
    }
    assert!(json::<Number>("{\"$unsafe_number\": \"1\", \"a\": 1}").is_err());
}

#[test]
fn integers_are_exact_or_refused() {
    assert_eq!(json::<Number>("450789469").unwrap().integer(), Ok(450_789_469));
    assert_eq!(json::<Number>("5.0").unwrap().integer(), Ok(5));
    assert_eq!(json::<Number>("18446744073709551615").unwrap().integer(), Ok(u64::MAX));
    assert_eq!(json::<Number>("5.5").unwrap().integer(), Err(NumberError::NotWhole));
    assert_eq!(json::<Number>("-1").unwrap().integer(), Err(NumberError::OutOfRange));
    let above = json::<Number>("18446744073709551616").unwrap();
    assert_eq!(above.integer(), Err(NumberError::OutOfRange));
}

#[test]
#[expect(clippy::disallowed_types, reason = "floats as a JavaScript host hands them over")]
fn floats_are_refused_where_digits_may_be_lost() {
    let exact: [(f64, &str); 7] = [
        (0.1, "0.1"),
        (-12.5, "-12.5"),
        (9_007_199_254_740_991.0, "9007199254740991"),
        (1e15, "1000000000000000"),
        (1e22, "10000000000000000000000"),
        (0.000_001_25, "0.00000125"),
        (-0.0, "0"),
    ];
    for (float, printed) in exact {
        assert_eq!(Number::from_float(float).decimal().unwrap().to_string(), printed);
    }
    for float in [0.1 + 0.2, 9_007_199_254_740_992.0, 99_999_999_999_999.99, 1.0 / 3.0] {
        assert!(Number::from_float(float).is_unsafe(), "{float}");
    }
    assert_eq!(Number::from_float(f64::NAN).decimal(), Err(NumberError::NotANumber));
    assert_eq!(Number::from_float(1e300).decimal(), Err(NumberError::OutOfRange));
}

#[test]
fn vendors_mix_strings_and_numbers() {
    for text in ["\"12.50\"", "12.50", "12.5", "1.25e1"] {
        assert_eq!(json::<LooseDecimal>(text).unwrap().0, dec("12.5"));
    }
    let refused = |text: &str| json::<LooseDecimal>(text).unwrap_err();
    assert!(refused("{\"$unsafe_number\": \"1\"}").starts_with("UNSAFE_NUMBER: "));
    for text in ["\"\"", "\"1,000\"", "1e400", "\"NaN\""] {
        assert!(refused(text).starts_with("INVALID_NUMBER: "), "{text}");
    }
    assert!(refused("\"1,000\"").contains("`1,000`"));
}

#[test]
fn our_own_decimals_are_strings() {
    let read: DecimalText = json("\"12.50\"").unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), "\"12.50\"");
    assert!(json::<DecimalText>("12.50").unwrap_err().contains("decimal string"));
    assert!(json::<DecimalText>("\"12,50\"").unwrap_err().contains("`12,50`"));
}

fn any_decimal() -> impl Strategy<Value = Decimal> {
    let top = 79_228_162_514_264_337_593_543_950_335_i128;
    (-top..=top, 0_u32..=28).prop_map(|(m, s)| Decimal::try_from_i128_with_scale(m, s).unwrap())
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(value in any_decimal()) {
        prop_assert_eq!(dec(&value.to_string()), value);
        prop_assert_eq!(dec(&value.to_string()).scale(), value.scale());
        prop_assert_eq!(dec(&plain(value)), value);
        prop_assert_eq!(json::<Number>(&value.to_string()).unwrap().decimal(), Ok(value));
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
}
