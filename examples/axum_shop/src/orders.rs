//! Orders: placed, kept, confirmed, looked up.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use sqlx::{PgPool, Row};

use crate::Shop;

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Order {
    pub(crate) id: i64,
    pub(crate) item: String,
    pub(crate) email: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Wish {
    item: String,
    email: String,
}

#[derive(Debug, Serialize)]
struct Placed {
    id: i64,
    /// Whether a confirmation is on its way.
    confirmed: bool,
}

/// What goes wrong behind the counter: the log is told, and the customer no more than that.
pub(crate) struct Failure(sqlx::Error);

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        tracing::error!(error = %self.0, "the database does not answer");
        (StatusCode::SERVICE_UNAVAILABLE, "please try again later\n").into_response()
    }
}

/// `POST /orders` with `{"item": .., "email": ..}`
pub(crate) async fn place(State(shop): State<Arc<Shop>>, Json(wish): Json<Wish>) -> Result<Response, Failure> {
    create_table(&shop.database).await?;
    let row = sqlx::query("INSERT INTO shop_orders (item, email) VALUES ($1, $2) RETURNING id")
        .bind(&wish.item)
        .bind(&wish.email)
        .fetch_one(&shop.database)
        .await?;
    let order = Order { id: row.try_get("id")?, item: wish.item, email: wish.email };
    // The order stands, whether or not a mail can be sent.
    let confirmed = match shop.mailer.confirm(&order).await {
        Ok(()) => true,
        Err(error) => {
            tracing::warn!(%error, order = order.id, "no confirmation was sent");
            false
        }
    };
    Ok((StatusCode::CREATED, Json(Placed { id: order.id, confirmed })).into_response())
}

/// `GET /orders/{id}`; `x-cache` says where it came from.
pub(crate) async fn show(State(shop): State<Arc<Shop>>, Path(id): Path<i64>) -> Result<Response, Failure> {
    if let Some(cache) = &shop.cache
        && let Some(order) = cache.get(id).await
    {
        return Ok((from("hit"), Json(order)).into_response());
    }
    create_table(&shop.database).await?;
    let row = sqlx::query("SELECT item, email FROM shop_orders WHERE id = $1")
        .bind(id)
        .fetch_optional(&shop.database)
        .await?;
    let Some(row) = row else { return Ok((StatusCode::NOT_FOUND, "no such order\n").into_response()) };
    let order = Order { id, item: row.try_get("item")?, email: row.try_get("email")? };
    if let Some(cache) = &shop.cache {
        cache.put(&order).await;
    }
    Ok((from("miss"), Json(order)).into_response())
}

fn from(cache: &'static str) -> HeaderMap {
    HeaderMap::from_iter([(axum::http::HeaderName::from_static("x-cache"), HeaderValue::from_static(cache))])
}

/// Two shops that start at once must not make it at once: Postgres lets one of them fail then.
async fn create_table(database: &PgPool) -> Result<(), sqlx::Error> {
    let steps = "BEGIN; SELECT pg_advisory_xact_lock(20261123);
        CREATE TABLE IF NOT EXISTS shop_orders (id BIGSERIAL PRIMARY KEY, item TEXT NOT NULL, email TEXT NOT NULL);
        COMMIT";
    sqlx::raw_sql(steps).execute(database).await.map(drop)
}
