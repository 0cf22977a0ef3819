use std::collections::BTreeMap;

use tactful::Settings;

#[derive(Settings)]
struct Pool {
    #[settings(alias(env = "POOL_SIZE"))]
    size: u16,
}

#[derive(Settings)]
struct Database {
    #[settings(nested)]
    pool: Pool,
}

#[derive(Settings)]
struct Shop {
    #[settings(nested)]
    databases: BTreeMap<String, Database>,
}

fn main() {}
