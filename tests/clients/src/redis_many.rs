//! Redis, a cluster and sentinels.

use redis::Commands as _;
use redis::cluster::{ClusterClientBuilder, ClusterConnection};
use redis::sentinel::SentinelClientBuilder;

use crate::redis::goes;
use crate::servers::offered;
use crate::support::{cache, silent, unique, wrong};

fn cluster(url: &str) -> redis::RedisResult<ClusterConnection> {
    ClusterClientBuilder::try_from(&cache(url)).unwrap().build()?.get_connection()
}

fn sentinel(url: &str) -> redis::RedisResult<redis::Connection> {
    SentinelClientBuilder::try_from(&cache(url)).unwrap().build()?.get_connection()
}

#[test]
fn a_cluster() {
    let Some(url) = offered("TEST_REDIS_CLUSTER_URL") else { return };
    let password = offered("TEST_REDIS_CLUSTER_PASSWORD").unwrap();
    // A node that is dead does not matter as long as another lives.
    for url in [url.clone(), url.replace("@127.0.0.1:", "@127.0.0.1:1,127.0.0.1:"), format!("{url}?protocol=3")] {
        let mut connection = cluster(&url).unwrap();
        let key = unique("key");
        let _: () = connection.set_ex(&key, "written", 60).unwrap();
        assert_eq!(connection.get::<_, String>(&key).unwrap(), "written");
        // What no server outside a cluster answers.
        let slot: u32 = redis::cmd("CLUSTER").arg("KEYSLOT").arg(&key).query(&mut connection).unwrap();
        assert!(slot < 16384);
    }
    let Err(error) = cluster(&wrong(&url)) else { panic!("a wrong password is taken") };
    silent(&error, "authentication failed", &password);
}

#[test]
fn sentinels() {
    let Some(url) = offered("TEST_REDIS_SENTINEL_URL") else { return };
    let [password, sentinels] =
        ["TEST_REDIS_PASSWORD", "TEST_REDIS_SENTINEL_PASSWORD"].map(|name| offered(name).unwrap());
    goes(sentinel(&url).unwrap(), "default", 3);
    goes(sentinel(&url.replace("@127.0.0.1:", "@127.0.0.1:1,127.0.0.1:")).unwrap(), "default", 3);

    let (place, _) = url.split_once("sentinel_password=").unwrap();
    for (url, says) in [
        (wrong(&url), "authentication failed"),
        (format!("{place}sentinel_password=wr0ng-c4n4ry"), "authentication failed"),
        (url.replace("/primary/", "/other/"), "Master with given name not found"),
    ] {
        let Err(error) = sentinel(&url) else { panic!("it goes, and should not: {says}") };
        silent(&error, says, &password);
        silent(&error, says, &sentinels);
    }
}
