//! A web shop: axum, Postgres, Redis and mail, all of them settings of one struct.
//!
//! ```text
//! DATABASE_URL=postgres://shop:secret@localhost/shop cargo run --package axum_shop
//! curl localhost:8000/healthz
//! ```

mod cache;
mod health;
mod mail;
mod orders;
mod settings;

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use tactful::Settings;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use cache::Cache;
use mail::Mailer;
use settings::AppSettings;

/// What every request may use.
struct Shop {
    database: PgPool,
    cache: Option<Cache>,
    mailer: Mailer,
}

impl Shop {
    /// Makes the clients. Nothing is connected yet: a shop whose database is still starting starts too.
    fn new(settings: &AppSettings) -> Result<Self, Box<dyn Error>> {
        let database = PgPoolOptions::new()
            .acquire_timeout(settings.backend_timeout)
            .connect_lazy_with(PgConnectOptions::try_from(&settings.database_url)?);
        let cache = settings.redis_url.as_ref().map(|url| Cache::new(url, settings.backend_timeout)).transpose()?;
        let mailer = Mailer::new(&settings.email_url, &settings.mail_from, settings.backend_timeout)?;
        Ok(Self { database, cache, mailer })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_default_env()).with_writer(std::io::stderr).init();
    // Every problem at once, and exit status 78.
    let settings = AppSettings::load_or_exit();
    tracing::info!(?settings, "starting");

    let shop = Arc::new(Shop::new(&settings)?);
    let routes = Router::new()
        .route("/healthz", get(health::check))
        .route("/orders", post(orders::place))
        .route("/orders/{id}", get(orders::show))
        .with_state(shop);
    let listener = TcpListener::bind(settings.listen).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    axum::serve(listener, routes).with_graceful_shutdown(stopped()).await?;
    Ok(())
}

/// Ends when the process is asked to stop; requests under way are answered first.
async fn stopped() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! { _ = interrupted => {} _ = terminated => {} }
}
