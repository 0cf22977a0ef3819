//! The schemes of databases.

use crate::options::{Known, Takes};
use crate::scheme::Row;

/// What speaks at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DatabaseEngine {
    /// `PostgreSQL`, with `PostGIS` or Timescale or without.
    Postgres,
    /// `CockroachDB`, which speaks as Postgres does.
    Cockroach,
    /// Amazon Redshift, which speaks as Postgres does.
    Redshift,
    /// `MySQL`.
    MySql,
    /// `MariaDB`, which speaks as `MySQL` does.
    MariaDb,
    /// `SQLite`, with `SpatiaLite` or without.
    Sqlite,
    /// Oracle.
    Oracle,
    /// Microsoft SQL Server.
    SqlServer,
    /// LDAP.
    Ldap,
    /// `MongoDB`.
    MongoDb,
}

impl DatabaseEngine {
    /// Whether clients of Postgres can talk to it.
    pub const fn speaks_postgres(self) -> bool {
        matches!(self, Self::Postgres | Self::Cockroach | Self::Redshift)
    }

    /// Whether clients of `MySQL` can talk to it.
    pub const fn speaks_mysql(self) -> bool {
        matches!(self, Self::MySql | Self::MariaDb)
    }
}

/// A row of the table.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Scheme {
    pub(super) name: &'static str,
    pub(super) engine: DatabaseEngine,
    pub(super) port: Option<u16>,
}

impl Row for Scheme {
    fn scheme(&self) -> &'static str {
        self.name
    }
}

const fn row(name: &'static str, engine: DatabaseEngine, port: u16) -> Scheme {
    Scheme { name, engine, port: if port == 0 { None } else { Some(port) } }
}

/// The one scheme whose ports a name server knows.
pub(super) const MONGODB_SRV: &str = "mongodb+srv";

/// Every scheme. The first spellings of an engine are those that an error should name first.
pub(super) static SCHEMES: &[Scheme] = &[
    row("postgres", DatabaseEngine::Postgres, 5432),
    row("postgresql", DatabaseEngine::Postgres, 5432),
    row("psql", DatabaseEngine::Postgres, 5432),
    row("pgsql", DatabaseEngine::Postgres, 5432),
    row("postgis", DatabaseEngine::Postgres, 5432),
    row("timescale", DatabaseEngine::Postgres, 5432),
    row("cockroachdb", DatabaseEngine::Cockroach, 26257),
    row("redshift", DatabaseEngine::Redshift, 5439),
    row("mysql", DatabaseEngine::MySql, 3306),
    row("mysql2", DatabaseEngine::MySql, 3306),
    row("mysql-connector", DatabaseEngine::MySql, 3306),
    row("mysqlgis", DatabaseEngine::MySql, 3306),
    row("mariadb", DatabaseEngine::MariaDb, 3306),
    row("sqlite", DatabaseEngine::Sqlite, 0),
    row("spatialite", DatabaseEngine::Sqlite, 0),
    row("oracle", DatabaseEngine::Oracle, 1521),
    row("mssql", DatabaseEngine::SqlServer, 1433),
    row("sqlserver", DatabaseEngine::SqlServer, 1433),
    row("pyodbc", DatabaseEngine::SqlServer, 1433),
    row("ldap", DatabaseEngine::Ldap, 389),
    row("ldaps", DatabaseEngine::Ldap, 636),
    row("mongodb", DatabaseEngine::MongoDb, 27017),
    row(MONGODB_SRV, DatabaseEngine::MongoDb, 0),
    row("prometheus_postgresql", DatabaseEngine::Postgres, 5432),
    row("prometheus_postgis", DatabaseEngine::Postgres, 5432),
    row("prometheus_mysql", DatabaseEngine::MySql, 3306),
    row("prometheus_sqlite", DatabaseEngine::Sqlite, 0),
    row("prometheus_spatialite", DatabaseEngine::Sqlite, 0),
];

/// The options that are typed.
pub(super) const KNOWN: &[Known] = &[
    ("conn_max_age", &[], Takes::MaxAge),
    ("conn_health_checks", &[], Takes::Bool),
    ("atomic_requests", &[], Takes::Bool),
    ("autocommit", &[], Takes::Bool),
    ("disable_server_side_cursors", &[], Takes::Bool),
    ("sslmode", &["ssl-mode", "ssl_mode"], Takes::SslMode),
];
