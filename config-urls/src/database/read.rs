//! Reading the URL of a database.

use std::path::PathBuf;

use super::schemes::{KNOWN, MONGODB_SRV, SCHEMES, Scheme};
use super::{DatabaseEngine, DatabaseUrl, MEMORY};
use crate::credentials::{Credentials, twice};
use crate::error::{UrlError, UrlPart};
use crate::host::{self, HostPort};
use crate::options::Options;
use crate::percent;
use crate::scheme;
use crate::split::{Allow, Opened, Split, no_user, open};

/// Options that are parts of their own.
const PARTS: [&str; 8] = ["user", "password", "host", "hostaddr", "port", "dbname", "socket", "unix_socket"];

pub(super) fn read(text: &str) -> Result<DatabaseUrl, UrlError> {
    let opened = open(text)?;
    let (scheme, driver) = scheme_of(opened.scheme)?;
    let driver = driver.map(|driver| driver.to_ascii_lowercase().into());
    if scheme.engine == DatabaseEngine::Sqlite {
        let (path, options) = sqlite(opened)?;
        return Ok(DatabaseUrl { database: Some(path), ..bare(scheme, driver, options) });
    }

    let split = opened.split(Allow::Nothing)?;
    let mut url = bare(scheme, driver, Options::of(&split, KNOWN)?);
    url.credentials = Credentials::of(&split)?;
    let has_parts = url.options.has_any(&PARTS);
    if has_parts {
        url.credentials.add_user(url.options.take("user"))?;
        url.credentials.add_password(url.options.take_secret("password"))?;
    }
    authority(&mut url, &split)?;
    path(&mut url, split.path)?;
    if scheme.engine.speaks_postgres() && has_parts {
        libpq_options(&mut url)?;
    }
    if scheme.engine.speaks_mysql() && has_parts {
        mysql_options(&mut url)?;
    }
    look_over(&url)?;
    Ok(url)
}

fn bare(scheme: &'static Scheme, driver: Option<Box<str>>, options: Options) -> DatabaseUrl {
    DatabaseUrl {
        scheme,
        driver,
        credentials: Credentials::default(),
        hosts: Vec::new(),
        socket: None,
        socket_port: None,
        instance: None,
        database: None,
        options,
    }
}

/// `engine+driver`, unless the whole is a scheme.
fn scheme_of(text: &str) -> Result<(&'static Scheme, Option<&str>), UrlError> {
    if let Some(scheme) = scheme::get(SCHEMES, text) {
        return Ok((scheme, None));
    }
    let (engine, driver) = text.split_once('+').unwrap_or((text, ""));
    let scheme = scheme::find(SCHEMES, if driver.is_empty() { text } else { engine })?;
    Ok((scheme, Some(driver)))
}

/// The path of the file, and options. No host, for a host would be dropped.
fn sqlite(opened: Opened<'_>) -> Result<(String, Options), UrlError> {
    let (rest, query) = opened.path_and_query()?;
    if rest.split_once(':').is_some_and(|(_, after)| after.contains('@')) {
        return Err(no_user());
    }
    let path = match rest.strip_prefix('/') {
        Some(path) if opened.slashes => path,
        _ if !opened.slashes || rest == MEMORY || rest.is_empty() => rest,
        _ => {
            return Err(UrlError::new(UrlPart::Host, "has no meaning for SQLite")
                .with_help("write sqlite:///relative.db or sqlite:////absolute.db"));
        }
    };
    let path = percent::text(path, UrlPart::Path)?;
    let path = if path.is_empty() { MEMORY.to_owned() } else { path };
    Ok((path, Options::parse(query, KNOWN)?))
}

/// Hosts, a socket in the place of a host, or the names that Oracle and SQL Server put there.
fn authority(url: &mut DatabaseUrl, split: &Split<'_>) -> Result<(), UrlError> {
    let raw = split.hosts;
    let engine = url.scheme.engine;
    let many = engine.speaks_postgres() || url.scheme.name == "mongodb";
    let is_socket = raw.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("%2f"));
    if is_socket && takes_socket(engine) && !raw.contains(',') {
        let (path, port) = host::split_port(raw)?;
        url.socket = Some(percent::text(path, UrlPart::Host)?.into());
        url.socket_port = port;
        return Ok(());
    }
    if engine == DatabaseEngine::Oracle && split.path.len() < 2 && !raw.contains([':', ',']) && !raw.is_empty() {
        url.database = Some(percent::text(raw, UrlPart::Host)?);
        return Ok(());
    }
    if let Some(port) = raw.strip_prefix(':').filter(|port| takes_socket(engine) && !port.contains([':', ','])) {
        url.socket_port = Some(host::port_of(port)?);
        return Ok(());
    }
    if engine == DatabaseEngine::SqlServer
        && let Some((before, after)) = instance(raw)
    {
        let (name, port) = host::split_port(after)?;
        let name = percent::text(name, UrlPart::Host)?;
        if name.is_empty() || before.contains(':') {
            return Err(UrlError::new(UrlPart::Host, "has no instance").with_help("write host\\instance:port"));
        }
        url.instance = Some(name.into());
        url.hosts = vec![HostPort::new(host::one(before)?.host(), port)];
        return Ok(());
    }
    url.hosts = host::list(raw, many)?;
    Ok(())
}

/// What stands around the backslash of `host\instance`, raw or encoded.
fn instance(raw: &str) -> Option<(&str, &str)> {
    raw.split_once('\\').or_else(|| raw.split_once("%5C")).or_else(|| raw.split_once("%5c"))
}

const fn takes_socket(engine: DatabaseEngine) -> bool {
    engine.speaks_postgres() || engine.speaks_mysql()
}

/// The database; before it a socket, where the path begins with a second slash.
fn path(url: &mut DatabaseUrl, raw: &str) -> Result<(), UrlError> {
    let Some(raw) = raw.strip_prefix('/').filter(|raw| !raw.is_empty()) else { return Ok(()) };
    if !raw.starts_with('/') {
        if raw.ends_with('/') {
            return Err(UrlError::new(UrlPart::Path, "ends in `/`")
                .with_help("remove it, or write %2F where it is a part of the name"));
        }
        url.database = Some(percent::text(raw, UrlPart::Path)?);
        return Ok(());
    }
    if !takes_socket(url.scheme.engine) {
        return Err(UrlError::new(UrlPart::Path, "begins with a second `/`").with_help("write one"));
    }
    if !url.hosts.is_empty() || url.socket.is_some() {
        return Err(UrlError::whole(UrlPart::Host, "a host and a socket are given").with_help("write one of them"));
    }
    let ends_in_socket = url.scheme.engine.speaks_mysql() && raw.rsplit_once('.').is_some_and(|(_, end)| end == "sock");
    let (socket, database) = if ends_in_socket { (raw, "") } else { raw.rsplit_once('/').unwrap_or((raw, "")) };
    if socket.trim_matches('/').is_empty() {
        return Err(UrlError::new(UrlPart::Path, "names no socket")
            .with_help("write the path of the socket, a slash and the database"));
    }
    url.socket = Some(percent::text(socket, UrlPart::Path)?.into());
    url.database = Some(percent::text(database, UrlPart::Path)?).filter(|name| !name.is_empty());
    Ok(())
}

/// The words of libpq that say what has a place of its own (`PostgreSQL` manual, 32.1.2).
fn libpq_options(url: &mut DatabaseUrl) -> Result<(), UrlError> {
    let port = url.options.take("port").map(|port| host::port_of(&port)).transpose()?;
    match url.options.take("host").or_else(|| url.options.take("hostaddr")) {
        Some(socket) if socket.starts_with('/') => use_socket(url, socket.into())?,
        Some(hosts) if url.hosts.is_empty() && url.socket.is_none() => url.hosts = host::list(&hosts, true)?,
        Some(_) => return Err(twice(UrlPart::Host)),
        None => {}
    }
    if let Some(port) = port {
        if url.port().is_some() || url.hosts.len() > 1 {
            return Err(twice(UrlPart::Port));
        }
        match url.hosts.first_mut() {
            Some(host) => *host = HostPort::new(host.host(), Some(port)),
            None => url.socket_port = Some(port),
        }
    }
    if let Some(database) = url.options.take("dbname") {
        if url.database.is_some() {
            return Err(twice(UrlPart::Path));
        }
        url.database = Some(database).filter(|name| !name.is_empty());
    }
    Ok(())
}

fn mysql_options(url: &mut DatabaseUrl) -> Result<(), UrlError> {
    match url.options.take("unix_socket").or_else(|| url.options.take("socket")) {
        Some(socket) if socket.starts_with('/') => use_socket(url, socket.into()),
        Some(_) => Err(UrlError::whole(UrlPart::Options, "the option `socket` is no absolute path")),
        None => Ok(()),
    }
}

/// A socket from the query. Beside it `localhost` is what clients write for "a socket", and says nothing more.
fn use_socket(url: &mut DatabaseUrl, socket: PathBuf) -> Result<(), UrlError> {
    match url.hosts.as_slice() {
        [] => {}
        [host] if host.host() == "localhost" => {
            url.socket_port = host.port();
            url.hosts.clear();
        }
        _ => {
            return Err(UrlError::whole(UrlPart::Host, "a host and a socket are given").with_help("write one of them"));
        }
    }
    if url.socket.is_some() {
        return Err(twice(UrlPart::Host));
    }
    url.socket = Some(socket);
    Ok(())
}

/// What only the whole can tell.
fn look_over(url: &DatabaseUrl) -> Result<(), UrlError> {
    if url.socket_port.is_some() && url.socket.is_none() {
        return Err(UrlError::whole(UrlPart::Host, "a port is given without a host"));
    }
    if url.scheme.name == MONGODB_SRV && !matches!(url.hosts.as_slice(), [host] if host.port().is_none()) {
        return Err(UrlError::whole(UrlPart::Host, "mongodb+srv takes one host without a port")
            .with_help("write mongodb:// for hosts with ports"));
    }
    let needs_host = !takes_socket(url.engine()) && url.engine() != DatabaseEngine::Oracle;
    if needs_host && url.hosts.is_empty() {
        return Err(UrlError::new(UrlPart::Host, "is missing"));
    }
    if url.engine() == DatabaseEngine::Oracle && url.hosts.is_empty() && url.database.is_none() {
        return Err(UrlError::new(UrlPart::Host, "is missing").with_help("write a host, or a TNS name"));
    }
    Ok(())
}
