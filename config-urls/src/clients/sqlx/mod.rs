//! `sqlx`: one module for each of its databases, behind a feature of its own.

#[cfg(feature = "sqlx-mysql")]
mod mysql;
#[cfg(feature = "sqlx-postgres")]
mod postgres;
#[cfg(feature = "sqlx-sqlite")]
mod sqlite;

/// The client, as errors name it.
const CLIENT: &str = "sqlx";

#[cfg(any(feature = "sqlx-postgres", feature = "sqlx-mysql"))]
const STATEMENT_CACHE: &[&str] = &["statement-cache-capacity", "statement_cache_capacity"];
