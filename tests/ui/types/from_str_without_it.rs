use tactful::Settings;

struct Level;

#[derive(Settings)]
struct Shop {
    #[settings(from_str)]
    level: Level,
    #[settings(from_str)]
    other: Option<Level>,
}

fn main() {}
