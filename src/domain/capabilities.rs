//! What the two Lightspeed series can do differently, as data, so that rules see no series.

/// What a Lightspeed series can express.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// How a sale line states its tax.
    pub tax: TaxModel,
    /// To how many digits the vendor rounds a sale's totals, whatever the currency.
    pub total_digits: u32,
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
    /// The sale names a tax; the vendor computes the tax of each line from the rate and rounds
    /// their sum once (R-Series).
    RatePerSale,
}
