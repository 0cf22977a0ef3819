//! What a load leaves behind: nothing in the logs, and nothing that runs.

use std::time::Duration;

use tactful::{AwsSecrets, Context, Settings as _};
use tactful_faults::{Answer, FaultServer};
use tokio::runtime::{Builder, Handle};

use super::{One, pairs, variables};
use crate::listener::Listener;

/// A server with a secret, and a login by web identity that has to be made first.
fn cloud() -> (FaultServer, Vec<(String, String)>, tempfile::TempDir) {
    let server = FaultServer::start().unwrap();
    server.respond(|request| match request.header("x-amz-target") {
        Some(_) => {
            Answer::json(r#"{"Name": "shop", "SecretString": "{\"value\": \"c4n4ry-value\"}", "VersionId": "1"}"#)
        }
        None => Answer::ok(
            "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>\
             <AccessKeyId>ASIAWEB</AccessKeyId><SecretAccessKey>c4n4ry</SecretAccessKey>\
             <SessionToken>c4n4ry-web</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>\
             </Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>",
        ),
    });
    let folder = tempfile::tempdir().unwrap();
    let token = folder.path().join("token");
    std::fs::write(&token, "c4n4ry-jwt").unwrap();
    let mut variables = variables(&server.url(""));
    variables.retain(|(name, _)| !name.contains("ACCESS_KEY"));
    variables.extend(pairs([
        ("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/shop"),
        ("AWS_WEB_IDENTITY_TOKEN_FILE", token.to_str().unwrap()),
    ]));
    (server, variables, folder)
}

#[test]
fn nobody_hears_a_secret() {
    let (server, variables, _folder) = cloud();
    let loader = One::loader().context(Context::from_pairs(variables)).push(AwsSecrets::document("shop"));
    let (outcome, heard) = Listener::hear(|| loader.load());
    outcome.unwrap();
    assert_eq!(server.requests().len(), 2);
    assert!(heard.contains("secret fetched") && heard.contains("path=\"shop\""), "{heard}");
}

#[test]
fn nothing_runs_on() {
    let (server, variables, _folder) = cloud();
    let loader = One::loader().context(Context::from_pairs(variables)).push(AwsSecrets::document("shop"));
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let left = runtime.block_on(async {
        loader.load_async().await.unwrap();
        let tasks = || Handle::current().metrics().num_alive_tasks();
        // Connections that nobody holds any more end when they are next looked at.
        for _ in 0..200 {
            if tasks() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        tasks()
    });
    assert_eq!(left, 0);
    assert_eq!(server.requests().len(), 2);
}

/// Who drops a load in the midst of a request leaves nothing behind either.
#[test]
fn a_load_that_is_dropped_ends() {
    let server = FaultServer::start().unwrap();
    server.always(Answer::endless());
    let loader =
        One::loader().context(Context::from_pairs(variables(&server.url("")))).push(AwsSecrets::document("shop"));
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let left = runtime.block_on(async {
        let outcome = tokio::time::timeout(Duration::from_millis(1), loader.load_async()).await;
        drop(outcome);
        let tasks = || Handle::current().metrics().num_alive_tasks();
        for _ in 0..200 {
            if tasks() == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        tasks()
    });
    assert_eq!(left, 0);
}
