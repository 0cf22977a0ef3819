//! `StorageUrl`.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::credentials::Credentials;
use crate::error::{UrlError, UrlPart};
use crate::kind::{Kind, credentials, url_type};
use crate::options::Options;
use crate::percent::{self, Keep};
use crate::scheme::{self, Row};
use crate::split::{Allow, Split, open};
use crate::write::{Alone, Writer};

/// Where files are kept.
///
/// ```
/// use tactful_urls::{StorageService, StorageUrl};
///
/// let url: StorageUrl = "s3://AKIA:s3cret%2Fkey@shop-media/uploads?region=eu-west-1".parse()?;
/// assert_eq!(url.service(), StorageService::S3);
/// assert_eq!((url.bucket(), url.prefix()), (Some("shop-media"), Some("uploads")));
/// assert_eq!(url.to_string(), "s3://AKIA:[REDACTED]@shop-media/uploads?region=eu-west-1");
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
///
/// The user is the id of the access key, or the account of Azure; the password its secret. Region and endpoint are
/// options.
#[derive(Clone, PartialEq, Eq)]
pub struct StorageUrl {
    scheme: &'static Scheme,
    credentials: Credentials,
    bucket: Option<String>,
    prefix: Option<String>,
    path: Option<PathBuf>,
    options: Options,
}

/// What keeps the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StorageService {
    /// Amazon S3, and what speaks as it does.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
    /// A folder.
    File,
    /// The memory of the process.
    Memory,
}

url_type!(StorageUrl);
credentials!(StorageUrl);

impl StorageUrl {
    /// What keeps the files.
    pub const fn service(&self) -> StorageService {
        self.scheme.service
    }

    /// The scheme in lower case.
    pub const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// The bucket, or the container of Azure, as written.
    pub fn bucket(&self) -> Option<&str> {
        self.bucket.as_deref()
    }

    /// What every name in the bucket begins with, without the leading slash.
    pub fn prefix(&self) -> Option<&str> {
        self.prefix.as_deref()
    }

    /// The folder of `file`.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Scheme {
    name: &'static str,
    service: StorageService,
}

impl Row for Scheme {
    fn scheme(&self) -> &'static str {
        self.name
    }
}

static SCHEMES: &[Scheme] = &[
    Scheme { name: "s3", service: StorageService::S3 },
    Scheme { name: "gs", service: StorageService::Gcs },
    Scheme { name: "az", service: StorageService::Azure },
    Scheme { name: "file", service: StorageService::File },
    Scheme { name: "memory", service: StorageService::Memory },
];

impl Kind for StorageUrl {
    const EXPECTED: &'static str = "a storage URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        let opened = open(text)?;
        let scheme = scheme::find(SCHEMES, opened.scheme)?;
        let bare = |path, options| {
            let credentials = Credentials::default();
            Self { scheme, credentials, bucket: None, prefix: None, path, options }
        };
        match scheme.service {
            StorageService::File => {
                let (place, query) = opened.place()?;
                if !place.starts_with('/') {
                    return Err(UrlError::new(UrlPart::Path, "is not absolute")
                        .with_help("write three slashes: file:///var/media"));
                }
                let path = percent::text(place, UrlPart::Path)?.into();
                Ok(bare(Some(path), Options::parse(query, &[])?))
            }
            StorageService::Memory => Ok(bare(None, Options::parse(opened.nothing()?, &[])?)),
            _ => read(scheme, &opened.split(Allow::Nothing)?),
        }
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(self.scheme.name)?;
        to.raw("://")?;
        to.credentials(&self.credentials, Alone::Name)?;
        to.raw(self.bucket().unwrap_or_default())?;
        if let Some(prefix) = &self.prefix {
            to.raw("/")?;
            to.encoded(prefix, Keep::Path)?;
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
        if scheme.eq_ignore_ascii_case("file") { "" } else { "/" }
    }
}

fn read(scheme: &'static Scheme, split: &Split<'_>) -> Result<StorageUrl, UrlError> {
    let mut options = Options::of(split, &[])?;
    let mut credentials = Credentials::of(split)?;
    credentials.add_password(options.take_secret("password"))?;
    let bucket = split.hosts;
    let is_of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if bucket.is_empty() {
        return Err(UrlError::whole(UrlPart::Host, "the bucket is missing"));
    }
    if bucket.len() > 255 || !bucket.bytes().all(is_of_name) {
        return Err(UrlError::whole(UrlPart::Host, "the bucket is no name of letters, digits, `.`, `-` and `_`")
            .with_help("write the address of a server as ?endpoint="));
    }
    let prefix = percent::text(split.path.strip_prefix('/').unwrap_or_default(), UrlPart::Path)?;
    let prefix = Some(prefix).filter(|prefix| !prefix.is_empty());
    Ok(StorageUrl { scheme, credentials, bucket: Some(bucket.to_owned()), prefix, path: None, options })
}
