//! Durations and points in time.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{accept, encoded, error, field, plain, refuse, said, tree};
use crate::cast::cast;
use crate::raw::Raw;
use crate::schema::{Encoding, Field, Secrecy};

const NOT: &str = "is not a duration such as `30s` or `1h 30m`";

fn unit(unit: &'static str) -> Field {
    field(Secrecy::Plain, |leaf| leaf.unit(unit))
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn durations_of_people() {
    accept(
        &plain(),
        &[
            ("0s", Duration::ZERO),
            ("30s", seconds(30)),
            ("1h 30m", seconds(5400)),
            ("1h30m", seconds(5400)),
            ("2min", seconds(120)),
            ("1day", seconds(86400)),
            ("1 day", seconds(86400)),
            ("2weeks", seconds(1_209_600)),
            ("1w 1d", seconds(691_200)),
            ("500ms", Duration::from_millis(500)),
            ("5us", Duration::from_micros(5)),
            ("5µs", Duration::from_micros(5)),
            ("5\u{3bc}s", Duration::from_micros(5)),
            ("7ns", Duration::from_nanos(7)),
            ("1.5h", seconds(5400)),
            ("0.25s", Duration::from_millis(250)),
            ("1.000000001s", Duration::new(1, 1)),
            ("1.50000000000000000000000000000000s", Duration::from_millis(1500)),
            ("1m 1h 1m", seconds(3720)),
            ("1s500ms", Duration::from_millis(1500)),
            ("1_000s", seconds(1000)),
            ("90 minutes", seconds(5400)),
            ("18446744073709551615s", seconds(u64::MAX)),
            ("1999ms 1ms", seconds(2)),
            ("1s\t2s", seconds(3)),
        ],
    );
}

#[test]
fn durations_of_iso_8601() {
    accept(
        &plain(),
        &[
            ("PT1H30M", seconds(5400)),
            ("P1DT2H", seconds(93600)),
            ("P2W", seconds(1_209_600)),
            ("PT0S", Duration::ZERO),
            ("PT0.5S", Duration::from_millis(500)),
            ("PT0,5S", Duration::from_millis(500)),
            ("PT1.5H", seconds(5400)),
            ("P1D", seconds(86400)),
            ("PT36H", seconds(129_600)),
            ("pt1m", seconds(60)),
            ("P1W2DT3H4M5S", seconds(788_645)),
            ("P0.5D", seconds(43200)),
        ],
    );
    for text in [
        "P", "PT", "P1", "P1H", "PT1D", "PT1M1H", "P1DT", "PT1S1S", "PT1ST1S", "PTT1S", "P1.5DT1H", "PT1.5H1M", "P-1D",
        "PT+1S", "P 1D", "1D", "PT1H ", "TP1D", "PX", "PT1Y", "P1D1W", "PT.5S", "PT1.S",
    ] {
        let error = error::<Duration>(&Raw::text(text), &plain());
        assert_eq!(error.clause(), NOT, "{text}");
    }
}

#[test]
fn no_durations() {
    for text in [
        "x", "s", "1x", "1h x", "1h 30", "1 2s", "1 0s", "1..5s", "1.s", ".5s", "1,5s", "30S", "1H", "+30s", "1e3s",
        "30s,", "∞", "1h-30m",
    ] {
        refuse::<Duration>(&plain(), &[(text, NOT)]);
    }
    refuse::<Duration>(
        &plain(),
        &[
            ("", "is empty, not a duration such as `30s` or `1h 30m`"),
            ("30s\n", "is not a duration such as `30s` or `1h 30m` (remove the white space around it)"),
            (" 30s", "is not a duration such as `30s` or `1h 30m` (remove the white space around it)"),
            ("\"30s\"", "is not a duration such as `30s` or `1h 30m` (remove the quotes around it)"),
        ],
    );
    const CALENDAR: &str = "is a duration with years or months, which differ in length (write weeks, days or hours)";
    for text in ["1month", "2 months", "1M", "1y", "1yr", "3years", "1y 1d", "P1Y", "P1M", "P1Y2M3DT4H", "P0M"] {
        refuse::<Duration>(&plain(), &[(text, CALENDAR)]);
    }
    for text in ["-30s", "-PT1H", "-1", "-1.5h"] {
        refuse::<Duration>(&plain(), &[(text, "is a duration below zero")]);
    }
    for text in ["--30s", "-x", "-"] {
        refuse::<Duration>(&plain(), &[(text, NOT)]);
    }
    for text in [
        "18446744073709551616s",
        "18446744073709551615s 1000000000ns",
        "18446744073709551615s 1s",
        "99999999999999999999w",
        "999999999999999999999999999999999999999999999999s",
        "P99999999999999999999W",
        "PT18446744073709551616S",
    ] {
        refuse::<Duration>(&plain(), &[(text, "is longer than a duration can be")]);
    }
    for text in ["0.5ns", "1.0000000001s", "0.33333333333333333333333333333333s", "PT0.0000000001S"] {
        refuse::<Duration>(&plain(), &[(text, "is finer than a nanosecond")]);
    }
}

#[test]
fn bare_numbers() {
    refuse::<Duration>(
        &plain(),
        &[
            ("30", "is a number without a unit (add a unit: 30s)"),
            ("0", "is a number without a unit (add a unit: 0s)"),
            ("1.5", "is a number without a unit (add a unit: 1.5s)"),
        ],
    );
    refuse::<Option<Duration>>(&plain(), &[("30", "is a number without a unit (add a unit: 30s)")]);
    refuse::<Vec<Duration>>(&plain(), &[("1s,30", "[1] is a number without a unit (add a unit: `30s`)")]);
    assert_eq!(said(&error::<Duration>(&tree("30"), &plain())), "is a number without a unit (add a unit: 30s)");
    accept(
        &unit("s"),
        &[("30", seconds(30)), ("1.5", Duration::from_millis(1500)), ("2m", seconds(120)), ("PT1H", seconds(3600))],
    );
    accept(
        &unit("ms"),
        &[("1500", Duration::from_millis(1500)), ("1_500", Duration::from_millis(1500)), ("0", Duration::ZERO)],
    );
    accept(&unit("days"), &[("2", seconds(172_800))]);
    accept::<Vec<Duration>>(
        &unit("s"),
        &[("1,2m", vec![seconds(1), seconds(120)]), ("[1, \"2m\"]", vec![seconds(1), seconds(120)])],
    );
    assert_eq!(cast::<Duration>(&tree("30"), &unit("m")), Ok(seconds(1800)));
    assert_eq!(cast::<Duration>(&tree("0.5"), &unit("m")), Ok(seconds(30)));
    refuse::<Duration>(&unit("s"), &[("1e3", NOT), ("-5", "is a duration below zero"), ("30x", NOT)]);
}

#[test]
fn durations_of_trees() {
    assert_eq!(cast::<Duration>(&tree(r#""1h""#), &plain()), Ok(seconds(3600)));
    assert_eq!(cast::<Duration>(&tree(r#"{"secs": 1, "nanos": 5}"#), &plain()), Ok(Duration::new(1, 5)));
    accept(&plain(), &[(r#"{"secs": 1, "nanos": 5}"#, Duration::new(1, 5))]);
    let refused = [
        ("true", "is a boolean, not a duration such as `30s` or `1h 30m`"),
        ("null", "is null, not a duration such as `30s` or `1h 30m`"),
        ("[1]", "is a list, not a duration such as `30s` or `1h 30m`"),
        (r#"{"secs": 1}"#, "has no member `nanos`"),
        (r#"{"secs": -1, "nanos": 0}"#, ".secs is outside the range from 0 to 18446744073709551615"),
        (r#"{"secs": 18446744073709551615, "nanos": 1000000000}"#, "is not accepted by its type"),
    ];
    for (json, expected) in refused {
        assert_eq!(said(&error::<Duration>(&tree(json), &plain())), expected, "{json}");
    }
    accept(&encoded(Encoding::Base64), &[("MWg=", seconds(3600))]);
}

#[test]
fn points_in_time() {
    let at = |seconds, nanos| UNIX_EPOCH + Duration::new(seconds, nanos);
    accept::<SystemTime>(
        &plain(),
        &[
            ("1970-01-01T00:00:00Z", UNIX_EPOCH),
            ("2018-02-14T00:28:07Z", at(1_518_568_087, 0)),
            ("2018-02-14t00:28:07z", at(1_518_568_087, 0)),
            ("2018-02-14 00:28:07Z", at(1_518_568_087, 0)),
            ("2018-02-14T02:28:07+02:00", at(1_518_568_087, 0)),
            ("2018-02-13T19:28:07-05:00", at(1_518_568_087, 0)),
            ("2018-02-14T00:28:07.133Z", at(1_518_568_087, 133_000_000)),
            ("2018-02-14T00:28:07-00:00", at(1_518_568_087, 0)),
            ("2018-02-14T00:28:07.1234567899Z", at(1_518_568_087, 123_456_789)),
            ("2000-02-29T00:00:00Z", at(951_782_400, 0)),
            ("2016-12-31T23:59:60Z", at(1_483_228_799, 0)),
            ("9999-12-31T23:59:59Z", at(253_402_300_799, 0)),
            ("1969-12-31T23:00:00-02:00", at(3600, 0)),
            ("2400-02-29T12:00:00Z", at(13_574_606_400, 0)),
        ],
    );
    accept::<Option<SystemTime>>(&plain(), &[("", None)]);
    const NOT: &str = "is not a time such as `2026-01-31T12:00:00Z`";
    for text in [
        "x",
        "now",
        "2018-02-14",
        "00:28:07",
        "2018-02-14T00:28Z",
        "2018-2-14T00:28:07Z",
        "2018-02-14T00:28:07.Z",
        "2018-02-14T00:28:07.+123Z",
        "2018-02-14T00:28:07+0200",
        "2018-02-14T00:28:07+02",
        "2018-02-14T00:28:07ZZ",
        "2018-02-14_00:28:07Z",
        "+018-02-14T00:28:07Z",
        "2018-02-14T00:28:07é",
        "1518568087",
        "1h",
        "2018-02-14T0x:28:07Z",
    ] {
        refuse::<SystemTime>(&plain(), &[(text, NOT)]);
    }
    for text in [
        "2018-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2018-13-01T00:00:00Z",
        "2018-00-01T00:00:00Z",
        "2018-01-00T00:00:00Z",
        "2018-04-31T00:00:00Z",
        "2018-01-01T24:00:00Z",
        "2018-01-01T00:60:00Z",
        "2018-01-01T00:00:61Z",
        "2018-01-01T00:00:00+24:00",
    ] {
        refuse::<SystemTime>(&plain(), &[(text, "is a time that no calendar or clock has")]);
    }
    refuse::<SystemTime>(
        &plain(),
        &[
            ("2018-02-14T00:28:07", "is a time without an offset (end it with Z for UTC, or with +02:00)"),
            ("1969-12-31T23:59:59Z", "is a time that its type cannot hold: it begins with 1970"),
            ("0000-01-01T00:00:00Z", "is a time that its type cannot hold: it begins with 1970"),
            ("", "is empty, not a time such as `2026-01-31T12:00:00Z`"),
        ],
    );
    accept::<SystemTime>(&unit("s"), &[("1518568087", at(1_518_568_087, 0)), ("1.5", at(1, 500_000_000))]);
    accept::<SystemTime>(&unit("ms"), &[("1500", at(1, 500_000_000)), ("1970-01-01T00:00:01Z", at(1, 0))]);
    assert_eq!(cast::<SystemTime>(&Raw::Time("1970-01-01T00:00:01Z".into()), &plain()), Ok(at(1, 0)));
    assert_eq!(cast::<SystemTime>(&tree(r#"{"secs_since_epoch": 1, "nanos_since_epoch": 2}"#), &plain()), Ok(at(1, 2)));
    assert_eq!(cast::<String>(&Raw::Time("1979-05-27".into()), &plain()).as_deref(), Ok("1979-05-27"));
}

#[test]
fn humantime_agrees() {
    // Where it differs on purpose, the tests above say so.
    for text in
        ["1h 30m", "5 days 2min", "1s1s", "3w4d", "1.5h", "10ms 5us 3ns", "2hr 3 hrs 4wks", "0.1s", "1nanos 1millis"]
    {
        assert_eq!(cast::<Duration>(&Raw::text(text), &plain()).ok(), humantime::parse_duration(text).ok(), "{text}");
    }
    for seconds in [0_u64, 1, 59, 3_599, 951_782_399, 951_868_800, 1_078_012_800, 4_107_542_400, 253_402_300_799] {
        let time = UNIX_EPOCH + Duration::from_secs(seconds);
        let text = humantime::format_rfc3339(time).to_string();
        assert_eq!(cast::<SystemTime>(&Raw::text(text.as_str()), &plain()), Ok(time), "{text}");
    }
}
