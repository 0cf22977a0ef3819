use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(separator = "\"")]
    hosts: Vec<String>,
}

fn main() {}
