//! `lettre`: SMTP, with and without waiting, and the folder of files.

use std::time::Duration;

use lettre::transport::smtp::SmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
#[cfg(feature = "lettre-rustls")]
use lettre::transport::smtp::{
    AsyncSmtpTransportBuilder,
    client::{Tls, TlsParameters},
};
#[cfg(feature = "lettre-rustls")]
use lettre::{AsyncFileTransport, AsyncSmtpTransport, Tokio1Executor};
use lettre::{FileTransport, SmtpTransport};
use secrecy::ExposeSecret;

use super::{Left, other_scheme};
use crate::email::{EmailTls, EmailTransport, EmailUrl};
use crate::error::{UrlError, UrlPart};

/// The client, as errors name it.
const CLIENT: &str = "lettre";

/// What a URL says to either kind of transport.
struct Server<'u> {
    host: &'u str,
    port: u16,
    #[cfg(feature = "lettre-rustls")]
    tls: Tls,
    credentials: Option<Credentials>,
    timeout: Option<Duration>,
}

impl<'u> Server<'u> {
    fn of(url: &'u EmailUrl) -> Result<Self, UrlError> {
        let (Some(host), Some(port)) = (url.host(), url.port_or_default()) else {
            return Err(other_scheme(CLIENT, "smtp://, smtps:// or smtp+starttls:// for SmtpTransport"));
        };
        let mut left = Left::new(CLIENT, url.options());
        left.take(&["use_tls"])?;
        left.take(&["use_ssl"])?;
        left.take(&["timeout"])?;
        left.finish("use_tls, use_ssl, timeout")?;
        if url.timeout().is_some_and(|timeout| timeout.is_zero()) {
            return Err(UrlError::whole(
                UrlPart::Options,
                "the option `timeout` is zero, so that nothing is waited for",
            ));
        }
        #[cfg(not(feature = "lettre-rustls"))]
        no_tls(url)?;
        Ok(Self {
            host,
            port,
            #[cfg(feature = "lettre-rustls")]
            tls: tls(url, host)?,
            credentials: credentials(url)?,
            timeout: url.timeout(),
        })
    }
}

/// The two builders have the same methods, and no trait.
macro_rules! builder {
    ($url:ident, $transport:ty) => {{
        let server = Server::of($url)?;
        let mut to = <$transport>::builder_dangerous(server.host).port(server.port);
        #[cfg(feature = "lettre-rustls")]
        {
            to = to.tls(server.tls);
        }
        if let Some(credentials) = server.credentials {
            to = to.credentials(credentials);
        }
        if let Some(timeout) = server.timeout {
            to = to.timeout(Some(timeout));
        }
        Ok(to)
    }};
}

/// The server, how the connection is secured, the login, `timeout`. What a URL does not say (an authority of one's own,
/// a pool) is still to be set.
///
/// Without the feature `lettre-rustls`, STARTTLS and implicit TLS are refused: lettre would not have them. The sender is
/// not a matter of the connection: an application that has `from` in its URL reads it and takes it off before, by
/// [`EmailUrl::without_options`].
impl TryFrom<&EmailUrl> for SmtpTransportBuilder {
    type Error = UrlError;

    fn try_from(url: &EmailUrl) -> Result<Self, UrlError> {
        builder!(url, SmtpTransport)
    }
}

/// As for the builder.
impl TryFrom<&EmailUrl> for SmtpTransport {
    type Error = UrlError;

    fn try_from(url: &EmailUrl) -> Result<Self, UrlError> {
        SmtpTransportBuilder::try_from(url).map(SmtpTransportBuilder::build)
    }
}

/// As for `SmtpTransportBuilder`.
#[cfg(feature = "lettre-rustls")]
impl TryFrom<&EmailUrl> for AsyncSmtpTransportBuilder {
    type Error = UrlError;

    fn try_from(url: &EmailUrl) -> Result<Self, UrlError> {
        builder!(url, AsyncSmtpTransport::<Tokio1Executor>)
    }
}

/// As for the builder.
#[cfg(feature = "lettre-rustls")]
impl TryFrom<&EmailUrl> for AsyncSmtpTransport<Tokio1Executor> {
    type Error = UrlError;

    fn try_from(url: &EmailUrl) -> Result<Self, UrlError> {
        AsyncSmtpTransportBuilder::try_from(url).map(AsyncSmtpTransportBuilder::build)
    }
}

/// A folder, into which each mail goes as a file.
impl TryFrom<&EmailUrl> for FileTransport {
    type Error = UrlError;

    fn try_from(url: &EmailUrl) -> Result<Self, UrlError> {
        folder(url).map(Self::new)
    }
}

/// As for `FileTransport`.
#[cfg(feature = "lettre-rustls")]
impl TryFrom<&EmailUrl> for AsyncFileTransport<Tokio1Executor> {
    type Error = UrlError;

    fn try_from(url: &EmailUrl) -> Result<Self, UrlError> {
        folder(url).map(Self::new)
    }
}

fn folder(url: &EmailUrl) -> Result<&std::path::Path, UrlError> {
    let EmailTransport::File(folder) = url.transport() else {
        return Err(other_scheme(CLIENT, "file:// for FileTransport"));
    };
    Left::new(CLIENT, url.options()).finish("")?;
    Ok(folder)
}

/// A half of a login would not be sent.
fn credentials(url: &EmailUrl) -> Result<Option<Credentials>, UrlError> {
    match (url.username(), url.password()) {
        (None, None) => Ok(None),
        (Some(user), Some(password)) => {
            Ok(Some(Credentials::new(user.to_owned(), password.expose_secret().to_owned())))
        }
        (Some(_), None) => Err(UrlError::new(UrlPart::User, "has no password").with_help("write user:password@")),
        (None, Some(_)) => Err(UrlError::new(UrlPart::Password, "has no user").with_help("write user:password@")),
    }
}

#[cfg(feature = "lettre-rustls")]
fn tls(url: &EmailUrl, host: &str) -> Result<Tls, UrlError> {
    let parameters = || {
        TlsParameters::new(host.to_owned())
            .map_err(|_| UrlError::new(UrlPart::Host, "cannot be verified: lettre is without its means of TLS"))
    };
    Ok(match url.tls() {
        EmailTls::None => Tls::None,
        EmailTls::StartTls => Tls::Required(parameters()?),
        EmailTls::Implicit => Tls::Wrapper(parameters()?),
    })
}

#[cfg(not(feature = "lettre-rustls"))]
fn no_tls(url: &EmailUrl) -> Result<(), UrlError> {
    if url.tls() == EmailTls::None {
        return Ok(());
    }
    Err(UrlError::new(UrlPart::Scheme, "asks for TLS, which lettre has not been built with")
        .with_help("turn the feature `lettre-rustls` on"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::testing::{self, CANARY};
    use super::*;

    #[track_caller]
    fn refused(url: &str, part: UrlPart, word: &str) {
        testing::refused::<EmailUrl, SmtpTransportBuilder>(url, part, word);
        testing::refused::<EmailUrl, SmtpTransport>(url, part, word);
        #[cfg(feature = "lettre-rustls")]
        testing::refused::<EmailUrl, AsyncSmtpTransportBuilder>(url, part, word);
    }

    /// What the builders show, which is all but the login.
    #[track_caller]
    fn check(url: &str, parts: &[&str]) {
        let shown = [
            format!("{:?}", testing::convert::<EmailUrl, SmtpTransportBuilder>(url).unwrap()),
            #[cfg(feature = "lettre-rustls")]
            format!("{:?}", testing::convert::<EmailUrl, AsyncSmtpTransportBuilder>(url).unwrap()),
        ];
        for shown in shown {
            for part in parts {
                assert!(shown.contains(part), "{url}: {part}: {shown}");
            }
            assert!(!shown.contains("c4n4ry"), "{url}: {shown}");
        }
    }

    #[test]
    fn servers() {
        check("smtp://mail", &["\"mail\"", "port: 25", "tls: None", "credentials: None"]);
        check("smtp://~@[::1]:2525", &["\"::1\"", "port: 2525", "credentials: Some(Credentials)"]);
        check("smtp://mail?timeout=0.5", &["timeout: Some(500ms)"]);
        check("smtp://mail?use_tls=false&use_ssl=no", &["tls: None"]);
        let url: EmailUrl = testing::own("smtp://~@mail");
        assert_eq!(credentials(&url), Ok(Some(Credentials::new("shop".to_owned(), CANARY.to_owned()))));
    }

    #[cfg(feature = "lettre-rustls")]
    #[test]
    fn secured() {
        for (url, tls, port) in [
            ("smtps://~@mail", "Wrapper", 465),
            ("smtp+ssl://mail", "Wrapper", 465),
            ("smtp+starttls://~@mail", "Required", 587),
            ("smtp+tls://mail", "Required", 587),
            ("submission://mail:25", "Required", 25),
            ("smtp://mail?use_tls=true", "Required", 587),
            ("smtp://mail?use_ssl=true", "Wrapper", 465),
        ] {
            check(url, &[&format!("tls: {tls}"), &format!("port: {port}")]);
        }
    }

    #[cfg(not(feature = "lettre-rustls"))]
    #[test]
    fn not_secured() {
        for url in ["smtps://~@mail", "submission://~@mail", "smtp://mail?use_tls=true"] {
            refused(url, UrlPart::Scheme, "lettre-rustls");
        }
    }

    #[test]
    fn folders() {
        let url: EmailUrl = testing::own("file:///var/mail");
        assert_eq!(folder(&url), Ok(Path::new("/var/mail")));
        assert!(FileTransport::try_from(&url).is_ok());
        testing::refused::<EmailUrl, FileTransport>("smtp://~@mail", UrlPart::Scheme, "file://");
        testing::refused::<EmailUrl, FileTransport>("file:///m?from=c4n4ry@x", UrlPart::Options, "`from` says nothing");
    }

    #[test]
    fn what_lettre_cannot_express() {
        for scheme in ["console", "memory", "dummy", "file:///var/mail"] {
            let url = if scheme.contains(':') { scheme.to_owned() } else { format!("{scheme}://") };
            refused(&url, UrlPart::Scheme, "smtp://");
        }
        refused("smtp://c4n4ry@mail", UrlPart::User, "has no password");
        refused("smtp://:c4n4ry@mail", UrlPart::Password, "has no user");
        refused("smtp://~@mail?from=c4n4ry@example.com", UrlPart::Options, "`from` says nothing to lettre");
        refused("smtp://~@mail?timeout=0", UrlPart::Options, "`timeout` is zero");
        refused("smtp://~@mail?c4n4ry=1", UrlPart::Options, "an option says nothing");
    }
}
