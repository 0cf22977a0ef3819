//! The suite that every manager has to pass, at the stand-in.

use tactful::conformance::{Subject, check, opened};
use tactful::{AzureKeyVault, Context, SecretRequest};

use super::stand_in::{lent, options};
use crate::servers::offered;

fn document(version: u32, timeout: &str, most: u32) -> String {
    format!(
        r#"{{"SECRET_KEY": "c4n4ry-azure-key-{version}", "stripe": {{"secret_key": "sk_c4n4ry_azure_{version}", "timeout": "{timeout}"}}, "max_connections": {most}}}"#
    )
}

#[tokio::test]
async fn it_passes_the_suite() {
    let Some(options) = options() else { return };
    let first = offered("TEST_AZURE_SHOP_FIRST_VERSION").unwrap();
    // 090 on are for tests that make them fail.
    let many = (0..90).map(|number| (format!("many-{number:03}"), format!("c4n4ry-azure-many-{number:03}")));
    let subject = Subject::new("shop", document(2, "45s", 40))
        .second("SECRET-KEY", "c4n4ry-azure-secret-key")
        .missing("nothing")
        .old_version(SecretRequest::new("shop").version(first), document(1, "30s", 20))
        .denied("denied")
        .disabled("disabled")
        .batch(many)
        .secret("c4n4ry".to_owned());
    let manager = opened(&AzureKeyVault::document("x"), &Context::from_pairs(lent(&options))).await.unwrap();
    let verdict = check(manager, &subject).await;
    println!("{verdict}");
    verdict.assert();
}
