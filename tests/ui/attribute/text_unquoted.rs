use tactful::Settings;

#[derive(Settings)]
#[settings(prefix = SHOP, profiles = [production])]
struct Shop {
    #[settings(env = PORT)]
    port: u16,
    #[settings(rename = 'h')]
    host: String,
    #[settings(required_in = "production")]
    path: Option<String>,
}

fn main() {}
