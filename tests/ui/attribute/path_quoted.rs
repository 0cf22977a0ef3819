use tactful::Settings;

#[derive(Settings)]
#[settings(crate = "tactful")]
struct Shop {
    port: u16,
}

fn main() {}
