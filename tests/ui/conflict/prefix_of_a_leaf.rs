use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(prefix = "HTTP")]
    port: u16,
}

fn main() {}
