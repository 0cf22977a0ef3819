//! What AWS says, in words of ours. Errors are told apart by their code: statuses differ from one server to another, and
//! texts may repeat what was sent. A text is only searched, for what the code leaves open, and never passed on.

use std::error::Error;
use std::io;
use std::time::Duration;

use aws_config::imds::client::error::ImdsError;
use aws_sdk_secretsmanager::config::http::HttpResponse;
use aws_sdk_secretsmanager::error::{ConnectorError, ProvideErrorMetadata, SdkError};
use aws_sdk_sts::operation::assume_role::AssumeRoleError;

use super::http::Cut;
use crate::manager::causes::{causes, speaks_no_http};
use crate::manager::{ManagerError, ManagerErrorKind};

/// What was asked, for whoever reads the error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    /// The action that a policy has to allow.
    pub(super) action: &'static str,
    /// What one of them is called: `secret`, `parameter`.
    pub(super) thing: &'static str,
    /// The command that shows whether it is there, less its name and region.
    pub(super) look: &'static str,
    pub(super) path: &'a str,
    pub(super) region: &'a str,
    /// Whether another version than the current one was asked for.
    pub(super) has_version: bool,
}

const THROTTLED: [&str; 14] = [
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "LimitExceededException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
];

const UNAVAILABLE: [&str; 10] = [
    "IDPCommunicationError",
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "InternalServiceError",
    "InternalServiceErrorException",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
];

/// Codes for credentials that AWS does not take, and what there is to do.
const UNAUTHENTICATED: [(&str, &str); 14] = [
    ("AuthFailure", WRONG),
    ("ExpiredToken", ENDED),
    ("ExpiredTokenException", ENDED),
    ("IncompleteSignature", WRONG),
    ("IncompleteSignatureException", WRONG),
    ("InvalidAccessKeyId", WRONG),
    ("InvalidClientTokenId", WRONG),
    ("InvalidSignatureException", SIGNATURE),
    ("InvalidToken", ENDED),
    ("MissingAuthenticationToken", WRONG),
    ("MissingAuthenticationTokenException", WRONG),
    ("RequestExpired", SIGNATURE),
    ("SignatureDoesNotMatch", SIGNATURE),
    ("UnrecognizedClientException", WRONG),
];

const ENDED: &str = "the session has ended: at a desk `aws sso login`, elsewhere let the platform give new credentials; \
                     the chain is AWS_ACCESS_KEY_ID, AWS_PROFILE, web identity, container, instance";
const WRONG: &str = "compare with `aws sts get-caller-identity`; the chain is AWS_ACCESS_KEY_ID, AWS_PROFILE, \
                     web identity, container, instance, and the first that is set counts";
const SIGNATURE: &str = "is AWS_SECRET_ACCESS_KEY whole, and does the clock of this machine go right?";

/// Codes for a secret that AWS cannot decrypt.
const UNDECRYPTED: [&str; 3] = ["DecryptionFailure", "InvalidKeyId", "AccessDeniedException"];

/// An error of a call.
pub(super) fn of_call<E>(error: &SdkError<E, HttpResponse>, question: &Question<'_>) -> ManagerError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ServiceError(answer) => {
            let status = answer.raw().status().as_u16();
            let refused = of_code(answer.err().code(), answer.err().message(), status, question);
            match retry_after(answer.raw()) {
                Some(wait) if refused.is_temporary() => refused.retry_after(wait),
                _ => refused,
            }
        }
        SdkError::DispatchFailure(failure) => match failure.as_connector_error() {
            Some(error) => of_connection(error),
            None => unreadable("the request could not be made"),
        },
        SdkError::TimeoutError(_) => late(),
        SdkError::ResponseError(answer) => match cut(error) {
            Some(cut) => of_cut(cut),
            None => of_status(answer.raw().status().as_u16()),
        },
        _ => unreadable("the request could not be made"),
    }
}

/// An error that AWS names by a code. `status` is 0 for one of an item in a batch.
pub(super) fn of_code(code: Option<&str>, message: Option<&str>, status: u16, question: &Question<'_>) -> ManagerError {
    use ManagerErrorKind as Kind;
    let Question { action, thing, look, path, region, has_version } = *question;
    let code = code.unwrap_or_default();
    let says = |word: &str| message.is_some_and(|message| message.to_ascii_lowercase().contains(word));
    // The message names roles and secrets, which may have such a word in them.
    let is_of_kms = says("access to kms") || says("ciphertext") || says("kms:decrypt");
    if let Some((code, help)) = UNAUTHENTICATED.iter().find(|(own, _)| *own == code) {
        return ManagerError::new(Kind::Unauthenticated, format!("{code}, AWS does not take the credentials"))
            .help(*help);
    }
    if let Some(code) = THROTTLED.iter().find(|own| **own == code) {
        return ManagerError::new(Kind::Throttled, format!("{code}, too many requests"));
    }
    if let Some(code) = UNAVAILABLE.iter().find(|own| **own == code) {
        return ManagerError::new(Kind::Unavailable, format!("{code}, AWS cannot serve now"));
    }
    let is_of_key =
        code.starts_with("KMS") || UNDECRYPTED.contains(&code) && (is_of_kms || code != "AccessDeniedException");
    if is_of_key {
        let help =
            format!("allow kms:Decrypt on the KMS key of this {thing}, in the key's policy too; is the key enabled?");
        return ManagerError::new(
            Kind::Denied,
            format!("the key that it is encrypted with may not be used, in {region}"),
        )
        .help(help);
    }
    match code {
        "AccessDeniedException" | "AccessDenied" | "UnauthorizedException" => {
            let help =
                format!("allow {action} on it to the role: `aws sts get-caller-identity` says which one that is");
            ManagerError::new(Kind::Denied, format!("AccessDeniedException, no right to {action}")).help(help)
        }
        "ResourceNotFoundException" | "ParameterNotFound" | "ParameterVersionNotFound" => {
            let which = match (code, has_version) {
                ("ParameterVersionNotFound", _) => "no such version of the parameter".to_owned(),
                (_, true) => format!("no such {thing}, or no such version of it"),
                (_, false) => format!("no such {thing}"),
            };
            let other = region_of_arn(path).filter(|other| *other != region);
            let help = match other {
                None if code == "ParameterVersionNotFound" => {
                    format!("`aws ssm get-parameter-history --name {path} --region {region}` shows which there are")
                }
                None if has_version && thing == "secret" => format!(
                    "`aws secretsmanager list-secret-version-ids --secret-id {path} --region {region}` shows which there are; or is it \
                     another region, or another account?"
                ),
                Some(other) => format!("its ARN is of the region {other}: set AWS_REGION={other}"),
                None => format!(
                    "is it another region, or another account? `aws {look} {path} --region {region}` looks for it"
                ),
            };
            ManagerError::new(Kind::NotFound, format!("{which} in region {region}")).help(help)
        }
        "InvalidRequestException" if says("delet") => {
            let help = format!(
                "take it back by `aws secretsmanager restore-secret --secret-id {path} --region {region}`, or ask for another"
            );
            ManagerError::new(Kind::Disabled, "it is marked for deletion").help(help)
        }
        "InvalidRequestException" => {
            ManagerError::new(Kind::Disabled, "InvalidRequestException, it cannot be read as it is now")
                .help(format!("`aws {look} {path} --region {region}` shows its state"))
        }
        "InvalidParameterException" | "ValidationException" | "ValidationError" | "InvalidFilterKey" => {
            ManagerError::new(Kind::NotFound, format!("no {thing} can have such a name or version")).help(
                "names have letters, digits and /_+=.@-, and those of parameters begin with / where they have one",
            )
        }
        _ => of_status(status),
    }
}

/// An answer without a code that is known.
fn of_status(status: u16) -> ManagerError {
    use ManagerErrorKind as Kind;
    let (kind, clause) = match status {
        200..=299 => (Kind::Protocol, "an answer that cannot be understood"),
        300..=399 => (Kind::Protocol, "a redirect, which is not followed"),
        401 | 407 => (Kind::Unauthenticated, "credentials are not taken"),
        403 => (Kind::Denied, "permission denied"),
        429 => (Kind::Throttled, "too many requests"),
        500.. => (Kind::Unavailable, "AWS cannot serve now"),
        _ => (Kind::Protocol, "an answer that AWS does not document"),
    };
    let error = match status {
        0 => ManagerError::new(kind, clause),
        _ => ManagerError::new(kind, format!("{status}, {clause}")),
    };
    match kind {
        Kind::Protocol => error.help("is this AWS? AWS_ENDPOINT_URL and a proxy lead elsewhere"),
        _ => error,
    }
}

/// No connection, or one that broke.
pub(super) fn of_connection(error: &ConnectorError) -> ManagerError {
    if let Some(cut) = cut(error) {
        return of_cut(cut);
    }
    if error.is_timeout() {
        return late();
    }
    if causes(error).any(<dyn std::error::Error>::is::<rustls::Error>) {
        return ManagerError::new(ManagerErrorKind::Tls, "the connection cannot be trusted: its certificate or protocol is wrong")
            .help("name the certificate of your CA in AWS_CA_BUNDLE; does a proxy open TLS, or the endpoint speak plain http?");
    }
    if speaks_no_http(error) {
        return unreadable("what answers does not speak HTTP")
            .help("has AWS_ENDPOINT_URL the right port, and https:// where that is spoken?");
    }
    if error.is_user() {
        return unreadable("the request could not be made");
    }
    let kind = causes(error).filter_map(|fault| fault.downcast_ref::<io::Error>()).last().map(io::Error::kind);
    let (clause, help) = match kind {
        Some(io::ErrorKind::ConnectionRefused) => ("the connection is refused", "does anything listen there?"),
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof) => {
            ("the connection broke", "is a proxy or a firewall in between?")
        }
        _ => ("no connection", "does this host have a way to AWS: DNS, route, proxy, endpoint of the VPC?"),
    };
    ManagerError::new(ManagerErrorKind::Unavailable, clause).help(help)
}

/// The body of an answer that was asked for by hand.
pub(super) fn of_body(error: &(dyn Error + 'static)) -> ManagerError {
    cut(error).map_or_else(|| of_cut(Cut::Broken), of_cut)
}

fn of_cut(cut: Cut) -> ManagerError {
    match cut {
        Cut::Late => late(),
        Cut::Broken => {
            ManagerError::new(ManagerErrorKind::Unavailable, "the connection broke in the middle of the answer")
        }
        Cut::Large => ManagerError::new(ManagerErrorKind::Protocol, "the answer is larger than any of AWS")
            .help("is this AWS? AWS_ENDPOINT_URL and a proxy lead elsewhere"),
    }
}

fn late() -> ManagerError {
    ManagerError::new(ManagerErrorKind::Timeout, "no answer in time")
        .help("does this host have a way to AWS: DNS, route, proxy, endpoint of the VPC?")
}

pub(super) fn unreadable(clause: &'static str) -> ManagerError {
    ManagerError::new(ManagerErrorKind::Protocol, clause)
}

/// The refusal of a role for a web identity.
pub(super) fn of_sts<E>(error: &SdkError<E, HttpResponse>, role: &str) -> ManagerError
where
    E: ProvideErrorMetadata + Error + 'static,
{
    let question = Question {
        action: "sts:AssumeRoleWithWebIdentity",
        thing: "role",
        look: "iam get-role --role-name",
        path: role,
        region: "",
        has_version: false,
    };
    let told = of_call(error, &question);
    match error {
        // A redirect is none of STS, whatever it would say of the role.
        SdkError::ServiceError(answer) if !told.is_temporary() && answer.raw().status().as_u16() >= 400 => {
            let message = format!("STS gives no credentials of {role} for the web identity");
            let help = "does the trust policy of the role name this identity provider and service account, and is the token in \
                        AWS_WEB_IDENTITY_TOKEN_FILE fresh?";
            ManagerError::new(ManagerErrorKind::Unauthenticated, message).help(help)
        }
        SdkError::ServiceError(_) => told,
        _ => told.of("STS, which gives the credentials"),
    }
}

/// A profile that gives no credentials though it should.
pub(super) fn of_profile(error: &(dyn Error + 'static), profile: &str) -> ManagerError {
    if let Some(cause) = cause(error) {
        return cause;
    }
    let message = format!("the profile {profile} gives no credentials");
    let help = format!(
        "`aws sts get-caller-identity --profile {profile}` says why; `aws sso login --profile {profile}` begins a new session"
    );
    ManagerError::new(ManagerErrorKind::Unauthenticated, message).help(help)
}

/// What lies under an error of the SDK's logins and says more than it: a connection, an answer that broke off; STS or the
/// instance's service, where they are out of order.
fn cause(error: &(dyn Error + 'static)) -> Option<ManagerError> {
    let of_cause = |cause: &(dyn Error + 'static)| {
        if let Some(lost) = cause.downcast_ref::<ConnectorError>() {
            return Some(of_connection(lost));
        }
        if let Some(cut) = cause.downcast_ref::<Cut>() {
            return Some(of_cut(*cut));
        }
        let sts = cause.downcast_ref::<SdkError<AssumeRoleError, HttpResponse>>().map(|error| of_sts(error, ""));
        let instance = cause.downcast_ref::<ImdsError>().and_then(|error| match error {
            ImdsError::ErrorResponse(answer) => Some(of_status(answer.response().status().as_u16())),
            _ => None,
        });
        sts.or(instance).filter(ManagerError::is_temporary)
    };
    causes(error).find_map(of_cause)
}

/// An instance that answers, and not with credentials.
pub(super) fn of_instance(error: &(dyn Error + 'static)) -> ManagerError {
    if let Some(cause) = cause(error) {
        return cause;
    }
    ManagerError::new(ManagerErrorKind::Unauthenticated, "the instance gives no credentials")
        .help("does the instance have a role? AWS_EC2_METADATA_DISABLED=true keeps it from being asked")
}

fn cut(error: &(dyn Error + 'static)) -> Option<Cut> {
    causes(error).find_map(|fault| fault.downcast_ref::<Cut>()).copied()
}

/// Seconds alone: AWS sends no dates.
fn retry_after(answer: &HttpResponse) -> Option<Duration> {
    answer.headers().get("retry-after")?.parse().ok().map(Duration::from_secs)
}

/// `eu-west-1` of `arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-AbCdEf`.
pub(super) fn region_of_arn(path: &str) -> Option<&str> {
    let mut parts = path.split(':');
    (parts.next() == Some("arn")).then(|| parts.nth(2)).flatten().filter(|region| !region.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: Question<'static> = Question {
        action: "secretsmanager:GetSecretValue",
        thing: "secret",
        look: "secretsmanager describe-secret --secret-id",
        path: "shop/production",
        region: "eu-west-1",
        has_version: false,
    };

    #[test]
    fn errors_are_told_apart_by_code_and_never_quote() {
        use ManagerErrorKind as Kind;
        for (code, message, status, kind, needle) in [
            ("ResourceNotFoundException", "c4n4ry", 404, Kind::NotFound, "is it another region"),
            ("ResourceNotFoundException", "c4n4ry", 400, Kind::NotFound, "--region eu-west-1"),
            ("ParameterVersionNotFound", "c4n4ry", 400, Kind::NotFound, ""),
            (
                "AccessDeniedException",
                "User c4n4ry is not authorized",
                400,
                Kind::Denied,
                "secretsmanager:GetSecretValue",
            ),
            ("AccessDeniedException", "Access to KMS is not allowed c4n4ry", 400, Kind::Denied, "kms:Decrypt"),
            (
                "AccessDeniedException",
                "arn:aws:sts::1:assumed-role/kms-app/i is not authorized to perform: \
                 secretsmanager:GetSecretValue on resource: shop/decrypt-key",
                400,
                Kind::Denied,
                "allow secretsmanager:GetSecretValue",
            ),
            ("DecryptionFailure", "c4n4ry", 400, Kind::Denied, "kms:Decrypt"),
            ("InvalidKeyId", "c4n4ry", 400, Kind::Denied, "kms:Decrypt"),
            ("KMSInvalidStateException", "c4n4ry", 400, Kind::Denied, "kms:Decrypt"),
            ("InvalidRequestException", "it was marked for deletion c4n4ry", 400, Kind::Disabled, "restore-secret"),
            ("InvalidRequestException", "c4n4ry", 400, Kind::Disabled, "describe-secret"),
            ("ThrottlingException", "c4n4ry", 400, Kind::Throttled, ""),
            ("InternalServiceError", "c4n4ry", 500, Kind::Unavailable, ""),
            ("ExpiredTokenException", "c4n4ry", 400, Kind::Unauthenticated, "aws sso login"),
            ("UnrecognizedClientException", "c4n4ry", 400, Kind::Unauthenticated, "get-caller-identity"),
            ("InvalidSignatureException", "c4n4ry", 403, Kind::Unauthenticated, "clock"),
            ("ValidationException", "c4n4ry", 400, Kind::NotFound, "names"),
            ("c4n4ry", "c4n4ry", 400, Kind::Protocol, "AWS_ENDPOINT_URL"),
            ("c4n4ry", "c4n4ry", 503, Kind::Unavailable, ""),
            ("", "", 429, Kind::Throttled, ""),
            ("", "", 403, Kind::Denied, ""),
        ] {
            let error = of_code(Some(code), Some(message), status, &QUESTION);
            assert_eq!(error.kind(), kind, "{code} {status}");
            let text = format!("{error} {error:?} {}", error.fix().unwrap_or_default());
            assert!(!text.contains("c4n4ry"), "{text}");
            assert!(text.contains(needle), "{text}");
        }
    }

    #[test]
    fn the_region_of_an_arn_is_told_where_it_is_another() {
        let path = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop-AbCdEf";
        assert_eq!(region_of_arn(path), Some("us-east-1"));
        assert_eq!(region_of_arn("shop:prod:us-east-1:x"), None);
        let error = of_code(Some("ResourceNotFoundException"), None, 400, &Question { path, ..QUESTION });
        assert_eq!(error.fix(), Some("its ARN is of the region us-east-1: set AWS_REGION=us-east-1"));
    }
}
