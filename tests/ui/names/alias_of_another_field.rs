use tactful::Settings;

#[derive(Settings)]
struct Shop {
    port: u16,
    #[settings(alias = "port")]
    http_port: u16,
    #[settings(env = "HOST")]
    host: String,
    #[settings(deprecated_alias(env = "HOST"))]
    address: String,
}

fn main() {}
