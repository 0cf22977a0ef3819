//! Logins that fail: told as the store's one problem, asked again where that may help, and no secret is asked for.

use std::path::Path;

use tactful_faults::{Answer, FaultServer};

use super::stores::{Pairs, Store};
use super::{AMPLE, Expected, each_store, expected, fails_as, serve, wish};

/// How a store logs in here: the path of that, and the options that it takes, at this server and with this file.
struct Login {
    store: &'static str,
    path: &'static str,
    options: fn(&mut Pairs, &FaultServer, &Path),
}

const LOGINS: [Login; 4] = [
    Login { store: "vault", path: "/v1/auth/approle/login", options: |_, _, _| {} },
    Login {
        store: "aws secrets",
        path: "/sts*",
        options: |pairs, server, file| {
            pairs.retain(|(name, _)| !name.contains("ACCESS_KEY") && *name != "AWS_SESSION_TOKEN");
            pairs.push(("AWS_ENDPOINT_URL_STS", server.url("/sts")));
            pairs.push(("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/shop".to_owned()));
            pairs.push(("AWS_WEB_IDENTITY_TOKEN_FILE", file.to_str().unwrap().to_owned()));
        },
    },
    Login {
        store: "gcp",
        path: "/computeMetadata/*",
        options: |pairs, server, _| {
            pairs.retain(|(name, _)| *name != "GCE_METADATA_HOST");
            pairs.push(("GCE_METADATA_HOST", server.addr().to_string()));
        },
    },
    Login { store: "azure", path: "/tenant/oauth2/v2.0/token", options: |_, _, _| {} },
];

#[test]
fn logins_that_fail() {
    const OTHER: &str = "\"c4n4ry\"";
    let other = FaultServer::start().unwrap();
    other.always(Answer::json("{}"));
    let rows: [(Answer, Expected); 9] = [
        (Answer::new(403).body(OTHER), expected("403", "unauthenticated", 1, &["login", "refuse", "credentials"])),
        (Answer::too_many_requests(None), expected("429", "throttled", 4, &["429"])),
        (Answer::internal_error(), expected("500", "unavailable", 4, &["500", "cannot serve now"])),
        (Answer::unavailable(), expected("503", "unavailable", 4, &["503", "cannot serve now"])),
        (Answer::moved(&other.url("/?c4n4ry")), expected("301", "protocol", 1, &["301", "a redirect"])),
        (Answer::garbage_json(), expected("garbage", "protocol", 1, &["answer"])),
        (Answer::truncated("{\"c4n4ry", 9), expected("truncated", "unavailable", 4, &["the connection"])),
        (Answer::sized(17), expected("17 MiB", "protocol", 1, &["larger"])),
        (Answer::endless(), expected("endless", "protocol", 1, &["larger"])),
    ];
    each_store(|store| {
        let Some(login) = LOGINS.iter().find(|login| login.store == store.name) else { return };
        for (answer, expected) in &rows {
            fails_to_log_in(store, login, answer, expected);
        }
    });
    assert_eq!(other.connections(), 0, "a redirect was followed");
}

fn fails_to_log_in(store: &'static Store, login: &Login, answer: &Answer, expected: &Expected) {
    let folder = tempfile::tempdir().unwrap();
    let token_file = folder.path().join("token");
    std::fs::write(&token_file, "c4n4ry-jwt").unwrap();
    let server = serve(store, |_| Answer::json(store.good));
    server.at(login.path).always(answer.clone());
    let url = server.url("");
    let (source, mut pairs) = (store.source)(&wish(&url));
    (login.options)(&mut pairs, &server, &token_file);
    fails_as(store, (source, pairs), &url, AMPLE, expected);
    let path = login.path.trim_end_matches('*');
    let logins = server.requests().iter().filter(|request| request.path.starts_with(path)).count();
    assert_eq!(logins, expected.of(store).1, "{}", expected.fault);
    // Nor is anything asked for without a login, but for the challenge that a vault at Azure begins with.
    let others = server.requests().len() - logins;
    assert!(others <= usize::from(store.name == "azure") * logins, "{}: {:?}", expected.fault, server.requests());
}
