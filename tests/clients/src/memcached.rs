//! Memcached. Its clients have no type of options: they take the URL as text, or an address.

use memcache::Client;
use tactful::{CacheBackend, CacheUrl, ExposeSecret as _};

use crate::servers::offered;
use crate::support::{cache, unique};

/// Writes a key and reads it.
#[track_caller]
fn goes(url: &CacheUrl, address: &str) {
    assert_eq!(url.backend(), CacheBackend::Memcached);
    let client = Client::connect(address).unwrap();
    let key = unique("key").replace(' ', "-");
    client.set(&key, "written", 60).unwrap();
    assert_eq!(client.get::<String>(&key).unwrap().as_deref(), Some("written"));
}

#[test]
fn tcp() {
    let Some(url) = offered("TEST_MEMCACHED_URL") else { return };
    // This client knows one of its schemes.
    let url = cache(&url.replace("memcached:", "memcache:"));
    goes(&url, url.expose_url().expose_secret());
    let [host] = url.hosts() else { panic!("one host") };
    goes(&url, &format!("memcache://{}:{}?timeout=5", host.host(), host.port().or(url.default_port()).unwrap()));
}

#[test]
fn sockets() {
    let Some(url) = offered("TEST_MEMCACHED_SOCKET_URL") else { return };
    let url = cache(&url);
    goes(&url, &format!("memcache://{}", url.socket().unwrap().display()));
}
