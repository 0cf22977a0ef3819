//! Hostile, huge, empty, truncated: a problem each, never a hang or a panic.

use std::fmt::Write as _;
use std::fs;

use tactful::{Code, ConfigFile, Context, Env, SecretString, Settings, Stack};

use crate::support::{codes, load_in, loader_in, problems, project, write};

#[derive(Debug, Settings)]
#[settings(prefix = "APP")]
struct App {
    #[settings(default = "d")]
    text: String,
    token: Option<SecretString>,
    #[settings(default = [])]
    hosts: Vec<String>,
    #[settings(default = 1)]
    port: u16,
}

#[test]
fn variables_that_are_blank_huge_or_not_text() {
    use tactful::{Environment, RawBytes};
    let variable = |name: &str, value: &[u8]| (name.to_owned(), RawBytes::new(value.to_vec()));
    let huge = vec![b'x'; 1024 * 1024];
    let load = |variables| App::loader().context(Context::from_environment(Environment::new(variables))).load();
    assert_eq!(load(vec![variable("APP_TEXT", &huge)]).unwrap().text.len(), huge.len());
    assert_eq!(load(vec![variable("APP_TEXT", b"  ")]).unwrap().text, "  ");
    let error = load(vec![variable("APP_TEXT", b"\xff\xfe"), variable("APP_TOKEN", b"\xff")]).unwrap_err();
    assert_eq!(problems(&error), ["invalid APP_TEXT", "invalid APP_TOKEN"]);
    assert_eq!(load(vec![variable("APP_PORT", &huge)]).unwrap_err().to_string().len() / 10_000, 0);
}

#[test]
fn ten_thousand_variables() {
    let pairs: Vec<_> = (0..10_000).map(|n| (format!("APP_OTHER_{n}"), "x".to_owned())).collect();
    assert!(App::from_pairs(pairs).is_ok());
}

#[test]
fn a_dotenv_file_of_sixteen_mebibytes_and_one_more() {
    let folder = project(&[]);
    let line = "APP_OTHER=0123456789abcdef0123456789abcdef\n";
    let mut text = line.repeat(16 * 1024 * 1024 / line.len() - 1);
    text.push_str("APP_TEXT=last\n");
    write(folder.path(), ".env", &text);
    assert_eq!(load_in::<App>(folder.path(), &[]).unwrap().text, "last");
    write(folder.path(), ".env", "#".repeat(16 * 1024 * 1024 + 1));
    assert_eq!(codes(&load_in::<App>(folder.path(), &[]).unwrap_err()), [Code::Source]);
}

#[test]
fn documents_nested_ten_thousand_deep() {
    let deep = 10_000;
    let mut documents = vec![
        ("s.toml", format!("a = {}{}", "[".repeat(deep), "]".repeat(deep))),
        ("t.toml", format!("[a{}]\n", ".a".repeat(deep))),
    ];
    if cfg!(feature = "json") {
        documents.push(("s.json", format!("{}{}", "{\"a\":".repeat(deep), "}".repeat(deep))));
    }
    if cfg!(feature = "yaml") {
        documents.push(("s.yaml", format!("a: {}{}", "[".repeat(deep), "]".repeat(deep))));
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for n in 1..12 {
            let _ = writeln!(bomb, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 10].join(", "));
        }
        documents.push(("bomb.yaml", bomb));
    }
    for (name, document) in documents {
        let folder = project(&[(name, &document)]);
        let stack = Stack::new().push(ConfigFile::new(name));
        let error = loader_in::<App>(folder.path(), &[]).stack(stack).load().unwrap_err();
        assert!(codes(&error).iter().all(|code| *code == Code::Source), "{name}: {error}");
    }
    let json = format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    assert_eq!(problems(&App::from_pairs([("APP_HOSTS", json)]).unwrap_err()), ["invalid APP_HOSTS"]);
}

#[test]
fn documents_with_marks_line_ends_and_duplicates() {
    let mut cases = vec![
        ("s.toml", "\u{feff}text = 'x'\r\nport = 2\r\n", "text = 'x'\ntext = 'y'"),
        (".env", "\u{feff}APP_TEXT=x\r\nAPP_PORT=2\r\n", "APP_TEXT"),
    ];
    if cfg!(feature = "json") {
        cases.push(("s.json", "\u{feff}{\"text\": \"x\",\r\n\"port\": 2}", "{\"text\": \"x\", \"text\": \"y\"}"));
    }
    if cfg!(feature = "yaml") {
        cases.push(("s.yaml", "\u{feff}text: x\r\nport: 2\r\n", "text: x\ntext: y\n"));
    }
    for (name, sound, broken) in cases {
        let folder = project(&[(name, sound)]);
        let stack = || match name {
            ".env" => Stack::new().push(tactful::Dotenv::cascade()),
            _ => Stack::new().push(ConfigFile::new(name)),
        };
        let app = loader_in::<App>(folder.path(), &[]).stack(stack()).load().unwrap();
        assert_eq!((app.text.as_str(), app.port), ("x", 2), "{name}");
        write(folder.path(), name, broken);
        assert_eq!(
            codes(&loader_in::<App>(folder.path(), &[]).stack(stack()).load().unwrap_err()),
            [Code::Source],
            "{name}"
        );
    }
}

#[cfg(unix)]
#[test]
fn name_file_names_what_is_no_file() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let folder = project(&[("folder/x", ""), ("denied", "x")]);
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    symlink(path("loop"), path("loop")).unwrap();
    let _socket = UnixListener::bind(path("socket")).unwrap();
    let fifo = std::process::Command::new("mkfifo").arg(path("fifo")).status().unwrap();
    assert!(fifo.success());
    write(folder.path(), "large", vec![b'x'; 1024 * 1024 + 1]);
    let absent = path("absent");
    let cases = [
        path("folder"),
        path("loop"),
        path("socket"),
        path("fifo"),
        path("large"),
        absent,
        "/dev/zero".into(),
        path("folder/x/y"),
        "\0".into(),
    ];
    for named in cases {
        let error = App::from_pairs([("APP_TEXT_FILE", named.clone())]).unwrap_err();
        assert_eq!(problems(&error), ["source APP_TEXT_FILE"], "{named}: {error}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read() {
    let folder = project(&[]);
    let path = write(folder.path(), "v", "x".repeat(100_000));
    let named = [("APP_TEXT_FILE", path.to_str().unwrap())];
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for round in 0..2_000 {
                fs::write(&path, "x".repeat(if round % 2 == 0 { 10 } else { 100_000 })).unwrap();
            }
        });
        while !writer.is_finished() {
            match App::from_pairs(named) {
                Ok(app) => assert!(app.text.bytes().all(|byte| byte == b'x')),
                Err(error) => assert_eq!(codes(&error), [Code::Source]),
            }
        }
    });
}

#[test]
fn bracketed_addresses_are_a_list() {
    let app = App::from_pairs([("APP_HOSTS", "[::1]:80,[::1]:81")]).unwrap();
    assert_eq!(app.hosts, ["[::1]:80", "[::1]:81"]);
}

#[test]
fn a_pem_key_on_one_line_says_what_happened() {
    let text = "-----BEGIN PRIVATE KEY-----\\nMIIEvQ\\n-----END PRIVATE KEY-----";
    let error = App::from_pairs([("APP_TOKEN", text)]).unwrap_err();
    assert_eq!(problems(&error), ["invalid APP_TOKEN"]);
    let text = error.to_string();
    assert!(text.contains("escaped") && !text.contains("MIIEvQ"), "{text}");
}

#[test]
fn names_that_differ_in_case_are_different() {
    let app = App::from_pairs([("app_text", "lower"), ("APP_TEXT", "upper")]).unwrap();
    assert_eq!(app.text, "upper");
}

#[derive(Debug, Settings)]
struct Many {
    numbers: std::collections::BTreeMap<String, u16>,
}

#[test]
fn a_thousand_problems_are_one_readable_report() {
    #[derive(Debug, Settings)]
    struct Groups {
        #[settings(nested)]
        groups: std::collections::BTreeMap<String, Item>,
    }
    #[derive(Debug, Settings)]
    struct Item {
        port: u16,
    }
    let pairs: Vec<_> = (0..1_000).map(|n| (format!("GROUPS__G{n}__PORT"), "nope".to_owned())).collect();
    let error = Groups::from_pairs(pairs).unwrap_err();
    assert_eq!(error.report().problems().len(), 1_000);
    assert!(error.to_string().len() < 200_000);
    assert!(format!("{error:#}").len() <= 1_000);
    assert!(Many::from_pairs([("NUMBERS__A", "1")]).is_ok());
}

#[test]
fn a_default_that_does_not_cast_is_told_by_verify_and_by_the_load() {
    #[derive(Debug, Settings)]
    struct Wrong {
        #[settings(default = "many")]
        port: u16,
    }
    assert_eq!(problems(&Wrong::schema().verify().unwrap_err()), ["invalid PORT"]);
    assert_eq!(problems(&Wrong::from_pairs::<_, &str, &str>([]).unwrap_err()), ["invalid PORT"]);
    assert!(App::schema().verify().is_ok());
    let _ = Stack::new().push(Env::new());
}
