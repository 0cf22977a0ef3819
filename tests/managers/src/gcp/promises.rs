//! What a load costs, and what is left when it is over.

use std::time::Duration;

use tactful::{Context, ExposeSecret, SecretString, Settings, Stack};
use tactful_faults::{Answer, FaultServer};
use tokio::runtime::Handle;

use super::{Key, Place};

/// As many keys as a reference each can have.
macro_rules! many {
    ($($key:ident)*) => {
        #[derive(Debug, Settings)]
        #[settings(crate = tactful)]
        struct Many {
            $($key: SecretString,)*
        }

        const KEYS: &[&str] = &[$(stringify!($key)),*];

        impl Many {
            fn values(&self) -> Vec<&str> {
                vec![$(self.$key.expose_secret()),*]
            }
        }
    };
}
many! {
    m00 m01 m02 m03 m04 m05 m06 m07 m08 m09 m10 m11 m12 m13 m14 m15 m16 m17 m18 m19
    m20 m21 m22 m23 m24 m25 m26 m27 m28 m29 m30 m31 m32 m33 m34 m35 m36 m37 m38 m39
}

fn references() -> Vec<(String, String)> {
    let reference = |number: usize| format!("ref+gcpsecrets://shop-project/many-{number:03}");
    KEYS.iter().enumerate().map(|(number, key)| (key.to_uppercase(), reference(number))).collect()
}

#[test]
fn gcp_many_secrets_cost_a_request_each() {
    let Some(place) = Place::offered() else { return };
    place.control("POST", "reset?path=many-0", "");
    let pairs = place.account().into_iter().map(|(key, text)| (key.to_owned(), text.to_owned()));
    let context = Context::from_pairs(references().into_iter().chain(pairs));
    let many = Many::loader().context(context).load().unwrap();
    let expected: Vec<String> = (0..KEYS.len()).map(|number| format!("c4n4ry-gcp-many-{number:03}")).collect();
    assert_eq!(many.values(), expected);
    for number in 0..KEYS.len() {
        assert_eq!(place.asked_for(&format!("many-{number:03}")), 1);
    }
}

/// Polls until nothing runs any more but the test itself.
async fn settled(before: usize) -> usize {
    for _ in 0..200 {
        if Handle::current().metrics().num_alive_tasks() <= before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Handle::current().metrics().num_alive_tasks()
}

fn threads() -> usize {
    let names = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    names
        .filter(|task| std::fs::read_to_string(task.path().join("comm")).is_ok_and(|name| name.trim() == "gcp-login"))
        .count()
}

#[test]
fn gcp_no_task_is_left() {
    let Some(place) = Place::offered() else { return };
    for credentials in [place.account(), place.machine()] {
        let reference = [("SECRET_KEY", "ref+gcpsecrets://shop-project/shop-SECRET_KEY")];
        let pairs: Vec<_> = credentials.into_iter().chain(reference).collect();
        for threaded in [false, true] {
            let multi_thread = tokio::runtime::Builder::new_multi_thread;
            let mut builder = if threaded { multi_thread() } else { tokio::runtime::Builder::new_current_thread() };
            builder.enable_all().build().unwrap().block_on(async {
                let before = Handle::current().metrics().num_alive_tasks();
                let loader = Key::loader().stack(Stack::standard()).context(Context::from_pairs(pairs.iter().copied()));
                let key = loader.load_async().await.unwrap();
                assert_eq!(key.secret_key.expose_secret(), "c4n4ry-gcp-secret-key");
                assert_eq!(settled(before).await, before);
            });
        }
    }
}

#[test]
fn gcp_what_is_dropped_is_over() {
    let silent = FaultServer::start().unwrap();
    silent.respond(|_| {
        std::thread::sleep(Duration::from_millis(500));
        Answer::unavailable()
    });
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("user.json");
    let url = silent.url("/token");
    let user = format!(
        r#"{{"type": "authorized_user", "client_id": "id", "client_secret": "c4n4ry", "refresh_token": "c4n4ry", "token_uri": "{url}"}}"#
    );
    std::fs::write(&file, user).unwrap();
    let file = file.to_str().unwrap();
    let metadata = silent.addr().to_string();
    for credentials in [("GOOGLE_APPLICATION_CREDENTIALS", file), ("GCE_METADATA_HOST", &*metadata)] {
        let pairs = [credentials, ("SECRET_KEY", "ref+gcpsecrets://shop-project/shop")];
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let before = Handle::current().metrics().num_alive_tasks();
            let loader = Key::loader().context(Context::from_pairs(pairs));
            // It is in the middle of its login.
            assert!(tokio::time::timeout(Duration::from_millis(150), loader.load_async()).await.is_err());
            assert_eq!(threads(), 0);
            assert_eq!(settled(before).await, before);
        });
    }
}
