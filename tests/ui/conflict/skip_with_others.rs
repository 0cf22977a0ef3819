use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(skip, env = "PORT", default = 1)]
    port: u16,
}

fn main() {}
