use tactful::Settings;

#[derive(Settings)]
#[settings(file = "", ignore = ["worker", ""], profiles = [])]
struct Shop {
    #[settings(rename = "")]
    port: u16,
    #[settings(separator = "")]
    hosts: Vec<String>,
    #[settings(required_in = [])]
    path: Option<String>,
}

fn main() {}
