//! The shop against real servers, driven over HTTP.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../../../tests/servers/mod.rs"]
mod servers;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

const CANARY: &str = "kQ7vZ2xJ9mW4bT";

/// A running shop; stopped and waited for at the end.
struct Shop {
    process: Child,
    address: String,
    /// Everything that it wrote.
    log: JoinHandle<String>,
}

fn command(variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_axum_shop"));
    command.env_clear().env("RUST_LOG", "info").env("SHOP_LISTEN", "127.0.0.1:0").env("SHOP_BACKEND_TIMEOUT", "2s");
    command.envs(variables.iter().copied()).current_dir(std::env::temp_dir());
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

impl Shop {
    fn open(variables: &[(&str, &str)]) -> Self {
        let mut process = command(variables).spawn().unwrap();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let (told, tell) = mpsc::channel();
        let log = thread::spawn(move || {
            let mut log = String::new();
            for line in lines.map_while(Result::ok) {
                if let Some((_, address)) = line.split_once("127.0.0.1:").filter(|_| line.contains("listening")) {
                    let port: String = address.chars().take_while(char::is_ascii_digit).collect();
                    let _ = told.send(format!("127.0.0.1:{port}"));
                }
                log.push_str(&line);
                log.push('\n');
            }
            log
        });
        match tell.recv_timeout(Duration::from_secs(30)) {
            Ok(address) => Self { process, address, log },
            Err(_) => {
                let _ = process.kill();
                panic!("it does not listen: {}", log.join().unwrap());
            }
        }
    }

    /// Status, headers and body of an answer.
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: shop\r\nconnection: close\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_lowercase(), body.to_owned())
    }

    fn order(&self, item: &str) -> (u16, serde_json::Value) {
        let body = serde_json::json!({ "item": item, "email": "customer@example.com" });
        let (status, _, body) = self.ask("POST", "/orders", &body.to_string());
        (status, serde_json::from_str(&body).unwrap_or_default())
    }

    /// Stops it as a service manager does; gives what it wrote.
    fn close(mut self) -> String {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.process.wait().unwrap().success(), "it ends well when asked to");
        self.log.join().unwrap()
    }
}

/// A port of this machine on which nobody listens.
fn dead_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn orders_are_kept_cached_and_confirmed() {
    let (Some(database), Some(redis), Some(mail), Some(mails)) = (
        servers::offered("TEST_POSTGRES_URL"),
        servers::offered("TEST_REDIS_ACL_URL"),
        servers::offered("TEST_SMTP_LOGIN_URL"),
        servers::offered("TEST_SMTP_MAILS"),
    ) else {
        return;
    };
    let shop = Shop::open(&[("DATABASE_URL", &database), ("REDIS_URL", &redis), ("EMAIL_URL", &mail)]);
    let (status, _, body) = shop.ask("GET", "/healthz", "");
    assert_eq!((status, &*body), (200, r#"{"database":"ok","cache":"ok","mail":"ok"}"#));

    let item = format!("teapot {}", std::process::id());
    let (status, placed) = shop.order(&item);
    assert_eq!((status, &placed["confirmed"]), (201, &serde_json::json!(true)), "{placed}");
    let path = format!("/orders/{}", placed["id"]);
    for cache in ["x-cache: miss", "x-cache: hit"] {
        let (status, head, body) = shop.ask("GET", &path, "");
        assert!(status == 200 && head.contains(cache) && body.contains(&item), "{head} {body}");
    }
    assert_eq!(shop.ask("GET", "/orders/0", "").0, 404);
    let received =
        std::fs::read_dir(mails).unwrap().filter_map(|file| std::fs::read_to_string(file.unwrap().path()).ok());
    assert!(received.into_iter().any(|mail| mail.contains(&item)), "the confirmation arrived");
    shop.close();
}

#[test]
fn a_shop_without_a_cache_works() {
    let Some(database) = servers::offered("TEST_POSTGRES_URL") else { return };
    let folder = std::env::temp_dir().join(format!("axum-shop-mails-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mail = format!("file://{}", folder.display());
    let shop = Shop::open(&[("DATABASE_URL", &database), ("EMAIL_URL", &mail)]);
    let (status, _, body) = shop.ask("GET", "/healthz", "");
    assert_eq!((status, &*body), (200, r#"{"database":"ok","cache":"not configured","mail":"ok"}"#));
    let (status, placed) = shop.order("kettle");
    assert_eq!(status, 201, "{placed}");
    assert!(shop.ask("GET", &format!("/orders/{}", placed["id"]), "").1.contains("x-cache: miss"));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "one mail is a file");
    shop.close();
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_part_that_is_down_is_named_and_the_rest_goes_on() {
    let Some(database) = servers::offered("TEST_POSTGRES_URL") else { return };
    let redis = format!("redis://shop:{CANARY}@127.0.0.1:{}/1", dead_port());
    let mail = format!("smtp://shop:{CANARY}@127.0.0.1:{}", dead_port());
    let shop = Shop::open(&[("DATABASE_URL", &database), ("REDIS_URL", &redis), ("EMAIL_URL", &mail)]);
    let (status, _, body) = shop.ask("GET", "/healthz", "");
    assert_eq!((status, &*body), (503, r#"{"database":"ok","cache":"does not answer","mail":"does not answer"}"#));
    let (status, placed) = shop.order("saucer");
    assert_eq!((status, &placed["confirmed"]), (201, &serde_json::json!(false)), "{placed}");
    assert_eq!(shop.ask("GET", &format!("/orders/{}", placed["id"]), "").0, 200);
    let log = shop.close();
    assert!(!log.contains(CANARY) && log.contains("[REDACTED]") && log.contains("does not answer"), "{log}");
}

#[test]
fn a_wrong_password_is_told_without_it() {
    let Some(database) = servers::offered("TEST_POSTGRES_URL") else { return };
    let url: tactful::DatabaseUrl = database.parse().unwrap();
    let url = url.with_credentials(url.username().unwrap(), CANARY.into()).unwrap();
    let url = tactful::ExposeSecret::expose_secret(&url.expose_url()).to_owned();
    let shop = Shop::open(&[("DATABASE_URL", &url)]);
    let (status, _, body) = shop.ask("GET", "/healthz", "");
    assert!(status == 503 && body.contains(r#""database":"does not answer""#), "{body}");
    let (status, body) = shop.order("spoon");
    assert_eq!(status, 503, "{body}");
    let log = shop.close();
    assert!(!log.contains(CANARY) && log.contains("password authentication failed"), "{log}");
}

/// Hermetic: no server is needed to learn that the settings are wrong.
#[test]
fn wrong_settings_end_it_with_a_report() {
    let url = format!("postgres://shop:{CANARY}/x@db/shop");
    for (variables, words) in [
        (&[][..], "missing DATABASE_URL"),
        (
            &[("DATABASE_URL", &*url), ("REDIS_URL", "radis://x"), ("SHOP_BACKEND_TIMEOUT", "5")],
            "invalid DATABASE_URL, REDIS_URL, SHOP_BACKEND_TIMEOUT",
        ),
    ] {
        let output = command(variables).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(78), "{said}");
        let flat = said.replace(['\n', '\t'], " ");
        assert!(!flat.contains(CANARY), "{said}");
        for word in words.split([' ', ',']).filter(|word| !word.is_empty()) {
            assert!(flat.contains(word), "{word} in {said}");
        }
    }
}
