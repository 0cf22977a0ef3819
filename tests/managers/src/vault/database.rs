//! Logins of a database that are made for one load.

use tactful::{ExposeSecret as _, SecretString, Settings, Vault};
use tactful_faults::FaultProxy;
use tokio_postgres::{Config, NoTls};

use super::{fails, load, load_pairs, server, with};
use crate::servers::offered;

#[derive(Debug, Settings)]
#[settings(crate = tactful)]
struct Login {
    username: String,
    password: SecretString,
}

impl Login {
    /// Logs in to the database, and reads what its login may read.
    #[track_caller]
    fn works(&self) {
        let port = offered("TEST_POSTGRES_PORT").unwrap().parse().unwrap();
        let mut config = Config::new();
        config.host("127.0.0.1").port(port).dbname("shop").user(&self.username).password(self.password.expose_secret());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let body: String = runtime.block_on(async {
            let (client, connection) = config.connect(NoTls).await.unwrap();
            tokio::spawn(connection);
            client.query_one("select body from notes limit 1", &[]).await.unwrap().get(0)
        });
        assert_eq!(body, "seeded");
    }
}

#[test]
fn a_login_is_lent_and_works() {
    let Some((_, root)) = server() else { return };
    let (login, report) = load::<Login>(&root, Vault::database("shop")).unwrap();
    assert!(login.username.starts_with("v-"), "{}", login.username);
    login.works();
    assert!(!format!("{report}").contains(login.password.expose_secret()));
    let (other, _) = load::<Login>(&root, Vault::database("short")).unwrap();
    assert_ne!(login.username, other.username);
    other.works();
    let pairs = with(&root, &[("SETTINGS_MANAGERS", "vault://database/creds/shop")]);
    load_pairs::<Login>(&pairs).unwrap().0.works();
}

#[test]
fn two_references_share_one_lease() {
    let Some((address, root)) = server() else { return };
    let proxy = FaultProxy::start(address.strip_prefix("http://").unwrap().parse().unwrap()).unwrap();
    let address = format!("http://{}", proxy.addr());
    // What does not say its engine is tried as KV 2, and looked up.
    for (options, requests) in [("", 3), ("?engine=database", 1), ("?engine=logical", 1)] {
        let before = proxy.requests().len();
        let pairs = with(
            &root,
            &[
                ("VAULT_ADDR", &address),
                ("USERNAME", &format!("ref+vault://database/creds/shop{options}#/username")),
                ("PASSWORD", &format!("ref+vault://database/creds/shop{options}#/password")),
            ],
        );
        load_pairs::<Login>(&pairs).unwrap().0.works();
        assert_eq!(proxy.requests().len() - before, requests, "{options}");
    }
    // A document and a reference that mean the same login are one, too.
    let before = proxy.requests().len();
    let more = [
        ("VAULT_ADDR", address.as_str()),
        ("PASSWORD", "ref+vault://database/creds/shop?engine=database#/password"),
        ("SETTINGS_ENV_WINS", "PASSWORD"),
    ];
    load::<Login>(&with(&root, &more), Vault::database("shop")).unwrap().0.works();
    assert_eq!(proxy.requests().len() - before, 1);
}

#[test]
fn a_mount_of_its_own_is_told() {
    let Some((_, root)) = server() else { return };
    fails(
        load::<Login>(&root, Vault::database("shop").mount("team/databases")),
        &["nothing is mounted at team/databases"],
    );
}
