//! Redis, one server.

use redis::{Client, Commands as _, Connection, ConnectionInfo, RedisResult, TlsCertificates};

use crate::servers::offered;
use crate::support::{by_address, cache, dead, silent, trusts, unique, wrong};

fn client(url: &str) -> RedisResult<Client> {
    Client::open(ConnectionInfo::try_from(&cache(url)).unwrap())
}

fn connect(url: &str) -> RedisResult<Connection> {
    client(url)?.get_connection()
}

/// Writes a key and reads it, and asks the server which user and which database that was.
#[track_caller]
pub(crate) fn goes(mut connection: Connection, user: &str, index: u32) {
    let key = unique("key");
    let _: () = connection.set_ex(&key, "written", 60).unwrap();
    assert_eq!(connection.get::<_, String>(&key).unwrap(), "written");
    let whoami: String = redis::cmd("ACL").arg("WHOAMI").query(&mut connection).unwrap();
    let info: String = redis::cmd("CLIENT").arg("INFO").query(&mut connection).unwrap();
    assert_eq!(whoami, user);
    assert!(info.contains(&format!(" db={index} ")), "{info}");
}

#[track_caller]
fn fails(outcome: RedisResult<Connection>, says: &str) {
    let Err(error) = outcome else { panic!("it goes, and should not: {says}") };
    for password in ["TEST_REDIS_ACL_PASSWORD", "TEST_REDIS_PASSWORD"] {
        silent(&error, says, &offered(password).unwrap());
    }
}

#[test]
fn tcp() {
    let Some(url) = offered("TEST_REDIS_URL") else { return };
    goes(connect(&url).unwrap(), "default", 0);
    goes(connect(&url.replace("/0", "/7")).unwrap(), "default", 7);
    goes(connect(&url.replace("/0", "?db=3&protocol=resp3")).unwrap(), "default", 3);
    goes(connect(&url.replace("redis:", "valkey:")).unwrap(), "default", 0);
}

#[test]
fn users() {
    let Some(url) = offered("TEST_REDIS_ACL_URL") else { return };
    goes(connect(&url).unwrap(), "shop", 1);
    goes(connect(&format!("{url}?protocol=3")).unwrap(), "shop", 1);
    // Without a user, the password is that of the default one.
    goes(connect(&offered("TEST_REDIS_PASSWORD_URL").unwrap()).unwrap(), "default", 2);
}

#[test]
fn sockets() {
    let Some(url) = offered("TEST_REDIS_SOCKET_URL") else { return };
    let socket = offered("TEST_REDIS_SOCKET").unwrap();
    let login = offered("TEST_REDIS_ACL_URL").unwrap();
    let (login, _) = login.strip_prefix("redis://").unwrap().rsplit_once('@').unwrap();
    let (user, password) = login.split_once(':').unwrap();
    goes(connect(&url).unwrap(), "default", 0);
    goes(connect(&format!("redis+socket://{login}@{socket}?db=4")).unwrap(), "shop", 4);
    goes(connect(&format!("unix://{socket}?db=5&username={user}&password={password}")).unwrap(), "shop", 5);
    goes(connect(&format!("redis://{socket}:6")).unwrap(), "default", 6);
}

/// As converted, with nothing said about authorities: those of the machine.
#[test]
fn tls() {
    let Some(authority) = offered("TEST_CA_FILE") else { return };
    let (Some(url), Some(user)) = (offered("TEST_REDIS_TLS_URL"), offered("TEST_REDIS_ACL_TLS_URL")) else { return };
    fails(connect(&by_address(&user)), "ertificate");
    if !trusts(&authority) {
        fails(connect(&user), "ertificate");
        return;
    }
    goes(connect(&url).unwrap(), "default", 0);
    goes(connect(&user).unwrap(), "shop", 1);
    goes(connect(&url.replace("rediss:", "valkeys:")).unwrap(), "default", 0);
    fails(connect(&wrong(&user)), "authentication failed");
}

#[test]
fn tls_with_an_authority_of_its_own() {
    let Some(url) = offered("TEST_REDIS_ACL_TLS_URL") else { return };
    let connect = |variable: &str| {
        let root_cert = Some(std::fs::read(offered(variable).unwrap()).unwrap());
        let info = ConnectionInfo::try_from(&cache(&url)).unwrap();
        Client::build_with_tls(info, TlsCertificates { client_tls: None, root_cert })?.get_connection()
    };
    goes(connect("TEST_CA_FILE").unwrap(), "shop", 1);
    fails(connect("TEST_OTHER_CA_FILE"), "ertificate");
}

#[test]
fn without_waiting() {
    let Some(url) = offered("TEST_REDIS_ACL_URL") else { return };
    let client = client(&url).unwrap();
    crate::support::run(async {
        let mut connection = client.get_multiplexed_async_connection().await.unwrap();
        let whoami: String = redis::cmd("ACL").arg("WHOAMI").query_async(&mut connection).await.unwrap();
        assert_eq!(whoami, "shop");
    });
}

#[test]
fn refusals_are_silent() {
    let Some(url) = offered("TEST_REDIS_ACL_URL") else { return };
    let closed = offered("TEST_REDIS_PASSWORD_URL").unwrap();
    fails(connect(&wrong(&url)), "authentication failed");
    fails(connect(&format!("{}?protocol=3", wrong(&url))), "WRONGPASS");
    fails(connect(&wrong(&closed)), "authentication failed");
    fails(connect(&dead(&url)), "Connection refused");
}
