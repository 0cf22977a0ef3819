//! Promise 4: text survives every layer but dotenv byte for byte.

use tactful::{ConfigFile, Context, Env, ExposeSecret as _, Map, Overrides, SecretString, SecretsDir, Settings, Stack};

use crate::support::{project, write};

#[derive(Debug, Settings)]
#[settings(prefix = "APP")]
struct Opaque {
    text: String,
    token: SecretString,
    #[settings(no_reference)]
    literal: String,
}

const TEXTS: [&str; 14] = [
    "pa$$w${x}",
    "$2a$10$N9qo8uLOickgx2ZMRZoMye",
    "`id`",
    "$(id)",
    " spaced ",
    "0123",
    "1e3",
    "true",
    "\"q\"",
    "null",
    "[1, 2]",
    "{}",
    "a#b # c",
    "\\n\\t",
];

#[test]
fn text_survives_every_layer() {
    for text in TEXTS {
        let folder = project(&[]);
        let path = folder.path();
        let quoted = format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
        let mut documents = vec![("s.toml", format!("text = {quoted}\ntoken = {quoted}\nliteral = {quoted}\n"))];
        if cfg!(feature = "json") {
            documents.push(("s.json", format!("{{\"text\": {quoted}, \"token\": {quoted}, \"literal\": {quoted}}}")));
        }
        if cfg!(feature = "yaml") {
            documents.push(("s.yaml", format!("text: {quoted}\ntoken: {quoted}\nliteral: {quoted}\n")));
        }
        let mut stacks = Vec::new();
        for (name, document) in documents {
            write(path, name, document);
            stacks.push((name, Stack::new().push(ConfigFile::new(name).with_secrets())));
        }
        for name in ["app_text", "APP_TOKEN", "literal"] {
            write(path, &format!("mounted/{name}"), text);
            write(path, &format!("files/{name}"), format!("{text}\n"));
        }
        let pairs = [("text", text), ("token", text), ("literal", text)];
        let values = [("APP_TEXT", text), ("APP_TOKEN", text), ("APP_LITERAL", text)];
        let files = ["app_text", "APP_TOKEN", "literal"].map(|name| path.join("files").join(name));
        let files: Vec<(&str, &str)> = ["APP_TEXT_FILE", "APP_TOKEN_FILE", "APP_LITERAL_FILE"]
            .into_iter()
            .zip(files.iter().map(|path| path.to_str().unwrap()))
            .collect();
        stacks.extend([
            ("env", Stack::new().push(Env::new())),
            ("secrets dir", Stack::new().push(SecretsDir::new("mounted"))),
            ("overrides", Stack::new().push(Overrides::pairs(pairs))),
            ("map", Stack::new().push(Map::new("m", pairs))),
        ]);
        let mut runs: Vec<_> = stacks.into_iter().map(|(name, stack)| (name, stack, &values[..])).collect();
        runs.push(("NAME_FILE", Stack::new().push(Env::new()), &files[..]));
        for (name, stack, pairs) in runs {
            let context = Context::from_pairs(pairs.iter().copied()).in_directory(path);
            let loaded = Opaque::loader().context(context).stack(stack).load().unwrap();
            assert_eq!(loaded.text, text, "{name}");
            assert_eq!(loaded.token.expose_secret(), text, "{name}");
            assert_eq!(loaded.literal, text, "{name}");
        }
    }
}

#[test]
fn a_reference_is_text_where_the_field_says_so() {
    let text = "ref+vault://secret/x#/y";
    let loaded = Opaque::from_pairs([("APP_TEXT", "t"), ("APP_TOKEN", "k2"), ("APP_LITERAL", text)]).unwrap();
    assert_eq!(loaded.literal, text);
}
