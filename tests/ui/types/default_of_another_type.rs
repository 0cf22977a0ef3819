use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(default = Some(8080))]
    port: Option<u16>,
    #[settings(default = String::from("a"))]
    host: u16,
}

fn main() {}
