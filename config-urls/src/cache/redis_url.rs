//! `RedisUrl`.

use std::fmt;
use std::ops::Deref;

use super::{CacheBackend, CacheUrl};
use crate::credentials::Credentials;
use crate::error::{UrlError, UrlPart};
use crate::kind::{Kind, url_traits};
use crate::write::Writer;

/// A [`CacheUrl`] whose scheme is one of Redis or Valkey; has the same accessors.
///
/// ```
/// use tactful_urls::RedisUrl;
///
/// assert_eq!("redis://localhost/1".parse::<RedisUrl>()?.database_index(), Some(1));
/// assert!("memcache://localhost".parse::<RedisUrl>().is_err());
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct RedisUrl(CacheUrl);

url_traits!(RedisUrl);

impl Deref for RedisUrl {
    type Target = CacheUrl;

    fn deref(&self) -> &CacheUrl {
        &self.0
    }
}

impl From<RedisUrl> for CacheUrl {
    fn from(url: RedisUrl) -> Self {
        url.0
    }
}

impl Kind for RedisUrl {
    const EXPECTED: &'static str = "a URL of Redis, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        let url = CacheUrl::parse(text)?;
        match url.backend() {
            CacheBackend::Redis | CacheBackend::Valkey => Ok(Self(url)),
            _ => Err(UrlError::new(UrlPart::Scheme, "is one of a cache that is not Redis")
                .with_help("write redis:// or rediss://")),
        }
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        self.0.write(to)
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.0.set_credentials(credentials);
    }
}
