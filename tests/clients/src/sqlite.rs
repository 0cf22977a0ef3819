//! `SQLite` by sqlx.

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

use crate::support::{database, run, unique};

/// Writes a row through one connection of a pool and reads it through another.
#[track_caller]
fn goes(url: &str) {
    let options = SqliteConnectOptions::try_from(&database(url)).unwrap();
    run(async {
        let pool = SqlitePoolOptions::new().min_connections(2).max_connections(2).connect_with(options).await.unwrap();
        let (mut one, mut other) = (pool.acquire().await.unwrap(), pool.acquire().await.unwrap());
        sqlx::query("create table if not exists notes (body text not null)").execute(&mut *one).await.unwrap();
        let body = unique("sqlx");
        sqlx::query("insert into notes (body) values (?)").bind(&body).execute(&mut *one).await.unwrap();
        let found: String = sqlx::query_scalar("select body from notes where body = ?")
            .bind(&body)
            .fetch_one(&mut *other)
            .await
            .unwrap();
        assert_eq!(found, body);
    });
}

fn connect(url: &str) -> Result<SqliteConnectOptions, String> {
    let options = SqliteConnectOptions::try_from(&database(url)).unwrap();
    let pool = run(SqlitePoolOptions::new().connect_with(options.clone()));
    pool.map(|_| options).map_err(|error| error.to_string())
}

#[test]
fn files() {
    let folder = tempfile::tempdir().unwrap();
    // `sqlite:///` and a path that begins with a slash.
    let place = format!("sqlite:///{}", folder.path().display());
    goes(&format!("{place}/shop.db?mode=rwc"));
    goes(&format!("{place}/shop.db"));
    goes(&format!("{place}/100%25%20%3F%23.db?mode=rwc"));
    let names: Vec<_> = folder.path().read_dir().unwrap().map(|file| file.unwrap().file_name()).collect();
    assert!(names.iter().any(|name| name == "100% ?#.db"), "{names:?}");
    assert!(connect(&format!("{place}/missing.db")).unwrap_err().contains("unable to open"));
    assert!(!folder.path().join("missing.db").exists());
}

#[test]
fn read_only() {
    let folder = tempfile::tempdir().unwrap();
    let place = format!("sqlite:///{}/shop.db", folder.path().display());
    goes(&format!("{place}?mode=rwc"));
    let options = SqliteConnectOptions::try_from(&database(&format!("{place}?mode=ro"))).unwrap();
    run(async {
        let pool = SqlitePoolOptions::new().connect_with(options).await.unwrap();
        let error = sqlx::query("insert into notes (body) values ('x')").execute(&pool).await.unwrap_err();
        assert!(error.to_string().contains("readonly"), "{error}");
    });
}

#[test]
fn memory() {
    for url in ["sqlite://", "sqlite:///", "sqlite::memory:", "sqlite://:memory:", "sqlite:///:memory:"] {
        goes(url);
    }
}
