//! The stores of the suite: how each is asked, what it says when all is well, and how it refuses.

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use tactful::{Ask, AwsParameters, AwsSecrets, AzureKeyVault, GcpSecrets, Http, Layer, LayerName, Source, Vault};
use tactful_faults::{Answer, FaultServer, Request};

/// The source with what is wished of it.
macro_rules! boxed {
    ($source:expr, $wish:expr) => {{
        let source = $source.request_timeout($wish.request_timeout.unwrap_or(Duration::from_secs(60)));
        Boxed(Box::new(if $wish.is_optional { source.optional() } else { source }))
    }};
}

/// What the suite has to know of a store.
pub(super) struct Store {
    pub(super) name: &'static str,
    /// What its problems are called. `URL` stands for where the store is.
    title: &'static str,
    /// Whether it takes `http://` to this machine.
    pub(super) is_plain: bool,
    /// The source, and the variables that it takes its options from.
    pub(super) source: fn(&Wish<'_>) -> (Boxed, Pairs),
    /// The JSON that has the secret: the value `c4n4ry-value`.
    pub(super) good: &'static str,
    /// The answer to whoever may not have it, by its status.
    pub(super) refusal: fn(u16) -> Answer,
    /// Scripts all that comes before the secret: logins, look-ups.
    before: fn(&FaultServer),
    /// Whether a request asks for the secret itself, and not for what comes before.
    is_for_secret: fn(&Request) -> bool,
}

pub(super) type Pairs = Vec<(&'static str, String)>;

/// How a store is to be asked.
#[derive(Clone, Copy)]
pub(super) struct Wish<'a> {
    pub(super) url: &'a str,
    pub(super) authority: &'a Path,
    pub(super) request_timeout: Option<Duration>,
    pub(super) is_optional: bool,
}

impl Store {
    pub(super) fn title(&self, url: &str) -> String {
        self.title.replace("URL", url)
    }

    /// Says this instead of the secret, and all else as it should be.
    pub(super) fn script(&self, server: &FaultServer, answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) {
        let is_for_secret = self.is_for_secret;
        (self.before)(server);
        server.respond(move |request| if is_for_secret(request) { answer(request) } else { challenge() });
    }

    /// How often the secret itself was asked for.
    pub(super) fn attempts(&self, server: &FaultServer) -> usize {
        server.requests().iter().filter(|request| (self.is_for_secret)(request)).count()
    }
}

/// All that speak over a network. What a command does wrong is in `crate::exec`.
pub(super) static STORES: [Store; 6] = [
    Store {
        name: "vault",
        title: "vault secret/shop",
        is_plain: true,
        source: |wish| {
            let pairs = [("VAULT_ADDR", wish.url), ("VAULT_ROLE_ID", "c4n4ry-role"), ("VAULT_SECRET_ID", "c4n4ry-id")];
            (boxed!(Vault::kv2("secret", "shop"), wish), owned(&pairs, "VAULT_CACERT", wish))
        },
        good: r#"{"data": {"data": {"value": "c4n4ry-value"}, "metadata": {"version": 3}}}"#,
        refusal: |status| {
            let complaint = if status == 404 { "" } else { r#""c4n4ry""# };
            json(status, format!(r#"{{"errors": [{complaint}]}}"#))
        },
        before: |server| {
            let token = r#"{"auth": {"client_token": "c4n4ry-token", "lease_duration": 60, "renewable": true}}"#;
            server.at("/v1/auth/approle/login").always(Answer::json(token));
            server.at("/v1/auth/token/lookup-self").always(Answer::json(r#"{"data": {}}"#));
        },
        is_for_secret: |request| request.path == "/v1/secret/data/shop",
    },
    Store {
        name: "aws secrets",
        title: "aws secrets shop",
        is_plain: true,
        source: |wish| (boxed!(AwsSecrets::document("shop"), wish), aws(wish)),
        good: r#"{"Name": "shop", "SecretString": "{\"value\": \"c4n4ry-value\"}", "VersionId": "1"}"#,
        refusal: |status| aws_refusal(status, "ResourceNotFoundException"),
        before: |_| {},
        is_for_secret: |_| true,
    },
    Store {
        name: "aws parameters",
        title: "aws parameters /shop",
        is_plain: true,
        source: |wish| (boxed!(AwsParameters::by_path("/shop"), wish), aws(wish)),
        good: r#"{"Parameters":
            [{"Name": "/shop/value", "Type": "SecureString", "Value": "c4n4ry-value", "Version": 1}]}"#,
        refusal: |status| aws_refusal(status, "ParameterNotFound"),
        before: |_| {},
        is_for_secret: |_| true,
    },
    Store {
        name: "gcp",
        title: "gcp p/shop",
        is_plain: true,
        source: |wish| {
            let machine = metadata().addr().to_string();
            let pairs = [("GCP_SECRETMANAGER_ENDPOINT", wish.url), ("GCE_METADATA_HOST", machine.as_str())];
            let pairs = owned(&pairs, "CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE", wish);
            (boxed!(GcpSecrets::document("p/shop"), wish), pairs)
        },
        good: r#"{"name": "projects/1/secrets/shop/versions/7",
            "payload": {"data": "eyJ2YWx1ZSIgOiAiYzRuNHJ5LXZhbHVlIn0=", "dataCrc32c": "3373093236"}}"#,
        refusal: |code| {
            let status = match code {
                401 => "UNAUTHENTICATED",
                403 => "PERMISSION_DENIED",
                404 => "NOT_FOUND",
                429 => "RESOURCE_EXHAUSTED",
                500 => "INTERNAL",
                _ => "UNAVAILABLE",
            };
            let error = format!(r#"{{"code": {code}, "status": "{status}", "message": "c4n4ry"}}"#);
            json(code, format!(r#"{{"error": {error}}}"#))
        },
        before: |_| {},
        is_for_secret: |_| true,
    },
    Store {
        name: "azure",
        title: "azure shop",
        is_plain: false,
        source: |wish| {
            let pairs = [
                ("AZURE_VAULT_URL", wish.url),
                ("AZURE_AUTHORITY_HOST", wish.url),
                ("AZURE_TENANT_ID", "tenant"),
                ("AZURE_CLIENT_ID", "client"),
                ("AZURE_CLIENT_SECRET", "c4n4ry-client-secret"),
            ];
            (boxed!(AzureKeyVault::document("shop"), wish), owned(&pairs, "AZURE_CA_BUNDLE", wish))
        },
        good: r#"{"value": "{\"value\": \"c4n4ry-value\"}",
            "id": "https://x/secrets/shop/0123", "attributes": {"enabled": true}}"#,
        refusal: |status| json(status, r#"{"error": {"code": "Other", "message": "c4n4ry"}}"#.to_owned()),
        before: |server| {
            let token = r#"{"access_token": "c4n4ry-token", "expires_in": 3599}"#;
            server.at("/tenant/oauth2/v2.0/token").always(Answer::json(token));
        },
        // The others are those that it challenges.
        is_for_secret: |request| request.header("authorization") == Some("Bearer c4n4ry-token"),
    },
    Store {
        name: "http",
        title: "http URL/shop",
        is_plain: true,
        source: |wish| {
            let http = Http::document(format!("{}/shop", wish.url)).bearer("c4n4ry-token");
            (boxed!(http, wish), owned(&[], "CONFIG_CACERT", wish))
        },
        good: r#"{"value": "c4n4ry-value"}"#,
        refusal: |status| Answer::new(status).body("c4n4ry"),
        before: |_| {},
        is_for_secret: |_| true,
    },
];

fn owned(pairs: &[(&'static str, &str)], authority: &'static str, wish: &Wish<'_>) -> Pairs {
    let pairs = pairs.iter().map(|(name, value)| (*name, (*value).to_owned()));
    // Without TLS it is not wanted, and takes the time to read those of the platform.
    let authority = wish.url.starts_with("https").then(|| (authority, wish.authority.to_str().unwrap().to_owned()));
    pairs.chain(authority).collect()
}

fn json(status: u16, body: String) -> Answer {
    Answer::new(status).header("content-type", "application/json").body(body)
}

fn aws(wish: &Wish<'_>) -> Pairs {
    let pairs = [
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ENDPOINT_URL", wish.url),
        ("AWS_ACCESS_KEY_ID", "AKIA0123456789"),
        ("AWS_SECRET_ACCESS_KEY", "c4n4ry-secret-access-key"),
        ("AWS_SESSION_TOKEN", "c4n4ry-session-token"),
    ];
    owned(&pairs, "AWS_CA_BUNDLE", wish)
}

/// AWS names its errors by a code in the body, and their statuses say little.
fn aws_refusal(status: u16, missing: &str) -> Answer {
    let (status, code) = match status {
        401 => (400, "ExpiredTokenException"),
        403 => (400, "AccessDeniedException"),
        404 => (400, missing),
        429 => (400, "ThrottlingException"),
        500 => (500, "InternalServiceError"),
        status => (status, "ServiceUnavailableException"),
    };
    json(status, format!(r#"{{"__type": "{code}", "message": "c4n4ry", "Message": "c4n4ry"}}"#))
}

/// What a vault says to whoever brings no token.
fn challenge() -> Answer {
    let challenge = r#"Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net""#;
    Answer::unauthorized().header("www-authenticate", challenge)
}

/// The metadata server of a machine at Google, which is spoken to without TLS whatever the store speaks.
fn metadata() -> &'static FaultServer {
    static METADATA: OnceLock<FaultServer> = OnceLock::new();
    METADATA.get_or_init(|| {
        let server = FaultServer::start().unwrap();
        let token = r#"{"access_token": "c4n4ry-token", "expires_in": 3599, "token_type": "Bearer"}"#;
        server.at("/computeMetadata/v1/instance/service-accounts/default/token").always(Answer::json(token));
        server
    })
}

/// A source of any store.
#[derive(Debug)]
pub(super) struct Boxed(Box<dyn Source>);

impl Source for Boxed {
    fn name(&self) -> LayerName {
        self.0.name()
    }

    fn read(&self, ask: &Ask<'_>) -> Vec<Layer> {
        self.0.read(ask)
    }

    fn waits(&self) -> bool {
        self.0.waits()
    }

    fn as_any(&self) -> Option<&(dyn std::any::Any + Send + Sync)> {
        self.0.as_any()
    }

    fn title(&self) -> String {
        self.0.title()
    }

    fn is_local(&self) -> bool {
        self.0.is_local()
    }
}
