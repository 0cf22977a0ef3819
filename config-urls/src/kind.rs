//! What all URL types share: reading, printing, exposing.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use tactful_core::raw::Raw;
use zeroize::Zeroizing;

use crate::credentials::Credentials;
use crate::error::UrlError;
use crate::tree;
use crate::write::{Writer, exposed};

/// A type of URL.
pub(crate) trait Kind: Clone {
    /// What is expected, for the errors of serde.
    const EXPECTED: &'static str;

    /// Reads text.
    fn parse(text: &str) -> Result<Self, UrlError>;

    /// Writes what [`Kind::parse`] reads.
    fn write(&self, to: &mut Writer<'_>) -> fmt::Result;

    /// Puts other credentials in.
    fn set_credentials(&mut self, credentials: Credentials);

    /// What stands between host and name where a table is written as a URL.
    fn before_name(_scheme: &str) -> &'static str {
        "/"
    }
}

/// Reads a URL, or a JSON table of its parts.
pub(crate) fn parse<K: Kind>(text: &str) -> Result<K, UrlError> {
    if text.starts_with('{') { tree::parse_json(text) } else { K::parse(text) }
}

/// A raw value of a URL as it may be shown; nothing where it is no such URL.
pub(crate) fn redact<K: Kind + fmt::Display>(raw: &Raw) -> Option<String> {
    let url: Result<K, UrlError> = match raw {
        Raw::Text(text) => parse(text.expose()),
        Raw::Map(members) => tree::parse_members(members),
        _ => return None,
    };
    url.ok().map(|url| url.to_string())
}

/// The same URL with other credentials, looked over as if they had been read.
pub(crate) fn with_credentials<K: Kind>(of: &K, user: &str, password: &SecretString) -> Result<K, UrlError> {
    let user = Some(user).filter(|user| !user.is_empty()).map(|user| Zeroizing::new(user.to_owned()));
    let password = Some(SecretString::from(password.expose_secret()));
    let mut changed = of.clone();
    changed.set_credentials(Credentials { user, password });
    K::parse(&exposed(|to| changed.write(to)))
}

/// The methods and traits of a type of URL.
macro_rules! url_type {
    ($type:ident) => {
        impl $type {
            /// The options of the query as text, those with a typed accessor too. Values whose key says so are secret:
            /// do not print them.
            pub fn options(&self) -> &std::collections::BTreeMap<String, String> {
                self.options.map()
            }

            /// The same URL without these options, by their names in [`Self::options`]; those that are not there do not
            /// matter.
            ///
            /// What an application reads itself it takes off before the rest goes into a client, which refuses what
            /// it does not understand.
            pub fn without_options<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Self {
                let mut rest = self.clone();
                names.into_iter().for_each(|name| rest.options.remove(name));
                rest
            }
        }

        $crate::kind::url_traits!($type);
    };
}

/// The traits alone, and what follows from them.
macro_rules! url_traits {
    ($type:ident) => {
        impl $type {
            /// The whole URL, password and all, for clients that take text. Reading it gives an equal value.
            pub fn expose_url(&self) -> secrecy::SecretString {
                $crate::write::secret(|to| $crate::kind::Kind::write(self, to))
            }

            /// The same URL with this user (empty: none) and password.
            ///
            /// # Errors
            /// Where either holds a control character, or the scheme knows no credentials.
            pub fn with_credentials(
                &self,
                user: &str,
                password: secrecy::SecretString,
            ) -> Result<Self, $crate::UrlError> {
                $crate::kind::with_credentials(self, user, &password)
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::UrlError;

            fn from_str(text: &str) -> Result<Self, $crate::UrlError> {
                $crate::kind::parse(text)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::tree::deserialize(deserializer)
            }
        }

        /// Reports show a value as it displays.
        impl tactful_core::Redact for $type {
            fn redact(raw: &tactful_core::raw::Raw) -> Option<String> {
                $crate::kind::redact::<Self>(raw)
            }
        }

        /// The URL with `[REDACTED]` for what is secret.
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::kind::Kind::write(self, &mut $crate::write::Writer::shown(f))
            }
        }

        /// As it displays.
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($type), "({})"), self)
            }
        }
    };
}

/// Accessors of the credentials.
macro_rules! credentials {
    ($type:ident) => {
        impl $type {
            /// The user, where one is given.
            pub fn username(&self) -> Option<&str> {
                self.credentials.user()
            }

            /// The password, where one is given: `Some("")` for `user:@host`, `None` for `user@host`.
            pub const fn password(&self) -> Option<&secrecy::SecretString> {
                self.credentials.password.as_ref()
            }
        }
    };
}

/// Accessors of the hosts; the type has a function `default_port`.
macro_rules! hosts {
    ($type:ident) => {
        impl $type {
            /// The hosts in the order given, each with its own port or none.
            pub fn hosts(&self) -> &[$crate::HostPort] {
                &self.hosts
            }

            /// The first host.
            pub fn host(&self) -> Option<&str> {
                self.hosts.first().map($crate::HostPort::host)
            }
        }
    };
}

pub(crate) use {credentials, hosts, url_traits, url_type};
