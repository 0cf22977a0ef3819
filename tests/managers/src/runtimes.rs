//! A load outside of tokio and inside each kind of its runtimes; cancelled; and what it leaves behind.

use std::future::Future;
use std::time::Duration;

use tactful::{Context, Loader, Managed, Settings};
use tokio::runtime::{Builder, Handle, Runtime};

use crate::support::{DOCUMENT, Shop, Table};

fn loader() -> Loader<Shop> {
    let table = Table::new([("shop", DOCUMENT)]).slow(Duration::from_millis(20));
    Shop::loader().context(Context::from_pairs([("A", "b")])).push(Managed::document(table, "shop"))
}

fn load() -> bool {
    loader().load().is_ok()
}

fn current() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn multi() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

#[test]
fn load_works_anywhere() {
    assert!(load());
    // Without drivers: the load must not rest on the caller's.
    assert!(Builder::new_current_thread().build().unwrap().block_on(async { load() }));
    for runtime in [current(), multi()] {
        assert!(runtime.block_on(async { load() }));
        assert!(runtime.block_on(async { tokio::spawn(async { load() }).await.unwrap() }));
        assert!(runtime.block_on(async { tokio::task::spawn_blocking(load).await.unwrap() }));
        let local = tokio::task::LocalSet::new();
        assert!(local.block_on(&runtime, async { tokio::task::spawn_local(async { load() }).await.unwrap() }));
    }
}

#[test]
fn load_async_works_in_every_runtime() {
    for runtime in [current(), multi()] {
        runtime.block_on(async { loader().load_async().await.unwrap() });
        // The future may move between threads.
        runtime.block_on(async { tokio::spawn(async { loader().load_async().await.unwrap() }).await.unwrap() });
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async { loader().load_async().await.unwrap() });
        assert_eq!(runtime.metrics().num_alive_tasks(), 0);
    }
}

/// Polls a future by hand, as an executor that is not tokio's does.
fn polled_by_others<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

#[test]
fn load_async_elsewhere_says_what_it_needs() {
    let error = polled_by_others(loader().load_async()).unwrap_err();
    let text = crate::support::failed(&error);
    assert_eq!(crate::support::codes(&error), ["source.misconfigured secret managers"], "{text}");
    assert!(text.contains("poll load_async()"), "{text}");
    // Where there is nothing to wait for, any executor will do.
    let context = Context::from_pairs([("SHOP_SECRET_KEY", "c4n4ry"), ("SHOP_STRIPE_SECRET_KEY", "c4n4ry")]);
    polled_by_others(Shop::loader().context(context).load_async()).unwrap();
}

#[test]
fn load_async_can_be_cancelled() {
    for runtime in [current(), multi()] {
        runtime.block_on(async {
            let table = Table::new([("shop", DOCUMENT)]).slow(Duration::from_secs(3_600));
            let asked = table.asked();
            let loader =
                Shop::loader().context(Context::from_pairs([("A", "b")])).push(Managed::document(table, "shop"));
            let cancelled = tokio::time::timeout(Duration::from_millis(100), loader.load_async()).await;
            assert!(cancelled.is_err());
            assert_eq!(asked.lock().unwrap().len(), 1, "it was under way");
            assert_eq!(Handle::current().metrics().num_alive_tasks(), 0);
        });
    }
}

/// How many threads and open files this process has.
#[cfg(target_os = "linux")]
fn belongings() -> (usize, usize) {
    let count = |folder| std::fs::read_dir(folder).map(Iterator::count).unwrap_or_default();
    (count("/proc/self/task"), count("/proc/self/fd"))
}

/// What the child does; nothing in a run of the tests.
#[cfg(target_os = "linux")]
#[test]
fn child() {
    if std::env::var_os("TACTFUL_CHILD").is_none() {
        return;
    }
    assert!(load());
    let before = belongings();
    for _ in 0..20 {
        assert!(load());
    }
    let error = loader().deadline(Duration::from_millis(1)).load().unwrap_err();
    assert_eq!(error.exit_code(), 75, "{error}");
    assert_eq!(belongings(), before);
    let stores = stores();
    for pairs in &stores {
        let load = || Shop::loader().context(Context::from_pairs(pairs.iter().cloned())).load().unwrap();
        // What a client keeps for the whole process comes with its first use.
        load();
        let before = belongings();
        for _ in 0..5 {
            load();
        }
        assert_eq!(belongings(), before, "{pairs:?}");
    }
    println!("{} stores", stores.len());
}

/// References to each store that runs, and what its client has to know.
#[cfg(target_os = "linux")]
fn stores() -> Vec<Vec<(&'static str, String)>> {
    let of = |name: &str| std::env::var(name).ok();
    let referring = |reference: &str| {
        ["SHOP_SECRET_KEY", "SHOP_STRIPE_SECRET_KEY"].map(|name| (name, format!("ref+{reference}"))).to_vec()
    };
    let mut stores = Vec::new();
    if let (Some(address), Some(token)) = (of("TEST_VAULT_ADDR"), of("TEST_VAULT_SHOP_TOKEN")) {
        let mut pairs = referring("vault://secret/shop/production#/SECRET_KEY");
        pairs.extend([("VAULT_ADDR", address), ("VAULT_TOKEN", token)]);
        stores.push(pairs);
    }
    if let (Some(address), Some(region)) = (of("TEST_AWS_MOTO"), of("TEST_AWS_REGION")) {
        let mut pairs = referring("awssecrets://shop/plain");
        pairs.extend([("AWS_ENDPOINT_URL", address), ("AWS_REGION", region)]);
        pairs.extend(
            [("AWS_ACCESS_KEY_ID", "AKIAINVENTED00000042"), ("AWS_SECRET_ACCESS_KEY", "c4n4ry")]
                .map(|(name, value)| (name, value.to_owned())),
        );
        stores.push(pairs);
    }
    if let (Some(endpoint), Some(key)) = (of("TEST_GCP_FAKE"), of("TEST_GCP_CREDENTIALS")) {
        let mut pairs = referring("gcpsecrets://shop-project/shop-plain");
        pairs.extend([("GCP_SECRETMANAGER_ENDPOINT", endpoint), ("GOOGLE_APPLICATION_CREDENTIALS", key)]);
        stores.push(pairs);
    }
    if let Some(vault) = of("TEST_AZURE_VAULT_URL") {
        let mut pairs = referring("azurekeyvault:///SECRET-KEY");
        pairs.push(("AZURE_VAULT_URL", vault));
        for (name, offered) in [
            ("AZURE_AUTHORITY_HOST", "TEST_AZURE_AUTHORITY"),
            ("AZURE_TENANT_ID", "TEST_AZURE_TENANT_ID"),
            ("AZURE_CLIENT_ID", "TEST_AZURE_CLIENT_ID"),
            ("AZURE_CLIENT_SECRET", "TEST_AZURE_CLIENT_SECRET"),
            ("AZURE_CA_BUNDLE", "TEST_CA_FILE"),
        ] {
            pairs.extend(of(offered).map(|value| (name, value)));
        }
        stores.push(pairs);
    }
    stores
}

/// In a process of its own: other tests have threads and sockets.
#[cfg(target_os = "linux")]
#[test]
fn load_leaves_no_thread_and_no_socket() {
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["runtimes::child", "--exact", "--test-threads=1"])
        .env("TACTFUL_CHILD", "1")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && told.contains("1 passed"), "{told}");
}
