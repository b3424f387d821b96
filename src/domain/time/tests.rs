//! Times: tables by hand, and differences against an independent implementation.
#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails")]

use super::*;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap()
}

/// The zone's offsets of 1999 to 2032, from the time-zone database.
fn zone(name: &str) -> Zone {
    let tz = TimeZone::get(name).unwrap();
    let start: jiff::Timestamp = "1999-01-01T00:00:00Z".parse().unwrap();
    let first = ZoneOffset {
        from: Timestamp::from_unix(start.as_second(), 0).unwrap(),
        offset_seconds: tz.to_offset(start).seconds(),
    };
    let later = tz.following(start).map(|change| ZoneOffset {
        from: Timestamp::from_unix(change.timestamp().as_second(), 0).unwrap(),
        offset_seconds: change.offset().seconds(),
    });
    let until = at("2032-01-01T00:00:00Z");
    let offsets = std::iter::once(first).chain(later.take_while(|z| z.from < until)).collect();
    Zone::new(name, offsets).unwrap()
}

#[test]
fn rfc_3339_is_read_and_printed_in_utc() {
    let table = [
        ("2026-11-23T14:00:00-05:00", "2026-11-23T19:00:00Z"),
        ("2026-11-23t19:00:00z", "2026-11-23T19:00:00Z"),
        ("2026-11-23T19:00:00.500Z", "2026-11-23T19:00:00.5Z"),
        ("2026-11-23T19:00:00.000Z", "2026-11-23T19:00:00Z"),
        ("2026-11-23T19:00:00.123456789Z", "2026-11-23T19:00:00.123456789Z"),
        ("2026-11-23T19:00:00.1234567890000Z", "2026-11-23T19:00:00.123456789Z"),
        ("2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59Z"),
        ("2024-03-01T00:30:00+01:00", "2024-02-29T23:30:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999999Z"),
        ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.5Z"),
    ];
    for (text, printed) in table {
        assert_eq!(at(text).to_string(), printed, "{text}");
    }
    assert_eq!(at("2026-11-23T19:00:00Z").rfc3339_offset_zero(), "2026-11-23T19:00:00+00:00");
    assert_eq!(at("1970-01-02T00:00:01Z").unix_seconds(), 86_401);
}

#[test]
fn each_refusal_has_its_own_error() {
    use TimeError::{LeapSecond, Malformed, MissingOffset, NoSuchTime, OutOfRange, TooPrecise};
    let table = [
        ("2026-11-23T19:00:00", MissingOffset),
        ("2026-11-23T19:00:00.5", MissingOffset),
        ("2016-12-31T23:59:60Z", LeapSecond),
        ("2026-02-29T00:00:00Z", NoSuchTime),
        ("1900-02-29T00:00:00Z", NoSuchTime),
        ("2026-04-31T00:00:00Z", NoSuchTime),
        ("2026-13-01T00:00:00Z", NoSuchTime),
        ("2026-00-01T00:00:00Z", NoSuchTime),
        ("2026-01-00T00:00:00Z", NoSuchTime),
        ("2026-01-01T24:00:00Z", NoSuchTime),
        ("2026-01-01T00:60:00Z", NoSuchTime),
        ("2026-01-01T00:00:61Z", NoSuchTime),
        ("2026-01-01T00:00:00+24:00", NoSuchTime),
        ("0000-01-01T00:00:00Z", OutOfRange),
        ("0001-01-01T00:00:00+00:01", OutOfRange),
        ("9999-12-31T23:59:59-00:01", OutOfRange),
        ("2026-01-01T00:00:00.0000000001Z", TooPrecise),
        ("2026-11-23 19:00:00Z", Malformed),
        ("2026-11-23", Malformed),
        ("2026-11-23T19:00Z", Malformed),
        ("2026-11-23T19:00:00.Z", Malformed),
        ("2026-11-23T19:00:00+0000", Malformed),
        ("2026-11-23T19:00:00Z ", Malformed),
        ("2026-11-23T19:00:00+00:00[UTC]", Malformed),
        ("+2026-11-23T19:00:00Z", Malformed),
        ("20２6-11-23T19:00:00Z", Malformed),
        ("", Malformed),
    ];
    for (text, error) in table {
        assert_eq!(Timestamp::parse(text), Err(error), "{text}");
    }
}

#[test]
fn http_dates() {
    let read = Timestamp::parse_http_date("Tue, 24 Nov 2026 08:12:31 GMT").unwrap();
    assert_eq!(read, at("2026-11-24T08:12:31Z"));
    for text in [
        "Wed, 24 Nov 2026 08:12:31 GMT",
        "Tue, 31 Nov 2026 08:12:31 GMT",
        "Tue, 24 Nov 2026 08:12:31 UTC",
        "Tue, 24 Nov 2026 08:12:31",
        "Tuesday, 24-Nov-26 08:12:31 GMT",
        "Tue Nov 24 08:12:31 2026",
        "",
    ] {
        assert!(Timestamp::parse_http_date(text).is_err(), "{text}");
    }
}

#[test]
fn seconds_are_added_and_counted() {
    let time = at("2026-11-23T19:00:00.75Z");
    let later = time.checked_add_seconds(86_400).unwrap();
    assert_eq!(later.to_string(), "2026-11-24T19:00:00.75Z");
    assert_eq!((later.seconds_since(&time), time.seconds_since(&later)), (86_400, -86_400));
    assert_eq!(at("2026-11-23T19:00:01.5Z").seconds_since(&time), 0);
    assert_eq!(time.seconds_since(&at("2026-11-23T19:00:01.5Z")), -1);
    assert_eq!(time.checked_add_seconds(i64::MAX), Err(TimeError::OutOfRange));
    assert_eq!(Timestamp::LAST.checked_add_seconds(1), Err(TimeError::OutOfRange));
    assert!(Timestamp::from_unix(0, 1_000_000_000).is_err());
    assert!(time < later);
}

#[test]
fn dates() {
    let date = Date::parse("2024-02-29").unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
    assert_eq!(Date::parse("1970-01-01").unwrap().unix_days(), 0);
    assert!(Date::parse("2024-12-31").unwrap() < Date::parse("2025-01-01").unwrap());
    for text in ["2023-02-29", "2024-2-29", "2024-02-29 ", "24-02-29", "0000-01-01"] {
        assert!(Date::parse(text).is_err(), "{text}");
    }
    assert_eq!(serde_json::to_string(&date).unwrap(), "\"2024-02-29\"");
}

#[test]
fn business_days_at_the_edges() {
    // scenario 44: the repeated hour, the missing hour, the end of the day, 29 February
    let table = [
        ("America/New_York", "2026-11-01T05:30:00Z", "2026-11-01"),
        ("America/New_York", "2026-11-01T06:30:00Z", "2026-11-01"),
        ("America/New_York", "2026-11-01T03:59:59.999Z", "2026-10-31"),
        ("America/New_York", "2026-11-02T04:59:59.999Z", "2026-11-01"),
        ("America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"),
        ("America/New_York", "2026-03-08T07:00:00Z", "2026-03-08"),
        ("America/New_York", "2024-03-01T04:59:59.999Z", "2024-02-29"),
        ("Europe/London", "2026-06-30T23:00:00Z", "2026-07-01"),
        ("Europe/London", "2026-12-31T23:59:59.999Z", "2026-12-31"),
        ("Australia/Sydney", "2024-02-28T13:00:00Z", "2024-02-29"),
        // Lord Howe Island moves its clocks by half an hour.
        ("Australia/Lord_Howe", "2026-07-01T13:30:00Z", "2026-07-02"),
        ("Australia/Lord_Howe", "2026-01-01T12:59:59Z", "2026-01-01"),
        ("Australia/Lord_Howe", "2026-01-01T13:00:00Z", "2026-01-02"),
    ];
    for (name, time, day) in table {
        assert_eq!(zone(name).business_day(at(time)).unwrap().to_string(), day, "{name} {time}");
    }
}

#[test]
fn zones_are_checked() {
    let entry = |from: &str, offset_seconds| ZoneOffset { from: at(from), offset_seconds };
    let (a, b) = (entry("2026-01-01T00:00:00Z", 0), entry("2026-03-01T00:00:00Z", 3600));
    assert_eq!(Zone::new("X", vec![]), Err(ZoneError::Empty));
    assert!(matches!(Zone::new("X", vec![b, a]), Err(ZoneError::NotAscending(_))));
    assert!(matches!(Zone::new("X", vec![a, a]), Err(ZoneError::NotAscending(_))));
    for seconds in [64_801, -64_801, i32::MIN, i32::MAX] {
        let wild = vec![entry("2026-01-01T00:00:00Z", seconds)];
        assert_eq!(Zone::new("X", wild), Err(ZoneError::OffsetTooLarge(seconds)));
    }
    let zone = Zone::new("X/Y", vec![a, b]).unwrap();
    assert_eq!(zone.offset_at(at("2026-03-01T00:00:00Z")), Ok(3600));
    assert_eq!(zone.offset_at(at("2026-02-28T23:59:59.999Z")), Ok(0));
    let early = zone.business_day(at("2025-12-31T23:59:59Z")).unwrap_err();
    assert_eq!(early.to_string(), "time zone `X/Y` has no offset for `2025-12-31T23:59:59Z`");
}

#[test]
fn zones_in_json_are_arrays() {
    let entry = |from: &str, offset_seconds| ZoneOffset { from: at(from), offset_seconds };
    let first = entry("2026-01-01T00:00:00Z", -18_000);
    let zone = Zone::new("", vec![first, entry("2026-03-08T07:00:00Z", 1172)]).unwrap();
    let json = r#"[{"from":"2026-01-01T00:00:00Z","offset":"-05:00"},{"from":"2026-03-08T07:00:00Z","offset":"+00:19:32"}]"#;
    assert_eq!(serde_json::to_string(&zone).unwrap(), json);
    assert_eq!(zone.named("America/New_York").name(), "America/New_York");
}

#[test]
fn offsets_have_a_sign_and_two_digits_each() {
    let table = [
        ("-05:00", -18_000),
        ("+00:00", 0),
        ("-00:00", 0),
        ("+10:30", 37_800),
        ("+00:19:32", 1172),
        ("-00:00:01", -1),
        ("+23:59:59", 86_399),
    ];
    for (text, seconds) in table {
        assert_eq!(ZoneOffset::parse_offset(text), Ok(seconds), "{text}");
    }
    for text in
        ["", "Z", "05:00", "+5:00", "+0500", "+05:00 ", "+05:00:0", "+05:00:00:00", "−05:00"]
    {
        assert_eq!(ZoneOffset::parse_offset(text), Err(TimeError::Malformed), "{text}");
    }
    for text in ["+24:00", "+00:60", "-00:00:60"] {
        assert_eq!(ZoneOffset::parse_offset(text), Err(TimeError::NoSuchTime), "{text}");
    }
}

fn instants() -> impl Strategy<Value = (i64, u32)> {
    let nanos =
        prop_oneof![Just(0_u32), (0_u32..1000).prop_map(|ms| ms * 1_000_000), 0..NANOS_PER_SECOND];
    (FIRST_SECOND + 100_000..LAST_SECOND - 200_000, nanos)
}

proptest! {
    #[test]
    fn prints_and_reads_as_jiff_does((seconds, nanos) in instants(), offset in -1439_i32..=1439) {
        let ours = Timestamp::from_unix(seconds, nanos).unwrap();
        let theirs = jiff::Timestamp::new(seconds, nanos.try_into().unwrap()).unwrap();
        prop_assert_eq!(ours.to_string(), theirs.to_string());
        prop_assert_eq!(at(&ours.to_string()), ours);
        let offset = jiff::tz::Offset::from_seconds(offset * 60).unwrap();
        let text = theirs.display_with_offset(offset).to_string();
        prop_assert_eq!(at(&text), ours);
        let date = offset.to_datetime(theirs).date();
        let parsed = Date::parse(&date.to_string()).unwrap();
        prop_assert_eq!(
            (i64::from(parsed.year()), parsed.month(), parsed.day()),
            (i64::from(date.year()), u8::try_from(date.month()).unwrap(), u8::try_from(date.day()).unwrap())
        );
    }

    #[test]
    fn http_dates_as_jiff_prints_them(seconds in 0_i64..LAST_SECOND - 200_000) {
        let theirs = jiff::Timestamp::from_second(seconds).unwrap();
        let text = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&theirs);
        let ours = Timestamp::parse_http_date(&text.unwrap()).unwrap();
        prop_assert_eq!(ours.unix_seconds(), seconds);
    }

    #[test]
    fn reading_agrees_with_jiff_on_mutated_text(
        (seconds, nanos) in instants(), position in 0_usize..30, digit in "[0-9T:Z.+-]"
    ) {
        let mut text = Timestamp::from_unix(seconds, nanos).unwrap().to_string();
        let position = position.min(text.len() - 1);
        text.replace_range(position..=position, &digit);
        // jiff reads more forms than RFC 3339; what we read, it must read as the same instant.
        if let Ok(ours) = Timestamp::parse(&text) {
            let theirs: jiff::Timestamp = text.parse().unwrap();
            prop_assert_eq!(theirs.to_string(), ours.to_string());
        }
    }

    #[test]
    fn parsing_never_panics(text in any::<String>()) {
        let _ = (Timestamp::parse(&text), Timestamp::parse_http_date(&text), Date::parse(&text));
    }
}

#[test]
fn business_days_as_jiff_computes_them() {
    let start = at("2000-01-01T00:00:00Z");
    for name in ["America/New_York", "Europe/London", "Australia/Sydney", "Australia/Lord_Howe"] {
        let (zone, tz) = (zone(name), TimeZone::get(name).unwrap());
        let check = |at: Timestamp| {
            let theirs = jiff::Timestamp::from_second(at.unix_seconds()).unwrap();
            let day = tz.to_datetime(theirs).date().to_string();
            assert_eq!(zone.business_day(at).unwrap().to_string(), day, "{name} {at}");
            assert_eq!(zone.offset_at(at).unwrap(), tz.to_offset(theirs).seconds());
        };
        // An odd step visits every hour and minute; then the seconds around each change.
        for step in 0..40_000 {
            check(start.checked_add_seconds(step * 21_599).unwrap());
        }
        for change in zone.offsets().iter().skip(1) {
            for seconds in [-7200, -1800, -1, 0, 1, 1800, 7200] {
                check(change.from.checked_add_seconds(seconds).unwrap());
            }
        }
    }
}

/// Fails when a day does not begin where its first second is; where a midnight is skipped or comes
/// twice as well.
#[test]
fn days_begin_as_jiff_computes_them() {
    // Beirut and Havana change their clocks at midnight.
    for name in [
        "America/New_York",
        "Europe/London",
        "Australia/Lord_Howe",
        "Asia/Beirut",
        "America/Havana",
    ] {
        let (zone, tz) = (zone(name), TimeZone::get(name).unwrap());
        let mut date = Date::new(2000, 1, 1).unwrap();
        while date.year() < 2030 {
            let [year, month, day] =
                [date.year().cast_signed(), i16::from(date.month()), i16::from(date.day())];
            let midnight =
                jiff::civil::date(year, month.try_into().unwrap(), day.try_into().unwrap())
                    .at(0, 0, 0, 0);
            // What is skipped begins later, what comes twice with the first.
            let theirs = tz.to_timestamp(midnight).unwrap();
            let ours = zone.day_start(date).unwrap();
            assert_eq!(ours.unix_seconds(), theirs.as_second(), "{name} {date}");
            date = date.plus_days(1).unwrap();
        }
        assert_eq!(date.plus_days(-10_958).unwrap().to_string(), "2000-01-01");
    }
    assert!(Date::new(9999, 12, 31).unwrap().plus_days(1).is_err());
    assert!(Date::new(1, 1, 1).unwrap().plus_days(-1).is_err());
}

#[test]
fn the_calendar_has_no_gaps() {
    let mut days = Timestamp::FIRST.utc_date().unix_days();
    assert_eq!(Timestamp::FIRST.utc_date().to_string(), "0001-01-01");
    let mut at = Timestamp::FIRST;
    while let Ok(next) = at.checked_add_seconds(86_400) {
        let date = next.utc_date();
        days += 1;
        assert_eq!(date.unix_days(), days, "{date}");
        assert_eq!(Date::new(date.year(), date.month(), date.day()), Ok(date));
        at = next;
    }
    assert_eq!(at.utc_date().to_string(), "9999-12-31");
}
