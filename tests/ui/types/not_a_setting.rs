use tactful::Settings;

struct Level;

#[derive(Settings)]
struct Shop {
    level: Level,
    levels: Option<Vec<Level>>,
}

fn main() {}
