use super::*;
use crate::schema::{Alias, Arm, Group, Leaf, Literal, Variant};

const fn leaf(key: &'static str, part: &'static str) -> Field {
    Field::leaf(key, part, "String", Leaf::new(Secrecy::Plain, false, false, || false, |_, _| Ok(())))
}

const fn secret(key: &'static str, part: &'static str) -> Field {
    Field::leaf(key, part, "SecretString", Leaf::new(Secrecy::Secret, false, false, || false, |_, _| Ok(())))
}

const fn group(key: &'static str, part: &'static str, schema: &'static Schema, shape: Shape) -> Field {
    Field::group(key, part, "Group", Group::new(schema, shape, false))
}

const fn flat(schema: &'static Schema) -> Field {
    Field::group("flat", "FLAT", "Group", Group::new(schema, Shape::One, true))
}

static STRIPE: Schema = Schema::new("Stripe", &[leaf("url", "URL"), leaf("timeout", "TIMEOUT")]);
static NAMED: Schema = Schema::new("Named", &[leaf("url", "URL").env("STRIPE_URL")]);
static DEEP: Schema = Schema::new("Deep", &[group("stripe", "STRIPE", &STRIPE, Shape::One)]);

/// Bucket in both variants; a path in one of them; a struct with a bucket in the third.
static BUCKET: Schema = Schema::new("Bucket", &[leaf("bucket", "BUCKET")]);
static STORAGE: Schema = Schema::new(
    "Storage",
    &[leaf("kind", "KIND"), leaf("bucket", "BUCKET"), leaf("bucket", "BUCKET"), leaf("path", "PATH"), flat(&BUCKET)],
)
.variants(&[
    Variant::new("s3", "", 1, 1),
    Variant::new("none", "", 2, 0),
    Variant::new("gcs", "", 2, 2),
    Variant::new("azure", "", 4, 1),
]);

/// A name twice within one variant, and a tag that is a field of one.
static TWICE: Schema = Schema::new("Twice", &[leaf("kind", "KIND"), leaf("a", "A"), leaf("b", "B"), leaf("a", "B")])
    .variants(&[Variant::new("one", "", 1, 1), Variant::new("two", "", 2, 2)]);
static TAG: Schema = Schema::new("Tag", &[leaf("kind", "KIND"), leaf("a", "A"), leaf("kind", "KIND")])
    .variants(&[Variant::new("one", "", 1, 1), Variant::new("two", "", 2, 1)]);

fn fault<const N: usize>(fields: [Field; N]) -> Option<String> {
    let schema = Schema::new("Root", Box::leak(Box::new(fields))).prefix("SHOP");
    assert!(room_for_names(&schema) <= 64);
    fault_of_names::<64>(&schema).map(|text| text.as_str().to_owned())
}

#[track_caller]
fn clash<const N: usize>(fields: [Field; N], name: &str, earlier: &str, later: &str) {
    let expected =
        format!("two fields have one environment name: `{name}` is the name of `{earlier}` and of `{later}`");
    let found = fault(fields).unwrap_or_default();
    assert!(found.starts_with(&format!("{expected};")), "{found}");
}

#[test]
fn names_that_meet() {
    clash([leaf("a", "A"), leaf("b", "A")], "SHOP_A", "a", "b");
    clash([leaf("a", "A"), leaf("b", "B").env("SHOP_A")], "SHOP_A", "a", "b");
    clash([leaf("a", "A"), leaf("b", "B").aliases(const { &[Alias::key("a", "A", true)] })], "SHOP_A", "a", "b");
    clash([leaf("a", "A").env("X"), leaf("b", "B").aliases(const { &[Alias::env("X", false)] })], "X", "a", "b");
    clash(
        [leaf("a", "STRIPE_URL"), group("stripe", "STRIPE", &STRIPE, Shape::One)],
        "SHOP_STRIPE_URL",
        "a",
        "stripe.url",
    );
    clash([group("stripe", "STRIPE", &STRIPE, Shape::Optional), leaf("a", "STRIPE")], "SHOP_STRIPE", "stripe", "a");
    clash(
        [group("a", "A_STRIPE", &STRIPE, Shape::One), group("b", "A", &DEEP, Shape::One)],
        "SHOP_A_STRIPE",
        "a",
        "b.stripe",
    );
    clash([group("a", "PAY", &STRIPE, Shape::One), group("b", "PAY", &BUCKET, Shape::One)], "SHOP_PAY", "a", "b");
    clash([flat(&STRIPE), flat(&STRIPE)], "SHOP_URL", "url", "url");
    clash(
        [leaf("path", "STORAGE_PATH"), group("storage", "STORAGE", &STORAGE, Shape::One)],
        "SHOP_STORAGE_PATH",
        "path",
        "storage.path",
    );
    clash(
        [group("storage", "STORAGE", &STORAGE, Shape::One), leaf("b", "STORAGE_BUCKET")],
        "SHOP_STORAGE_BUCKET",
        "storage.bucket",
        "b",
    );
    clash([group("twice", "T", &TWICE, Shape::One)], "SHOP_T_B", "twice.b", "twice.a");
    clash([group("tag", "T", &TAG, Shape::One)], "SHOP_T_KIND", "tag.kind", "tag.kind");
}

#[test]
fn names_that_do_not() {
    assert_eq!(fault([]), None);
    assert_eq!(fault([leaf("a", "A"), leaf("b", "B").env("A")]), None);
    assert_eq!(fault([leaf("a", "A").aliases(const { &[Alias::env("SHOP_A", false)] })]), None);
    assert_eq!(fault([group("a", "A", &STORAGE, Shape::One), group("b", "B", &STORAGE, Shape::Optional)]), None);
    assert_eq!(fault([group("many", "MANY", &STRIPE, Shape::List), leaf("url", "MANY_URL")]), None);
}

#[test]
fn absolute_names_of_entries() {
    static BELOW: Schema = Schema::new("Below", &[leaf("a", "A"), group("named", "N", &NAMED, Shape::One)]);
    for shape in [Shape::List, Shape::Map] {
        let fields = [leaf("x", "X"), group("many", "MANY", &BELOW, shape), leaf("y", "Y")];
        let found = fault(fields).unwrap_or_default();
        assert!(found.starts_with("`many.named.url` stands in a list or map"), "{found}");
    }
    assert_eq!(fault([group("named", "N", &NAMED, Shape::Optional)]), None);
}

#[test]
fn defaults_of_secrets() {
    const ARMS: &[Arm] = &[
        Arm::new("relaxed", DefaultValue::Literal(Literal::Text("a"))),
        Arm::new("sandbox", DefaultValue::Literal(Literal::Text("a"))),
    ];
    static INNER: Schema =
        Schema::new("Inner", &[leaf("a", "A"), secret("key", "KEY").default(DefaultValue::PerProfile(ARMS))]);
    static FIELDS: &[Field] = &[leaf("x", "X"), group("inner", "INNER", &INNER, Shape::List)];
    let fault = |schema: &Schema| fault_of_defaults(schema).map(|text| text.as_str().to_owned());
    assert_eq!(fault(&Schema::new("Root", FIELDS)), None);
    assert_eq!(fault(&Schema::new("Root", FIELDS).relaxed(&["sandbox"])), None);
    let found = fault(&Schema::new("Root", FIELDS).relaxed(&["dev"])).unwrap_or_default();
    assert_eq!(found, "the secret `inner.key` has a default for a profile that `relaxed` does not list");
}
