//! Dotenv files, as a layer of ours and as others read them.

use std::fs;

use serde_json::{Value, json};
use tactful::{Context, Dotenv, Settings, Stack};

use crate::cases::{self, Case};
use crate::facts::Facts;
use crate::peer::WORLD;
use crate::rules::Predicate;

/// The files of `data/dotenv.json` and of the folder `data/dotenv`.
pub(crate) fn files() -> Vec<Case> {
    let mut paths: Vec<_> =
        fs::read_dir(cases::path("data/dotenv")).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    let whole = paths.into_iter().map(|path| Case {
        of: String::new(),
        name: Some(path.file_name().unwrap().to_str().unwrap().to_owned()),
        input: fs::read(path).unwrap(),
    });
    let files: Vec<Case> = whole.chain(cases::of_data("dotenv")).collect();
    assert!(files.len() >= 150, "only {} files", files.len());
    files
}

/// The same files, to be compared with what one of the others makes of them.
pub(crate) fn read_by(whose: &str, files: &[Case]) -> Vec<Case> {
    files.iter().map(|file| Case { of: whose.to_owned(), ..file.clone() }).collect()
}

/// A struct with a field for each name that stands in the files, and what of it was set.
macro_rules! keys {
    ($($name:literal $field:ident,)*) => {
        #[derive(Settings)]
        struct Keys {
            $(#[settings(env = $name, public, allow_empty, no_reference)] $field: Option<String>,)*
        }

        impl Keys {
            fn facts(self) -> Facts {
                Facts::default()$(.put($name, self.$field))*
            }
        }
    };
}

keys! {
    "A" a, "B" b, "C" c, "D" d, "_A" underscored, "a" lower, "A1" numbered, "EXPORT" exporting,
    "export" exported, "WORLD" world,
    "DEBUG" debug, "SECRET_KEY" secret_key, "DATABASE_URL" database_url, "REDIS_URL" redis_url,
    "ALLOWED_HOSTS" allowed_hosts, "EMAIL_URL" email_url, "STRIPE_KEY" stripe_key, "GREETING" greeting,
    "PRIVATE_KEY" private_key, "APP_NAME" app_name, "APP_URL" app_url, "MAIL_FROM" mail_from, "LOG_FORMAT" log_format,
    "SMTP_PASSWORD" smtp_password, "COLORS" colors, "WINDOWS_PATH" windows_path, "REGEX" regex, "CRON" cron,
}

pub(crate) fn ours(file: &Case) -> Facts {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.env");
    fs::write(&path, &file.input).unwrap();
    let loader = Keys::loader().stack(Stack::new().push(Dotenv::file(&path)));
    match loader.context(Context::from_pairs([WORLD]).in_directory(folder.path())).load() {
        Ok(keys) => keys.facts(),
        Err(error) => Facts::error(error.report().problems()[0].message()),
    }
}

pub(crate) fn theirs(answer: &Value) -> Facts {
    let Some(values) = answer["is"].as_object() else { return Facts::error(answer["error"].as_str().unwrap()) };
    values.iter().fold(Facts::default(), |facts, (name, value)| {
        // A name alone is one without a value to python-dotenv, and not an empty one.
        facts.put(name, if value.is_null() { json!({ "value": "none" }) } else { value.clone() })
    })
}

pub(crate) fn predicate(name: &str) -> Option<Predicate> {
    Some(match name {
        "an expansion inside single quotes" => {
            |text| text.lines().any(|line| line.contains("='") && line.contains("${"))
        }
        "an expansion outside single quotes" => {
            |text| text.lines().any(|line| line.contains("${") && !line.contains("='"))
        }
        "no backtick" => |text| !text.contains("=`"),
        _ => return None,
    })
}
