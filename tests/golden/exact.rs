//! Fractions of whole numbers: the tests' own arithmetic, which shares no code with the module.

/// A fraction; the denominator is above zero.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    over: i128,
    under: i128,
}

impl PartialEq for Exact {
    fn eq(&self, other: &Self) -> bool {
        self.over * other.under == other.over * self.under
    }
}

impl Exact {
    /// Reads decimal text.
    pub(crate) fn of(text: &str) -> Self {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = format!("{whole}{fraction}");
        let over = digits.parse().unwrap_or_else(|error| panic!("`{text}`: {error}"));
        Self { over, under: 10_i128.pow(u32::try_from(fraction.len()).unwrap()) }.small()
    }

    /// A whole number.
    pub(crate) fn whole(over: i128) -> Self {
        Self { over, under: 1 }
    }

    fn small(self) -> Self {
        let (mut a, mut b) = (self.over.abs(), self.under);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self { over: self.over / a.max(1), under: self.under / a.max(1) }
    }

    /// The sum.
    pub(crate) fn plus(self, other: Self) -> Self {
        let over = self.over * other.under + other.over * self.under;
        Self { over, under: self.under * other.under }.small()
    }

    /// The difference.
    pub(crate) fn minus(self, other: Self) -> Self {
        self.plus(Self { over: -other.over, ..other })
    }

    /// The product.
    pub(crate) fn times(self, other: Self) -> Self {
        Self { over: self.over * other.over, under: self.under * other.under }.small()
    }

    /// The quotient.
    pub(crate) fn over(self, other: Self) -> Self {
        assert!(other.over != 0, "divided by {other:?}");
        let sign = other.over.signum();
        Self { over: sign * self.over * other.under, under: self.under * sign * other.over }.small()
    }

    /// Rounded to `digits` decimals, half away from zero.
    pub(crate) fn rounded(self, digits: u32) -> Self {
        let scale = 10_i128.pow(digits);
        let twice = 2 * self.over.abs() * scale;
        let size = (twice + self.under) / (2 * self.under);
        Self { over: size * self.over.signum(), under: scale }.small()
    }

    /// The sum of all.
    pub(crate) fn sum(all: impl IntoIterator<Item = Self>) -> Self {
        all.into_iter().fold(Self::whole(0), Self::plus)
    }
}

#[test]
fn halves_go_away_from_zero() {
    assert_eq!(Exact::of("1.665").rounded(2), Exact::of("1.67"));
    assert_eq!(Exact::of("-1.665").rounded(2), Exact::of("-1.67"));
    assert_eq!(Exact::of("8.32").over(Exact::of("3")).rounded(5), Exact::of("2.77333"));
    assert_eq!(Exact::of("0.1").plus(Exact::of("0.2")), Exact::of("0.30"));
    assert_ne!(Exact::of("0.1"), Exact::of("0.10001"));
}

impl Exact {
    /// The whole number that it is.
    pub(crate) fn units(self) -> i128 {
        assert_eq!(self.over % self.under, 0, "{self:?} is not whole");
        self.over / self.under
    }

    /// Whether it lies between minus and plus `bound`.
    pub(crate) fn size_is_within(self, bound: Self) -> bool {
        self.over.abs() * bound.under <= bound.over * self.under
    }

    /// Whether it is at most `other`.
    pub(crate) fn is_at_most(self, other: Self) -> bool {
        self.over * other.under <= other.over * self.under
    }

    /// The smaller one.
    pub(crate) fn smaller(self, other: Self) -> Self {
        if self.is_at_most(other) { self } else { other }
    }

    /// The largest number of `digits` decimals that is not above it.
    fn down(self, digits: u32) -> Self {
        let scale = 10_i128.pow(digits);
        Self { over: (self.over * scale).div_euclid(self.under), under: scale }.small()
    }

    /// The smallest number of `digits` decimals that is not below it.
    pub(crate) fn up(self, digits: u32) -> Self {
        let down = self.down(digits);
        let step = Self { over: 1, under: 10_i128.pow(digits) };
        if down == self { self } else { down.plus(step) }
    }

    /// Shared out by weights in units of `digits` decimals: what is cut off goes one unit each to
    /// the largest remainders, of equal ones to the earlier.
    pub(crate) fn shares(self, weights: &[Self], digits: u32) -> Vec<Self> {
        if self.over < 0 {
            let shares = Self::whole(0).minus(self).shares(weights, digits);
            return shares.into_iter().map(|share| Self::whole(0).minus(share)).collect();
        }
        let sum = Self::sum(weights.iter().copied());
        let exact: Vec<Self> = weights.iter().map(|part| self.times(*part).over(sum)).collect();
        let mut shares: Vec<Self> = exact.iter().map(|share| share.down(digits)).collect();
        let step = Self { over: 1, under: 10_i128.pow(digits) };
        let mut taken = vec![false; shares.len()];
        while Self::sum(shares.iter().copied()) != self {
            let mut best: Option<usize> = None;
            for place in (0..shares.len()).filter(|place| !taken[*place]) {
                let rest = |place: usize| exact[place].minus(exact[place].down(digits));
                if best.is_none_or(|best| !rest(place).is_at_most(rest(best))) {
                    best = Some(place);
                }
            }
            let best = best.unwrap_or_else(|| panic!("{self:?} is finer than {digits} digits"));
            taken[best] = true;
            shares[best] = shares[best].plus(step);
        }
        shares
    }
}

#[test]
fn shares_lose_nothing_and_favour_the_earlier() {
    let of = |texts: &[&str]| texts.iter().map(|text| Exact::of(text)).collect::<Vec<_>>();
    assert_eq!(Exact::of("10.00").shares(&of(&["1", "1", "1"]), 2), of(&["3.34", "3.33", "3.33"]));
    assert_eq!(Exact::of("19.97").shares(&of(&["2", "1"]), 2), of(&["13.31", "6.66"]));
    assert_eq!(Exact::of("-0.01").shares(&of(&["1", "1"]), 2), of(&["-0.01", "0"]));
    assert_eq!(Exact::of("1.001").up(2), Exact::of("1.01"));
    assert_eq!(Exact::of("-5").over(Exact::of("-1")), Exact::of("5"));
}
