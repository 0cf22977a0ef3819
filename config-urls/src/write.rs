//! Printing a URL: whole, or as it may be shown.

use std::fmt;
use std::path::Path;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::credentials::Credentials;
use crate::host::HostPort;
use crate::options::Options;
use crate::percent::{Keep, encode};

const REDACTED: &str = "[REDACTED]";

/// What is written for a user that stands without a password.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alone {
    /// It is a name.
    Name,
    /// It may be a token.
    Token,
}

/// Writes the parts of a URL.
pub(crate) struct Writer<'a> {
    to: &'a mut dyn fmt::Write,
    shown: bool,
}

impl<'a> Writer<'a> {
    /// A writer whose text may be shown.
    pub(crate) fn shown(to: &'a mut dyn fmt::Write) -> Self {
        Self { to, shown: true }
    }

    /// Whether what is written may be shown.
    pub(crate) const fn is_shown(&self) -> bool {
        self.shown
    }

    pub(crate) fn redacted(&mut self) -> fmt::Result {
        self.raw(REDACTED)
    }

    pub(crate) fn raw(&mut self, text: &str) -> fmt::Result {
        self.to.write_str(text)
    }

    pub(crate) fn encoded(&mut self, text: &str, keep: Keep) -> fmt::Result {
        encode(text, keep, self.to)
    }

    /// A word that is not to be taken for a number.
    pub(crate) fn encoded_word(&mut self, text: &str) -> fmt::Result {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.bytes().try_for_each(|byte| write!(self.to, "%{byte:02X}"))
        } else {
            self.encoded(text, Keep::Segment)
        }
    }

    /// `user:password@`.
    pub(crate) fn credentials(&mut self, credentials: &Credentials, alone: Alone) -> fmt::Result {
        if credentials.is_none() {
            return Ok(());
        }
        let password = credentials.password.as_ref().map(ExposeSecret::expose_secret);
        if let Some(user) = credentials.user() {
            let is_secret = match password {
                // Some services take one token for both, some anything beside a token.
                Some(password) => {
                    password == user || (alone == Alone::Token && matches!(password, "" | "x" | "x-oauth-basic"))
                }
                None => alone == Alone::Token,
            };
            if self.shown && is_secret { self.redacted()? } else { self.encoded(user, Keep::User)? }
        }
        if let Some(password) = password {
            self.raw(":")?;
            if self.shown { self.redacted()? } else { self.encoded(password, Keep::Nothing)? }
        }
        self.raw("@")
    }

    pub(crate) fn hosts(&mut self, hosts: &[HostPort]) -> fmt::Result {
        for (index, host) in hosts.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(self.to, "{comma}{host}")?;
        }
        Ok(())
    }

    /// `host\instance:port`.
    pub(crate) fn instance(&mut self, host: &HostPort, instance: &str) -> fmt::Result {
        write!(self.to, "{}%5C", HostPort::new(host.host(), None))?;
        self.encoded(instance, Keep::Nothing)?;
        self.port(host.port())
    }

    pub(crate) fn port(&mut self, port: Option<u16>) -> fmt::Result {
        port.map_or(Ok(()), |port| write!(self.to, ":{port}"))
    }

    /// `/2` after a host, `/run/redis.sock?db=2` for a socket; gives the mark before the next option.
    pub(crate) fn place_in_redis(&mut self, socket: Option<&Path>, index: Option<u32>) -> Result<char, fmt::Error> {
        if let Some(socket) = socket {
            self.encoded(&socket.to_string_lossy(), Keep::Socket)?;
        }
        match (socket, index) {
            (Some(_), Some(index)) => {
                write!(self.to, "?db={index}")?;
                return Ok('&');
            }
            (None, Some(index)) => write!(self.to, "/{index}")?,
            (_, None) => {}
        }
        Ok('?')
    }

    /// `?a=b&c=d`.
    pub(crate) fn options(&mut self, options: &Options) -> fmt::Result {
        self.more_options(options, '?')
    }

    /// Options, the first of them after this mark.
    pub(crate) fn more_options(&mut self, options: &Options, first: char) -> fmt::Result {
        let mut mark = first;
        for (key, value) in options.map() {
            self.option(mark, key, value)?;
            mark = '&';
        }
        Ok(())
    }

    /// One option after a mark.
    pub(crate) fn option(&mut self, mark: char, key: &str, value: &str) -> fmt::Result {
        self.to.write_char(mark)?;
        self.encoded(key, Keep::Query)?;
        self.raw("=")?;
        if self.shown && !value.is_empty() && is_secret(key, value) {
            self.redacted()
        } else {
            self.encoded(value, Keep::Query)
        }
    }
}

/// Whether the value of an option is kept back: by its name, or as a URL with credentials of its own.
fn is_secret(key: &str, value: &str) -> bool {
    is_secret_name(key) || (value.contains(':') && value.contains('@')) || value.contains("PRIVATE KEY")
}

/// Whether a name says that what it names is secret: the list by which the core redacts URLs in texts.
pub(crate) fn is_secret_name(name: &str) -> bool {
    tactful_core::is_secret_name(name)
}

/// The text that `write` writes, in a buffer of its size.
pub(crate) fn exposed(write: impl Fn(&mut Writer<'_>) -> fmt::Result) -> Zeroizing<String> {
    let mut length = Length(0);
    let counted = write(&mut Writer { to: &mut length, shown: false });
    let mut text = Zeroizing::new(String::with_capacity(length.0));
    let written = write(&mut Writer { to: &mut *text, shown: false });
    // Neither a count nor a text refuses anything.
    debug_assert!(counted.is_ok() && written.is_ok());
    text
}

/// The same as a secret; the box is made of the buffer in place.
pub(crate) fn secret(write: impl Fn(&mut Writer<'_>) -> fmt::Result) -> SecretString {
    SecretString::from(std::mem::take(&mut *exposed(write)))
}

struct Length(usize);

impl fmt::Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}
