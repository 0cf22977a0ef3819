//! The HTTP client under the SDK: each request within its time, each answer within its size, no redirect followed.

use std::error::Error;
use std::fmt;
use std::future::Future as _;
use std::path::Path;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use aws_sdk_secretsmanager::config::{HttpClient, RuntimeComponents};
use aws_sdk_secretsmanager::error::ConnectorError;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Connector, tls};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use http_body::{Body, Frame, SizeHint};
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use tokio::time::{Instant, Sleep, sleep_until, timeout_at};

use crate::manager::store::Limits;
use crate::manager::{ManagerError, ManagerErrorKind};
use crate::read::{DOCUMENT_LIMIT, read_file};

/// One pool of connections. What the SDK would set otherwise is set here, so that it holds for every request alike,
/// those of logins too.
#[derive(Clone, Debug)]
pub(super) struct Http(SharedHttpConnector);

impl Http {
    /// A client that trusts these certificates. Nothing is connected to yet.
    pub(super) fn new(trust: TrustStore, proxy: ProxyConfig, limits: &Limits) -> Result<Self, ManagerError> {
        let context = TlsContext::builder().with_trust_store(trust).build().map_err(|_| {
            ManagerError::new(ManagerErrorKind::Misconfigured, "no TLS can be set up with these certificates")
        })?;
        let inner = Connector::builder()
            .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
            .tls_context(context)
            .proxy_config(proxy)
            .build();
        let bounded = Bounded { inner, time: limits.request, size: limits.answer };
        Ok(Self(SharedHttpConnector::new(bounded)))
    }

    pub(super) fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        self.0.call(request)
    }
}

impl HttpClient for Http {
    fn http_connector(
        &self,
        _settings: &HttpConnectorSettings,
        _components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        self.0.clone()
    }
}

/// The platform's roots and those of a file; none where no TLS is spoken, for reading them takes its time.
pub(super) fn trust(bundle: Option<&Path>, speaks_tls: bool) -> Result<tls::TrustStore, ManagerError> {
    if !speaks_tls {
        return Ok(TrustStore::empty());
    }
    let Some(path) = bundle else { return Ok(TrustStore::default()) };
    let wrong = |what: String| {
        let message = format!("AWS_CA_BUNDLE names {}, which {what}", path.display());
        let help = "name a file of certificates in PEM, each between BEGIN CERTIFICATE and END CERTIFICATE";
        ManagerError::new(ManagerErrorKind::Misconfigured, message).help(help)
    };
    let pem = read_file(path, DOCUMENT_LIMIT).map_err(|_| wrong("cannot be read".to_owned()))?;
    // The client takes it for granted that all of them can be read, and panics if not.
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.expose()) {
        let certificate = certificate.map_err(|_| wrong("is not PEM".to_owned()))?;
        roots.add(certificate).map_err(|_| wrong("holds what is no certificate".to_owned()))?;
    }
    if roots.is_empty() {
        return Err(wrong("holds no certificate".to_owned()));
    }
    Ok(TrustStore::default().with_pem_certificate(pem.expose()))
}

/// A connector that ends what takes too long or grows too large.
#[derive(Debug)]
struct Bounded {
    inner: Connector,
    time: Duration,
    size: usize,
}

impl HttpConnector for Bounded {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (deadline, size) = (Instant::now() + self.time, self.size);
        let answer = self.inner.call(request);
        HttpConnectorFuture::new(async move {
            let answer: HttpResponse = match timeout_at(deadline, answer).await {
                Ok(answer) => answer?,
                Err(_) => return Err(ConnectorError::timeout(Box::new(Cut::Late))),
            };
            Ok(answer.map(|body| {
                // Wrapped once: `map` asks for a closure that might be called again.
                let body = BoundedBody { inner: body, left: size, deadline: Box::pin(sleep_until(deadline)) };
                SdkBody::from_body_1_x(body)
            }))
        })
    }
}

/// Why the body of an answer ended before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// It did not come in time.
    Late,
    /// It is larger than is allowed.
    Large,
    /// The connection broke.
    Broken,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Late => "the answer did not come in time",
            Self::Large => "the answer is too large",
            Self::Broken => "the connection broke",
        })
    }
}

impl Error for Cut {}

struct BoundedBody {
    inner: SdkBody,
    left: usize,
    deadline: Pin<Box<Sleep>>,
}

impl Body for BoundedBody {
    type Data = <SdkBody as Body>::Data;
    type Error = Cut;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Self::Data>, Cut>>> {
        let this = self.get_mut();
        if this.deadline.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Some(Err(Cut::Late)));
        }
        Pin::new(&mut this.inner).poll_frame(cx).map(|frame| {
            frame.map(|frame| {
                let frame = frame.map_err(|_| Cut::Broken)?;
                let length = frame.data_ref().map_or(0, bytes::Bytes::len);
                this.left = this.left.checked_sub(length).ok_or(Cut::Large)?;
                Ok(frame)
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        Body::size_hint(&self.inner)
    }
}
