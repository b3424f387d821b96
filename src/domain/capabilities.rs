//! What the two Lightspeed series can do differently, as data, so that rules see no series.

/// What a Lightspeed series can express.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// How a sale line states its tax.
    pub tax: TaxModel,
    /// To how many digits the vendor rounds a sale's totals, whatever the currency.
    pub total_digits: u32,
    /// How a line that takes money off is written.
    pub negative: Negative,
    /// Whether stock can only be kept for a customer, line by line.
    pub reserves_lines: bool,
    /// Whether texts must be free of digits that look like a card number: the vendor blackens
    /// them without a word.
    pub blackens_card_numbers: bool,
}

/// How a line that takes money off is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negative {
    /// One unit at a price below zero (R-Series).
    Price,
    /// Minus one unit at a price above zero (X-Series).
    Quantity,
}

/// How a sale line states its tax, and therefore how the vendor comes to its totals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxModel {
    /// Each line carries price before tax and tax of one unit, to so many digits; the sale's
    /// total and tax are the rounded sums (X-Series).
    AmountPerUnit {
        /// Digits after the point of a unit's price and tax.
        digits: u32,
    },
    /// The sale names a tax category, each line at most a class of it; the vendor computes the
    /// taxes of the lines from the rates and rounds the sum of each once (R-Series).
    RatePerSale,
}
