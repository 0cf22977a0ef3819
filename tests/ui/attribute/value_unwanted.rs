use tactful::Settings;

#[derive(Settings)]
#[settings(deny_unknown = true)]
struct Shop {
    #[settings(secret = true)]
    pin: u32,
    #[settings(skip(always))]
    port: u16,
}

fn main() {}
