//! Promise 1: nothing that is printed holds a secret, or a part of one.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::str::FromStr;
use std::sync::{Arc, Mutex};

use serde::Deserialize;
use tactful::validate::length;
use tactful::{
    ConfigFile, Context, Env, ExposeSecret as _, FigmentSource, Loader, Map, Overrides, ReportFormat, SecretBox,
    SecretString, Settings, Stack,
};

use crate::support::{project, write};

/// No word, no number of any type, and nothing like it stands in our own texts.
const CANARY: &str = "qZ7vK2xW9pL4mT8r";

#[derive(Debug, Settings)]
#[settings(validate = echo_struct)]
struct Secrets {
    #[settings(validate = echo_secret, validate = length(1..3))]
    text: SecretString,
    number: SecretBox<u32>,
    #[settings(encoding = "base64", validate = echo_secret)]
    encoded: SecretString,
    #[settings(validate = echo_list)]
    list: Vec<SecretString>,
    map: BTreeMap<String, SecretBox<u16>>,
    #[settings(with = echo_with, secret)]
    with: String,
    #[settings(from_str, secret)]
    parsed: Echo,
    #[settings(secret)]
    mode: Mode,
    foreign: SecretBox<Foreign>,
    #[settings(secret)]
    numbers: Vec<u64>,
    opaque: Foreign,
    #[settings(nested)]
    inner: Inner,
    #[settings(nested)]
    entries: BTreeMap<String, Inner>,
    #[settings(nested)]
    items: Vec<Inner>,
    optional: Option<SecretString>,
}

#[derive(Debug, Settings)]
struct Inner {
    #[settings(validate = echo_secret)]
    api_key: SecretString,
    pin: SecretBox<u8>,
}

#[derive(Clone, Copy, Debug, Settings)]
enum Mode {
    On,
    Off,
}

#[derive(Clone, Debug)]
struct Echo;

impl FromStr for Echo {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Err(format!("cannot read {text:?}"))
    }
}

#[derive(Clone, Debug, Default)]
struct Foreign;

impl<'de> Deserialize<'de> for Foreign {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Err(serde::de::Error::custom(format!("what is {text}?")))
    }
}

impl secrecy_zeroize::Zeroize for Foreign {
    fn zeroize(&mut self) {}
}

mod secrecy_zeroize {
    pub(crate) use tactful::__private::Zeroize;
}

fn echo_secret(value: &SecretString) -> Result<(), String> {
    Err(format!("{} is not good enough", value.expose_secret()))
}

fn echo_list(values: &[SecretString]) -> Result<(), String> {
    Err(values.iter().map(|value| value.expose_secret().to_owned()).collect())
}

fn echo_with(text: &str) -> Result<String, String> {
    Err(text.to_owned())
}

fn echo_struct(_: &Secrets) -> Result<(), String> {
    Err(CANARY.to_owned())
}

const KEYS: [&str; 19] = [
    "text",
    "number",
    "encoded",
    "list",
    "map",
    "with",
    "parsed",
    "mode",
    "foreign",
    "numbers",
    "opaque",
    "inner.api_key",
    "inner.pin",
    "entries.a.api_key",
    "entries.a.pin",
    "items.0.api_key",
    "items.0.pin",
    "optional",
    "map.k",
];

/// What a hostile or unlucky operator may have written: each holds the canary.
fn values() -> Vec<String> {
    vec![
        CANARY.to_owned(),
        format!(" {CANARY} "),
        format!("\"{CANARY}\""),
        format!("{{\"a\": \"{CANARY}\"}}"),
        format!("[\"{CANARY}\", {CANARY}]"),
        format!("{CANARY},,{CANARY}"),
        format!("k={CANARY}"),
        format!("https://user:{CANARY}@host/?token={CANARY}"),
        format!("-----BEGIN {CANARY}\\n{CANARY}"),
        format!("ref+vault://{CANARY}/x#/y"),
        format!("12{CANARY}"),
        format!("{CANARY}\n{CANARY}"),
    ]
}

fn env_name(key: &str) -> String {
    let dynamic = key.starts_with("entries") || key.starts_with("items") || key.starts_with("map.");
    key.replace('.', if dynamic { "__" } else { "_" }).to_ascii_uppercase()
}

fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// Each layer that a value can come from, with this value for every key.
fn loaders(value: &str) -> Vec<(&'static str, Loader<Secrets>, tempfile::TempDir)> {
    let folder = project(&[]);
    let path = folder.path().to_owned();
    let named = |pairs: Vec<(String, String)>| Context::from_pairs(pairs).in_directory(&path);
    let nothing = || named(Vec::new());
    let env: Vec<_> = KEYS.iter().map(|key| (env_name(key), value.to_owned())).collect();
    let files: Vec<_> = KEYS
        .iter()
        .map(|key| {
            let file = write(&path, &format!("files/{key}"), value);
            (env_name(key) + "_FILE", file.to_str().unwrap().to_owned())
        })
        .collect();
    for key in KEYS {
        write(&path, &format!("mounted/{key}"), value);
    }
    let line = |key: &&str| format!("{}={}\n", env_name(key), quoted(&value.replace('$', "\\$")));
    let dotenv = KEYS.iter().map(line).collect::<Vec<_>>().concat();
    write(&path, ".env", &dotenv);
    write(&path, "broken.env", dotenv.replace('=', " "));
    let pairs: Vec<_> = KEYS.iter().map(|key| (*key, value.to_owned())).collect();
    let line = |key: &&str| format!("'{key}' = {}\n", quoted(value));
    let toml = KEYS.iter().filter(|key| **key != "map").map(line).collect::<Vec<_>>().concat();
    write(&path, "settings.toml", &toml);
    write(&path, "broken.toml", toml.replace('\n', " \u{1} \n"));
    let json: String = format!(r#"{{"api_key": {}, "pin": {}}}"#, quoted(value), quoted(value));
    let groups = ["INNER", "ENTRIES__A", "ITEMS"]
        .map(|name| (name.to_owned(), if name == "ITEMS" { format!("[{json}]") } else { json.clone() }));
    let figment = figment::providers::Serialized::defaults(BTreeMap::from([
        ("text", value.to_owned()),
        ("number", value.to_owned()),
        ("list", value.to_owned()),
        ("with", value.to_owned()),
    ]));
    let loader = |context: Context, stack: Stack| Secrets::loader().context(context).stack(stack);
    let list = vec![
        ("env", loader(named(env), Stack::new().push(Env::new()))),
        ("NAME_FILE", loader(named(files), Stack::new().push(Env::new()))),
        ("dotenv", loader(nothing(), Stack::new().push(tactful::Dotenv::cascade()))),
        ("broken dotenv", loader(nothing(), Stack::new().push(tactful::Dotenv::file("broken.env")))),
        ("secrets dir", loader(nothing(), Stack::new().push(tactful::SecretsDir::new("mounted")))),
        ("toml", loader(nothing(), Stack::new().push(ConfigFile::new("settings.toml")))),
        ("broken toml", loader(nothing(), Stack::new().push(ConfigFile::new("broken.toml")))),
        ("overrides", loader(nothing(), Stack::new().push(Overrides::pairs(pairs.clone())))),
        ("map", loader(nothing(), Stack::new().push(Map::new("m", pairs)))),
        ("groups", loader(named(groups.into()), Stack::new().push(Env::new()))),
        ("figment", loader(nothing(), Stack::new().push(FigmentSource::new(figment)))),
    ];
    list.into_iter()
        .map(|(name, loader)| (name, loader, tempfile::tempdir().unwrap()))
        .chain(std::iter::once((
            "keep the folder",
            Secrets::loader().context(Context::from_pairs::<_, &str, &str>([])),
            folder,
        )))
        .collect()
}

#[track_caller]
fn silent(what: &str, text: &str) {
    // Any six characters in a row: a part is a leak too.
    let leak = CANARY.as_bytes().windows(6).find(|part| text.as_bytes().windows(6).any(|window| window == *part));
    assert!(leak.is_none(), "{what} leaks:\n{text}");
}

#[test]
fn no_output_of_any_failure_in_any_layer_holds_a_secret() {
    for value in values() {
        let loaders = loaders(&value);
        for (layer, loader, _) in &loaders {
            let what = |output: &str| format!("{output} of {layer} given {value:?}");
            let error = loader.load().unwrap_err();
            silent(&what("Display"), &error.to_string());
            silent(&what("the closing line"), &format!("{error:#}"));
            silent(&what("Debug"), &format!("{error:?}"));
            silent(&what("JSON"), &error.report().to_json());
            silent(&what("lines"), &error.report().render(ReportFormat::Lines, tactful::Style::default()));
            silent(&what("Debug of the report"), &format!("{:?}", error.report()));
            let explanation = loader.explain();
            silent(&what("explain"), &explanation.to_string());
            silent(&what("explain as JSON"), &explanation.to_json());
            silent(&what("Debug of explain"), &format!("{explanation:?}"));
            silent(&what("check"), &loader.check().to_string());
            silent(&what("Debug of the loader"), &format!("{loader:?}"));
        }
    }
}

#[derive(Debug, Settings)]
struct Sound {
    #[settings(deprecated_alias = "old_token")]
    token: SecretString,
    #[settings(default = 1)]
    port: u16,
}

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn events_of_a_sound_load_hold_no_secret() {
    let captured = Captured::default();
    let writer = captured.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || writer.clone()).finish();
    let value = format!("\"{CANARY}\"");
    let settings =
        tracing::subscriber::with_default(subscriber, || Sound::from_pairs([("OLD_TOKEN", value.as_str())]).unwrap());
    assert!(settings.token.expose_secret().contains(CANARY));
    assert_eq!(settings.port, 1);
    let events = String::from_utf8(captured.0.lock().unwrap().clone()).unwrap();
    assert!(events.contains("deprecated") && events.contains("suspect"), "{events}");
    silent("tracing", &events);
    silent("Debug of the settings", &format!("{settings:?}"));
}

impl fmt::Display for Echo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("echo")
    }
}

/// Secrets that are sound, in forms that differ from what a layer wrote, and a rule across them that tells them all.
#[derive(Debug, Settings)]
#[settings(validate = tell_all)]
struct Told {
    text: Option<SecretString>,
    list: Option<Vec<SecretString>>,
    #[settings(encoding = "base64")]
    encoded: Option<SecretString>,
    number: Option<SecretBox<u64>>,
    map: Option<BTreeMap<String, SecretString>>,
    #[settings(default)]
    plain: BTreeMap<String, String>,
}

fn tell_all(told: &Told) -> Result<(), String> {
    let mut text = String::new();
    let secrets = told.list.iter().flatten().chain(told.text.iter()).chain(told.encoded.iter());
    for secret in secrets.chain(told.map.iter().flat_map(BTreeMap::values)) {
        text.push_str(secret.expose_secret());
    }
    text.extend(told.number.iter().map(|number| number.expose_secret().to_string()));
    if text.is_empty() { Ok(()) } else { Err(text) }
}

#[test]
fn the_text_of_a_rule_across_fields_is_shown_only_where_no_secret_is_in_sight() {
    let document = format!("list = ['{CANARY}']\nmap = {{ a = \"{CANARY}\" }}\n");
    let folder = project(&[("s.toml", &document)]);
    let toml = Stack::new().push(ConfigFile::new("s.toml").with_secrets());
    let closed = || Context::from_pairs::<_, &str, &str>([]).in_directory(folder.path());
    let error = Told::loader().context(closed()).stack(toml).load().unwrap_err();
    silent("a list and a map", &error.to_string());
    for pair in [("TEXT", CANARY), ("ENCODED", "cVo3dksyeFc5cEw0bVQ4cg=="), ("LIST", CANARY), ("MAP__A", CANARY)] {
        let error = Told::from_pairs([pair]).unwrap_err();
        silent(pair.0, &format!("{error} {error:?} {}", error.report().to_json()));
        assert!(error.to_string().contains("breaks a rule across fields"), "{error}");
    }
    let error = Told::from_pairs([("NUMBER", "0x123456789ABCDEF")]).unwrap_err();
    assert!(!error.to_string().contains("81985529216486895"), "{error}");
    let shown = Told::loader().context(Context::from_pairs([("PLAIN", format!("https://u:{CANARY}@h/?a=b"))]));
    silent("a URL in a map", &format!("{} {}", shown.load().unwrap_err(), shown.explain()));
}
