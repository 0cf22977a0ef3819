use tactful::Settings;

#[derive(Settings)]
struct Shop {
    #[settings(from_str, unit = "s")]
    timeout: u64,
    #[settings(with = read, separator = ";")]
    hosts: Vec<String>,
}

fn read(text: &str) -> Result<Vec<String>, String> {
    Ok(text.split(';').map(str::to_owned).collect())
}

fn main() {}
