//! What no URL may hold, for every type; and that an error never repeats what it refuses.

use std::fmt::{Debug, Display};
use std::str::FromStr;

use tactful_urls::{
    BrokerUrl, CacheUrl, ChannelsUrl, DatabaseUrl, EmailUrl, RedisUrl, SearchUrl, ServiceUrl, StorageUrl, UrlError,
    UrlPart,
};

use crate::canary::{CANARY, assert_silent};

/// A scheme with a host, and a reader, for every type.
type Read = fn(&str) -> Result<(String, String), UrlError>;

fn read<T: FromStr<Err = UrlError> + Display + Debug>(text: &str) -> Result<(String, String), UrlError> {
    text.parse::<T>().map(|url| (url.to_string(), format!("{url:?}")))
}

pub(crate) const TYPES: &[(&str, Read)] = &[
    ("postgres", read::<DatabaseUrl>),
    ("mysql", read::<DatabaseUrl>),
    ("mssql", read::<DatabaseUrl>),
    ("oracle", read::<DatabaseUrl>),
    ("ldap", read::<DatabaseUrl>),
    ("mongodb", read::<DatabaseUrl>),
    ("sqlite", read::<DatabaseUrl>),
    ("redis", read::<CacheUrl>),
    ("redis-sentinel", read::<CacheUrl>),
    ("redis+socket", read::<CacheUrl>),
    ("memcache", read::<CacheUrl>),
    ("dbcache", read::<CacheUrl>),
    ("filecache", read::<CacheUrl>),
    ("rediss", read::<RedisUrl>),
    ("smtp", read::<EmailUrl>),
    ("file", read::<EmailUrl>),
    ("elasticsearch", read::<SearchUrl>),
    ("whoosh", read::<SearchUrl>),
    ("redis+pubsub", read::<ChannelsUrl>),
    ("inmemory", read::<ChannelsUrl>),
    ("amqp", read::<BrokerUrl>),
    ("nats", read::<BrokerUrl>),
    ("kafka", read::<BrokerUrl>),
    ("s3", read::<StorageUrl>),
    ("file", read::<StorageUrl>),
    ("https", read::<ServiceUrl>),
];

/// The error of a text that every type must refuse, looked at for the canary.
#[track_caller]
fn refused(read: Read, text: &str) -> UrlError {
    match read(text) {
        Ok((shown, _)) => panic!("{text:?} is read as {shown}"),
        Err(error) => {
            assert_silent(&format!("{error} {error:?}"));
            error
        }
    }
}

#[test]
fn control_characters_in_any_part() {
    for (scheme, read) in TYPES {
        for bad in ["\r\n", "\n", "\0", "\t", "\u{7f}", "\u{85}", "%0D%0A", "%0a", "%00", "%09", "%7F", "%C2%85"] {
            for text in [
                format!("{scheme}://us{bad}er:{CANARY}@host/a"),
                format!("{scheme}://user:{CANARY}{bad}x@host/a"),
                format!("{scheme}://user:{CANARY}@ho{bad}st/a"),
                format!("{scheme}://user:{CANARY}@host/1{bad}2"),
                format!("{scheme}://user:{CANARY}@host/1?a{bad}b=c"),
                format!("{scheme}://user:{CANARY}@host/1?a=b{bad}c"),
                format!("{scheme}://host?password={CANARY}{bad}x"),
                format!("{scheme}:///a{bad}b"),
            ] {
                refused(*read, &text);
            }
        }
    }
}

#[test]
fn raw_delimiters_in_a_password() {
    for (scheme, read) in TYPES {
        for password in [format!("{CANARY}/x"), format!("{CANARY}?x"), format!("x/{CANARY}"), format!("x?{CANARY}")] {
            let error = refused(*read, &format!("{scheme}://user:{password}@host"));
            if error.part() == UrlPart::Password {
                assert!(error.help().is_some_and(|help| help.contains("%2F")), "{scheme}: {error}");
            }
            refused(*read, &format!("{scheme}://:{password}@host"));
            refused(*read, &format!("{scheme}://user:12@{password}@host"));
        }
    }
}

#[test]
fn ports_and_hosts() {
    let network = TYPES.iter().filter(|(scheme, _)| {
        !matches!(*scheme, "sqlite" | "redis+socket" | "dbcache" | "filecache" | "file" | "whoosh" | "inmemory" | "s3")
    });
    for (scheme, read) in network {
        for port in ["0", "65536", "99999999999", "word", "+1", "-1", " 1", "1 ", "０", CANARY] {
            let error = refused(*read, &format!("{scheme}://user:{CANARY}@host:{port}"));
            assert!(matches!(error.part(), UrlPart::Port | UrlPart::Url), "{scheme} {port}: {error}");
        }
        for host in
            ["::1", "fe80::1:80", "[::1", "[x]", "a b", "a%20b", "300.1.1.1", "a..b", "%ff", "%zz", "a\u{ad}\u{202e}"]
        {
            refused(*read, &format!("{scheme}://user:{CANARY}@{host}{CANARY}:1:"));
        }
        assert_eq!(refused(*read, &format!("{scheme}://user:{CANARY}@::1")).part(), UrlPart::Host, "{scheme}");
    }
}

#[test]
fn homoglyphs_are_written_out() {
    // A Cyrillic `а`: another name than the one it looks like, and shown as such.
    let (shown, _) = read::<DatabaseUrl>("postgres://p\u{430}ypal.example/x").unwrap();
    assert_eq!(shown, "postgres://xn--pypal-4ve.example/x");
    // Full-width letters are the letters.
    let (shown, _) = read::<DatabaseUrl>("postgres://\u{ff44}\u{ff42}.example/x").unwrap();
    assert_eq!(shown, "postgres://db.example/x");
    for host in ["xn--a", "a\u{200d}b", "\u{301}a", "a\u{2028}b", "a\u{fffd}"] {
        refused(read::<DatabaseUrl>, &format!("postgres://user:{CANARY}@{host}/x"));
    }
}

#[test]
fn long_texts_are_refused() {
    let long = "a".repeat(1 << 20);
    for (scheme, read) in TYPES {
        for text in [
            format!("{scheme}://{long}"),
            format!("{scheme}://user:{long}@host"),
            format!("{scheme}://host/{long}"),
            format!("{scheme}://host?a={long}"),
            format!("{long}://host"),
            long.clone(),
        ] {
            refused(*read, &text);
        }
    }
    // A name as long as the whole may be, of the slow kind.
    refused(read::<DatabaseUrl>, &format!("postgres://{}", "\u{fc}".repeat(30_000)));
    refused(read::<DatabaseUrl>, &format!("postgres://{}", "h,".repeat(30_000)));
    let options: Vec<String> = (0..9_000).map(|number| format!("a{number}")).collect();
    assert!(read::<DatabaseUrl>(&format!("postgres://h?{}", options.join("&"))).is_ok());
}

#[test]
fn texts_that_are_no_url() {
    for (_, read) in TYPES {
        for text in [
            String::new(),
            CANARY.to_owned(),
            format!("{CANARY}:{CANARY}@host/x"),
            format!("{CANARY}://user:{CANARY}@host/x"),
            format!("//user:{CANARY}@host"),
            format!("'{CANARY}'"),
            format!("{{\"{CANARY}\": 1}}"),
            format!("{{\"engine\": \"{CANARY} \"}}"),
            format!("{{\"password\": \"{CANARY}\""),
            format!("{{\"password\": \"{CANARY}\"}}"),
            format!("[\"{CANARY}\"]"),
        ] {
            if text.starts_with(&format!("{CANARY}://")) && read(&text.replace(CANARY, "zz")).is_ok() {
                continue; // any scheme is one of a service
            }
            refused(*read, &text);
        }
    }
}
