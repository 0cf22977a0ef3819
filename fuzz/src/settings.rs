//! The settings that inputs are loaded into.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tactful::validate::{length, range};
use tactful::{SecretBox, SecretSlice, SecretString, Settings, Url};

/// Settings of which nothing may be shown: whatever field a value ends up in, it is secret.
#[derive(Settings)]
#[settings(prefix = "FUZZ")]
#[allow(dead_code, reason = "loaded, not read")]
pub(crate) struct Kept {
    /// Required, so that there is a report to look at.
    pub(crate) required: SecretString,
    pub(crate) key: Option<SecretString>,
    pub(crate) pin: Option<SecretBox<u32>>,
    pub(crate) salt: Option<SecretSlice<u8>>,
    #[settings(encoding = "base64")]
    encoded: Option<SecretString>,
    #[settings(encoding = "escaped", validate = length(1..=3))]
    escaped: Option<SecretString>,
    #[settings(default(relaxed = []))]
    keys: Vec<SecretString>,
    #[settings(secret, validate = range(1..=9))]
    port: Option<u16>,
    #[settings(secret)]
    flag: Option<bool>,
    #[settings(secret)]
    ratio: Option<f64>,
    #[settings(secret)]
    patience: Option<Duration>,
    #[settings(secret)]
    address: Option<IpAddr>,
    #[settings(secret)]
    link: Option<Url>,
    #[settings(secret)]
    level: Option<Level>,
    #[settings(secret, with = refuse)]
    refused: Option<String>,
    #[settings(nested)]
    inner: Option<Inner>,
    #[settings(nested)]
    listed: Vec<Inner>,
    #[settings(nested)]
    named: HashMap<String, Inner>,
}

/// The same below another.
#[derive(Settings)]
#[allow(dead_code, reason = "loaded, not read")]
pub(crate) struct Inner {
    key: SecretString,
    #[settings(secret, default(relaxed = 1))]
    port: u16,
}

/// Says the value, as the functions of users do.
fn refuse(text: &str) -> Result<String, String> {
    Err(format!("{text} is not to our liking"))
}

/// Settings of every type, all of which may be shown.
#[derive(Debug, Settings)]
#[settings(prefix = "FUZZ")]
#[allow(dead_code, reason = "loaded, not read")]
pub(crate) struct Plain {
    pub(crate) flag: Option<bool>,
    pub(crate) whole: Option<i64>,
    pub(crate) small: Option<u8>,
    pub(crate) large: Option<u128>,
    pub(crate) ratio: Option<f64>,
    pub(crate) letter: Option<char>,
    #[settings(allow_empty)]
    pub(crate) text: Option<String>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) patience: Option<Duration>,
    #[settings(unit = "ms")]
    pub(crate) delay: Option<Duration>,
    pub(crate) since: Option<SystemTime>,
    pub(crate) address: Option<SocketAddr>,
    pub(crate) addresses: Option<Vec<SocketAddr>>,
    pub(crate) link: Option<Url>,
    pub(crate) numbers: Option<Vec<u16>>,
    pub(crate) texts: Option<Vec<String>>,
    #[settings(separator = ";")]
    pub(crate) split: Option<Vec<String>>,
    pub(crate) pair: Option<(u8, String)>,
    pub(crate) triple: Option<[i8; 3]>,
    pub(crate) limits: Option<BTreeMap<String, i32>>,
    pub(crate) level: Option<Level>,
    pub(crate) levels: Option<Vec<Level>>,
    #[settings(encoding = "hex")]
    pub(crate) digest: Option<Vec<u8>>,
    #[settings(encoding = "base64url")]
    pub(crate) blob: Option<Vec<u8>>,
    #[settings(nested)]
    pub(crate) server: Option<Server>,
    #[settings(nested)]
    pub(crate) servers: Vec<Server>,
    #[settings(nested)]
    pub(crate) named: BTreeMap<String, Server>,
    #[settings(nested)]
    pub(crate) storage: Option<Storage>,
}

#[derive(Debug, Settings)]
#[allow(dead_code, reason = "loaded, not read")]
pub(crate) struct Server {
    #[settings(default = "localhost")]
    host: String,
    port: u16,
}

#[derive(Debug, Settings)]
#[settings(tag = "kind", rename_all = "kebab-case")]
#[allow(dead_code, reason = "loaded, not read")]
pub(crate) enum Storage {
    Nowhere,
    LocalDisk { folder: PathBuf },
    Cloud(Server),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Settings)]
#[settings(rename_all = "kebab-case")]
pub(crate) enum Level {
    Low,
    VeryHigh,
}
