//! Enums: a value of several, and a group of several.

use std::collections::{BTreeMap, HashMap};

use tactful::{SecretString, Settings};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Settings)]
enum Level {
    Low,
    VeryHigh,
    #[settings(rename = "off")]
    None,
}

#[derive(Debug, PartialEq, Eq, Settings)]
#[settings(rename_all = "SCREAMING-KEBAB-CASE")]
enum Loud {
    VeryLoud,
    r#Try,
}

#[derive(Debug, Settings)]
#[settings(tag = "kind", rename_all = "kebab-case", validate = Storage::check)]
enum Storage {
    /// A bucket of Amazon's.
    #[settings(rename = "s3")]
    AmazonS3 {
        bucket: String,
        #[settings(default = "eu-west-1")]
        region: String,
        secret_access_key: SecretString,
    },
    #[settings(rename_all = "camelCase")]
    LocalDisk {
        base_path: String,
        #[settings(skip)]
        opened: u8,
    },
    Shared(Share),
    #[settings(default)]
    Nowhere,
}

impl Storage {
    fn check(&self) -> Result<(), &'static str> {
        match self {
            Self::LocalDisk { base_path, opened: 0 } if base_path.is_empty() => Err("needs a path"),
            _ => Ok(()),
        }
    }
}

#[derive(Debug, Settings)]
struct Share {
    host: String,
    #[settings(nested)]
    login: Option<Login>,
}

#[derive(Debug, Settings)]
struct Login {
    user: String,
}

#[derive(Debug, Settings)]
struct Shop {
    #[settings(default = "low")]
    level: Level,
    levels: HashMap<Level, Vec<Level>>,
    loud: Option<Loud>,
    #[settings(nested)]
    storage: Storage,
    #[settings(nested)]
    backups: BTreeMap<String, Storage>,
}

fn shop(pairs: &[(&str, &str)]) -> Shop {
    let levels = [("LEVELS", "")];
    Shop::from_pairs(levels.into_iter().chain(pairs.iter().copied())).unwrap_or_else(|error| panic!("{error}"))
}

fn main() {
    let shop_ = shop(&[]);
    assert_eq!(shop_.level, Level::Low);
    assert!(matches!(shop_.storage, Storage::Nowhere));

    let found = shop(&[
        ("LEVEL", "Very_High"),
        ("LEVELS", r#"{"low": ["off", "LOW"]}"#),
        ("LOUD", "very-loud"),
        ("STORAGE_KIND", "S3"),
        ("STORAGE_BUCKET", "b"),
        ("STORAGE_SECRET_ACCESS_KEY", "k"),
        ("BACKUPS__A__KIND", "shared"),
        ("BACKUPS__A__HOST", "h"),
        ("BACKUPS__A__LOGIN_USER", "u"),
        ("BACKUPS__B__KIND", "local-disk"),
        ("BACKUPS__B__BASE_PATH", "/p"),
    ]);
    assert_eq!(found.level, Level::VeryHigh);
    assert_eq!(found.levels[&Level::Low], [Level::None, Level::Low]);
    assert_eq!(found.loud, Some(Loud::VeryLoud));
    assert!(matches!(&found.storage, Storage::AmazonS3 { bucket, region, .. } if bucket == "b" && region == "eu-west-1"));
    assert!(matches!(&found.backups["a"], Storage::Shared(Share { host, login: Some(login) }) if host == "h" && login.user == "u"));
    assert!(matches!(&found.backups["b"], Storage::LocalDisk { base_path, opened: 0 } if base_path == "/p"));

    let error = Shop::from_pairs([("LEVELS", ""), ("LEVEL", "middling"), ("STORAGE_KIND", "s4")]).err().expect("unknown");
    let text = format!("{error}");
    assert!(text.contains("very_high") && text.contains("off") && text.contains("local-disk"), "{text}");

    assert!(matches!(Storage::from_pairs([("KIND", "nowhere")]), Ok(Storage::Nowhere)));
    let _ = Loud::Try;
}
