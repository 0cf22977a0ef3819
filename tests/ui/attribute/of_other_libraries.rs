use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(required)]
    port: u16,
    #[settings(sensitive)]
    pin: u32,
    #[settings(default_value = "a")]
    host: String,
    #[settings(deserialize_with = "parse")]
    path: String,
}

fn main() {}
