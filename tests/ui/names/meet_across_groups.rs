use tactful::Settings;

#[derive(Settings)]
struct Database {
    url: String,
}

#[derive(Settings)]
struct Shop {
    #[settings(nested)]
    database: Database,
    #[settings(env = "DATABASE_URL")]
    main: String,
}

fn main() {}
