use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(nested)]
    port: u16,
    #[settings(nested)]
    hosts: Vec<String>,
}

fn main() {}
