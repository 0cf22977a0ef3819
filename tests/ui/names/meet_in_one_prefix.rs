use tactful::Settings;

#[derive(Settings)]
struct Stripe {
    timeout: u16,
}

#[derive(Settings)]
struct Adyen {
    #[settings(alias = "timeout")]
    patience: u16,
}

#[derive(Settings)]
#[settings(prefix = "SHOP")]
struct Shop {
    #[settings(nested, prefix = "PAY")]
    stripe: Stripe,
    #[settings(nested, prefix = "PAY")]
    adyen: Option<Adyen>,
}

fn main() {}
