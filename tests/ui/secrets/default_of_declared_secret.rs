use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(secret, default = 1234)]
    pin: u32,
    #[settings(secret, default(test = 1, staging = 2))]
    code: u32,
}

fn main() {}
