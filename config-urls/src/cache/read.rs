//! Reading the URL of a cache.

use zeroize::Zeroizing;

use super::schemes::{Form, KNOWN, SCHEMES, Scheme};
use super::{CacheBackend, CacheUrl, Sentinel};
use crate::credentials::{Credentials, twice};
use crate::error::{UrlError, UrlPart};
use crate::host;
use crate::options::Options;
use crate::percent;
use crate::redis::{self, Redis};
use crate::scheme;
use crate::split::{Allow, Opened, Split, open};

pub(super) fn read(text: &str) -> Result<CacheUrl, UrlError> {
    let opened = open(text)?;
    let scheme = scheme::find(SCHEMES, opened.scheme)?;
    match scheme.form {
        Form::Name | Form::Folder | Form::Nothing => located(scheme, opened),
        Form::Memcached => memcached(scheme, &opened.split(Allow::Nothing)?),
        Form::Redis | Form::Socket | Form::Sentinel | Form::Cluster => of_redis(scheme, &opened.split(Allow::Nothing)?),
    }
}

fn bare(scheme: &'static Scheme, options: Options) -> CacheUrl {
    CacheUrl {
        scheme,
        credentials: Credentials::default(),
        hosts: Vec::new(),
        socket: None,
        index: None,
        sentinel: None,
        location: None,
        options,
    }
}

fn of_redis(scheme: &'static Scheme, split: &Split<'_>) -> Result<CacheUrl, UrlError> {
    let form = match scheme.form {
        Form::Socket => redis::Form::Socket,
        Form::Sentinel => redis::Form::Sentinel,
        _ => redis::Form::Any,
    };
    let Redis { credentials, hosts, socket, index, options, master } =
        redis::read(split, form, Options::of(split, KNOWN)?)?;
    let mut url = CacheUrl { credentials, hosts, socket, index, ..bare(scheme, options) };
    if scheme.form == Form::Sentinel {
        url.sentinel = Some(sentinel(&mut url.options, master)?);
    }
    let many = matches!(scheme.form, Form::Sentinel | Form::Cluster);
    if many && url.hosts.is_empty() {
        return Err(UrlError::new(UrlPart::Host, "is missing").with_help("write the nodes between commas"));
    }
    if scheme.form == Form::Cluster && url.index.is_some_and(|index| index > 0) {
        return Err(UrlError::new(UrlPart::Path, "is not 0, the only database of a cluster"));
    }
    Ok(url)
}

fn sentinel(options: &mut Options, master: Option<String>) -> Result<Sentinel, UrlError> {
    let other = options.take("master");
    if master.is_some() && other.is_some() {
        return Err(twice(UrlPart::Path));
    }
    let missing = || {
        UrlError::whole(UrlPart::Path, "the name of the master is missing")
            .with_help("write it after the hosts: redis-sentinel://host/name")
    };
    let master = master.or(other).ok_or_else(missing)?;
    let user = options.take("sentinel_username").map(Zeroizing::new);
    let password = options.take_secret("sentinel_password");
    Ok(Sentinel { master, credentials: Credentials { user, password } })
}

fn memcached(scheme: &'static Scheme, split: &Split<'_>) -> Result<CacheUrl, UrlError> {
    let mut url = bare(scheme, Options::of(split, KNOWN)?);
    url.credentials = Credentials::of(split)?;
    url.hosts = host::list(split.hosts, true)?;
    let has_path = split.path.len() > 1;
    match (url.hosts.is_empty(), has_path) {
        (true, true) => url.socket = Some(percent::text(split.path, UrlPart::Path)?.into()),
        (true, false) => return Err(UrlError::new(UrlPart::Host, "is missing")),
        (false, true) => {
            return Err(UrlError::new(UrlPart::Path, "has no meaning for memcached").with_help("remove it"));
        }
        (false, false) => {}
    }
    Ok(url)
}

/// A table, a folder, a name: whatever stands after the slashes.
fn located(scheme: &'static Scheme, opened: Opened<'_>) -> Result<CacheUrl, UrlError> {
    let (place, query) = opened.place()?;
    let mut url = bare(scheme, Options::parse(query, KNOWN)?);
    let place = if scheme.form == Form::Folder { place } else { place.trim_matches('/') };
    let location = percent::text(place, UrlPart::Path)?;
    url.location = Some(location).filter(|location| !location.is_empty());
    match (scheme.form, &url.location) {
        (Form::Nothing, Some(_)) => Err(UrlError::new(UrlPart::Path, "has no meaning for dummycache")),
        (Form::Folder, None) => {
            Err(UrlError::new(UrlPart::Path, "is missing").with_help("write filecache:///var/tmp/cache"))
        }
        (Form::Name, None) if scheme.backend == CacheBackend::Database => {
            Err(UrlError::new(UrlPart::Path, "is missing").with_help("write the table: dbcache://table"))
        }
        _ => Ok(url),
    }
}
