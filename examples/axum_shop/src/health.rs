//! `/healthz`: whether each backend answers.

use std::fmt::Display;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Serialize;

use crate::Shop;

#[derive(Debug, Serialize)]
pub(crate) struct Health {
    database: &'static str,
    cache: &'static str,
    mail: &'static str,
}

const WELL: &str = "ok";
const ILL: &str = "does not answer";

/// 200 where all that is configured answers, else 503. What exactly is wrong stands in the log.
pub(crate) async fn check(State(shop): State<Arc<Shop>>) -> (StatusCode, Json<Health>) {
    let database = async { word("database", sqlx::query("SELECT 1").execute(&shop.database).await) };
    let cache = async {
        match &shop.cache {
            Some(cache) => word("cache", cache.ping().await),
            None => "not configured",
        }
    };
    let mail = async { word("mail", shop.mailer.check().await) };
    let (database, cache, mail) = tokio::join!(database, cache, mail);
    let ill = [database, cache, mail].contains(&ILL);
    let status = if ill { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    (status, Json(Health { database, cache, mail }))
}

fn word<T, E: Display>(backend: &str, answer: Result<T, E>) -> &'static str {
    match answer {
        Ok(_) => WELL,
        Err(error) => {
            tracing::warn!(backend, %error, "does not answer");
            ILL
        }
    }
}
