use std::fmt::Write as _;

use super::*;
use crate::origin::{LayerName, Origin};
use crate::raw::Position;

/// Compares with a file of `snapshots/`; with `UPDATE_SNAPSHOTS=1` writes it instead. Read the difference as the
/// operator would who was woken by it.
pub(super) fn snapshot(name: &str, text: &str) {
    let path = format!("{}/src/report/snapshots/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, format!("{text}\n")).expect("the folder exists");
    }
    let expected = std::fs::read_to_string(&path).expect("run once with UPDATE_SNAPSHOTS=1");
    assert_eq!(text, expected.strip_suffix('\n').expect("ends in a line break"), "{name}");
}

pub(super) fn env(name: &str) -> Origin {
    Origin::new(LayerName::ENV).named(name)
}

fn tried(place: &str, found: &str) -> Tried {
    Tried { place: place.to_owned(), found: found.to_owned() }
}

fn at(mut problem: Problem, order: u32, key: &str, type_name: &'static str) -> Problem {
    problem.order = Some(order);
    problem.key = Some(key.to_owned());
    problem.type_name = Some(type_name);
    problem
}

fn missing() -> Problem {
    let mut problem = at(
        Problem::new(Code::Missing, "SHOP_SECRET_KEY", "has no value in any layer"),
        3,
        "secret_key",
        "SecretString",
    )
    .help("set SHOP_SECRET_KEY, or SHOP_SECRET_KEY_FILE to the path of a file that holds it");
    problem.doc = Some("Signing key of the sessions. Rotating it signs everybody out.");
    problem.tried = vec![
        tried("env SHOP_SECRET_KEY", "not set; SHOP_SECRETKEY is set: a typo?"),
        tried("env SHOP_SECRET_KEY_FILE", "not set"),
        tried("/run/secrets", "no such file among 3"),
        tried("vault secret/shop/production", "no such key in version 17"),
    ];
    problem
}

fn timeout() -> Problem {
    let mut problem = at(Problem::new(Code::Invalid, "SHOP_STRIPE_TIMEOUT", ""), 9, "stripe.timeout", "Duration")
        .from(env("SHOP_STRIPE_TIMEOUT"))
        .help("add a unit: SHOP_STRIPE_TIMEOUT=30s");
    problem.value = Some(Shown::Text("30".to_owned()));
    problem
}

fn pin() -> Problem {
    let message = "is not a whole number from 0 to 4294967295";
    let mut problem = at(Problem::new(Code::Invalid, "SHOP_STRIPE_PIN", message), 10, "stripe.pin", "SecretBox<u32>")
        .from(env("SHOP_STRIPE_PIN_FILE").in_file("/run/secrets/stripe_pin"));
    problem.value = Some(Shown::Redacted);
    problem
}

fn unknown() -> Problem {
    Problem::new(Code::Unknown, "databse_url", "is no key of these settings")
        .from(
            Origin::new(LayerName::FILE)
                .in_document(std::path::Path::new("/app/settings.toml"), Some(Position::new(3, 1))),
        )
        .help("rename it to database_url, which has no value")
}

fn sources() -> Vec<Problem> {
    vec![
        Problem::new(Code::Source, "vault secret/shop", "cannot be reached: connection refused after 3 tries in 10s")
            .detailed("unavailable")
            .from(Origin::new(LayerName::new("vault")).labelled("vault secret/shop"))
            .temporary(),
        Problem::new(Code::Source, "/app/settings.toml", "is not TOML: expected `=` after a key")
            .detailed("syntax")
            .from(unknown().origin.expect("it has one"))
            .help("write key = value"),
    ]
}

fn warnings() -> Vec<Problem> {
    let mut let_through = at(
        Problem::new(Code::Insecure, "SHOP_STRIPE_SECRET_KEY", "is the placeholder \"changeme\""),
        8,
        "stripe.secret_key",
        "SecretString",
    )
    .from(env("SHOP_STRIPE_SECRET_KEY"))
    .help("generate one: openssl rand -base64 32");
    let_through.severity = Severity::LetThrough;
    let deprecated = at(Problem::new(Code::Deprecated, "SHOP_SITE_URL", "is on its way out"), 1, "base_url", "Url")
        .from(env("SHOP_SITE_URL"))
        .help("rename it to SHOP_BASE_URL")
        .warning();
    let overridden = Problem::new(Code::Overridden, "SHOP_PIN", "has another value in env, which is not used")
        .from(Origin::new(LayerName::new("vault")).labelled("vault secret/shop").named("SHOP_PIN").version_of("3"))
        .help("SETTINGS_ENV_WINS=SHOP_PIN makes the environment win")
        .warning();
    vec![let_through, overridden, deprecated]
}

fn report(problems: impl IntoIterator<Item = Problem>) -> Report {
    let mut report = Report::new("shop", "AppSettings", "production", "SETTINGS_PROFILE");
    for problem in problems {
        report.push(problem);
    }
    report.finish();
    report
}

fn sample() -> Report {
    let mut report = report([unknown(), pin(), timeout(), missing()]);
    report.note_read("/app/settings.toml".into());
    report.note_read("vault secret/shop/production (version 17, 84 ms)".into());
    report.note_read("/run/secrets (3 files)".into());
    report.note_read("env (11 names SHOP_*)".into());
    report.note_not_read("/app/.env", "dotenv is not read in the hardened profile production");
    report
}

fn everything() -> Report {
    let mut report = report([vec![unknown(), pin(), timeout(), missing()], sources(), warnings()].concat());
    report.root(PathBuf::from("/app"));
    report.control_prefix("SHOP_SETTINGS");
    report.note_read("/run/secrets (3 files)".into());
    report
}

#[test]
fn the_sample_of_the_documentation() {
    snapshot("sample", &sample().render(ReportFormat::Text, Style::new(130, false)));
    let closing = "shop: settings: 4 problems, profile production: missing SHOP_SECRET_KEY; invalid SHOP_STRIPE_TIMEOUT, \
                   SHOP_STRIPE_PIN; unknown databse_url";
    assert_eq!(format!("{:#}", sample()), closing);
    assert!(sample().to_string().ends_with(closing));
}

#[test]
fn every_form_of_everything() {
    let report = everything();
    snapshot("everything", &report.to_string());
    snapshot("everything-narrow", &report.render(ReportFormat::Text, Style::new(0, false)));
    snapshot("everything-colour", &report.render(ReportFormat::Text, Style::new(100, true)).replace('\u{1b}', "ESC"));
    snapshot("everything-lines", &report.render(ReportFormat::Lines, Style::default()));
    snapshot("everything-json", &report.render(ReportFormat::Json, Style::default()).replace("},{", "},\n{"));
}

#[test]
fn sound_reports() {
    snapshot("sound", &report([]).to_string());
    snapshot("sound-warnings", &report(warnings()).to_string());
    let mut bare = Report::new("", "Settings", "", "");
    bare.push(Problem::new(Code::Cycle, "vault", "waits for itself: its token is a reference to it"));
    snapshot("bare", &bare.to_string());
}

#[test]
fn temporary_problems() {
    let [vault, file] = <[Problem; 2]>::try_from(sources()).expect("two");
    for (problems, expected) in
        [(vec![], 0), (vec![vault.clone()], 75), (vec![file.clone()], 78), (vec![vault, file], 78)]
    {
        let report = report(problems);
        assert_eq!(report.exit_code(), expected);
        let error = LoadError::new(report);
        assert_eq!(error.exit_code(), if expected == 0 { 78 } else { expected });
        assert!(!error.into_report().is_ok(), "an error is never over a sound report");
    }
}

#[test]
fn schema_order_is_stable() {
    let report = report([unknown(), timeout(), missing().warning(), pin(), missing()]);
    let names: Vec<&str> = report.problems().iter().map(Problem::name).collect();
    assert_eq!(names, ["SHOP_SECRET_KEY", "SHOP_STRIPE_TIMEOUT", "SHOP_STRIPE_PIN", "databse_url"]);
    assert_eq!(report.warnings().len(), 1);
}

#[test]
fn a_thousand_problems() {
    let many = (0..1_000).map(|n| Problem::new(Code::Missing, format!("SHOP_WORKERS__{n}__NAME"), ""));
    let report = report(many.chain([unknown()]));
    let text = report.to_string();
    snapshot("thousand", &text);
    assert!(text.len() < 10_000, "{}", text.len());
    assert_eq!(report.lines().len(), 1_003);
}

#[test]
fn the_closing_line_fits() {
    for (count, length) in [(1, 2_000), (3, 500), (40, 30), (999, 10), (5_000, 1), (30, 33)] {
        let report = report((0..count).map(|n| Problem::new(Code::Missing, format!("{n}{}", "ü".repeat(length)), "")));
        let closing = format!("{report:#}");
        assert!(closing.len() <= 1_000, "{count} of {length}: {}", closing.len());
        let shown = closing.matches('ü').count() / length.min(199);
        if let Some((_, more)) = closing.rsplit_once(", and ") {
            let more: usize = more.strip_suffix(" more").expect("how many").parse().expect("a number");
            assert!(more < count, "{closing}");
            assert!(length > 199 || more + shown == count, "{closing}");
        }
    }
    let mixed = (0..1_000).map(|n| Problem::new(Code::Missing, format!("NAME_{n}"), "")).chain(sources());
    let closing = format!("{:#}", report(mixed));
    assert!(closing.len() <= 1_000, "{}", closing.len());
    assert!(
        closing.ends_with(" more; source.unavailable vault secret/shop; source.syntax /app/settings.toml"),
        "{closing}"
    );
    let mut long = report([unknown()]);
    long.header.application = "a".repeat(2_000).into();
    for profile in ["p", "\u{1b}", "\u{10ffff}", "語"] {
        long.header.profile = profile.repeat(2_000);
        assert!(format!("{long:#}").len() <= 1_000);
    }
}

/// A report in which every text comes from outside and means harm.
fn hostile(text: &str) -> Report {
    let mut problem =
        Problem::new(Code::Invalid, text, text).from(env(text).in_file(text).inside(text).version_of(text)).help(text);
    problem.key = Some(text.to_owned());
    problem.value = Some(Shown::Text(text.to_owned()));
    problem.tried = vec![tried(text, text)];
    let mut report = Report::new(text.to_owned(), text.to_owned(), text, text.to_owned());
    report.push(problem.clone());
    report.push(problem.warning());
    report.root(PathBuf::from(text));
    report.note_read(text.into());
    report.note_not_read(text, text);
    report
}

/// Every way in which a report can be printed.
fn forms(report: &Report) -> Vec<String> {
    let mut forms = vec![format!("{report}"), format!("{report:#}"), format!("{report:?}"), format!("{report:#?}")];
    for format in [ReportFormat::Text, ReportFormat::Lines, ReportFormat::Json] {
        forms.push(report.render(format, Style::new(60, false)));
    }
    for problem in report.problems() {
        forms.extend([format!("{problem}"), format!("{problem:?}")]);
    }
    let error = LoadError::new(report.clone());
    forms.extend([format!("{error}"), format!("{error:#}"), format!("{error:?}"), format!("{error:#?}")]);
    forms
}

#[test]
fn no_form_lets_control_characters_through() {
    let report = hostile("a\u{1b}[2Jb\nshop: settings: no problems\r\t\u{9b}31m\u{202e}");
    for form in forms(&report) {
        assert!(form.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{form}");
    }
    assert_eq!(report.lines().iter().filter(|line| line.contains('\n')).count(), 0);
    assert!(!report.to_json().contains('\n'));
}

#[test]
fn no_form_shows_a_secret() {
    for report in [hostile("postgres://shop:CANARY@db/shop"), hostile(&format!("{}://u:CANARY@h", "x".repeat(5_000)))] {
        for form in forms(&report) {
            assert!(!form.contains("CANARY"), "{form}");
        }
    }
}

#[test]
fn a_redacted_value_is_said_to_be_redacted() {
    for form in forms(&report([pin()])) {
        assert!(!form.contains("value      \"") && !form.contains("\"text\":\"[R"), "{form}");
    }
    assert!(report([pin()]).to_json().contains(r#""value":{"redacted":true,"text":null}"#));
}

#[test]
fn hostile_lengths_are_bounded() {
    let report = hostile(&"long ".repeat(100_000));
    for form in [report.to_string(), report.lines().join("\n")] {
        assert!(form.len() < 20_000, "{}", form.len());
    }
}

#[test]
fn docs_become_clauses() {
    for (doc, expected) in [
        ("", ""),
        ("Signing key of the sessions.", "signing key of the sessions"),
        ("Signing key\nof the sessions. Second.", "signing key of the sessions"),
        ("Heading\n\nText.", "heading"),
        ("URL of the site", "URL of the site"),
        ("PostgreSQL, not `MySQL`.", "PostgreSQL, not `MySQL`"),
        ("A list, e.g. of hosts. More.", "a list, e.g. of hosts"),
        ("How long? Long.", "how long?"),
        ("`DATABASE_URL` of old", "`DATABASE_URL` of old"),
        ("Äpfel", "äpfel"),
        ("Version 1.2 or later. More", "version 1.2 or later"),
    ] {
        assert_eq!(words::first_sentence(doc), expected, "{doc:?}");
    }
}

#[test]
fn places() {
    let path = std::path::Path::new("/app/a.toml");
    let file = || Origin::new(LayerName::FILE).in_document(path, Some(Position::new(3, 1)));
    let vault = || Origin::new(LayerName::new("vault")).labelled("vault secret/shop");
    for (name, origin, expected) in [
        ("PIN", env("PIN"), ("PIN", Some("env"))),
        ("PIN", env("PIN_FILE").in_file("/run/pin"), ("PIN", Some("/run/pin, named by env PIN_FILE"))),
        ("PIN_FILE", env("PIN_FILE").in_file("/run/pin"), ("PIN_FILE", Some("/run/pin, named by env PIN_FILE"))),
        ("PIN", vault().named("PIN").version_of("3"), ("PIN", Some("vault secret/shop (version 3)"))),
        ("PIN", Origin::new(LayerName::SECRETS_DIR).in_file("/run/PIN"), ("PIN", Some("/run/PIN"))),
        ("pin", file().named("pin"), ("pin", Some("/app/a.toml:3:1"))),
        ("/app/a.toml", file(), ("/app/a.toml:3:1", None)),
        ("vault secret/shop", vault(), ("vault secret/shop", None)),
    ] {
        let (said, from) = words::place(&Problem::new(Code::Invalid, name, "").from(origin));
        assert_eq!((said.as_str(), from.as_deref()), expected);
    }
}

#[test]
fn a_key_that_the_name_gives_is_not_repeated() {
    let mut problem = Problem::new(Code::Constraint, "stripe", "has two keys of different modes");
    problem.key = Some("stripe".to_owned());
    assert_eq!(problem.to_string(), "constraint stripe: has two keys of different modes");
}

#[test]
fn forms_by_name() {
    for (name, expected) in [
        ("text", Some(ReportFormat::Text)),
        ("lines", Some(ReportFormat::Lines)),
        ("json", Some(ReportFormat::Json)),
        ("JSON", None),
        ("", None),
    ] {
        assert_eq!(ReportFormat::named(name), expected);
    }
}

/// The members of the object, by the eye of a parser that is not ours to trust: balance and quoting.
#[test]
fn json_is_one_balanced_object() {
    let json = hostile("a\"b\\c{[").to_json();
    let (mut depth, mut quoted, mut escaped, mut shape) = (0, false, false, String::new());
    for c in json.chars() {
        match (quoted, escaped, c) {
            (true, true, _) => escaped = false,
            (true, false, '\\') => escaped = true,
            (_, _, '"') => quoted = !quoted,
            (false, _, '{' | '[') => depth += 1,
            (false, _, '}' | ']') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            let _ = write!(shape, "{c}");
        }
    }
    assert_eq!((depth, quoted, shape.as_str()), (0, false, "}"));
}
