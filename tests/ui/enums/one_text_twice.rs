use tactful::Settings;

#[derive(Settings)]
enum Level {
    Low,
    #[settings(rename = "LOW")]
    Lowest,
    #[settings(rename = "")]
    High,
}

fn main() {}
