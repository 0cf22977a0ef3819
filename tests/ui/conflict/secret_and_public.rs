use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(secret, public)]
    pin: u32,
}

fn main() {}
