use tactful::Settings;

#[derive(Settings)]
struct Shop<T> {
    #[settings(from_str)]
    level: T,
}

struct Level;

fn main() {
    let _ = <Shop<Level> as tactful::Settings>::schema();
}
