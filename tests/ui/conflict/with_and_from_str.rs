use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(with = read, from_str)]
    port: u16,
}

fn read(text: &str) -> Result<u16, &'static str> {
    text.parse().map_err(|_| "no port")
}

fn main() {}
