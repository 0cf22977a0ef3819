//! `DatabaseParts`: a database in settings of their own.

use std::collections::BTreeMap;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use tactful_core::__private::{
    Alias, Bind, Binder, Failure, Field, Probe, Reader, Schema, Secrecy, Unknown, leaf_of, plain_leaf, reader, rules,
};
use zeroize::Zeroizing;

use super::DatabaseUrl;
use crate::error::{UrlError, UrlPart};
use crate::tree::{Member, Tree};

/// The parts of a [`DatabaseUrl`] as settings of their own, for a nested field: host and name from one place, the
/// password from another. The JSON of an AWS RDS secret fills it whole.
///
/// ```text
/// #[settings(nested)]
/// database: DatabaseParts,   // DATABASE_ENGINE, DATABASE_HOST, .. DATABASE_PASSWORD_FILE
/// ```
///
/// What is loaded is sound: [`DatabaseParts::url`] gives a URL.
///
/// ```
/// use tactful_urls::DatabaseParts;
///
/// let mut parts = DatabaseParts::new("postgres");
/// parts.host = Some("db".to_owned());
/// parts.password = Some("p@s/s".into());
/// assert_eq!(parts.url()?.to_string(), "postgres://:[REDACTED]@db");
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct DatabaseParts {
    /// The scheme: `postgres`, `mysql`, `postgresql+psycopg`.
    pub engine: String,
    /// The host, hosts between commas, or the path of a socket.
    pub host: Option<String>,
    /// The port of hosts that have none of their own.
    pub port: Option<u16>,
    /// The user.
    pub user: Option<String>,
    /// The password.
    pub password: Option<SecretString>,
    /// The name of the database, or the path of an `SQLite` file.
    pub name: Option<String>,
    /// The options.
    pub options: BTreeMap<String, String>,
}

impl DatabaseParts {
    /// An engine alone.
    pub fn new(engine: impl Into<String>) -> Self {
        Self {
            engine: engine.into(),
            host: None,
            port: None,
            user: None,
            password: None,
            name: None,
            options: BTreeMap::new(),
        }
    }

    /// The URL of these parts.
    ///
    /// # Errors
    /// As for a URL: the part that is wrong and what to write.
    pub fn url(&self) -> Result<DatabaseUrl, UrlError> {
        let mut tree = Tree::default();
        let port = self.port.map(|port| port.to_string());
        for (member, text) in [
            (Member::Engine, Some(self.engine.as_str())),
            (Member::Host, self.host.as_deref()),
            (Member::Port, port.as_deref()),
            (Member::User, self.user.as_deref()),
            (Member::Password, self.password.as_ref().map(ExposeSecret::expose_secret)),
            (Member::Name, self.name.as_deref()),
        ] {
            if let Some(text) = text {
                tree.set(member, Zeroizing::new(text.to_owned()))?;
            }
        }
        for (key, value) in &self.options {
            tree.option(key.clone(), Zeroizing::new(value.clone()));
        }
        tree.read()
    }
}

/// Options are left out, for some are secrets.
impl fmt::Debug for DatabaseParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseParts")
            .field("engine", &self.engine)
            .field("host", &self.host)
            .field("port", &self.port)
            .field("user", &self.user)
            .field("password", &self.password)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl TryFrom<DatabaseParts> for DatabaseUrl {
    type Error = UrlError;

    fn try_from(parts: DatabaseParts) -> Result<Self, UrlError> {
        parts.url()
    }
}

/// How the derive reads a leaf of a type that is neither bytes nor encoded.
const fn read<T: DeserializeOwned>() -> Reader<T> {
    reader(<Probe<T> as Unknown>::HOW)
}

// What the derive would write, were it allowed here.
const FIELDS: &[Field] = &[
    Field::leaf("engine", "ENGINE", "String", leaf_of(read::<String>(), Secrecy::Plain, false))
        .doc("The kind of database, as in the scheme of its URL.")
        .example("postgres"),
    Field::leaf("host", "HOST", "Option<String>", leaf_of(read::<Option<String>>(), Secrecy::Plain, false))
        .doc("Its host, hosts between commas, or the path of a socket."),
    Field::leaf("port", "PORT", "Option<u16>", leaf_of(read::<Option<u16>>(), Secrecy::Plain, false))
        .doc("The port of hosts that have none of their own."),
    Field::leaf("user", "USER", "Option<String>", leaf_of(read::<Option<String>>(), Secrecy::Plain, false))
        .aliases(&[Alias::key("username", "USERNAME", false)])
        .doc("The user."),
    Field::leaf(
        "password",
        "PASSWORD",
        "Option<SecretString>",
        leaf_of(read::<Option<SecretString>>(), Secrecy::Secret, false),
    )
    .doc("The password."),
    Field::leaf("name", "NAME", "Option<String>", leaf_of(read::<Option<String>>(), Secrecy::Plain, false))
        .aliases(&[Alias::key("dbname", "DBNAME", false), Alias::key("database", "DATABASE", false)])
        .doc("The name of the database."),
    Field::leaf(
        "options",
        "OPTIONS",
        "BTreeMap<String, String>",
        leaf_of(read::<Option<BTreeMap<String, String>>>(), Secrecy::Opaque, true),
    )
    .doc("Options of the connection: sslmode=require."),
];

impl Bind for DatabaseParts {
    const SCHEMA: &'static Schema = &Schema::new("DatabaseParts", FIELDS);

    fn bind(binder: &mut Binder<'_>) -> Option<Self> {
        let engine = plain_leaf(binder, 0, read::<String>());
        let host = plain_leaf(binder, 1, read::<Option<String>>());
        let port = plain_leaf(binder, 2, read::<Option<u16>>());
        let user = plain_leaf(binder, 3, read::<Option<String>>());
        let password = plain_leaf(binder, 4, read::<Option<SecretString>>());
        let name = plain_leaf(binder, 5, read::<Option<String>>());
        let options = plain_leaf(binder, 6, read::<Option<BTreeMap<String, String>>>());
        let parts = Self {
            engine: engine?,
            host: host?,
            port: port?,
            user: user?,
            password: password?,
            name: name?,
            options: options?.unwrap_or_default(),
        };
        rules(binder, parts, &[&is_sound])
    }
}

/// The rule that the parts make a URL, told at the part that is wrong.
fn is_sound(parts: &DatabaseParts) -> Result<(), Failure> {
    let Err(error) = parts.url() else { return Ok(()) };
    let field = match error.part() {
        UrlPart::Scheme | UrlPart::Url => "engine",
        UrlPart::User => "user",
        UrlPart::Password => "password",
        UrlPart::Host => "host",
        UrlPart::Port => "port",
        UrlPart::Path => "name",
        UrlPart::Options => "options",
    };
    Err(Failure::at(field, error.fixed()))
}
