use tactful::Settings;

type Text = Option<String>;

#[derive(Settings)]
struct Shop {
    db_password: Text,
}

fn main() {}
