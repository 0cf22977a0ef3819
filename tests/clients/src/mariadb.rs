//! `MariaDB` by sqlx.

use sqlx::mysql::MySqlConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, MySqlConnection};

use crate::servers::offered;
use crate::support::{by_address, database, dead, other_authority, run, silent, unique, wrong};

async fn connect(url: &str) -> Result<MySqlConnection, sqlx::Error> {
    MySqlConnectOptions::try_from(&database(url)).unwrap().connect().await
}

/// Writes a row and reads it, and asks the server whether the connection is encrypted and whom it takes the client for.
#[track_caller]
fn goes(url: &str, encrypted: bool, user: &str) {
    run(async {
        let mut connection = connect(url).await.unwrap();
        let body = unique("sqlx");
        let written =
            sqlx::query("insert into notes (body) values (?)").bind(&body).execute(&mut connection).await.unwrap();
        let found: String = sqlx::query_scalar("select body from notes where id = ?")
            .bind(written.last_insert_id())
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(found, body);
        let (_, version): (String, String) =
            sqlx::query_as("show session status like 'Ssl_version'").fetch_one(&mut connection).await.unwrap();
        assert_eq!(!version.is_empty(), encrypted, "{version}");
        let found: (String, String) =
            sqlx::query_as("select current_user(), database()").fetch_one(&mut connection).await.unwrap();
        assert_eq!(found, (user.to_owned(), "shop".to_owned()));
        connection.close().await.unwrap();
    });
}

#[track_caller]
fn fails(url: &str, says: &str) {
    let password = offered("TEST_MARIADB_PASSWORD").unwrap();
    let error = run(connect(url)).err().unwrap_or_else(|| panic!("it goes, and should not: {says}"));
    silent(&error, says, &password);
}

#[test]
fn tcp() {
    let Some(url) = offered("TEST_MARIADB_URL") else { return };
    goes(&format!("{url}?ssl-mode=DISABLED"), false, "shop@127.0.0.1");
    // By itself sqlx prefers TLS, as the clients of MySQL do.
    goes(&url, true, "shop@127.0.0.1");
    goes(&url.replace("mysql:", "mariadb:"), true, "shop@127.0.0.1");
}

#[test]
fn tls_verified() {
    let Some(url) = offered("TEST_MARIADB_TLS_URL") else { return };
    assert!(url.contains("ssl-mode=VERIFY_IDENTITY"));
    goes(&url, true, "shop@127.0.0.1");
    let authorities = [offered("TEST_CA_FILE").unwrap(), offered("TEST_OTHER_CA_FILE").unwrap()];
    let authorities = authorities.each_ref().map(String::as_str);
    fails(&by_address(&url), "certificate");
    fails(&other_authority(&url, authorities), "certificate");
    goes(&url.replace("VERIFY_IDENTITY", "VERIFY_CA"), true, "shop@127.0.0.1");
    goes(&other_authority(&url.replace("VERIFY_IDENTITY", "REQUIRED"), authorities), true, "shop@127.0.0.1");
}

#[test]
fn sockets() {
    let Some(url) = offered("TEST_MARIADB_SOCKET_URL") else { return };
    let socket = offered("TEST_MARIADB_SOCKET").unwrap();
    let (login, _) = url.strip_prefix("mysql://").unwrap().rsplit_once('@').unwrap();
    let encoded = socket.replace('/', "%2F");
    goes(&format!("{url}&ssl-mode=DISABLED"), false, "shop@localhost");
    goes(&format!("mysql://{login}@localhost/shop?unix_socket={socket}&ssl-mode=DISABLED"), false, "shop@localhost");
    goes(&format!("mysql://{login}@/shop?socket={socket}&ssl-mode=DISABLED"), false, "shop@localhost");
    goes(&format!("mysql://{login}@{encoded}/shop?ssl-mode=DISABLED"), false, "shop@localhost");
    goes(&format!("mysql://{login}@/{socket}/shop?ssl-mode=DISABLED"), false, "shop@localhost");
}

#[test]
fn settings_of_the_session() {
    let Some(url) = offered("TEST_MARIADB_URL") else { return };
    let url = format!("{url}?charset=utf8mb4&collation=utf8mb4_bin&timezone=%2B01:00&statement-cache-capacity=1");
    run(async {
        let mut connection = connect(&url).await.unwrap();
        let found: (String, String, String) =
            sqlx::query_as("select @@character_set_client, @@collation_connection, @@time_zone")
                .fetch_one(&mut connection)
                .await
                .unwrap();
        assert_eq!(found, ("utf8mb4".to_owned(), "utf8mb4_bin".to_owned(), "+01:00".to_owned()));
    });
}

#[test]
fn refusals_are_silent() {
    let Some(url) = offered("TEST_MARIADB_URL") else { return };
    fails(&wrong(&url), "Access denied");
    fails(&wrong(&offered("TEST_MARIADB_TLS_URL").unwrap()), "Access denied");
    fails(&dead(&url), "Connection refused");
    fails(&url.replace("@127.0.0.1:", "@no-such-host.invalid:"), "lookup");
}
