//! Who buys and where it goes. A log is no place for persons.

use std::fmt;

/// Who bought. Its `Debug` shows no value, for a log is no place for persons.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Buyer {
    /// First name, if any.
    pub first_name: Option<String>,
    /// Last name, if any.
    pub last_name: Option<String>,
    /// E-mail address as given.
    pub email: Option<String>,
    /// Phone number as given.
    pub phone: Option<String>,
    /// Where the e-mail address stands in the order.
    pub email_path: &'static str,
}

/// A postal address as given. Its `Debug` shows no value, as with [`Buyer`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Address {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Company.
    pub company: String,
    /// First line.
    pub line1: String,
    /// Second line.
    pub line2: String,
    /// City.
    pub city: String,
    /// Postal code.
    pub zip: String,
    /// Code of the state or province.
    pub province_code: String,
    /// ISO 3166 country code.
    pub country_code: String,
}

impl fmt::Debug for Buyer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Buyer(..)")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Address(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_person() {
        let buyer = Buyer { last_name: Some("Moreno".to_owned()), ..Buyer::default() };
        let address = Address { city: "Leeds".to_owned(), ..Address::default() };
        assert_eq!(format!("{:?}", (buyer, address)), "(Buyer(..), Address(..))");
    }
}
