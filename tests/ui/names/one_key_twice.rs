use tactful::Settings;

#[derive(Settings)]
struct Shop {
    port: u16,
    #[settings(rename = "port")]
    http_port: u16,
}

fn main() {}
