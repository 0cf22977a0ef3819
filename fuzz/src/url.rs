//! URLs: any text for every type.
//!
//! The secret stands in the text where that has a zero byte. What is read must be written and read as the same value,
//! and neither the value nor an error may show the secret where it is a password.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use tactful_urls::{
    BrokerUrl, CacheUrl, ChannelsUrl, DatabaseUrl, EmailUrl, RedisUrl, SearchUrl, ServiceUrl, StorageUrl, UrlError,
};

use crate::silence::{CANARY, assert_silent, is_learned};

/// A URL of any type.
pub fn url(input: &[u8]) {
    if is_learned(input) {
        return;
    }
    let text = String::from_utf8_lossy(input);
    let (text, planted) = match text.split_once('\0') {
        Some((before, after)) => (format!("{before}{CANARY}{after}"), true),
        None => (text.into_owned(), false),
    };
    look(&text, planted, DatabaseUrl::expose_url, DatabaseUrl::password);
    look(&text, planted, CacheUrl::expose_url, CacheUrl::password);
    look(&text, planted, RedisUrl::expose_url, |url| url.password());
    look(&text, planted, EmailUrl::expose_url, EmailUrl::password);
    look(&text, planted, SearchUrl::expose_url, SearchUrl::password);
    look(&text, planted, ChannelsUrl::expose_url, ChannelsUrl::password);
    look(&text, planted, BrokerUrl::expose_url, BrokerUrl::password);
    look(&text, planted, StorageUrl::expose_url, StorageUrl::password);
    look(&text, planted, ServiceUrl::expose_url, ServiceUrl::password);
}

fn look<T>(text: &str, planted: bool, expose: fn(&T) -> SecretString, password: fn(&T) -> Option<&SecretString>)
where
    T: FromStr<Err = UrlError> + PartialEq + Display + Debug,
{
    let url = match text.parse::<T>() {
        Ok(url) => url,
        Err(error) => return assert_silent(&format!("{error} {error:?}")),
    };
    let exposed = expose(&url);
    let again = exposed.expose_secret().parse::<T>();
    assert!(
        again.as_ref() == Ok(&url),
        "{text:?} is {url:?}, is written {:?} and read {again:?}",
        exposed.expose_secret()
    );
    // Elsewhere than in the password, it is no secret.
    if planted && password(&url).is_some_and(|password| password.expose_secret().contains(CANARY)) {
        assert_silent(&format!("{url} {url:?}"));
    }
}
