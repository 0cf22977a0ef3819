//! `SearchUrl`.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use crate::credentials::Credentials;
use crate::error::{UrlError, UrlPart};
use crate::host::{self, HostPort};
use crate::kind::{Kind, credentials, url_type};
use crate::options::{Known, Options, Takes};
use crate::percent::{self, Keep, encode};
use crate::scheme::{self, Row};
use crate::split::{Allow, Opened, Split, open};
use crate::write::{Alone, Writer};

/// The address of a search engine.
///
/// ```
/// use tactful_urls::{SearchEngine, SearchUrl};
///
/// let url: SearchUrl = "elasticsearch7s://shop:s3cret@search.example.com/base/products?timeout=5".parse()?;
/// assert_eq!((url.engine(), url.version()), (SearchEngine::Elasticsearch, Some(7)));
/// assert_eq!(url.endpoint().map(|url| url.as_str()), Some("https://search.example.com/base"));
/// assert_eq!(url.index(), Some("products"));
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SearchUrl {
    scheme: &'static Scheme,
    credentials: Credentials,
    host: Option<HostPort>,
    /// The path before the index, with its leading slash.
    base: String,
    index: Option<String>,
    endpoint: Option<Url>,
    path: Option<PathBuf>,
    options: Options,
}

/// What searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SearchEngine {
    /// Elasticsearch.
    Elasticsearch,
    /// `OpenSearch`.
    OpenSearch,
    /// Apache Solr.
    Solr,
    /// Meilisearch.
    Meilisearch,
    /// Whoosh, in a folder.
    Whoosh,
    /// Xapian, in a folder.
    Xapian,
    /// The database itself.
    Simple,
}

url_type!(SearchUrl);
credentials!(SearchUrl);

impl SearchUrl {
    /// What searches.
    pub const fn engine(&self) -> SearchEngine {
        self.scheme.engine
    }

    /// The scheme in lower case.
    pub const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// The version in the scheme: 7 of `elasticsearch7`.
    pub const fn version(&self) -> Option<u8> {
        self.scheme.version
    }

    /// Whether the connection is encrypted: the scheme ends in `s`.
    pub const fn tls(&self) -> bool {
        self.scheme.tls
    }

    /// Where requests go, without index, options and credentials; `None` for engines without a server.
    pub const fn endpoint(&self) -> Option<&Url> {
        self.endpoint.as_ref()
    }

    /// The index: the last part of the path. Solr's core is a part of the endpoint.
    pub fn index(&self) -> Option<&str> {
        self.index.as_deref()
    }

    /// The folder of Whoosh and Xapian.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// `timeout`: how long to wait for an answer, in seconds.
    pub fn timeout(&self) -> Option<Duration> {
        self.options.seconds("timeout")
    }
}

/// What follows the scheme.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// A server, and an index at the end of the path.
    Index,
    /// A server.
    Server,
    Folder,
    Nothing,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Scheme {
    name: &'static str,
    engine: SearchEngine,
    version: Option<u8>,
    tls: bool,
    form: Form,
}

impl Row for Scheme {
    fn scheme(&self) -> &'static str {
        self.name
    }
}

const fn row(name: &'static str, engine: SearchEngine, form: Form) -> Scheme {
    // No name without a server ends so.
    let tls = matches!(name.as_bytes(), [.., b's']) && !matches!(form, Form::Folder | Form::Nothing);
    Scheme { name, engine, version: None, tls, form }
}

const fn elastic(name: &'static str, version: u8) -> Scheme {
    Scheme { version: Some(version), ..row(name, SearchEngine::Elasticsearch, Form::Index) }
}

static SCHEMES: &[Scheme] = &[
    row("elasticsearch", SearchEngine::Elasticsearch, Form::Index),
    row("elasticsearchs", SearchEngine::Elasticsearch, Form::Index),
    elastic("elasticsearch2", 2),
    elastic("elasticsearch2s", 2),
    elastic("elasticsearch5", 5),
    elastic("elasticsearch5s", 5),
    elastic("elasticsearch7", 7),
    elastic("elasticsearch7s", 7),
    row("opensearch", SearchEngine::OpenSearch, Form::Index),
    row("opensearchs", SearchEngine::OpenSearch, Form::Index),
    row("solr", SearchEngine::Solr, Form::Server),
    row("solrs", SearchEngine::Solr, Form::Server),
    row("meilisearch", SearchEngine::Meilisearch, Form::Index),
    row("meilisearchs", SearchEngine::Meilisearch, Form::Index),
    row("whoosh", SearchEngine::Whoosh, Form::Folder),
    row("xapian", SearchEngine::Xapian, Form::Folder),
    row("simple", SearchEngine::Simple, Form::Nothing),
];

const KNOWN: &[Known] = &[
    ("timeout", &[], Takes::Seconds),
    ("batch_size", &[], Takes::Number),
    ("post_limit", &[], Takes::Number),
    ("include_spelling", &[], Takes::Bool),
    ("excluded_indexes", &[], Takes::Any),
    ("kwargs", &[], Takes::Any),
    ("storage", &[], Takes::Any),
    ("flags", &[], Takes::Any),
];

impl Kind for SearchUrl {
    const EXPECTED: &'static str = "a search URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        let opened = open(text)?;
        let scheme = scheme::find(SCHEMES, opened.scheme)?;
        match scheme.form {
            Form::Index | Form::Server => server(scheme, &opened.split(Allow::Nothing)?),
            Form::Folder | Form::Nothing => serverless(scheme, opened),
        }
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(self.scheme.name)?;
        to.raw("://")?;
        to.credentials(&self.credentials, Alone::Token)?;
        to.hosts(self.host.as_slice())?;
        to.encoded(&self.base, Keep::Path)?;
        if let Some(index) = &self.index {
            to.raw("/")?;
            to.encoded(index, Keep::Segment)?;
        }
        if let Some(path) = &self.path {
            to.encoded(&path.to_string_lossy(), Keep::Path)?;
        }
        to.options(&self.options)
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = credentials;
    }

    fn before_name(scheme: &str) -> &'static str {
        if matches!(scheme, "whoosh" | "xapian") { "" } else { "/" }
    }
}

fn server(scheme: &'static Scheme, split: &Split<'_>) -> Result<SearchUrl, UrlError> {
    let mut options = Options::of(split, KNOWN)?;
    let mut credentials = Credentials::of(split)?;
    credentials.add_password(options.take_secret("password"))?;
    let host = host::list(split.hosts, false)?.pop();
    let host = host.ok_or_else(|| UrlError::new(UrlPart::Host, "is missing"))?;
    let path = split.path.strip_suffix('/').unwrap_or(split.path);
    let (base, index) = match path.rsplit_once('/') {
        Some((base, index)) if scheme.form == Form::Index => (base, Some(index)),
        _ => (path, None),
    };
    let base = percent::text(base, UrlPart::Path)?;
    let index = index.map(|index| percent::text(index, UrlPart::Path)).transpose()?.filter(|index| !index.is_empty());
    // Such an end would be lost when the URL is written and read again.
    if index.is_none() && (base.ends_with('/') || (scheme.form == Form::Index && !base.is_empty())) {
        return Err(UrlError::new(UrlPart::Path, "ends in more than one `/`").with_help("write one"));
    }
    let endpoint = Some(endpoint(scheme.tls, &host, &base)?);
    Ok(SearchUrl { scheme, credentials, host: Some(host), base, index, endpoint, path: None, options })
}

/// The address of the server, for HTTP.
fn endpoint(tls: bool, host: &HostPort, base: &str) -> Result<Url, UrlError> {
    let mut text = String::with_capacity(base.len() + 300);
    // A text takes whatever is written to it.
    let _ = write!(text, "{}://{host}", if tls { "https" } else { "http" });
    let _ = encode(base, Keep::Path, &mut text);
    Url::parse(&text).map_err(|_| UrlError::new(UrlPart::Host, "is none that HTTP knows"))
}

fn serverless(scheme: &'static Scheme, opened: Opened<'_>) -> Result<SearchUrl, UrlError> {
    let credentials = Credentials::default();
    let bare = |path, options| SearchUrl {
        scheme,
        credentials,
        host: None,
        base: String::new(),
        index: None,
        endpoint: None,
        path,
        options,
    };
    if scheme.form == Form::Nothing {
        return Ok(bare(None, Options::parse(opened.nothing()?, KNOWN)?));
    }
    let (place, query) = opened.place()?;
    let path = percent::text(place, UrlPart::Path)?;
    let path = path.trim_end_matches('/');
    if !path.starts_with('/') {
        return Err(
            UrlError::new(UrlPart::Path, "is not absolute").with_help("write three slashes: whoosh:///var/index")
        );
    }
    Ok(bare(Some(path.into()), Options::parse(query, KNOWN)?))
}
