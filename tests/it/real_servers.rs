//! The servers of `tests/servers/` can be reached from a test, where its variables say that they are.

use std::net::TcpStream;
use std::path::Path;

use url::Url;

use crate::servers::offered;

/// Whether somebody listens there. What the servers answer is checked by the harness itself.
#[track_caller]
fn check_port(variable: &str) {
    let Some(url) = offered(variable) else { return };
    let url = Url::parse(&url).unwrap();
    let address = (url.host_str().unwrap(), url.port().unwrap());
    assert!(TcpStream::connect(address).is_ok(), "nobody listens at the port of {variable}");
}

#[cfg(unix)]
#[track_caller]
fn check_socket(variable: &str, below: &str) {
    let Some(path) = offered(variable) else { return };
    let path = Path::new(&path).join(below);
    let path = path.to_str().unwrap().trim_end_matches('/');
    assert!(std::os::unix::net::UnixStream::connect(path).is_ok(), "nobody listens at the socket of {variable}");
}

#[test]
fn ports_are_open() {
    for variable in [
        "TEST_POSTGRES_URL",
        "TEST_POSTGRES_TLS_URL",
        "TEST_MARIADB_URL",
        "TEST_MARIADB_TLS_URL",
        "TEST_REDIS_URL",
        "TEST_REDIS_TLS_URL",
        "TEST_REDIS_ACL_URL",
        "TEST_REDIS_ACL_TLS_URL",
        "TEST_REDIS_PASSWORD_URL",
        "TEST_MEMCACHED_URL",
        "TEST_SMTP_URL",
        "TEST_SMTP_LOGIN_URL",
        "TEST_SMTP_STARTTLS_URL",
        "TEST_SMTP_TLS_URL",
    ] {
        check_port(variable);
    }
}

#[cfg(unix)]
#[test]
fn sockets_are_open() {
    for variable in ["TEST_MARIADB_SOCKET", "TEST_REDIS_SOCKET", "TEST_MEMCACHED_SOCKET"] {
        check_socket(variable, "");
    }
    if let Some(port) = offered("TEST_POSTGRES_PORT") {
        check_socket("TEST_POSTGRES_SOCKET_FOLDER", &format!(".s.PGSQL.{port}"));
    }
}
