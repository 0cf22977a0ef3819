//! `PostgreSQL` by tokio-postgres.

use tokio_postgres::{Client, Config, Error, NoTls};

use crate::servers::offered;
use crate::support::{database, dead, run, silent, unique, wrong};

/// A client whose connection is driven beside it.
async fn connect(url: &str) -> Result<Client, Error> {
    let config = Config::try_from(&database(url)).unwrap();
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client)
}

#[track_caller]
fn goes(url: &str, tcp: bool) {
    run(async {
        let client = connect(url).await.unwrap();
        let body = unique("tokio-postgres");
        let row = client.query_one("insert into notes (body) values ($1) returning id", &[&body]).await.unwrap();
        let id: i32 = row.get(0);
        let row = client
            .query_one("select body, inet_client_addr() is not null from notes where id = $1", &[&id])
            .await
            .unwrap();
        assert_eq!((row.get::<_, String>(0), row.get::<_, bool>(1)), (body, tcp));
    });
}

#[track_caller]
fn fails(url: &str, says: &str) {
    let password = offered("TEST_POSTGRES_PASSWORD").unwrap();
    let error = run(connect(url)).err().unwrap_or_else(|| panic!("it goes, and should not: {says}"));
    silent(&error, says, &password);
}

#[test]
fn tcp() {
    let Some(url) = offered("TEST_POSTGRES_URL") else { return };
    goes(&url, true);
    goes(&format!("{url}?sslmode=disable&connect_timeout=5&target_session_attrs=read-write"), true);
}

#[test]
fn the_first_of_two_hosts_is_dead() {
    let Some(url) = offered("TEST_POSTGRES_URL") else { return };
    goes(&url.replace("@127.0.0.1:", "@127.0.0.1:1,127.0.0.1:"), true);
    goes(&url.replace("@127.0.0.1:", "@no-such-host.invalid,localhost:1,127.0.0.1:"), true);
}

#[test]
fn sockets() {
    let Some(url) = offered("TEST_POSTGRES_SOCKET_URL") else { return };
    let folder = offered("TEST_POSTGRES_SOCKET_FOLDER").unwrap();
    let port = offered("TEST_POSTGRES_PORT").unwrap();
    let (login, _) = url.strip_prefix("postgres://").unwrap().rsplit_once('@').unwrap();
    let encoded = folder.replace('/', "%2F");
    goes(&url, false);
    goes(&format!("postgres://{login}@{encoded}:{port}/shop"), false);
    goes(&format!("postgres://{login}@:{port}/{folder}/shop"), false);
}

#[test]
fn settings_of_the_session() {
    let Some(url) = offered("TEST_POSTGRES_URL") else { return };
    let url = format!("{url}?application_name=shop%20web&options=-c%20shop.one%3Da%5C%20b");
    run(async {
        let client = connect(&url).await.unwrap();
        let row = client
            .query_one("select current_setting('application_name'), current_setting('shop.one')", &[])
            .await
            .unwrap();
        assert_eq!((row.get::<_, &str>(0), row.get::<_, &str>(1)), ("shop web", "a b"));
    });
}

#[test]
fn refusals_are_silent() {
    let Some(url) = offered("TEST_POSTGRES_URL") else { return };
    fails(&wrong(&url), "password authentication failed");
    fails(&dead(&url), "Connection refused");
    fails(&dead(&url).replace("@127.0.0.1:1", "@127.0.0.1:1,localhost:2"), "refused");
    // Without means of TLS, it is asked for in vain.
    fails(&format!("{url}?sslmode=require"), "TLS");
}
