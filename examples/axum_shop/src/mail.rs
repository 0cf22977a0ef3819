//! Confirmations, to wherever `EMAIL_URL` says.

use std::error::Error;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use tactful::{EmailTransport, EmailUrl};

use crate::orders::Order;

pub(crate) struct Mailer {
    from: Mailbox,
    way: Way,
    timeout: Duration,
}

enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    File(AsyncFileTransport<Tokio1Executor>),
    Console,
    Nowhere,
}

impl Mailer {
    pub(crate) fn new(url: &EmailUrl, from: &str, timeout: Duration) -> Result<Self, Box<dyn Error>> {
        let way = match url.transport() {
            EmailTransport::Smtp => Way::Smtp(AsyncSmtpTransport::try_from(url)?),
            EmailTransport::File(_) => Way::File(AsyncFileTransport::try_from(url)?),
            EmailTransport::Console => Way::Console,
            _ => Way::Nowhere,
        };
        Ok(Self { from: from.parse()?, way, timeout })
    }

    /// Whether the server answers; ways without a server are always well.
    pub(crate) async fn check(&self) -> Result<(), Box<dyn Error + Send + Sync>> {
        let Way::Smtp(server) = &self.way else { return Ok(()) };
        let is_well = tokio::time::timeout(self.timeout, server.test_connection()).await??;
        if is_well { Ok(()) } else { Err("the server does not say that it is well".into()) }
    }

    pub(crate) async fn confirm(&self, order: &Order) -> Result<(), Box<dyn Error + Send + Sync>> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(order.email.parse()?)
            .subject(format!("Your order {}", order.id))
            .body(format!("Thank you. We send you: {}\n", order.item))?;
        tokio::time::timeout(self.timeout, async {
            match &self.way {
                Way::Smtp(server) => drop(server.send(message).await?),
                Way::File(folder) => drop(folder.send(message).await?),
                Way::Console => {
                    let text = String::from_utf8_lossy(&message.formatted()).into_owned();
                    tracing::info!(to = %order.email, "mail: {text}");
                }
                Way::Nowhere => {}
            }
            Ok(())
        })
        .await?
    }
}
