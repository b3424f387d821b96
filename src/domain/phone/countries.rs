//! Countries of ISO 3166 with their calling code and trunk prefix, in a few static strings.

use crate::domain::text;
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// What is dialled before a national number, and whether it is part of the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trunk {
    /// Nothing; a leading zero, if there is one, belongs to the number (Italy).
    None,
    /// One of these, dialled inside the country only. The first that fits is removed.
    Prefix(&'static [&'static str]),
}

/// Country and calling code: trunk prefix 0.
const ZERO: &str = "AE971 AF93 AL355 AM374 AR54 AT43 AU61 AX358 AZ994 BA387 BD880 BE32 BG359 \
    BL590 BO591 BR55 CC61 CD243 CH41 CN86 CO57 CU53 CX61 DE49 DZ213 EC593 EG20 EH212 ER291 ET251 \
    FI358 FR33 GA241 GB44 GE995 GF594 GG44 GH233 GP590 HR385 ID62 IE353 IL972 IM44 IN91 IQ964 \
    IR98 JE44 JO962 JP81 KE254 KG996 KH855 KI686 KP850 KR82 LA856 LB961 LI423 LK94 LR231 LY218 \
    MA212 MC377 MD373 ME382 MF590 MG261 MK389 MM95 MN976 MQ596 MW265 MY60 NA264 NG234 NL31 NP977 \
    NZ64 PE51 PH63 PK92 PM508 PN64 PS970 PY595 RE262 RO40 RS381 RW250 SA966 SD249 SE46 SI386 \
    SK421 SL232 SO252 SS211 SY963 TF262 TH66 TR90 TW886 TZ255 UA380 UG256 UY598 VE58 VN84 XK383 \
    YE967 YT262 ZA27 ZM260 ZW263";
/// The North American Numbering Plan: trunk prefix 1, ten digits after the calling code 1.
const ONE: &str = "AG1 AI1 AS1 BB1 BM1 BS1 CA1 DM1 DO1 GD1 GU1 JM1 KN1 KY1 LC1 MP1 MS1 PR1 SX1 \
    TC1 TT1 UM1 US1 VC1 VG1 VI1";
/// No trunk prefix.
const NONE: &str = "AC247 AD376 AO244 AQ672 AW297 BF226 BH973 BI257 BJ229 BN673 BQ599 BT975 BV47 \
    BW267 BZ501 CF236 CG242 CI225 CK682 CL56 CM237 CR506 CV238 CW599 CY357 CZ420 DJ253 DK45 \
    EE372 ES34 FJ679 FK500 FM691 FO298 GI350 GL299 GM220 GN224 GQ240 GR30 GS500 GT502 GW245 \
    GY592 HK852 HM672 HN504 HT509 IO246 IS354 IT39 KM269 KW965 LS266 LU352 LV371 MH692 ML223 \
    MO853 MR222 MT356 MU230 MV960 MX52 MZ258 NC687 NE227 NF672 NI505 NO47 NR674 NU683 OM968 \
    PA507 PF689 PG675 PL48 PT351 PW680 QA974 SB677 SC248 SG65 SH290 SJ47 SM378 SN221 SR597 ST239 \
    SV503 SZ268 TA290 TD235 TG228 TJ992 TK690 TL670 TN216 TO676 TV688 UZ998 VA39 VU678 WF681 \
    WS685";
/// Trunk prefixes of their own.
const OTHER: &str = "BY375 HU36 KZ7 LT370 RU7 TM993";

/// A country by its two letters of ISO 3166 (and `XK` for Kosovo).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country {
    code: &'static str,
}

impl Country {
    /// Reads a two-letter code in either case.
    ///
    /// # Errors
    /// [`CountryError`] if there is no such country.
    pub fn parse(text: &str) -> Result<Self, CountryError> {
        [ZERO, ONE, NONE, OTHER]
            .iter()
            .flat_map(|list| list.split_ascii_whitespace())
            .filter_map(|entry| entry.split_at_checked(2))
            .find(|(code, _)| code.eq_ignore_ascii_case(text))
            .map(|(code, _)| Self { code })
            .ok_or_else(|| CountryError(text::excerpt(text).into_owned()))
    }

    /// The two upper-case letters.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The calling code in digits, without a plus: `44`.
    #[must_use]
    pub fn calling_code(&self) -> &'static str {
        [ZERO, ONE, NONE, OTHER]
            .iter()
            .flat_map(|list| list.split_ascii_whitespace())
            .find_map(|entry| entry.strip_prefix(self.code))
            .unwrap_or_default()
    }

    pub(super) fn trunk(&self) -> Trunk {
        match self.code {
            // Belarus dials 8, waits, then 0; both are written.
            "BY" => Trunk::Prefix(&["80", "0"]),
            "HU" => Trunk::Prefix(&["06"]),
            // Lithuania is moving from 8 to 0.
            "LT" => Trunk::Prefix(&["0", "8"]),
            "KZ" | "RU" | "TM" => Trunk::Prefix(&["8"]),
            code if has(ZERO, code) => Trunk::Prefix(&["0"]),
            code if has(ONE, code) => Trunk::Prefix(&["1"]),
            _ => Trunk::None,
        }
    }

    /// What is dialled for an international call where it is not `00`.
    pub(super) fn international_prefix(&self) -> &'static str {
        match self.code {
            "AU" | "CC" | "CX" => "0011",
            "JP" => "010",
            code if has(ONE, code) => "011",
            _ => "00",
        }
    }
}

fn has(list: &str, code: &str) -> bool {
    list.split_ascii_whitespace().any(|entry| entry.starts_with(code))
}

/// Calling codes at the start of an international number are prefix-free: at most one fits.
/// Returns it with whether its countries dial 0 before a national number.
pub(super) fn calling_code_of(digits: &str) -> Option<(&'static str, bool)> {
    [(ZERO, true), (ONE, false), (NONE, false), (OTHER, false)].iter().find_map(|(list, zero)| {
        list.split_ascii_whitespace()
            .filter_map(|entry| entry.get(2..))
            .find(|code| digits.starts_with(code))
            .map(|code| (code, *zero))
    })
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code)
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

/// There is no country with this code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryError(String);

impl fmt::Display for CountryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not a country code of ISO 3166", self.0)
    }
}

impl std::error::Error for CountryError {}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

#[cfg(feature = "schema")]
text::string_schema!(
    Country,
    "Country",
    "^[A-Za-z]{2}$",
    "A country code of ISO 3166.",
    "GB",
    "US"
);
