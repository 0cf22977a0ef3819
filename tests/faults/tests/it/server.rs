//! What the server answers, and what it remembers.

use std::io::ErrorKind;

use tactful_faults::{Answer, FaultServer};

use crate::support::{Client, get, header};

const MIB: usize = 1024 * 1024;

fn server(answer: Answer) -> FaultServer {
    let server = FaultServer::start().unwrap();
    server.always(answer);
    server
}

#[test]
fn without_a_script_nothing_is_found() {
    let server = FaultServer::start().unwrap();
    assert_eq!(get(server.addr(), "/").unwrap().status, 404);
    server.sequence([]);
    assert_eq!(get(server.addr(), "/").unwrap().status, 404);
}

#[test]
fn statuses_and_their_headers() {
    let answers = [
        (Answer::unauthorized(), 401, None),
        (Answer::forbidden(), 403, None),
        (Answer::not_found(), 404, None),
        (Answer::too_many_requests(None), 429, None),
        (Answer::too_many_requests(Some(7)), 429, Some(("retry-after", "7"))),
        (Answer::internal_error(), 500, None),
        (Answer::unavailable(), 503, None),
        (Answer::moved("http://elsewhere.example/x"), 301, Some(("location", "http://elsewhere.example/x"))),
        (Answer::json("{}"), 200, Some(("content-type", "application/json"))),
        (Answer::new(418).header("x-kind", "teapot"), 418, Some(("x-kind", "teapot"))),
        (Answer::new(204).body("not sent"), 204, None),
    ];
    let server = FaultServer::start().unwrap();
    let mut client = Client::connect(server.addr()).unwrap();
    for (answer, status, expected) in answers {
        server.always(answer);
        let reply = client.get("/").unwrap();
        assert_eq!(reply.status, status);
        match expected {
            Some((name, value)) => assert_eq!(header(&reply.head, name), Some(value)),
            None => assert_eq!(header(&reply.head, "retry-after"), None),
        }
    }
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_sequence_ends_with_its_last_answer_for_ever() {
    let server = FaultServer::start().unwrap();
    server.sequence([Answer::unavailable(), Answer::too_many_requests(Some(0)), Answer::ok("at last")]);
    let statuses = [(); 5].map(|()| get(server.addr(), "/").unwrap().status);
    assert_eq!(statuses, [503, 429, 200, 200, 200]);
    assert_eq!(server.requests().len(), 5);
}

#[test]
fn paths_have_scripts_of_their_own() {
    let server = server(Answer::ok("any"));
    server.at("/v1/*").always(Answer::ok("v1"));
    server.at("/v1/login").always(Answer::forbidden());
    server.at("/v1/login").always(Answer::ok("login"));
    server.at("/v1/logi*").always(Answer::ok("logi"));
    for (path, body) in [
        ("/", "any"),
        ("/v1", "any"),
        ("/v1/", "v1"),
        ("/v1/secret?version=2", "v1"),
        ("/v1/login", "login"),
        ("/v1/login?a=/v2", "login"),
        ("/v1/login/userpass", "logi"),
    ] {
        assert_eq!(String::from_utf8(get(server.addr(), path).unwrap().body).unwrap(), body, "{path}");
    }
}

#[test]
fn a_closure_answers_what_it_is_asked() {
    let server = FaultServer::start().unwrap();
    server.respond(|request| match request.header("X-Vault-Token") {
        Some("right") => Answer::ok(request.body.clone()),
        Some("panic") => panic!("as the test wants it"),
        _ => Answer::forbidden(),
    });
    let ask = |token: &str| {
        let mut client = Client::connect(server.addr()).unwrap();
        client.send(&format!("PUT /x HTTP/1.1\r\nx-vault-token: {token}\r\ncontent-length: 4\r\n\r\nbody")).unwrap();
        client.reply()
    };
    assert_eq!(ask("right").unwrap().body, b"body");
    assert_eq!(ask("wrong").unwrap().status, 403);
    assert!(ask("panic").is_err());
    assert_eq!(ask("right").unwrap().status, 200);
}

#[test]
fn requests_are_kept_whole() {
    let server = server(Answer::ok(""));
    let mut client = Client::connect(server.addr()).unwrap();
    // Two at once, the second in chunks.
    client
        .send(
            "POST /a?b=c HTTP/1.1\r\nAuthorization: Bearer t\r\ncontent-length: 3\r\n\r\none\
             POST /d HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n",
        )
        .unwrap();
    for _ in 0..2 {
        client.reply().unwrap();
    }
    let requests = server.take_requests();
    let seen: Vec<_> = requests.iter().map(|r| (r.method.as_str(), r.path.as_str(), r.body.as_slice())).collect();
    assert_eq!(seen, [("POST", "/a?b=c", &b"one"[..]), ("POST", "/d", b"two")]);
    assert_eq!(requests[0].header("authorization"), Some("Bearer t"));
    assert_eq!(requests[1].header("authorization"), None);
    assert!(server.requests().is_empty());
}

#[test]
fn a_redirect_shows_who_carries_a_token() {
    let (there, here) = (server(Answer::ok("")), FaultServer::start().unwrap());
    here.always(Answer::moved(&there.url("/new")));
    let reply = get(here.addr(), "/old").unwrap();
    let target = header(&reply.head, "location").unwrap();
    assert_eq!(target, format!("http://{}/new", there.addr()));
    get(there.addr(), "/new").unwrap();
    assert_eq!(there.requests()[0].header("x-vault-token"), None);
}

#[test]
fn garbage_is_said_to_be_json_and_is_no_text() {
    let server = server(Answer::garbage_json());
    let reply = get(server.addr(), "/").unwrap();
    assert_eq!((reply.status, header(&reply.head, "content-type")), (200, Some("application/json")));
    assert!(reply.body.starts_with(b"{"));
    assert!(String::from_utf8(reply.body).is_err());
}

#[test]
fn a_truncated_body_ends_too_early() {
    let server = server(Answer::truncated("{\"data\"", 10));
    assert_eq!(get(server.addr(), "/").unwrap_err().kind(), ErrorKind::UnexpectedEof);
    let mut client = Client::connect(server.addr()).unwrap();
    client.ask("/").unwrap();
    let (bytes, ended) = client.rest();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("content-length: 17\r\n") && text.ends_with("\r\n\r\n{\"data\""), "{text}");
    assert_eq!(ended, None);
}

#[test]
fn large_bodies_are_valid_json_of_that_length() {
    for (answer, framing) in [(Answer::sized(2), "content-length"), (Answer::chunked(2), "transfer-encoding")] {
        let server = server(answer);
        let mut client = Client::connect(server.addr()).unwrap();
        // The connection can be used again.
        for _ in 0..2 {
            let reply = client.get("/").unwrap();
            assert!(header(&reply.head, framing).is_some());
            assert_eq!(reply.body.len(), 2 * MIB);
            let [b'"', text @ .., b'"'] = reply.body.as_slice() else { panic!("no string") };
            assert!(text.iter().all(|byte| *byte == b'x'));
        }
    }
}

#[test]
fn an_endless_body_does_not_end_and_ends_with_its_client() {
    let server = server(Answer::endless());
    let mut client = Client::connect(server.addr()).unwrap();
    client.ask("/").unwrap();
    let mut bytes = vec![0; 8 * MIB];
    std::io::Read::read_exact(&mut client.stream, &mut bytes).unwrap();
    drop(client);
    server.always(Answer::ok("next"));
    assert_eq!(get(server.addr(), "/").unwrap().body, b"next");
}

#[test]
fn the_end_of_a_connection_is_agreed_upon() {
    let server = server(Answer::ok("x"));
    for asked in ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n"] {
        let mut client = Client::connect(server.addr()).unwrap();
        client.send(asked).unwrap();
        assert_eq!(header(&client.reply().unwrap().head, "connection"), Some("close"));
        assert_eq!(client.rest(), (Vec::new(), None));
    }
    let mut client = Client::connect(server.addr()).unwrap();
    client.send("HEAD / HTTP/1.1\r\n\r\n").unwrap();
    client.stream.shutdown(std::net::Shutdown::Write).unwrap();
    let (bytes, _) = client.rest();
    assert!(bytes.ends_with(b"content-length: 1\r\n\r\n"));
}

#[test]
fn it_ends_when_it_is_dropped() {
    let server = server(Answer::endless());
    let addr = server.addr();
    let mut client = Client::connect(addr).unwrap();
    client.ask("/").unwrap();
    drop(server);
    client.rest();
    assert_eq!(Client::connect(addr).err().unwrap().kind(), ErrorKind::ConnectionRefused);
}
