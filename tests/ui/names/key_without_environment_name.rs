use tactful::Settings;

#[derive(Settings)]
struct Shop {
    größe: u16,
    #[settings(rename = "-")]
    host: String,
}

fn main() {}
