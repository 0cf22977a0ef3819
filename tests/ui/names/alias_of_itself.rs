use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(alias = "port")]
    port: u16,
    #[settings(env = "HOST", alias(env = "HOST"))]
    host: String,
    #[settings(alias = "old", deprecated_alias = "old")]
    path: String,
}

fn main() {}
