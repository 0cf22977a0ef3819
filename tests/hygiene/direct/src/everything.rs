//! Every attribute that a struct and its fields can have.

use ::core::time::Duration;
use ::std::collections::{BTreeMap, HashSet};
use ::std::path::PathBuf;
use ::std::string::String;
use ::std::vec::Vec;
use ::tactful::validate::{length, one_of, range};
use ::tactful::{SecretBox, SecretSlice, SecretString, Settings, Url};

/// Settings of a program that uses every attribute.
#[derive(::core::fmt::Debug, Settings)]
#[settings(
    prefix = "ALL",
    rename_all = "kebab-case",
    deny_unknown,
    ignore = ["worker"],
    profile_env = "ALL_PROFILE",
    profiles = ["test", "production"],
    relaxed = ["test"],
    file = "settings.toml",
    control_prefix = "ALL_SETTINGS",
    validate = ordered
)]
#[non_exhaustive]
pub struct Everything {
    /// A number with a default and a rule.
    #[settings(default = 8080, validate = range(1..=65_000))]
    pub port: u16,
    /// A default for each profile, one of them an expression.
    #[settings(default(test = 1, production = workers(), _ = 2))]
    pub workers: u16,
    /// A list with a separator of its own.
    #[settings(default = ["a", "b"], separator = ";", validate = length(1..))]
    pub hosts: Vec<String>,
    /// A set under an absolute name.
    #[settings(env = "NUMBERS", default = [1, 2])]
    pub numbers: HashSet<u8>,
    /// A map under old names.
    #[settings(default, alias = "old_limits", deprecated_alias = "older_limits", alias(env = "LIMITS_OF_OLD"))]
    pub limits: BTreeMap<String, u32>,
    /// A duration that may be a bare number.
    #[settings(default = "30s", unit = "s", rename = "patience")]
    pub timeout: Duration,
    /// A secret with a default for development, and an example.
    #[settings(default(relaxed = "for-tests-alone"), example = "a long random text", no_reference)]
    pub secret_key: SecretString,
    /// A secret of bytes.
    #[settings(encoding = "hex", default(relaxed = "00ff"))]
    pub salt: SecretSlice<u8>,
    /// A secret number.
    pub pin: ::core::option::Option<SecretBox<u32>>,
    /// A number that is nobody's business.
    #[settings(secret, default(relaxed = 7))]
    pub seed: u64,
    /// Text whose name sounds like a secret.
    #[settings(public, default = "header", validate = one_of(["header", "cookie"]))]
    pub token_place: String,
    /// Text that may be empty.
    #[settings(allow_empty, required_in = ["production"])]
    pub suffix: ::core::option::Option<String>,
    /// A type of one's own, read by a function.
    #[settings(with = level, default = "low")]
    pub level: Level,
    /// A type of one's own, read by its `FromStr`.
    #[settings(from_str, default = "high")]
    pub highest: Level,
    /// A type of another crate.
    #[settings(default = "https://example.com/")]
    pub base_url: Url,
    /// A path.
    #[settings(default = <PathBuf as ::core::convert::From<&str>>::from("/var/lib/all"))]
    pub folder: PathBuf,
    /// What is no setting.
    #[settings(skip)]
    pub counter: ::core::cell::Cell<u8>,
}

const fn workers() -> u16 {
    16
}

/// A type that serde does not know.
#[derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq)]
#[non_exhaustive]
pub enum Level {
    /// Little.
    Low,
    /// Much.
    High,
}

impl ::core::str::FromStr for Level {
    type Err = &'static str;

    fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
        level(text)
    }
}

/// Reads a level.
///
/// # Errors
/// Where it is none.
pub fn level(text: &str) -> ::core::result::Result<Level, &'static str> {
    match text {
        "low" => ::core::result::Result::Ok(Level::Low),
        "high" => ::core::result::Result::Ok(Level::High),
        _ => ::core::result::Result::Err("neither low nor high"),
    }
}

const fn ordered(settings: &Everything) -> ::core::result::Result<(), &'static str> {
    if settings.workers <= settings.port {
        ::core::result::Result::Ok(())
    } else {
        ::core::result::Result::Err("more workers than ports")
    }
}
