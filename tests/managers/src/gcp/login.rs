//! Every kind of credentials, and what becomes of those that do not work.

use std::path::{Path, PathBuf};

use tactful::{Context, ExposeSecret, Settings as _};
use tactful_faults::{Answer, FaultServer, Request};
use tempfile::TempDir;

use super::{Key, load, told};

/// A server that gives tokens of all kinds, and secrets to those.
fn google() -> FaultServer {
    let server = FaultServer::start().unwrap();
    let token = r#"{"access_token": "c4n4ry-token", "expires_in": 3599, "token_type": "Bearer",
                    "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}"#;
    server.at("/token").always(Answer::json(token));
    server.at("/computeMetadata/v1/instance/service-accounts/default/token").always(Answer::json(token));
    server.at("/computeMetadata/v1/project/project-id").always(Answer::ok("of-machine\n"));
    let impersonated = r#"{"accessToken": "c4n4ry-impersonated", "expireTime": "2999-01-01T00:00:00Z"}"#;
    server
        .at("/v1/projects/-/serviceAccounts/shop@p.iam.gserviceaccount.com:generateAccessToken")
        .always(Answer::json(impersonated));
    server.at("/v1/projects/*").respond(secret);
    server
}

/// "c4n4ry", for whoever brings a token.
fn secret(request: &Request) -> Answer {
    match request.header("authorization") {
        Some("Bearer c4n4ry-token" | "Bearer c4n4ry-impersonated") => {
            Answer::json(r#"{"name": "projects/1/secrets/shop/versions/7", "payload": {"data": "YzRuNHJ5"}}"#)
        }
        _ => Answer::unauthorized(),
    }
}

/// The paths that were asked for, without their beginning.
fn asked(server: &FaultServer) -> Vec<String> {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    server.requests().iter().map(|request| last(&request.path)).collect()
}

fn written(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

fn user(server: &FaultServer) -> String {
    format!(
        r#"{{"type": "authorized_user", "client_id": "id", "client_secret": "c4n4ry-client", "refresh_token": "c4n4ry-refresh",
            "quota_project_id": "who-pays", "token_uri": "{}"}}"#,
        server.url("/token")
    )
}

fn workload(server: &FaultServer, subject: &Path, impersonates: bool) -> String {
    let url = server.url("/v1/projects/-/serviceAccounts/shop@p.iam.gserviceaccount.com:generateAccessToken");
    let url = if impersonates { format!(r#""service_account_impersonation_url": "{url}","#) } else { String::new() };
    format!(
        r#"{{"type": "external_account", "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q",
            "subject_token_type": "urn:ietf:params:oauth:token-type:jwt", "token_url": "{}", {url}
            "credential_source": {{"file": "{}"}}}}"#,
        server.url("/token"),
        subject.display()
    )
}

#[track_caller]
fn check(server: &FaultServer, pairs: &[(&str, &str)], expected: &[&str]) {
    let endpoint = server.url("");
    let own = [("GCP_SECRETMANAGER_ENDPOINT", &*endpoint), ("SECRET_KEY", "ref+gcpsecrets:///shop")];
    let pairs: Vec<_> = own.into_iter().chain(pairs.iter().copied()).collect();
    let (key, _) = load::<Key>(None, &pairs).unwrap().into_parts();
    assert_eq!(key.secret_key.expose_secret(), "c4n4ry");
    assert_eq!(asked(server), expected);
}

#[test]
fn gcp_credentials_of_each_kind() {
    let folder = TempDir::new().unwrap();
    let subject = written(&folder, "subject.jwt", "c4n4ry-subject");
    let project = ("GCP_PROJECT_ID", "p");

    let server = google();
    let file = written(&folder, "user.json", &user(&server));
    check(&server, &[project, ("GOOGLE_APPLICATION_CREDENTIALS", file.to_str().unwrap())], &["token", "latest:access"]);
    assert_eq!(server.requests()[1].header("x-goog-user-project"), Some("who-pays"));

    let server = google();
    let file = written(&folder, "workload.json", &workload(&server, &subject, false));
    check(&server, &[project, ("GOOGLE_APPLICATION_CREDENTIALS", file.to_str().unwrap())], &["token", "latest:access"]);

    let server = google();
    let file = written(&folder, "impersonation.json", &workload(&server, &subject, true));
    let path = file.to_str().unwrap();
    let impersonation = "shop@p.iam.gserviceaccount.com:generateAccessToken";
    check(&server, &[project, ("GOOGLE_APPLICATION_CREDENTIALS", path)], &["token", impersonation, "latest:access"]);

    let server = google();
    check(
        &server,
        &[project, ("CLOUDSDK_AUTH_ACCESS_TOKEN", "c4n4ry-token"), ("GOOGLE_CLOUD_QUOTA_PROJECT", "who-pays")],
        &["latest:access"],
    );
    assert_eq!(server.requests()[0].header("x-goog-user-project"), Some("who-pays"));

    // What gcloud left behind in a home, and a home where it left nothing.
    let server = google();
    written(&folder, "home/.config/gcloud/application_default_credentials.json", &user(&server));
    let home = folder.path().join("home");
    check(&server, &[project, ("HOME", home.to_str().unwrap())], &["token", "latest:access"]);

    let server = google();
    let metadata = server.addr().to_string();
    let machine = [("HOME", "/nowhere"), ("GCE_METADATA_HOST", &*metadata)];
    check(&server, &machine, &["token", "project-id", "latest:access"]);
    assert_eq!(server.requests()[2].path, "/v1/projects/of-machine/secrets/shop/versions/latest:access");
    assert_eq!(server.requests()[0].header("metadata-flavor"), Some("Google"));
}

#[test]
fn gcp_files_of_credentials_that_are_wrong() {
    let folder = TempDir::new().unwrap();
    let server = google();
    let elsewhere = user(&server).replace("http://127.0.0.1", "http://192.0.2.1");
    for (text, expected) in [
        ("c4n4ry", "the file of credentials is not JSON"),
        ("{}", "the file of credentials has no type"),
        (r#"{"type": "c4n4ry"}"#, "the file of credentials is of a type that is not known"),
        (
            r#"{"type": "service_account", "private_key": "c4n4ry"}"#,
            "the file of credentials lacks what its type needs",
        ),
        (
            r#"{"type": "service_account", "private_key": "c4n4ry", "client_email": "a", "private_key_id": "b", "project_id": "p"}"#,
            "no token can be made of the file of credentials",
        ),
        (&elsewhere, "the address token_uri of the file of credentials is http://"),
    ] {
        let file = written(&folder, "wrong.json", text);
        let pairs =
            [("GOOGLE_APPLICATION_CREDENTIALS", file.to_str().unwrap()), ("SECRET_KEY", "ref+gcpsecrets://p/shop")];
        let text = told(&load::<Key>(None, &pairs).unwrap_err());
        assert!(text.contains(expected), "{expected}: {text}");
    }
}

#[test]
fn gcp_logins_that_are_refused() {
    let folder = TempDir::new().unwrap();
    let refused =
        || Answer::new(400).body(r#"{"error": "invalid_grant", "error_description": "c4n4ry-refresh is revoked"}"#);
    for (answer, of_file, of_machine) in [
        (refused(), "400, it does not accept the credentials of the file", "it refuses"),
        (Answer::not_found(), "404, it does not accept", "404, the machine has no such account"),
        (Answer::unavailable(), "503, it cannot serve now", "it cannot serve now"),
        (Answer::too_many_requests(None), "429, too many requests", "429, too many requests"),
        (Answer::garbage_json(), "the answer is none of a login", "the answer is not JSON"),
    ] {
        let server = google();
        server.at("/token").always(answer.clone());
        server.at("/computeMetadata/v1/instance/service-accounts/default/token").always(answer);
        let file = written(&folder, "user.json", &user(&server));
        let metadata = server.addr().to_string();
        for (credentials, expected) in [
            (("GOOGLE_APPLICATION_CREDENTIALS", file.to_str().unwrap()), of_file),
            (("GCE_METADATA_HOST", &*metadata), of_machine),
        ] {
            let endpoint = server.url("");
            let pairs =
                [credentials, ("GCP_SECRETMANAGER_ENDPOINT", &endpoint), ("SECRET_KEY", "ref+gcpsecrets://p/shop")];
            let text = told(&load::<Key>(None, &pairs).unwrap_err());
            assert!(text.contains(expected), "{expected}: {text}");
        }
        assert!(!asked(&server).contains(&"latest:access".to_owned()));
    }
}

#[test]
fn gcp_nothing_is_asked_for_a_check() {
    let server = google();
    let endpoint = server.url("");
    let pairs = [("GCP_SECRETMANAGER_ENDPOINT", &*endpoint), ("SECRET_KEY", "ref+gcpsecrets://p/shop")];
    let report = Key::loader().context(Context::from_pairs(pairs)).check();
    assert!(report.problems().is_empty(), "{report}");
    assert_eq!(server.connections(), 0);
}
