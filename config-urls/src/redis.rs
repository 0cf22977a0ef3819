//! What all URLs of Redis share, whatever Redis is used for.

use std::path::PathBuf;

use crate::credentials::{Credentials, twice};
use crate::error::{UrlError, UrlPart};
use crate::host::{self, HostPort};
use crate::options::Options;
use crate::percent;
use crate::split::Split;

/// The parts of a URL of Redis.
pub(crate) struct Redis {
    pub(crate) credentials: Credentials,
    pub(crate) hosts: Vec<HostPort>,
    pub(crate) socket: Option<PathBuf>,
    pub(crate) index: Option<u32>,
    pub(crate) options: Options,
    /// What stands before the index: the name of a master.
    pub(crate) master: Option<String>,
}

/// How Redis is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// By host, or by socket where there is none.
    Any,
    /// By socket alone.
    Socket,
    /// By asking sentinels for a master by name.
    Sentinel,
}

/// Reads the parts. A path without a host is a socket, unless it is a number.
///
/// # Errors
/// What is wrong with a part.
pub(crate) fn read(split: &Split<'_>, form: Form, mut options: Options) -> Result<Redis, UrlError> {
    let mut credentials = Credentials::of(split)?;
    credentials.add_user(options.take("username"))?;
    credentials.add_password(options.take_secret("password"))?;
    let hosts = host::list(split.hosts, true)?;
    let path = split.path.strip_prefix('/').unwrap_or_default();
    let (mut socket, mut index, mut master) = (None, None, None);
    match form {
        Form::Socket if !hosts.is_empty() => {
            return Err(UrlError::whole(UrlPart::Host, "the socket is no absolute path")
                .with_help("write three slashes: redis+socket:///run/redis.sock"));
        }
        Form::Socket => socket = Some(split.path),
        Form::Any if hosts.is_empty() && !path.is_empty() && !is_number(path) => {
            let (path, number) = match split.path.rsplit_once(':') {
                Some((path, number)) if is_number(number) => (path, Some(number)),
                _ => (split.path, None),
            };
            index = number.map(index_of).transpose()?;
            socket = Some(path);
        }
        Form::Sentinel if !is_number(path) => {
            let (name, number) = path.split_once('/').map_or((path, None), |(name, number)| (name, Some(number)));
            master = Some(percent::text(name, UrlPart::Path)?).filter(|name| !name.is_empty());
            index = number.filter(|number| !number.is_empty()).map(index_of).transpose()?;
        }
        Form::Any | Form::Sentinel => index = Some(path).filter(|path| !path.is_empty()).map(index_of).transpose()?,
    }
    let socket = socket.map(|path| percent::text(path, UrlPart::Path)).transpose()?;
    if socket.as_ref().is_some_and(|path| path.trim_matches('/').is_empty()) {
        return Err(UrlError::new(UrlPart::Path, "names no socket").with_help("write redis+socket:///run/redis.sock"));
    }
    if let Some(number) = options.number("db") {
        if index.is_some() {
            return Err(twice(UrlPart::Path));
        }
        index = Some(number);
        options.take("db");
    }
    Ok(Redis { credentials, hosts, socket: socket.map(PathBuf::from), index, options, master })
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn index_of(text: &str) -> Result<u32, UrlError> {
    let error = || UrlError::new(UrlPart::Path, "is not the number of a database").with_help("write /0, or nothing");
    if is_number(text) { text.parse().map_err(|_| error()) } else { Err(error()) }
}
