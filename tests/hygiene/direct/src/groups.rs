//! Groups, enums and generics.

use ::std::collections::HashMap;
use ::std::string::String;
use ::std::vec::Vec;
use ::tactful::{SecretBox, SecretString, Settings};

/// Groups in every place where one can stand.
#[derive(::core::fmt::Debug, Settings)]
#[settings(prefix = "GROUPS")]
#[non_exhaustive]
pub struct Groups {
    /// One.
    #[settings(nested)]
    pub main: Server,
    /// One under a prefix of its own.
    #[settings(nested, prefix = "OTHER")]
    pub second: Server,
    /// One whose fields are ours.
    #[settings(flatten)]
    pub shared: Shared,
    /// Perhaps one.
    #[settings(nested)]
    pub spare: ::core::option::Option<Server>,
    /// Many by number.
    #[settings(nested)]
    pub listed: Vec<Server>,
    /// Many by name.
    #[settings(nested)]
    pub named: HashMap<String, Server>,
    /// One of several.
    #[settings(nested)]
    pub storage: Storage,
    /// A value of a few.
    #[settings(default = "warn")]
    pub verbosity: Verbosity,
    /// A group of whatever.
    #[settings(nested)]
    pub pair: Pair<u8, Server>,
    /// A group with a bound of its own.
    #[settings(nested)]
    pub bounded: Bounded<u16, 2>,
}

/// A server.
#[derive(::core::clone::Clone, ::core::fmt::Debug, Settings)]
#[non_exhaustive]
pub struct Server {
    /// Its name.
    #[settings(default = "localhost")]
    pub host: String,
    /// Its port.
    pub port: u16,
}

/// What all have.
#[derive(::core::fmt::Debug, Settings)]
#[non_exhaustive]
pub struct Shared {
    /// The region.
    pub region: String,
}

/// Nothing to be told.
#[derive(::core::fmt::Debug, Settings)]
#[non_exhaustive]
pub struct Nothing {}

/// Where files are kept.
#[derive(::core::fmt::Debug, Settings)]
#[settings(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Storage {
    /// Nowhere.
    None,
    /// In a folder.
    #[settings(default)]
    LocalDisk {
        /// Which.
        #[settings(default = "/tmp")]
        folder: String,
    },
    /// With a provider.
    #[settings(rename = "s3")]
    Cloud(Bucket),
}

/// A bucket of a provider.
#[derive(::core::fmt::Debug, Settings)]
#[non_exhaustive]
pub struct Bucket {
    /// Its name.
    pub bucket: String,
    /// The key to it.
    pub secret_key: SecretString,
}

/// How much is told.
#[derive(
    ::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug, ::core::cmp::PartialEq, ::core::cmp::Eq, Settings,
)]
#[settings(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verbosity {
    /// Little.
    Warn,
    /// Much.
    AllOfIt,
}

/// A leaf and a group of any type.
#[derive(::core::fmt::Debug, Settings)]
#[non_exhaustive]
pub struct Pair<Leaf, Group>
where
    Group: ::tactful::Bind,
{
    /// A leaf.
    #[settings(public)]
    pub leaf: Leaf,
    /// A group.
    #[settings(nested)]
    pub group: Group,
    /// A secret.
    pub hidden: ::core::option::Option<SecretBox<u8>>,
}

/// Parameters with bounds, a default and a constant.
#[derive(::core::fmt::Debug, Settings)]
#[non_exhaustive]
pub struct Bounded<T: ::core::cmp::Ord + ::core::marker::Copy = u8, const N: usize = 1> {
    /// The least.
    #[settings(public)]
    pub least: T,
    /// How many there are.
    #[settings(skip)]
    pub marks: ::core::marker::PhantomData<[T; N]>,
}
