use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(with = read)]
    port: u16,
}

fn read(text: String) -> u16 {
    text.len() as u16
}

fn main() {}
