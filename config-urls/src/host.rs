//! Hosts and ports.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use url::Host;

use crate::error::{UrlError, UrlPart};
use crate::percent;

/// A host and, where it is given, its port.
///
/// The host is a name in lower case (punycode where it is not ASCII), an IPv4 address, or an IPv6 address without
/// brackets; it displays with them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostPort {
    host: Box<str>,
    port: Option<u16>,
}

impl HostPort {
    pub(crate) fn new(host: impl Into<Box<str>>, port: Option<u16>) -> Self {
        Self { host: host.into(), port }
    }

    /// The host: `db.example.com`, `10.0.0.1`, `::1`.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port, where it is given.
    pub const fn port(&self) -> Option<u16> {
        self.port
    }
}

impl fmt::Display for HostPort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.host.contains(':') {
            write!(f, "[{}]", self.host)?;
        } else {
            f.write_str(&self.host)?;
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

/// Hosts between commas, each with its port; none for empty text.
///
/// # Errors
/// The first host or port that is none, or a second host where one is all that is understood.
pub(crate) fn list(raw: &str, many: bool) -> Result<Vec<HostPort>, UrlError> {
    if raw.is_empty() {
        return Ok(Vec::new());
    }
    if !raw.contains(',') {
        return Ok(vec![one(raw)?]);
    }
    if !many {
        return Err(UrlError::whole(UrlPart::Host, "more than one host is given, and one is all that is understood"));
    }
    raw.split(',').map(one).collect()
}

/// A host and its port.
///
/// # Errors
/// What is no host or no port.
pub(crate) fn one(raw: &str) -> Result<HostPort, UrlError> {
    let (host, port) = split_port(raw)?;
    Ok(HostPort { host: host_of(host)?, port })
}

/// A host as written, and its port.
///
/// # Errors
/// What is no port; an IPv6 address without brackets.
pub(crate) fn split_port(raw: &str) -> Result<(&str, Option<u16>), UrlError> {
    let (host, port) = match raw.strip_prefix('[').and_then(|inside| inside.find(']')) {
        Some(end) => {
            let (host, after) = raw.split_at(end + 2);
            match (after.is_empty(), after.strip_prefix(':')) {
                (true, _) => (host, None),
                (false, Some(port)) => (host, Some(port)),
                (false, None) => return Err(UrlError::new(UrlPart::Host, "goes on after the closing bracket")),
            }
        }
        None => match raw.split_once(':') {
            Some((_, port)) if port.contains(':') => {
                return Err(UrlError::new(UrlPart::Host, "holds more than one colon")
                    .with_help("write an IPv6 address in brackets: [::1]:5432"));
            }
            Some((host, port)) => (host, Some(port)),
            None => (raw, None),
        },
    };
    Ok((host, port.map(port_of).transpose()?))
}

/// A port from 1 to 65535.
///
/// # Errors
/// Anything else.
pub(crate) fn port_of(text: &str) -> Result<u16, UrlError> {
    if text.is_empty() {
        return Err(UrlError::new(UrlPart::Port, "is empty").with_help("write a number after the colon, or no colon"));
    }
    let digits = text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(port @ 1..) if digits => Ok(port),
        _ => Err(UrlError::new(UrlPart::Port, "is not a whole number from 1 to 65535")),
    }
}

fn host_of(raw: &str) -> Result<Box<str>, UrlError> {
    if let Some(inside) = raw.strip_prefix('[') {
        let address = inside.strip_suffix(']').and_then(|text| text.parse::<Ipv6Addr>().ok());
        return address.map(|address| address.to_string().into()).ok_or_else(|| {
            UrlError::new(UrlPart::Host, "stands in brackets and is no IPv6 address").with_help("write [::1]")
        });
    }
    if let Some(name) = plain(raw) {
        return Ok(name);
    }
    let decoded = percent::text(raw, UrlPart::Host)?;
    match decoded.bytes().find(|byte| byte.is_ascii() && !is_of_name(*byte)) {
        Some(b'#') => Err(fragment()),
        Some(_) => Err(not_a_host()),
        None if decoded.is_ascii() && !has_punycode(&decoded) => name(&decoded),
        None => name(&ascii(&decoded)?),
    }
}

/// A name that is written as it is meant, which nearly all are: letters and digits, single `.`, `-` and `_` between them, and
/// a letter in the last label, for else it may be an address.
fn plain(raw: &str) -> Option<Box<str>> {
    const LONGEST: usize = 63;
    let (mut before, mut letter) = (b'.', false);
    for byte in raw.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => letter = true,
            b'0'..=b'9' => {}
            b'.' | b'-' | b'_' if !matches!(before, b'.' | b'-' | b'_') => letter &= byte != b'.',
            _ => return None,
        }
        before = byte;
    }
    if !letter || before == b'.' || raw.len() > LONGEST {
        return None;
    }
    let mut name: Box<str> = raw.into();
    name.make_ascii_lowercase();
    Some(name)
}

/// A `#` begins a fragment, which no client understands.
pub(crate) fn fragment() -> UrlError {
    UrlError::whole(UrlPart::Url, "a `#` stands outside the password").with_help("write it as %23")
}

fn not_a_host() -> UrlError {
    UrlError::new(UrlPart::Host, "is no name and no address").with_help("write a name, 127.0.0.1 or [::1]")
}

const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

/// A name in ASCII, or an IPv4 address (RFC 1123, section 2.1, with the `_` of container networks).
fn name(text: &str) -> Result<Box<str>, UrlError> {
    let labels = text.strip_suffix('.').unwrap_or(text);
    let (mut length, mut is_number, mut sound) = (0, true, labels.len() <= 253);
    for byte in labels.bytes() {
        match byte {
            b'.' => {
                sound &= (1..=63).contains(&length);
                (length, is_number) = (0, true);
            }
            _ => {
                sound &= is_of_name(byte) && (byte != b'-' || length > 0);
                is_number &= byte.is_ascii_digit();
                length += 1;
            }
        }
    }
    if !sound || !(1..=63).contains(&length) {
        return Err(not_a_host());
    }
    if is_number && labels.parse::<Ipv4Addr>().is_err() {
        return Err(UrlError::new(UrlPart::Host, "ends in a number and is no IPv4 address"));
    }
    let mut name: Box<str> = text.into();
    name.make_ascii_lowercase();
    Ok(name)
}

fn has_punycode(text: &str) -> bool {
    text.contains("--") && text.split('.').any(|label| label.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("xn--")))
}

/// A name in ASCII (UTS 46, as the URL standard wants it).
fn ascii(text: &str) -> Result<String, UrlError> {
    match Host::parse(text) {
        Ok(host) => Ok(host.to_string()),
        Err(_) => Err(UrlError::new(UrlPart::Host, "is no international name")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Result<&[(&str, Option<u16>)], UrlPart>) {
        let hosts = list(raw, true).map_err(|error| error.part());
        let hosts = hosts.as_ref().map(|hosts| hosts.iter().map(|host| (host.host(), host.port())).collect::<Vec<_>>());
        assert_eq!(hosts.as_deref().map_err(|part| **part), expected, "{raw}");
    }

    #[test]
    fn hosts() {
        check("", Ok(&[]));
        check("DB.Example.com", Ok(&[("db.example.com", None)]));
        check("db.example.com.:1", Ok(&[("db.example.com.", Some(1))]));
        check("my_db-1:65535", Ok(&[("my_db-1", Some(65535))]));
        check("10.0.0.1:5432", Ok(&[("10.0.0.1", Some(5432))]));
        check("[::1]", Ok(&[("::1", None)]));
        check("[2001:DB8::1]:5432,h:1", Ok(&[("2001:db8::1", Some(5432)), ("h", Some(1))]));
        check("h1,h2:2", Ok(&[("h1", None), ("h2", Some(2))]));
        check("bücher.example:1", Ok(&[("xn--bcher-kva.example", Some(1))]));
        check("b%C3%BCcher.example", Ok(&[("xn--bcher-kva.example", None)]));
        check("xn--bcher-kva.example", Ok(&[("xn--bcher-kva.example", None)]));
        check("１２７.0.0.1", Ok(&[("127.0.0.1", None)]));
    }

    #[test]
    fn what_is_none() {
        for raw in [
            "h1,",
            ",h1",
            "h1,,h2",
            "::1",
            "2001:db8::1:5432",
            "[::1",
            "[::1]x",
            "[h]",
            "[1.2.3.4]",
            "h]",
            "a b",
            "a..b",
            ".a",
            "-a",
            "256.1.1.1",
            "1.2.3",
            "a#b",
            "a\\b",
            "a%20b",
            "a%2Fb",
            "%ff",
            "%",
            "xn--zzzzzz-",
            "a\u{202e}b",
            "[fe80::1%25eth0]",
            "a*b",
            "a\u{2100}b",
        ] {
            check(raw, list(raw, true).map(|_| &[][..]).map_err(|error| error.part()));
            assert!(list(raw, true).is_err(), "{raw}");
        }
        assert!(list(&"a".repeat(64), true).is_err());
        assert!(list(&"a.".repeat(128), true).is_err());
    }

    #[test]
    fn ports() {
        for raw in
            ["h:", "h:0", "h:65536", "h:00080", "h:000080", "h:+80", "h:-1", "h:port", "h: 80", "h:８０", "[::1]:x"]
        {
            let expected = if raw == "h:00080" { Ok(80) } else { Err(UrlPart::Port) };
            let found = one(raw).map_err(|error| error.part());
            assert_eq!(found.map(|host| host.port().unwrap_or_default()), expected, "{raw}");
        }
    }
}
