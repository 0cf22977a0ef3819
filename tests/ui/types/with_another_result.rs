use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(with = read)]
    port: u16,
}

fn read(_: &str) -> Result<u32, String> {
    Ok(1)
}

fn main() {}
