use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(encoding = "hex")]
    pin: u32,
}

fn main() {}
