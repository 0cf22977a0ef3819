//! Orders that were looked up, remembered for a minute.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, AsyncConnectionConfig, Client, ConnectionInfo, RedisError};
use tactful::RedisUrl;

use crate::orders::Order;

const SECONDS: u64 = 60;

pub(crate) struct Cache {
    client: Client,
    timeout: Duration,
}

impl Cache {
    pub(crate) fn new(url: &RedisUrl, timeout: Duration) -> Result<Self, Box<dyn std::error::Error>> {
        let client = Client::open(ConnectionInfo::try_from(url)?)?;
        Ok(Self { client, timeout })
    }

    async fn connect(&self) -> Result<MultiplexedConnection, RedisError> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.timeout))
            .set_response_timeout(Some(self.timeout));
        self.client.get_multiplexed_async_connection_with_config(&config).await
    }

    pub(crate) async fn ping(&self) -> Result<(), RedisError> {
        redis::cmd("PING").exec_async(&mut self.connect().await?).await
    }

    /// A cache that does not answer is as good as an empty one.
    pub(crate) async fn get(&self, id: i64) -> Option<Order> {
        let found: Result<Option<String>, RedisError> = async { self.connect().await?.get(Self::key(id)).await }.await;
        match found {
            Ok(found) => serde_json::from_str(&found?).ok(),
            Err(error) => {
                tracing::warn!(%error, "the cache does not answer");
                None
            }
        }
    }

    pub(crate) async fn put(&self, order: &Order) {
        let Ok(text) = serde_json::to_string(order) else { return };
        let put: Result<(), RedisError> =
            async { self.connect().await?.set_ex(Self::key(order.id), text, SECONDS).await }.await;
        if let Err(error) = put {
            tracing::warn!(%error, "the cache does not answer");
        }
    }

    fn key(id: i64) -> String {
        format!("shop:order:{id}")
    }
}
