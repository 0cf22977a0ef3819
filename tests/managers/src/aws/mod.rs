//! AWS Secrets Manager and Parameter Store.

mod conformance;
mod example;
mod faults;
mod login;
mod quiet;
mod stores;

use std::fmt::Debug;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use tactful::{Code, Context, ExposeSecret, LoadError, Problem, SecretString, Settings, Source};
use tactful_faults::FaultProxy;

use crate::servers;
use crate::support::CANARY;

pub(crate) const REGION: &str = "eu-west-1";

/// What the servers keep in `shop/production`.
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
pub(crate) struct Shop {
    pub(crate) secret_key: SecretString,
    #[settings(default = 10)]
    pub(crate) max_connections: u32,
    #[settings(nested)]
    pub(crate) stripe: Stripe,
}

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
pub(crate) struct Stripe {
    pub(crate) secret_key: SecretString,
    #[settings(default = "30s")]
    pub(crate) timeout: std::time::Duration,
}

impl Shop {
    #[track_caller]
    pub(crate) fn is(&self, name: &str) {
        assert_eq!(self.secret_key.expose_secret(), format!("c4n4ry-{name}"));
        assert_eq!(self.stripe.secret_key.expose_secret(), format!("c4n4ry-stripe-{name}"));
        assert_eq!((self.max_connections, self.stripe.timeout.as_secs()), (40, 45));
    }
}

/// One value, which the tests give as a reference.
#[derive(Debug, Settings)]
#[settings(crate = tactful)]
pub(crate) struct One {
    pub(crate) value: SecretString,
}

/// The two servers that say they are AWS, as far as they run.
pub(crate) fn clouds() -> Vec<Cloud> {
    let cloud = |name, variable| Some(Cloud { name, url: servers::offered(variable)? });
    [cloud("moto", "TEST_AWS_MOTO"), cloud("ministack", "TEST_AWS_MINISTACK")].into_iter().flatten().collect()
}

pub(crate) struct Cloud {
    pub(crate) name: &'static str,
    pub(crate) url: String,
}

impl Cloud {
    pub(crate) fn addr(&self) -> SocketAddr {
        self.url.strip_prefix("http://").and_then(|addr| addr.parse().ok()).unwrap_or_else(|| panic!("{}", self.url))
    }

    /// The variables of a process that may ask it.
    pub(crate) fn variables(&self) -> Vec<(String, String)> {
        variables(&self.url)
    }

    /// Asks for what no program of ours asks for.
    pub(crate) fn call(&self, service: &str, target: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(self.addr()).unwrap();
        let scope = format!("AKIA/20260101/{REGION}/{service}/aws4_request");
        let head = format!(
            "POST / HTTP/1.1\r\nhost: {}\r\nx-amz-target: {target}\r\ncontent-type: application/x-amz-json-1.1\r\n\
             authorization: AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            self.addr(),
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(body.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{}: {target}: {answer}", self.name);
        answer
    }

    /// The ARN of a secret, which ends in six characters that nobody can guess.
    pub(crate) fn arn(&self, name: &str) -> String {
        let answer =
            self.call("secretsmanager", "secretsmanager.DescribeSecret", &format!("{{\"SecretId\": \"{name}\"}}"));
        let begin = answer.find("arn:aws:").unwrap_or_else(|| panic!("{}: {answer}", self.name));
        answer[begin..].split('"').next().unwrap().to_owned()
    }
}

pub(crate) fn variables(url: &str) -> Vec<(String, String)> {
    pairs([
        ("AWS_REGION", REGION),
        ("AWS_ENDPOINT_URL", url),
        ("AWS_ACCESS_KEY_ID", "AKIAc4n4ry"),
        ("AWS_SECRET_ACCESS_KEY", "c4n4ry-secret-access-key"),
    ])
}

pub(crate) fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// Loads in a closed world of these variables, in the profile `production`.
pub(crate) fn load<T: Settings>(
    variables: Vec<(String, String)>,
    sources: impl IntoIterator<Item = impl Source>,
) -> Result<T, LoadError> {
    let loader = T::loader().context(Context::from_pairs(variables)).profile("production");
    sources.into_iter().fold(loader, tactful::Loader::push).load()
}

/// The value that a reference leads to.
pub(crate) fn refer(mut variables: Vec<(String, String)>, reference: &str) -> Result<String, LoadError> {
    variables.push(("VALUE".to_owned(), reference.to_owned()));
    let one: One = load(variables, [] as [tactful::Map; 0])?;
    Ok(one.value.expose_secret().to_owned())
}

/// The only problem of a load, and its whole text, which has no secret in it.
#[track_caller]
pub(crate) fn problem<T: Debug>(outcome: Result<T, LoadError>) -> (Problem, String) {
    let error = outcome.unwrap_err();
    let text = format!("{error}\n{error:?}\n{}\n{}", error.report().to_json(), error.report().lines().join("\n"));
    assert!(!text.contains(CANARY), "{text}");
    let problems: Vec<&Problem> =
        error.report().problems().iter().filter(|problem| problem.code() != Code::Missing).collect();
    assert_eq!(problems.len(), 1, "{error}");
    (problems[0].clone(), error.to_string())
}

/// A proxy before a server, which counts.
pub(crate) fn counted(cloud: &Cloud) -> (FaultProxy, Vec<(String, String)>) {
    let proxy = FaultProxy::start(cloud.addr()).unwrap();
    let variables = variables(&format!("http://{}", proxy.addr()));
    (proxy, variables)
}
