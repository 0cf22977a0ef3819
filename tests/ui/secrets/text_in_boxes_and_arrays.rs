use tactful::Settings;

type Boxed = Box<Box<str>>;

#[derive(Settings)]
struct Shop {
    passphrase: Boxed,
    tokens: [String; 2],
}

fn main() {}
