use tactful::Settings;

#[derive(Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    debug: bool,
    #[settings(env = "SHOP_DEBUG")]
    verbose: bool,
}

fn main() {}
