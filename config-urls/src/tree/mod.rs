//! URLs given as a table of their parts: a table of a file, the JSON of AWS RDS secrets.
//!
//! A table is written as a URL, each part encoded, and read as one: there is one set of rules.

mod visit;

use std::fmt;
use std::net::Ipv6Addr;

use tactful_core::json;
use tactful_core::raw::{Node, Raw};
use zeroize::Zeroizing;

use crate::error::{UrlError, UrlPart};
use crate::kind::Kind;
use crate::percent::{Keep, encode};
use crate::scheme;
use crate::write::{self, Writer};
pub(crate) use visit::deserialize;

/// The parts as given. Each is wiped, whatever it is.
#[derive(Default)]
pub(crate) struct Tree {
    parts: [Option<Zeroizing<String>>; MEMBERS.len()],
    options: Vec<(String, Zeroizing<String>)>,
}

/// A part of a table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Member {
    Engine,
    Host,
    Port,
    User,
    Password,
    Name,
}

/// The names of the parts. More than one is in use for most.
const MEMBERS: [(Member, &[&str], UrlPart); 6] = [
    (Member::Engine, &["engine", "scheme", "backend", "transport"], UrlPart::Scheme),
    (Member::Host, &["host", "hosts", "socket", "bucket", "container"], UrlPart::Host),
    (Member::Port, &["port"], UrlPart::Port),
    (Member::User, &["username", "user"], UrlPart::User),
    (Member::Password, &["password"], UrlPart::Password),
    (
        Member::Name,
        &["dbname", "database", "name", "path", "db", "index", "vhost", "topic", "prefix", "table"],
        UrlPart::Path,
    ),
];

/// What AWS adds to tell which server a secret belongs to. It is no part of an address.
const IGNORED: &[&str] = &["dbInstanceIdentifier", "dbClusterIdentifier", "masterarn"];

/// Options that AWS keeps beside the parts.
const OPTIONS: &[&str] = &["ssl", "sslmode"];

/// Engines as AWS names them, where a scheme is called otherwise.
const ENGINES: &[(&str, &str)] =
    &[("aurora-postgresql", "postgres"), ("aurora-mysql", "mysql"), ("aurora", "mysql"), ("mongo", "mongodb")];

impl Tree {
    /// Adds a part.
    ///
    /// # Errors
    /// A part that is given twice.
    pub(crate) fn set(&mut self, member: Member, text: Zeroizing<String>) -> Result<(), UrlError> {
        let part = &mut self.parts[member as usize];
        if part.is_some() {
            return Err(UrlError::new(MEMBERS[member as usize].2, "is given twice").with_help("write one of its names"));
        }
        *part = Some(text);
        Ok(())
    }

    /// Adds an option.
    pub(crate) fn option(&mut self, key: String, value: Zeroizing<String>) {
        self.options.push((key, value));
    }

    fn get(&self, member: Member) -> Option<&str> {
        self.parts[member as usize].as_ref().map(|text| text.as_str())
    }

    /// Reads the parts as a URL.
    ///
    /// # Errors
    /// Those of the URL.
    pub(crate) fn read<K: Kind>(&self) -> Result<K, UrlError> {
        let Some(engine) = self.get(Member::Engine) else {
            return Err(
                UrlError::whole(UrlPart::Scheme, "the table has no `engine`").with_help("write engine = \"..\"")
            );
        };
        let engine = ENGINES.iter().find(|(name, _)| *name == engine).map_or(engine, |(_, scheme)| scheme);
        let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-._".contains(&byte);
        if engine.is_empty() || !engine.bytes().all(is_scheme) {
            return Err(
                UrlError::whole(UrlPart::Scheme, "the `engine` is no scheme").with_help("write it without `://`")
            );
        }
        let host = self.get(Member::Host).map(host).transpose()?;
        let before_name = K::before_name(engine);
        if before_name.is_empty() && host.is_some() {
            return Err(UrlError::new(UrlPart::Host, "has no meaning for this engine").with_help("remove it"));
        }
        let text = write::exposed(|to| self.write(to, engine, host.as_deref(), before_name));
        K::parse(&text)
    }

    fn write(&self, to: &mut Writer<'_>, engine: &str, host: Option<&str>, before_name: &str) -> fmt::Result {
        to.raw(engine)?;
        to.raw("://")?;
        let (user, password) = (self.get(Member::User), self.get(Member::Password));
        to.encoded(user.unwrap_or_default(), Keep::User)?;
        if let Some(password) = password {
            to.raw(":")?;
            to.encoded(password, Keep::Nothing)?;
        }
        if user.or(password).is_some() {
            to.raw("@")?;
        }
        let port = self.get(Member::Port);
        for (index, host) in host.into_iter().flat_map(|hosts| hosts.split(',')).enumerate() {
            to.raw(if index > 0 { "," } else { "" })?;
            to.raw(host)?;
            let has_port = host.rsplit(']').next().is_some_and(|after| after.contains(':'));
            if let Some(port) = port.filter(|_| !has_port) {
                to.raw(":")?;
                to.encoded(port, Keep::Nothing)?;
            }
        }
        if let Some(port) = port.filter(|_| host.is_none()) {
            to.raw(":")?;
            to.encoded(port, Keep::Nothing)?;
        }
        if let Some(name) = self.get(Member::Name) {
            to.raw(before_name)?;
            to.encoded(name, if before_name.is_empty() { Keep::Path } else { Keep::Segment })?;
        }
        let mut mark = '?';
        for (key, value) in &self.options {
            to.option(mark, key, value)?;
            mark = '&';
        }
        Ok(())
    }
}

/// A host as it stands in a URL: a socket is encoded, a lone IPv6 address is put in brackets.
fn host(text: &str) -> Result<String, UrlError> {
    if text.parse::<Ipv6Addr>().is_ok() {
        return Ok(format!("[{text}]"));
    }
    let mut out = String::with_capacity(text.len());
    if text.starts_with('/') {
        // A text takes whatever is written to it.
        let _ = encode(text, Keep::Nothing, &mut out);
        return Ok(out);
    }
    if text.is_empty() || text.contains(['@', '/', '?', '#', '%', ' ']) {
        return Err(UrlError::new(UrlPart::Host, "is no name and no address")
            .with_help("write the host alone: user, password and name have members of their own"));
    }
    out.push_str(text);
    Ok(out)
}

/// Reads JSON text of a table.
///
/// # Errors
/// Text that is no JSON, a member that is not known, and what is wrong with the URL.
pub(crate) fn parse_json<K: Kind>(text: &str) -> Result<K, UrlError> {
    let not_json = || UrlError::new(UrlPart::Url, "begins with `{` and is not sound JSON");
    let node = json::parse(text).map_err(|_| not_json())?;
    let Raw::Map(members) = &node.value else { return Err(not_json()) };
    parse_members(members)
}

/// Reads the members of a table.
///
/// # Errors
/// As [`parse_json`].
pub(crate) fn parse_members<K: Kind>(members: &[(String, Node)]) -> Result<K, UrlError> {
    let mut tree = Tree::default();
    for (key, node) in members {
        add(&mut tree, key, value_of(node))?;
    }
    tree.read()
}

/// A value of a table.
enum Value {
    Nothing,
    Text(Zeroizing<String>),
    Table(Vec<(String, Value)>),
    Other,
}

fn value_of(node: &Node) -> Value {
    match &node.value {
        Raw::Null => Value::Nothing,
        Raw::Map(members) => Value::Table(members.iter().map(|(key, node)| (key.clone(), value_of(node))).collect()),
        other => other.as_written().map_or(Value::Other, |text| Value::Text(Zeroizing::new(text.to_owned()))),
    }
}

/// Adds a member under its name.
fn add(tree: &mut Tree, key: &str, value: Value) -> Result<(), UrlError> {
    if key == "options" {
        return match value {
            Value::Nothing => Ok(()),
            Value::Table(members) => members.into_iter().try_for_each(|(key, value)| option(tree, key, value)),
            _ => Err(UrlError::whole(UrlPart::Options, "the member `options` is not a table")),
        };
    }
    if OPTIONS.contains(&key) {
        return option(tree, key.to_owned(), value);
    }
    let Some((member, _, part)) = MEMBERS.iter().find(|(_, names, _)| names.contains(&key)) else {
        return if IGNORED.contains(&key) { Ok(()) } else { Err(unknown_member(key)) };
    };
    match value {
        Value::Nothing => Ok(()),
        Value::Text(text) => tree.set(*member, text),
        _ => Err(UrlError::new(*part, "is neither text nor a number")),
    }
}

fn option(tree: &mut Tree, key: String, value: Value) -> Result<(), UrlError> {
    match value {
        Value::Nothing => Ok(()),
        Value::Text(text) => {
            tree.option(key, text);
            Ok(())
        }
        Value::Table(_) | Value::Other => {
            Err(UrlError::new(UrlPart::Options, "is neither text nor a number nor a boolean"))
        }
    }
}

/// The member itself is not repeated: of JSON text that may be any secret, a key is a part.
#[cold]
fn unknown_member(key: &str) -> UrlError {
    const LIST: &str = "known are engine, host, port, username, password, dbname, options";
    let known = MEMBERS.iter().flat_map(|(_, names, _)| names.iter().copied());
    let help = match scheme::nearest(known, key) {
        Some(near) => format!("did you mean `{near}`? {LIST}"),
        None => LIST.to_owned(),
    };
    UrlError::new(UrlPart::Url, "is a table with a member that is not known").with_help(help)
}
