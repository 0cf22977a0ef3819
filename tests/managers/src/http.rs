//! Web addresses as managers.

use std::time::Duration;

use tactful::conformance::{Subject, check, check_fault, opened};
use tactful::{
    Code, Context, ExposeSecret, Http, LoadError, Managed, ManagerErrorKind, SecretRequest, SecretString, Settings,
};
use tactful_faults::{Answer, Certificates, Fault, FaultProxy, FaultServer};

use crate::support::{CANARY, Table};

#[derive(Debug, Settings)]
#[settings(prefix = "SHOP", crate = tactful)]
struct Shop {
    secret_key: SecretString,
    #[settings(default = 10)]
    max_connections: u32,
}

const DOCUMENT: &str = r#"{"secret_key": "c4n4ry-key", "max_connections": 40}"#;
const TOKEN: &str = "c4n4ry-token";

fn load(http: Http) -> Result<Shop, LoadError> {
    load_with(http, &[])
}

fn load_with(http: Http, pairs: &[(&str, &str)]) -> Result<Shop, LoadError> {
    Shop::loader().context(Context::from_pairs(pairs.iter().copied())).push(http).load()
}

#[track_caller]
fn told(error: &LoadError) -> String {
    let text = format!("{error}\n{error:?}\n{}\n{}", error.report().to_json(), error.report().lines().join("\n"));
    assert!(!text.contains(CANARY), "{text}");
    error.to_string()
}

#[track_caller]
fn detail(error: &LoadError) -> &str {
    let problem = error.report().problems().iter().find(|problem| problem.code() == Code::Source);
    problem.and_then(tactful::Problem::detail).unwrap_or_else(|| panic!("{error}"))
}

#[test]
fn a_document() {
    let server = FaultServer::start().unwrap();
    let modified = "Sun, 06 Nov 1994 08:49:37 GMT";
    let answer = Answer::json(DOCUMENT).header("last-modified", modified).header("etag", "W/\"c4n4ry\"");
    server.at("/shop/test").always(answer);
    let http = || Http::document(server.url("/shop/{profile}?key=c4n4ry")).header("x-api-key", "c4n4ry-header");
    let loader = |http| Shop::loader().context(Context::from_pairs::<_, &str, &str>([])).push(http);
    let (shop, report) = loader(http()).load_with_report().unwrap().into_parts();
    assert_eq!((shop.secret_key.expose_secret(), shop.max_connections), ("c4n4ry-key", 40));
    let request = server.take_requests().remove(0);
    assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/shop/test?key=c4n4ry"));
    assert_eq!(request.header("x-api-key"), Some("c4n4ry-header"));
    assert_eq!(request.header("authorization"), None);
    assert!(request.header("accept").unwrap().starts_with("application/json"));
    let text = format!("{}\n{report}\n{report:?}\n{}", report.to_json(), loader(http()).explain());
    assert!(text.contains(&format!("version {modified}")), "{text}");
    assert!(!text.contains(CANARY), "{text}");
    // Whoever says that the tags are versions wants to see them.
    server.at("/shop/test").always(Answer::json(DOCUMENT).header("etag", "W/\"v12\""));
    let report = loader(http().version_from_etag()).load_with_report().unwrap().into_parts().1;
    assert!(report.to_json().contains("version v12"), "{report}");
}

#[test]
fn one_per_key() {
    let server = FaultServer::start().unwrap();
    server.at("/test/SHOP_SECRET_KEY").always(Answer::ok("c4n4ry\n"));
    let shop = load(Http::each(server.url("/{profile}/{name}"))).unwrap();
    assert_eq!((shop.secret_key.expose_secret(), shop.max_connections), ("c4n4ry\n", 10));
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn a_token_from_code_or_from_the_layers() {
    let server = FaultServer::start().unwrap();
    server.always(Answer::json(DOCUMENT));
    let http = || Http::document(server.url("/shop"));
    let sent = || server.take_requests().remove(0).header("authorization").map(str::to_owned);
    let bearer = Some(format!("Bearer {TOKEN}"));
    load(http().bearer(TOKEN)).unwrap();
    assert_eq!(sent(), bearer);
    load_with(http().bearer_from_layers(), &[("CONFIG_BEARER_TOKEN", TOKEN)]).unwrap();
    assert_eq!(sent(), bearer);
    load_with(http().bearer(TOKEN), &[("CONFIG_BEARER_TOKEN", "c4n4ry-other")]).unwrap();
    assert_eq!(sent(), bearer);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    std::fs::write(&file, format!("{TOKEN}\n")).unwrap();
    load_with(http().bearer_from_layers(), &[("CONFIG_BEARER_TOKEN_FILE", file.to_str().unwrap())]).unwrap();
    assert_eq!(sent(), bearer);
    let reference = format!("ref+file://{}", file.display());
    load_with(http().bearer_from_layers(), &[("CONFIG_BEARER_TOKEN", &reference)]).unwrap();
    assert_eq!(sent(), bearer);
    let below = Managed::document(Table::new([("a", r#"{"CONFIG_BEARER_TOKEN": "c4n4ry-token"}"#)]), "a");
    let loader = Shop::loader().context(Context::from_pairs::<_, &str, &str>([])).push(below);
    loader.push(http().bearer_from_layers()).load().unwrap();
    assert_eq!(sent(), bearer);
    // Not to an address that did not ask for it.
    load_with(http(), &[("CONFIG_BEARER_TOKEN", TOKEN), ("CONFIG_HEADERS", "x-a: c4n4ry")]).unwrap();
    let request = server.take_requests().remove(0);
    assert_eq!((request.header("authorization"), request.header("x-a")), (None, None));
    let text = told(&load(http().bearer_from_layers()).unwrap_err());
    assert!(text.contains("CONFIG_BEARER_TOKEN"), "{text}");
    assert!(server.requests().is_empty());
}

#[test]
fn what_is_wrong_is_told_before_a_request() {
    let server = FaultServer::start().unwrap();
    let http = || Http::document(server.url("/shop"));
    for (http, clause) in [
        (Http::document("config.example/shop?a=c4n4ry"), "is no URL"),
        (Http::document("ftp://config.example/"), "is neither http:// nor https://"),
        (Http::document("http://config.example/shop?a=c4n4ry"), "is plain http:// to another machine"),
        (Http::document("https://user:c4n4ry@config.example/shop"), "has credentials in it"),
        (Http::document("https://user:c4n4ry/x@config.example/shop"), "has credentials in it"),
        (Http::document("https://config.example/{nmae}"), "has {nmae} in it"),
        (Http::each("https://config.example/shop"), "has no {name} in it"),
        (http().header("x-a", "b\r\nc4n4ry: d"), "has a line break"),
        (http().header("x a", "c4n4ry"), "has a name that HTTP does not have"),
        (http().header("x-a", "\u{7}c4n4ry"), "the header x-a has a control character"),
        (http().bearer("c4n4ry\n"), "its bearer token has a control character"),
        (http().ca_file("/no/such/file"), "CONFIG_CACERT names /no/such/file, which does not exist"),
    ] {
        let text = told(&load(http).unwrap_err());
        println!("{text}\n");
        assert!(text.contains(clause), "{clause}: {text}");
    }
    assert_eq!(server.connections(), 0);
}

#[test]
fn statuses() {
    let server = FaultServer::start().unwrap();
    for (status, kind, attempts) in [
        (204, "protocol", 1),
        (206, "protocol", 1),
        (301, "protocol", 1),
        (307, "protocol", 1),
        (400, "protocol", 1),
        (401, "unauthenticated", 1),
        (403, "denied", 1),
        (404, "missing", 1),
        (410, "missing", 1),
        (418, "protocol", 1),
        (429, "throttled", 4),
        (500, "unavailable", 4),
        (502, "unavailable", 4),
        (503, "unavailable", 4),
        (504, "timeout", 4),
    ] {
        server.take_requests();
        let elsewhere = server.url("/elsewhere?c4n4ry");
        server.at("/shop").always(Answer::new(status).header("location", &elsewhere).body("c4n4ry"));
        let error = load(Http::document(server.url("/shop?c4n4ry")).bearer(TOKEN)).unwrap_err();
        let text = told(&error);
        println!("{text}\n");
        assert!(text.contains(&format!("http {}\n          {status}, ", server.url("/shop"))), "{text}");
        assert_eq!(detail(&error), kind, "{text}");
        let requests = server.take_requests();
        assert!(requests.iter().all(|request| request.path == "/shop?c4n4ry"), "{requests:?}");
        assert_eq!(requests.len(), attempts, "{text}");
    }
}

#[test]
fn waits_as_it_is_told() {
    let server = FaultServer::start().unwrap();
    let date = |text| Answer::new(503).header("retry-after", text);
    for (answer, loads) in [
        (Answer::too_many_requests(Some(1)), true),
        (date("Sun, 06 Nov 1994 08:49:37 GMT"), true),
        (date("soon"), true),
        (Answer::too_many_requests(Some(3600)), false),
        (date("Fri, 31 Dec 9999 23:59:59 GMT"), false),
    ] {
        server.sequence([answer, Answer::json(DOCUMENT)]);
        let loaded = load(Http::document(server.url("/shop")));
        assert_eq!(loaded.is_ok(), loads, "{loaded:?}");
    }
}

#[test]
fn certificates() {
    let certificates = Certificates::new().unwrap();
    let http = |server: &FaultServer| Http::document(server.url("/shop"));
    for (identity, clause) in [
        (certificates.good(), None),
        (certificates.wrong_name(), Some("is for another host")),
        (certificates.expired(), Some("has expired")),
        (certificates.unknown_authority(), Some("not trusted here")),
    ] {
        let server = FaultServer::tls(&identity.certificate_pem, &identity.key_pem).unwrap();
        server.always(Answer::json(DOCUMENT));
        let loaded = load(http(&server).ca_file(certificates.ca_pem_file()).bearer(TOKEN));
        match clause {
            None => assert_eq!(loaded.unwrap().max_connections, 40),
            Some(clause) => {
                let error = loaded.unwrap_err();
                assert!(told(&error).contains(clause), "{error}");
                assert_eq!((detail(&error), server.requests().len()), ("tls", 0));
            }
        }
    }
    // As an option, and without.
    let good = certificates.good();
    let server = FaultServer::tls(&good.certificate_pem, &good.key_pem).unwrap();
    server.always(Answer::json(DOCUMENT));
    let ca = certificates.ca_pem_file().to_str().unwrap();
    load_with(http(&server), &[("CONFIG_CACERT", ca)]).unwrap();
    let text = told(&load(http(&server)).unwrap_err());
    assert!(text.contains("CONFIG_CACERT"), "{text}");
}

#[test]
fn mutual_tls() {
    let certificates = Certificates::new().unwrap();
    let server = FaultServer::mutual_tls(certificates.good(), certificates.ca_pem()).unwrap();
    server.always(Answer::json(DOCUMENT));
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, identity) in [("known", certificates.client()), ("unknown", certificates.unknown_client())] {
        std::fs::write(path(&format!("{name}.pem")), &identity.certificate_pem).unwrap();
        std::fs::write(path(&format!("{name}.key")), &identity.key_pem).unwrap();
    }
    let http = || Http::document(server.url("/shop")).ca_file(certificates.ca_pem_file());
    load(http().client_certificate(path("known.pem"), path("known.key"))).unwrap();
    let pairs = [("CONFIG_CLIENT_CERT", path("known.pem")), ("CONFIG_CLIENT_KEY", path("known.key"))];
    let [cert, key] = pairs.each_ref().map(|(name, path)| (*name, path.as_str()));
    load_with(http(), &[cert, key]).unwrap();
    assert_eq!(server.take_requests().len(), 2);
    for (http, pairs, clause) in [
        (http(), vec![], "it refused the TLS handshake"),
        (http().client_certificate(path("unknown.pem"), path("unknown.key")), vec![], "it refused the TLS handshake"),
        (http().client_certificate(path("known.pem"), path("unknown.key")), vec![], "do not belong together"),
        (http().client_certificate(path("known.pem"), path("none.key")), vec![], "CONFIG_CLIENT_KEY names"),
        (http(), vec![cert], "one of them is not given"),
        (http(), vec![key], "one of them is not given"),
    ] {
        let text = told(&load_with(http, &pairs).unwrap_err());
        println!("{text}\n");
        assert!(text.contains(clause), "{clause}: {text}");
    }
    assert!(server.requests().is_empty());
}

/// Text that a program reads must not send its token elsewhere.
#[test]
fn no_value_leads_to_an_address() {
    let server = FaultServer::start().unwrap();
    server.always(Answer::json("{}"));
    let reference = format!("ref+{}#/a", server.url("/other"));
    for http in [Http::document(server.url("/shop")), Http::document(server.url("/shop")).bearer(TOKEN)] {
        let error = load_with(http, &[("SHOP_SECRET_KEY", &reference)]).unwrap_err();
        println!("{}\n", told(&error));
        assert!(error.report().problems().iter().any(|problem| problem.code() == Code::Reference), "{error}");
    }
    let address = server.url("/other");
    let error = load_with(Http::document(server.url("/shop")), &[("SETTINGS_MANAGERS", &address)]).unwrap_err();
    println!("{}\n", told(&error));
    assert!(server.requests().iter().all(|request| request.path == "/shop"));
}

#[test]
fn the_suite() {
    let server = FaultServer::start().unwrap();
    server.respond(|request| {
        let is_known = request.header("authorization") == Some("Bearer c4n4ry-token");
        match request.path.rsplit_once('/').map_or("", |(_, name)| name) {
            _ if !is_known => Answer::unauthorized().body("c4n4ry"),
            "binary" => Answer::ok(*b"c4n4ry\0\xff\n"),
            "denied" => Answer::forbidden().body("c4n4ry"),
            name if name.starts_with("SHOP") => Answer::ok(format!("c4n4ry of {name}")),
            _ => Answer::not_found().body("c4n4ry"),
        }
    });
    let http = Http::each(server.url("/{name}")).bearer(TOKEN);
    let request = |name: &str| SecretRequest::new(server.url(&format!("/{name}"))).option("name", name);
    let names: Vec<String> = (0..100).map(|number| format!("SHOP_{number}")).collect();
    let subject = Subject::new(request("SHOP_A"), "c4n4ry of SHOP_A")
        .second(request("SHOP_B"), "c4n4ry of SHOP_B")
        .missing(request("none"))
        .binary(request("binary"), *b"c4n4ry\0\xff\n")
        .denied(request("denied"))
        .batch(names.iter().map(|name| (request(name), format!("c4n4ry of {name}"))))
        .secret(CANARY);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let conformance = runtime.block_on(async {
        let manager = opened(&http, &Context::from_pairs::<_, &str, &str>([])).await.unwrap();
        check(manager, &subject).await
    });
    println!("{conformance}");
    conformance.assert();
}

#[test]
fn a_bad_way_to_it() {
    use ManagerErrorKind::{Timeout, Unavailable};
    let server = FaultServer::start().unwrap();
    server.always(Answer::ok("c4n4ry".repeat(20_000)));
    let proxy = FaultProxy::start(server.addr()).unwrap();
    let url = format!("http://{}/shop", proxy.addr());
    let http = Http::document(&url).request_timeout(Duration::from_secs(2));
    let subject = Subject::new(url.as_str(), "c4n4ry".repeat(20_000)).secret(CANARY);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let manager = opened(&http, &Context::from_pairs::<_, &str, &str>([])).await.unwrap();
        for (fault, kind) in [
            (Fault::Refuse, Unavailable),
            (Fault::Reset, Unavailable),
            (Fault::ResetAfter(10_000), Unavailable),
            (Fault::CloseAfter(10), Unavailable),
            (Fault::CloseAfter(10_000), Unavailable),
            (Fault::Trickle { bytes: 10, every: Duration::from_millis(100) }, Timeout),
            (Fault::Blackhole, Timeout),
        ] {
            proxy.set(fault);
            let check = check_fault(&*manager, &subject, &[kind], Duration::from_secs(30)).await;
            assert!(!check.has_failed(), "{fault:?}: {check}");
        }
    });
}
