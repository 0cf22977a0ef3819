//! `PostgreSQL` by sqlx.

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

use crate::servers::offered;
use crate::support::{by_address, database, dead, other_authority, run, silent, unique, wrong};

async fn connect(url: &str) -> Result<PgConnection, sqlx::Error> {
    PgConnectOptions::try_from(&database(url)).unwrap().connect().await
}

/// Writes a row and reads it, and asks the server whether the connection is encrypted and whether it came over TCP.
#[track_caller]
fn goes(url: &str, encrypted: bool, tcp: bool) {
    run(async {
        let mut connection = connect(url).await.unwrap();
        let body = unique("sqlx");
        let id: i32 = sqlx::query_scalar("insert into notes (body) values ($1) returning id")
            .bind(&body)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let found: String = sqlx::query_scalar("select body from notes where id = $1")
            .bind(id)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(found, body);
        let way: (bool, bool, String, String) = sqlx::query_as(
            "select ssl, inet_client_addr() is not null, current_user::text, current_database()::text
             from pg_stat_ssl where pid = pg_backend_pid()",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap();
        assert_eq!(way, (encrypted, tcp, "shop".to_owned(), "shop".to_owned()));
        connection.close().await.unwrap();
    });
}

/// The connection fails, and the error is silent.
#[track_caller]
fn fails(url: &str, says: &str) {
    let password = offered("TEST_POSTGRES_PASSWORD").unwrap();
    let error = run(connect(url)).err().unwrap_or_else(|| panic!("it goes, and should not: {says}"));
    silent(&error, says, &password);
}

#[test]
fn tcp() {
    let Some(url) = offered("TEST_POSTGRES_URL") else { return };
    goes(&format!("{url}?sslmode=disable"), false, true);
    // By itself sqlx prefers TLS, as libpq does.
    goes(&url, true, true);
    goes(&url.replace("postgres:", "postgresql+psycopg:"), true, true);
}

#[test]
fn tls_verified() {
    let Some(url) = offered("TEST_POSTGRES_TLS_URL") else { return };
    assert!(url.contains("sslmode=verify-full"));
    goes(&url, true, true);
    let authorities = [offered("TEST_CA_FILE").unwrap(), offered("TEST_OTHER_CA_FILE").unwrap()];
    let authorities = authorities.each_ref().map(String::as_str);
    fails(&by_address(&url), "certificate");
    fails(&other_authority(&url, authorities), "certificate");
    // To `verify-ca` the name should not matter, but sqlx 0.8 looks at it all the same: it does not know the error that
    // rustls has for it now.
    goes(&url.replace("verify-full", "verify-ca"), true, true);
    fails(&other_authority(&url.replace("verify-full", "verify-ca"), authorities), "certificate");
    goes(&other_authority(&by_address(&url).replace("verify-full", "require"), authorities), true, true);
}

#[test]
fn sockets() {
    let Some(url) = offered("TEST_POSTGRES_SOCKET_URL") else { return };
    let folder = offered("TEST_POSTGRES_SOCKET_FOLDER").unwrap();
    let port = offered("TEST_POSTGRES_PORT").unwrap();
    let (login, _) = url.strip_prefix("postgres://").unwrap().rsplit_once('@').unwrap();
    let (user, password) = login.split_once(':').unwrap();
    let encoded = folder.replace('/', "%2F");
    let socket = |url: String| goes(&format!("{url}sslmode=disable"), false, false);
    socket(format!("{url}&"));
    socket(format!("postgres://{login}@/shop?host={folder}&port={port}&"));
    socket(format!("postgres://{login}@localhost:{port}/shop?host={folder}&"));
    socket(format!("postgres://{login}@{encoded}:{port}/shop?"));
    socket(format!("postgres://{login}@:{port}/{folder}/shop?"));
    socket(format!("postgres:///?host={folder}&port={port}&dbname=shop&user={user}&password={password}&"));
    socket(format!("postgres:///{folder}/shop?port={port}&user={user}&password={password}&"));
}

#[test]
fn tables() {
    let Some(port) = offered("TEST_POSTGRES_PORT") else { return };
    let password = offered("TEST_POSTGRES_PASSWORD").unwrap();
    let login =
        format!("\"engine\":\"postgres\",\"username\":\"shop\",\"password\":\"{password}\",\"dbname\":\"shop\"");
    goes(
        &format!("{{{login},\"host\":\"127.0.0.1\",\"port\":{port},\"options\":{{\"sslmode\":\"disable\"}}}}"),
        false,
        true,
    );
}

#[test]
fn settings_of_the_session() {
    let Some(url) = offered("TEST_POSTGRES_URL") else { return };
    let url = format!(
        "{url}?application_name=shop%20web&options=-c%20shop.one%3Da%5C%20b&options[shop.two]=c%20d%5Ce\
         &statement-cache-capacity=1&client_encoding=utf8"
    );
    run(async {
        let mut connection = connect(&url).await.unwrap();
        let found: (String, String, String) = sqlx::query_as(
            "select current_setting('application_name'), current_setting('shop.one'), current_setting('shop.two')",
        )
        .fetch_one(&mut connection)
        .await
        .unwrap();
        assert_eq!(found, ("shop web".to_owned(), "a b".to_owned(), "c d\\e".to_owned()));
    });
}

#[test]
fn refusals_are_silent() {
    let Some(url) = offered("TEST_POSTGRES_URL") else { return };
    fails(&wrong(&url), "password authentication failed");
    fails(&wrong(&offered("TEST_POSTGRES_TLS_URL").unwrap()), "password authentication failed");
    fails(&dead(&url), "Connection refused");
    fails(&url.replace("@127.0.0.1:", "@no-such-host.invalid:"), "lookup");
}
