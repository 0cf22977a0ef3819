use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(alias(key = "old"))]
    port: u16,
    #[settings(alias("old"))]
    host: String,
    #[settings(deprecated_alias(env = OLD_PATH))]
    path: String,
    #[settings(alias(env = "A", env = "B"))]
    workers: u16,
}

fn main() {}
