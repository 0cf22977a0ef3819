use tactful::Settings;

#[derive(Settings)]
#[settings(prefix = "SHOP", profiles = ["production"], file = "settings.toml")]
enum Level {
    Low,
    High,
}

fn main() {}
