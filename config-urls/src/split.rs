//! The parts of a URL as written, found in one pass.

use crate::error::{UrlError, UrlPart};
use crate::{host, percent};

/// Longer texts are refused unread.
const LONGEST: usize = 64 * 1024;

/// What stands before the first colon, and what after it and its `//`.
#[derive(Clone, Copy)]
pub(crate) struct Opened<'t> {
    pub(crate) scheme: &'t str,
    pub(crate) rest: &'t str,
    /// Whether `//` follows the colon.
    pub(crate) slashes: bool,
}

/// Takes the scheme off.
///
/// # Errors
/// Text that is no URL; the accidents that befall values on their way.
pub(crate) fn open(text: &str) -> Result<Opened<'_>, UrlError> {
    if text.is_empty() {
        return Err(UrlError::new(UrlPart::Url, "is empty"));
    }
    if text.len() > LONGEST {
        return Err(UrlError::new(UrlPart::Url, "is longer than 65,536 bytes"));
    }
    if text.trim().len() < text.len() {
        return Err(UrlError::new(UrlPart::Url, "begins or ends with white space").with_help("remove it"));
    }
    if text.starts_with(['"', '\'']) {
        return Err(UrlError::new(UrlPart::Url, "begins with a quote").with_help("remove the quotes around it"));
    }
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_');
    let length = text.as_bytes().iter().take_while(|byte| is_scheme(byte)).count();
    match text[length..].strip_prefix(':') {
        Some(rest) if length > 0 => {
            let (rest, slashes) = rest.strip_prefix("//").map_or((rest, false), |rest| (rest, true));
            Ok(Opened { scheme: &text[..length], rest, slashes })
        }
        _ => Err(UrlError::new(UrlPart::Scheme, "is missing").with_help("begin with one, as in scheme://host")),
    }
}

/// The parts of what follows `://`, as written.
#[derive(Clone, Copy)]
pub(crate) struct Split<'t> {
    pub(crate) user: Option<&'t str>,
    pub(crate) password: Option<&'t str>,
    /// Hosts and ports.
    pub(crate) hosts: &'t str,
    /// Empty, or from the first `/`.
    pub(crate) path: &'t str,
    /// After the `?`.
    pub(crate) query: Option<&'t str>,
    /// Whether a `%` stands behind the hosts: else nothing there is encoded.
    pub(crate) encoded: bool,
    /// Everything after the hosts.
    pub(crate) tail: &'t str,
}

/// What the parts of a URL may hold.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Allow {
    /// Neither an `@` after the hosts nor a fragment.
    Nothing,
    /// An `@` in the address of a sender.
    Sender,
    /// An `@` anywhere in a URL without a password, and a fragment: what the web knows.
    Web,
}

/// The options that hold an address of mail.
pub(crate) const SENDER: [&str; 3] = ["from", "from_email", "default_from_email"];

impl Allow {
    /// Whether an `@` may stand in an option after this much of it. It may not where a password could end there.
    fn takes_at(self, option: &[u8]) -> bool {
        let Some(equals) = option.iter().position(|byte| *byte == b'=') else { return false };
        let (key, value) = option.split_at(equals);
        let is_sender = SENDER.iter().any(|name| name.as_bytes().eq_ignore_ascii_case(key));
        self == Self::Sender && is_sender && !value.contains(&b':')
    }
}

impl<'t> Opened<'t> {
    /// The parts of a URL that names a host.
    ///
    /// # Errors
    /// A scheme without `//`, control characters, a password that ends too early.
    pub(crate) fn split(self, allow: Allow) -> Result<Split<'t>, UrlError> {
        if !self.slashes {
            return Err(no_slashes());
        }
        split(self.rest, allow)
    }

    /// What stands before the query and what in it, for a URL that names a place and neither a host nor a password.
    ///
    /// # Errors
    /// A scheme without `//`, control characters, credentials, a fragment.
    pub(crate) fn place(self) -> Result<(&'t str, &'t str), UrlError> {
        if !self.slashes {
            return Err(no_slashes());
        }
        let (place, query) = self.path_and_query()?;
        if place.contains('@') { Err(no_user()) } else { Ok((place, query)) }
    }

    /// The same without a look at what stands before the query.
    ///
    /// # Errors
    /// As [`Opened::place`].
    pub(crate) fn path_and_query(self) -> Result<(&'t str, &'t str), UrlError> {
        let bytes = self.rest.as_bytes();
        (0..bytes.len()).try_for_each(|index| check(bytes, index))?;
        if self.rest.contains('#') {
            return Err(host::fragment());
        }
        let (path, query) = self.rest.split_once('?').unwrap_or((self.rest, ""));
        let odd = |option: &str| option.rfind('@').is_some_and(|at| !Allow::Sender.takes_at(&option.as_bytes()[..at]));
        if query.split('&').any(odd) { Err(no_user()) } else { Ok((path, query)) }
    }

    /// The query of a URL that names nothing beside its scheme.
    ///
    /// # Errors
    /// As [`Opened::place`]; a place.
    pub(crate) fn nothing(self) -> Result<&'t str, UrlError> {
        match self.place()? {
            ("" | "/", query) => Ok(query),
            _ => {
                Err(UrlError::new(UrlPart::Host, "has no meaning for this scheme")
                    .with_help("write nothing after `//`"))
            }
        }
    }
}

/// A user and a password where neither is known.
pub(crate) fn no_user() -> UrlError {
    UrlError::whole(UrlPart::User, "an `@` stands in a URL that knows no user and no password")
        .with_help("remove user and password; write an `@` in a path or an option as %40")
}

fn no_slashes() -> UrlError {
    UrlError::whole(UrlPart::Scheme, "`//` is missing after the scheme and its colon")
}

/// Where the delimiters are.
#[derive(Default)]
struct Found {
    /// The first colon.
    colon: Option<usize>,
    /// The last `@` of the authority, which ends the credentials.
    at: Option<usize>,
    /// The first `#` after it.
    hash: Option<usize>,
    /// The first `?` outside the authority.
    query: Option<usize>,
    /// An `@` after the authority.
    late_at: bool,
    /// One of these where it is not allowed.
    odd_at: bool,
    /// A `%` after the authority.
    percent: bool,
}

fn split(rest: &str, allow: Allow) -> Result<Split<'_>, UrlError> {
    let bytes = rest.as_bytes();
    let mut found = Found::default();
    let end = authority(bytes, &mut found)?;
    tail(bytes, end, allow, &mut found)?;

    let authority = &rest[..end];
    // Where there are no credentials, an `@` further on ends a password that holds a delimiter, unless what stands here
    // can only be hosts.
    let no_credentials = found.at.is_none_or(|at| at == 0);
    let cut_off = no_credentials && found.late_at && !are_hosts(authority.trim_start_matches('@'));
    let has_password = found.at.zip(found.colon).is_some_and(|(at, colon)| colon < at);
    let odd_at = match allow {
        Allow::Nothing | Allow::Sender => found.odd_at,
        Allow::Web => found.late_at && has_password,
    };
    if cut_off || odd_at {
        return Err(UrlError::whole(UrlPart::Password, "an `@` stands after a raw `/` or `?`")
            .with_help("write a `/` in a password as %2F and a `?` as %3F, and an `@` elsewhere as %40"));
    }
    if found.hash.is_some() && allow != Allow::Web {
        return Err(host::fragment());
    }

    let (user, password) = match found.at {
        Some(at) => match found.colon.filter(|&colon| colon < at) {
            Some(colon) => (Some(&rest[..colon]), Some(&rest[colon + 1..at])),
            None => (Some(&rest[..at]), None),
        },
        None => (None, None),
    };
    let start = found.at.map_or(0, |at| at + 1);
    let last = found.hash.unwrap_or(rest.len());
    let end = end.min(last);
    let query = found.query.filter(|&query| query < last);
    Ok(Split {
        user: user.filter(|user| !user.is_empty()),
        password,
        hosts: &rest[start..end],
        path: &rest[end..query.unwrap_or(last)],
        query: query.map(|query| &rest[query + 1..last]),
        tail: &rest[end..],
        encoded: found.percent,
    })
}

/// Whether a byte is neither a delimiter nor a part of a control character: most are.
static PLAIN: [bool; 256] = {
    let mut plain = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        plain[byte] = byte >= 0x20 && byte != 0x7f && byte != 0xc2;
        byte += 1;
    }
    let delimiters = b"/?@:#&%";
    let mut index = 0;
    while index < delimiters.len() {
        plain[delimiters[index] as usize] = false;
        index += 1;
    }
    plain
};

/// Reads to the first `/` or `?`; gives its place.
fn authority(bytes: &[u8], found: &mut Found) -> Result<usize, UrlError> {
    for (index, byte) in bytes.iter().enumerate() {
        if PLAIN[usize::from(*byte)] {
            continue;
        }
        match byte {
            b'/' | b'?' => return Ok(index),
            b'@' => (found.at, found.hash) = (Some(index), None),
            b':' => found.colon = found.colon.or(Some(index)),
            b'#' => found.hash = found.hash.or(Some(index)),
            _ => check(bytes, index)?,
        }
    }
    Ok(bytes.len())
}

/// Reads on to the end.
fn tail(bytes: &[u8], end: usize, allow: Allow, found: &mut Found) -> Result<(), UrlError> {
    // Where the option at hand begins.
    let mut option = None;
    for (index, byte) in bytes.iter().enumerate().skip(end) {
        if PLAIN[usize::from(*byte)] {
            continue;
        }
        match byte {
            b'?' if found.query.is_none() => (found.query, option) = (Some(index), Some(index + 1)),
            b'%' => found.percent = true,
            b'#' => found.hash = found.hash.or(Some(index)),
            b'&' if option.is_some() => option = Some(index + 1),
            b'@' => {
                found.late_at = true;
                found.odd_at |= !option.is_some_and(|start| allow.takes_at(&bytes[start..index]));
            }
            _ => check(bytes, index)?,
        }
    }
    Ok(())
}

/// Refuses the control characters of ASCII and Latin-1 (U+0000 to U+001F, U+007F to U+009F).
fn check(bytes: &[u8], index: usize) -> Result<(), UrlError> {
    let is_control = match bytes[index] {
        0..=0x1f | 0x7f => true,
        0xc2 => bytes.get(index + 1).is_some_and(|next| *next < 0xa0),
        _ => false,
    };
    if is_control { Err(percent::control(UrlPart::Url)) } else { Ok(()) }
}

/// Whether an authority without `@` can only be hosts, each with a port or none.
fn are_hosts(authority: &str) -> bool {
    authority.split(',').all(|host| match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((_, port)) => port.is_empty() || is_port(port.strip_prefix(':')),
        None => !host.contains(':') || is_port(host.split_once(':').map(|(_, port)| port)),
    })
}

fn is_port(text: Option<&str>) -> bool {
    text.is_some_and(|text| host::port_of(text).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts<'t> = (Option<&'t str>, Option<&'t str>, &'t str, &'t str, Option<&'t str>);

    #[track_caller]
    fn check(rest: &str, expected: Parts<'_>) {
        let parts = split(rest, Allow::Nothing).unwrap();
        assert_eq!((parts.user, parts.password, parts.hosts, parts.path, parts.query), expected, "{rest}");
    }

    #[test]
    fn parts() {
        check("", (None, None, "", "", None));
        check("h", (None, None, "h", "", None));
        check("h/d", (None, None, "h", "/d", None));
        check("h?a=b", (None, None, "h", "", Some("a=b")));
        check("h:1/d?a=b&d", (None, None, "h:1", "/d", Some("a=b&d")));
        check("u@h", (Some("u"), None, "h", "", None));
        check("u:@h", (Some("u"), Some(""), "h", "", None));
        check(":p@h", (None, Some("p"), "h", "", None));
        check("@h", (None, None, "h", "", None));
        check("u@d:p@w:x#y@h", (Some("u@d"), Some("p@w:x#y"), "h", "", None));
        check("u:p[,]@[::1]:5/d", (Some("u"), Some("p[,]"), "[::1]:5", "/d", None));
        check("u:p@//run/x/d", (Some("u"), Some("p"), "", "//run/x/d", None));
    }

    #[test]
    fn passwords_that_end_too_early() {
        for rest in ["u:p/w@h", "u:p?w@h/d", "u:p@w/x@h", "u:p@w?x@h", "u:12/34@h", "u:p#/w@h", "h/d@x", "u:p?a=b@h"] {
            let error = split(rest, Allow::Nothing).err().map(|error| error.part());
            assert_eq!(error, Some(UrlPart::Password), "{rest}");
        }
        for rest in ["u?r:p=@h", "h?a=b@c", "u:12?a=b@h"] {
            assert!(split(rest, Allow::Nothing).is_err(), "{rest}");
        }
        for rest in ["h?from=a@b", "h:25/?x=y&FROM=a@b&z", "u:p@h?default_from_email=a@b@c"] {
            assert!(split(rest, Allow::Sender).is_ok(), "{rest}");
        }
        for rest in ["h?fro=a@b", "h?from@", "u?from=a:p@h", "u:p?from=a@h", "h/from=a@b"] {
            assert!(split(rest, Allow::Sender).is_err(), "{rest}");
        }
        for rest in ["h/@d", "u@h/@d", "[::1]/@d", "h:80/@d", "h?a=b@c"] {
            assert!(split(rest, Allow::Web).is_ok(), "{rest}");
        }
        for rest in ["u:p/w@h", "u:p@w/x@h", "u:p?a=b@h"] {
            assert!(split(rest, Allow::Web).is_err(), "{rest}");
        }
    }

    #[test]
    fn fragments() {
        for rest in ["h#f", "h/d#f", "h?a=b#f", "u:p@h#f"] {
            assert!(split(rest, Allow::Nothing).is_err(), "{rest}");
        }
        let parts = split("h/d?a#f?b", Allow::Web).unwrap();
        assert_eq!((parts.hosts, parts.path, parts.query, parts.tail), ("h", "/d", Some("a"), "/d?a#f?b"));
        let parts = split("h#f/d?a", Allow::Web).unwrap();
        assert_eq!((parts.hosts, parts.path, parts.query, parts.tail), ("h", "", None, "#f/d?a"));
    }

    #[test]
    fn accidents() {
        for (text, part) in [
            ("", UrlPart::Url),
            (" a://b", UrlPart::Url),
            ("a://b\n", UrlPart::Url),
            ("\"a://b\"", UrlPart::Url),
            ("://b", UrlPart::Scheme),
            ("b", UrlPart::Scheme),
            ("a b://c", UrlPart::Scheme),
            ("ä://c", UrlPart::Scheme),
        ] {
            assert_eq!(open(text).err().map(|error| error.part()), Some(part), "{text:?}");
        }
        assert!(open(&"a:".repeat(LONGEST)).is_err());
    }
}
