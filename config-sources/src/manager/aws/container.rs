//! Credentials of a container: ECS's task role and EKS's pod identity give them over HTTP.
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html>

use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;
use std::time::SystemTime;

use aws_sdk_secretsmanager::config::Credentials;
use aws_sdk_secretsmanager::config::http::HttpRequest;
use aws_sdk_secretsmanager::primitives::{DateTime, DateTimeFormat};
use aws_smithy_types::body::SdkBody;
use http_body::Body as _;
use secrecy::{ExposeSecret as _, SecretString};
use tactful_core::raw::Raw;
use zeroize::Zeroizing;

use super::fault;
use super::http::Http;
use super::login::check_header;
use super::options::{AwsOptions, Endpoint, misconfigured};
use crate::manager::{ManagerError, ManagerErrorKind};

/// Where ECS answers.
const ECS: &str = "http://169.254.170.2";

/// Hosts that are next to the container, which may be asked without TLS.
const NEIGHBOURS: [&str; 3] = ["169.254.170.2", "169.254.170.23", "fd00:ec2::23"];

/// Where a container asks, and what it shows there.
#[derive(Debug)]
pub(super) struct Container {
    uri: String,
    token: Option<SecretString>,
}

impl Container {
    /// `None` where no address is given.
    pub(super) fn new(options: &AwsOptions) -> Result<Option<Self>, ManagerError> {
        let uri = match (&options.container_credentials_relative_uri, &options.container_credentials_full_uri) {
            (Some(relative), _) => format!("{ECS}/{}", relative.trim_start_matches('/')),
            (None, Some(full)) => full.clone(),
            (None, None) => return Ok(None),
        };
        let endpoint = Endpoint::read(&uri).map_err(|_| {
            misconfigured("the address for a container's credentials cannot be read")
                .help("AWS_CONTAINER_CREDENTIALS_FULL_URI is set by the platform; write it as in http://169.254.170.23/v1/credentials")
        })?;
        let address = endpoint.host().parse::<IpAddr>();
        let is_near = NEIGHBOURS.iter().any(|near| near.parse::<IpAddr>() == address);
        if !(endpoint.is_tls() || endpoint.is_loopback() || is_near) {
            let help =
                "the platform sets AWS_CONTAINER_CREDENTIALS_FULL_URI to https, this machine, or 169.254.170.2 and .23";
            return Err(
                misconfigured("the address for a container's credentials is plain http to a strange host").help(help)
            );
        }
        check_header("AWS_CONTAINER_AUTHORIZATION_TOKEN", options.container_authorization_token.as_ref())?;
        Ok(Some(Self { uri, token: options.container_authorization_token.clone() }))
    }

    pub(super) fn speaks_tls(&self) -> bool {
        self.uri.starts_with("https:")
    }

    pub(super) async fn credentials(&self, http: &Http) -> Result<Credentials, ManagerError> {
        let mut request = HttpRequest::new(SdkBody::empty());
        let unsent = || misconfigured("the address for a container's credentials cannot be asked");
        request.set_uri(self.uri.as_str()).map_err(|_| unsent())?;
        request.headers_mut().insert("accept", "application/json");
        if let Some(token) = &self.token {
            request.headers_mut().insert("authorization", token.expose_secret().to_owned());
        }
        let answer = http.call(request).await.map_err(|error| {
            fault::of_connection(&error).of("AWS_CONTAINER_CREDENTIALS_FULL_URI, which gives the credentials")
        })?;
        let status = answer.status().as_u16();
        if status != 200 {
            return Err(refused(status));
        }
        let text = collect(answer.into_body()).await?;
        read(&text)
            .ok_or_else(|| fault::unreadable("the answer for a container's credentials is not what AWS documents"))
    }
}

fn refused(status: u16) -> ManagerError {
    let kind = match status {
        429 => ManagerErrorKind::Throttled,
        500.. => ManagerErrorKind::Unavailable,
        _ => ManagerErrorKind::Unauthenticated,
    };
    ManagerError::new(kind, format!("{status}, the container is given no credentials")).help(
        "does the task or the service account have a role? AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE names its token",
    )
}

/// The whole of a body, whose size [`Http`] bounds.
async fn collect(mut body: SdkBody) -> Result<Zeroizing<Vec<u8>>, ManagerError> {
    let mut pieces = Vec::new();
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|error| fault::of_body(&*error))?;
        pieces.extend(frame.into_data().ok());
    }
    // In one buffer of its size: one that grew would leave copies behind.
    let mut whole = Zeroizing::new(Vec::with_capacity(pieces.iter().map(bytes::Bytes::len).sum()));
    for piece in &pieces {
        whole.extend_from_slice(piece);
    }
    Ok(whole)
}

/// `{"AccessKeyId": .., "SecretAccessKey": .., "Token": .., "Expiration": ..}`
fn read(text: &[u8]) -> Option<Credentials> {
    let document = tactful_core::json::parse(std::str::from_utf8(text).ok()?).ok()?;
    let Raw::Map(members) = &document.value else { return None };
    let member = |name: &str| {
        let (_, node) = members.iter().find(|(own, _)| own == name)?;
        node.value.as_written().map(str::to_owned)
    };
    let expiry = member("Expiration").and_then(|text| DateTime::from_str(&text, DateTimeFormat::DateTime).ok());
    let expiry = expiry.and_then(|at| SystemTime::try_from(at).ok());
    Some(Credentials::new(member("AccessKeyId")?, member("SecretAccessKey")?, member("Token"), expiry, "tactful"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn credentials_are_read() {
        let text = br#"{"RoleArn": "r", "AccessKeyId": "A", "SecretAccessKey": "S", "Token": "T", "Expiration": "2030-01-02T03:04:05Z"}"#;
        let read_out = read(text).unwrap();
        assert_eq!((read_out.access_key_id(), read_out.secret_access_key()), ("A", "S"));
        assert_eq!(read_out.session_token(), Some("T"));
        assert!(read_out.expiry().is_some());
        assert!(read(br#"{"AccessKeyId": "A"}"#).is_none());
        assert!(read(br#"["A"]"#).is_none());
        assert!(read(b"\xff").is_none());
    }
}
