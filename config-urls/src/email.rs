//! `EmailUrl`.

use std::fmt;
use std::path::PathBuf;

use crate::credentials::Credentials;
use crate::error::{UrlError, UrlPart};
use crate::host::{self, HostPort};
use crate::kind::{Kind, credentials, url_type};
use crate::options::{Known, Options, Takes};
use crate::percent::{self, Keep};
use crate::scheme::{self, Row};
use crate::split::{Allow, Opened, SENDER, Split, open};
use crate::write::{Alone, Writer};

/// Where mail is sent, and how.
///
/// ```
/// use tactful_urls::{EmailTls, EmailTransport, EmailUrl};
///
/// let url: EmailUrl = "submission://shop%40example.com:s3cret@mail.example.com?from=shop@example.com".parse()?;
/// assert_eq!(url.transport(), &EmailTransport::Smtp);
/// assert_eq!((url.tls(), url.port_or_default()), (EmailTls::StartTls, Some(587)));
/// assert_eq!(url.username(), Some("shop@example.com"));
/// assert_eq!(url.from_address(), Some("shop@example.com"));
/// # Ok::<(), tactful_urls::UrlError>(())
/// ```
///
/// `smtps` is implicit TLS, on port 465, as RFC 8314 and the clients have it. (django-environ reads it as STARTTLS:
/// write `smtp+starttls` or `submission` for that.)
#[derive(Clone, PartialEq, Eq)]
pub struct EmailUrl {
    scheme: &'static Scheme,
    transport: EmailTransport,
    credentials: Credentials,
    host: Option<HostPort>,
    options: Options,
}

/// What becomes of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EmailTransport {
    /// It is sent by SMTP.
    Smtp,
    /// It is printed.
    Console,
    /// It is written to this folder.
    File(PathBuf),
    /// It is kept in memory, for tests.
    Memory,
    /// Nothing.
    Dummy,
}

/// How the connection to a mail server is secured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EmailTls {
    /// Not at all.
    None,
    /// It begins in the clear and must change to TLS before anything is said (RFC 3207).
    StartTls,
    /// It is TLS from the first byte (RFC 8314).
    Implicit,
}

url_type!(EmailUrl);
credentials!(EmailUrl);

impl EmailUrl {
    /// What becomes of a mail.
    pub const fn transport(&self) -> &EmailTransport {
        &self.transport
    }

    /// The scheme in lower case.
    pub const fn scheme(&self) -> &'static str {
        self.scheme.name
    }

    /// How the connection is secured: as the scheme says, or `use_tls` (STARTTLS), or `use_ssl` (implicit).
    pub fn tls(&self) -> EmailTls {
        match (self.options.bool("use_tls"), self.options.bool("use_ssl")) {
            (Some(true), _) => EmailTls::StartTls,
            (_, Some(true)) => EmailTls::Implicit,
            _ => self.scheme.tls,
        }
    }

    /// The server.
    pub fn host(&self) -> Option<&str> {
        self.host.as_ref().map(HostPort::host)
    }

    /// The port, where it is given.
    pub fn port(&self) -> Option<u16> {
        self.host.as_ref().and_then(HostPort::port)
    }

    /// The port, or the usual one: 25, 587 with STARTTLS, 465 with implicit TLS. None where there is no server.
    pub fn port_or_default(&self) -> Option<u16> {
        let host = self.host.as_ref()?;
        Some(host.port().unwrap_or(match self.tls() {
            EmailTls::None => 25,
            EmailTls::StartTls => 587,
            EmailTls::Implicit => 465,
        }))
    }

    /// `from`: the address of the sender.
    pub fn from_address(&self) -> Option<&str> {
        self.options.get("from")
    }

    /// `timeout`: how long to wait for the server, in seconds.
    pub fn timeout(&self) -> Option<std::time::Duration> {
        self.options.seconds("timeout")
    }
}

/// What follows the scheme.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Smtp,
    Folder,
    Nothing(EmailKind),
}

/// A transport that needs nothing more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum EmailKind {
    Console,
    Memory,
    Dummy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Scheme {
    name: &'static str,
    form: Form,
    tls: EmailTls,
}

impl Row for Scheme {
    fn scheme(&self) -> &'static str {
        self.name
    }
}

const fn smtp(name: &'static str, tls: EmailTls) -> Scheme {
    Scheme { name, form: Form::Smtp, tls }
}

const fn other(name: &'static str, form: Form) -> Scheme {
    Scheme { name, form, tls: EmailTls::None }
}

static SCHEMES: &[Scheme] = &[
    smtp("smtp", EmailTls::None),
    smtp("smtps", EmailTls::Implicit),
    smtp("smtp+ssl", EmailTls::Implicit),
    smtp("smtp+tls", EmailTls::StartTls),
    smtp("smtp+starttls", EmailTls::StartTls),
    smtp("submission", EmailTls::StartTls),
    other("console", Form::Nothing(EmailKind::Console)),
    other("consolemail", Form::Nothing(EmailKind::Console)),
    other("file", Form::Folder),
    other("filemail", Form::Folder),
    other("memory", Form::Nothing(EmailKind::Memory)),
    other("memorymail", Form::Nothing(EmailKind::Memory)),
    other("dummy", Form::Nothing(EmailKind::Dummy)),
    other("dummymail", Form::Nothing(EmailKind::Dummy)),
];

const KNOWN: &[Known] = &[
    (SENDER[0], &[SENDER[1], SENDER[2]], Takes::Text),
    ("use_tls", &["email_use_tls"], Takes::Bool),
    ("use_ssl", &["email_use_ssl"], Takes::Bool),
    ("timeout", &["email_timeout"], Takes::Seconds),
];

impl Kind for EmailUrl {
    const EXPECTED: &'static str = "an email URL, or a table of its parts";

    fn parse(text: &str) -> Result<Self, UrlError> {
        let opened = open(text)?;
        let scheme = scheme::find(SCHEMES, opened.scheme)?;
        match scheme.form {
            Form::Smtp => server(scheme, &opened.split(Allow::Sender)?),
            _ => serverless(scheme, opened),
        }
    }

    fn write(&self, to: &mut Writer<'_>) -> fmt::Result {
        to.raw(self.scheme.name)?;
        to.raw("://")?;
        to.credentials(&self.credentials, Alone::Name)?;
        to.hosts(self.host.as_slice())?;
        if let EmailTransport::File(folder) = &self.transport {
            to.encoded(&folder.to_string_lossy(), Keep::Path)?;
        }
        to.options(&self.options)
    }

    fn set_credentials(&mut self, credentials: Credentials) {
        self.credentials = credentials;
    }

    fn before_name(scheme: &str) -> &'static str {
        if scheme.to_ascii_lowercase().starts_with("file") { "" } else { "/" }
    }
}

fn server(scheme: &'static Scheme, split: &Split<'_>) -> Result<EmailUrl, UrlError> {
    let mut options = Options::of(split, KNOWN)?;
    let mut credentials = Credentials::of(split)?;
    credentials.add_password(options.take_secret("password"))?;
    let host = host::list(split.hosts, false)?.pop();
    if host.is_none() {
        return Err(UrlError::new(UrlPart::Host, "is missing").with_help("write the mail server: smtp://host"));
    }
    if split.path.len() > 1 {
        return Err(UrlError::new(UrlPart::Path, "has no meaning for a mail server").with_help("remove it"));
    }
    let url = EmailUrl { scheme, transport: EmailTransport::Smtp, credentials, host, options };
    check_tls(&url)?;
    check_sender(&url)?;
    Ok(url)
}

/// Two words on TLS may not say different things: the weaker would be taken without a word.
fn check_tls(url: &EmailUrl) -> Result<(), UrlError> {
    let (start, implicit) = (url.options.bool("use_tls"), url.options.bool("use_ssl"));
    let sound = match url.scheme.tls {
        EmailTls::None => !(start == Some(true) && implicit == Some(true)),
        EmailTls::StartTls => start != Some(false) && implicit != Some(true),
        EmailTls::Implicit => implicit != Some(false) && start != Some(true),
    };
    if sound {
        return Ok(());
    }
    Err(UrlError::whole(UrlPart::Options, "the scheme, `use_tls` and `use_ssl` contradict each other")
        .with_help("write the scheme alone: smtps:// for implicit TLS, smtp+starttls:// for STARTTLS"))
}

fn check_sender(url: &EmailUrl) -> Result<(), UrlError> {
    match url.from_address() {
        Some(from) if !from.contains('@') => {
            Err(UrlError::whole(UrlPart::Options, "the option `from` is not an email address"))
        }
        _ => Ok(()),
    }
}

fn serverless(scheme: &'static Scheme, opened: Opened<'_>) -> Result<EmailUrl, UrlError> {
    let (place, query) = match scheme.form {
        Form::Nothing(_) => ("", opened.nothing()?),
        Form::Smtp | Form::Folder => opened.place()?,
    };
    let options = Options::parse(query, KNOWN)?;
    let transport = match scheme.form {
        Form::Nothing(EmailKind::Console) => EmailTransport::Console,
        Form::Nothing(EmailKind::Memory) => EmailTransport::Memory,
        Form::Nothing(EmailKind::Dummy) => EmailTransport::Dummy,
        Form::Smtp | Form::Folder if !place.starts_with('/') => {
            return Err(
                UrlError::new(UrlPart::Path, "is not absolute").with_help("write three slashes: file:///var/mail")
            );
        }
        Form::Smtp | Form::Folder => EmailTransport::File(percent::text(place, UrlPart::Path)?.into()),
    };
    let url = EmailUrl { scheme, transport, credentials: Credentials::default(), host: None, options };
    check_sender(&url)?;
    Ok(url)
}
