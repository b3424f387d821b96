//! Currencies: ISO 4217 codes and their minor digits.

use crate::domain::text;
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A currency of the list.
#[derive(Eq, PartialEq, PartialOrd, Ord)]
struct Unit {
    code: &'static str,
    minor_digits: u8,
}

/// The list: how many minor digits, and the currencies that have so many.
macro_rules! units {
    ($($minor_digits:literal: $($code:ident)+;)+) => {
        static UNITS: &[Unit] = &[
            $($(Unit { code: stringify!($code), minor_digits: $minor_digits },)+)+
        ];
    };
}

// What is looked for most stands first. The last line of those with two digits is no longer issued,
// but orders and payouts of those days are still read.
units! {
    2: AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD
       CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS
       GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD
       LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB
       PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP
       SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW
       ZWG
       ANG BGN CUC HRK SLL ZWL;
    0: BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF;
    3: BHD IQD JOD KWD LYD OMR TND;
    4: CLF UYW;
}

/// A currency by its ISO 4217 code.
#[derive(Clone, Copy, Eq, PartialOrd, Ord)]
pub struct Currency(&'static Unit);

impl Currency {
    /// Reads a three-letter code in either case.
    ///
    /// # Errors
    /// [`CurrencyError`] if no currency has this code.
    pub fn parse(text: &str) -> Result<Self, CurrencyError> {
        let found = UNITS.iter().find(|unit| unit.code.eq_ignore_ascii_case(text));
        found.map(Self).ok_or_else(|| CurrencyError(text::excerpt(text).into_owned()))
    }

    /// The three upper-case letters.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// How many decimals its amounts have: USD 2, JPY 0, KWD 3, CLF 4.
    #[must_use]
    pub fn minor_digits(&self) -> u32 {
        u32::from(self.0.minor_digits)
    }
}

/// Each stands in the list once, so its place there is enough: amounts are added by the ten thousand.
impl PartialEq for Currency {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// No currency has this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrencyError(String);

impl fmt::Display for CurrencyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a currency code of ISO 4217", self.0)
    }
}

impl std::error::Error for CurrencyError {}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(feature = "schema")]
text::string_schema!(
    Currency,
    "Currency",
    "^[A-Za-z]{3}$",
    "A currency code of ISO 4217.",
    "USD",
    "JPY"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minor_digits_follow_iso_4217() {
        // scenario 28
        let table = [("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("BHD", 3), ("CLF", 4)];
        for (code, digits) in table {
            assert_eq!(Currency::parse(code).unwrap().minor_digits(), digits, "{code}");
        }
    }

    #[test]
    fn the_table_has_each_code_once() {
        let codes: Vec<_> = UNITS.iter().map(|unit| unit.code).collect();
        let unique: std::collections::BTreeSet<_> = codes.iter().collect();
        assert_eq!(unique.len(), codes.len());
        assert!(codes.iter().all(|c| c.len() == 3 && c.bytes().all(|b| b.is_ascii_uppercase())));
    }

    #[test]
    fn lower_case_is_read_and_nonsense_is_not() {
        assert_eq!(Currency::parse("usd").unwrap().code(), "USD");
        for text in ["", "US", "USDX", "XXX", "US D", "SD A", " USD", "£"] {
            assert!(Currency::parse(text).is_err(), "{text}");
        }
        let message = Currency::parse("DOLLAR").unwrap_err().to_string();
        assert_eq!(message, "`DOLLAR` is not a currency code of ISO 4217");
    }

    #[test]
    fn json_is_the_code() {
        let currency = Currency::parse("eur").unwrap();
        assert_eq!(serde_json::to_string(&currency).unwrap(), "\"EUR\"");
    }
}
