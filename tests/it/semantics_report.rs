//! Reports, explanations and checks of odd states: hostile names, many problems, many threads.

use std::collections::BTreeMap;
use std::sync::Arc;

use tactful::{
    Context, Environment, ExposeSecret as _, LoadError, Loader, Overrides, RawBytes, ReportFormat, SecretString,
    Settings, Style,
};

use crate::support::{loader_in, problems, project, write};

const CANARY: &str = "cAnArYq7Zt9Wk3Lp5Xv2";

#[derive(Debug, Settings)]
#[settings(prefix = "P", file = "s.toml")]
struct Odd {
    #[settings(default)]
    numbers: BTreeMap<String, u8>,
    #[settings(nested)]
    groups: BTreeMap<String, Entry>,
    token: Option<SecretString>,
    text: Option<String>,
}

#[derive(Debug, Settings)]
struct Entry {
    x: u8,
    secret: Option<SecretString>,
}

/// No line break that forges a line, no terminal escape, no direction mark, no part of the canary.
#[track_caller]
fn check_text(what: &str, text: &str) {
    let hostile =
        text.chars().find(|&c| (c.is_control() && c != '\n') || ['\u{202e}', '\u{200b}', '\u{2028}'].contains(&c));
    assert!(hostile.is_none(), "{what} holds {hostile:?}");
    let leak = CANARY.as_bytes().windows(6).find(|part| text.as_bytes().windows(6).any(|other| other == *part));
    assert!(leak.is_none(), "{what} leaks:\n{text}");
}

#[track_caller]
fn check_outputs(what: &str, loader: &Loader<Odd>, error: &LoadError) {
    let lines = error.report().render(ReportFormat::Lines, Style::default());
    for line in lines.lines() {
        assert!(line.contains(": settings: "), "{what} forges the line {line:?}");
    }
    let explanation = loader.explain();
    let outputs = [
        error.to_string(),
        format!("{error:#}"),
        format!("{error:?}"),
        lines,
        error.report().to_json(),
        explanation.to_string(),
        explanation.to_json(),
        loader.check().to_string(),
    ];
    for output in &outputs {
        check_text(what, output);
    }
    assert!(outputs[1].len() <= 1000 && !outputs[1].contains('\n'), "{what}: {}", outputs[1].len());
}

#[test]
fn hostile_names_stay_in_their_line() {
    let names = [
        "a\nb",
        "a\rb",
        "\u{1b}[31mred",
        "\u{202e}rtl",
        "\u{200b}",
        "\u{2028}",
        "",
        " ",
        "a.b",
        "..",
        "\"",
        "\\",
        "x\0y",
        "é",
        "İ",
        "__",
        "_FILE",
        "A__X",
        "key with blanks",
        "p: settings: forged",
        "[REDACTED]",
    ];
    for name in names {
        let escaped = name.chars().map(|c| format!("\\u{:04X}", u32::from(c))).collect::<Vec<_>>().concat();
        let document = format!(
            "\"{escaped}\" = 1\n[numbers]\n\"{escaped}\" = 'q'\n[groups.\"{escaped}\"]\nx = 'q'\nsecret = '{CANARY}'\n"
        );
        let folder = project(&[("s.toml", &document)]);
        let loader = loader_in::<Odd>(folder.path(), &[("P_TOKEN", CANARY)]);
        check_outputs(name, &loader, &loader.load().unwrap_err());
        let pairs = [
            (name.to_owned(), CANARY),
            (format!("groups.{name}.x"), "q"),
            (format!("numbers.{name}"), "300"),
            (format!("P_GROUPS__{name}__X"), "q"),
            (format!("P_GROUPS__{name}__SECRET"), CANARY),
            (format!("P_NUMBERS__{name}"), "q"),
        ];
        let loader = Odd::loader().context(Context::from_pairs(pairs.clone())).push(Overrides::pairs(pairs));
        check_outputs(name, &loader, &loader.load().unwrap_err());
    }
}

#[test]
fn huge_names_and_many_problems_leave_a_readable_report() {
    let long = "k".repeat(100_000);
    let pairs = [(format!("numbers.{long}"), "q"), (format!("groups.{long}.x"), "q"), (long, "q")];
    let loader = Odd::loader().context(Context::from_pairs::<_, &str, &str>([])).push(Overrides::pairs(pairs));
    let error = loader.load().unwrap_err();
    check_outputs("a long name", &loader, &error);
    assert!(error.to_string().len() < 10_000);
    let many = (0..1000).map(|n| (format!("P_GROUPS__{}{n}__X", "K".repeat(100)), CANARY));
    let loader = Odd::loader().context(Context::from_pairs(many.chain([("P_TOKEN".to_owned(), CANARY)])));
    let error = loader.load().unwrap_err();
    assert_eq!(error.report().problems().len(), 1000);
    assert!(error.to_string().len() < 100_000 && format!("{error:#}").len() <= 1000);
}

#[test]
fn names_and_values_that_are_deep_or_not_text() {
    let deep = format!("{}1", "{\"a\":".repeat(20_000));
    assert_eq!(problems(&Odd::from_pairs([("P_GROUPS", deep)]).unwrap_err()), ["invalid P_GROUPS"]);
    let name = format!("P_GROUPS{}", "__A".repeat(20_000));
    let _ = Odd::from_pairs([(name, "1".to_owned())]);
    let bytes = [CANARY.as_bytes(), b"\xff"].concat();
    let names = [
        "P_TOKEN",
        "P_TEXT",
        "P_TOKEN_FILE",
        "P_GROUPS",
        "P_NUMBERS",
        "P_NUMBERS__A",
        "P_GROUPS__A__X",
        "P_GROUPS__A__SECRET",
    ];
    let variables = names.map(|name| (name.to_owned(), RawBytes::new(bytes.clone())));
    let loader = Odd::loader().context(Context::from_environment(Environment::new(variables.into())));
    check_outputs("bytes", &loader, &loader.load().unwrap_err());
}

#[test]
fn a_check_names_what_a_load_would_miss() {
    #[derive(Debug, Settings)]
    struct Required {
        token: SecretString,
        port: u16,
        list: Vec<u8>,
        maybe: Option<u8>,
        #[settings(default = 1)]
        defaulted: u8,
        #[settings(required_in = ["production"])]
        there: Option<u8>,
        #[settings(nested)]
        entry: Entry,
        #[settings(nested)]
        optional: Option<Entry>,
    }
    for (profile, pairs) in [
        ("test", &[][..]),
        ("production", &[]),
        ("production", &[("TOKEN", CANARY), ("OPTIONAL_SECRET", CANARY)]),
        ("test", &[("TOKEN", CANARY), ("PORT", "1"), ("LIST", ""), ("ENTRY", "{\"x\": 1}")]),
    ] {
        let loader = Required::loader().context(Context::from_pairs(pairs.iter().copied())).profile(profile);
        let checked: Vec<_> = loader.check().problems().iter().map(|problem| problem.name().to_owned()).collect();
        let missed: Vec<_> = match loader.load() {
            Ok(_) => Vec::new(),
            Err(error) => error.report().problems().iter().map(|problem| problem.name().to_owned()).collect(),
        };
        assert_eq!(checked, missed, "{profile} {pairs:?}");
        check_text("check", &format!("{:?}{}{}", loader.check(), loader.check(), loader.check().to_json()));
    }
}

#[test]
fn explain_tells_fingerprints_of_secrets_and_everything_overridden() {
    let folder = project(&[("s.toml", "text = 'file'\n"), (".env", "P_TEXT=dotenv\n"), ("key", CANARY)]);
    let loader = |pairs: &[(&str, &str)]| loader_in::<Odd>(folder.path(), pairs);
    let standing = loader(&[("P_TEXT", "env"), ("P_TOKEN_FILE", "key")]).push(Overrides::pairs([("text", "over")]));
    let explanation = standing.explain();
    let text = explanation.entry("text").unwrap();
    assert_eq!(text.origin().unwrap().layer().to_string(), "overrides");
    assert_eq!(text.overridden().len(), 3);
    let token = explanation.entry("token").unwrap();
    let fingerprint = token.fingerprint().unwrap().to_owned();
    assert!(fingerprint.len() == 4 && fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()), "{fingerprint}");
    assert_eq!(
        standing.explain().entry("token").unwrap().fingerprint(),
        Some(fingerprint.as_str()),
        "the same generation"
    );
    write(folder.path(), "key", "another generation");
    assert_ne!(standing.explain().entry("token").unwrap().fingerprint(), Some(fingerprint.as_str()));
    check_text("explain", &explanation.to_string());
    check_text("explain as JSON", &explanation.to_json());
}

#[test]
fn a_hundred_threads_load_at_once() {
    let folder = project(&[("s.toml", "text = 'file'\n"), (".env", "P_NUMBERS__A=\"${HOME:-7}\"\n"), ("key", CANARY)]);
    let loader = Arc::new(loader_in::<Odd>(folder.path(), &[("P_TOKEN_FILE", "key"), ("P_GROUPS__G__X", "1")]));
    let threads: Vec<_> = (0..100)
        .map(|_| {
            let loader = Arc::clone(&loader);
            std::thread::spawn(move || {
                for _ in 0..10 {
                    let odd = loader.load().unwrap();
                    assert_eq!((odd.text.as_deref(), odd.numbers["a"], odd.groups["g"].x), (Some("file"), 7, 1));
                    assert_eq!(odd.token.unwrap().expose_secret(), CANARY);
                    check_text("explain", &loader.explain().to_string());
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
}
