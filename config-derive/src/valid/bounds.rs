//! The bounds that a generic struct needs beyond the user's.

use syn::{GenericArgument, PathArguments, Type};

use super::params::Params;
use crate::literal::Value;
use crate::model::{Body, Bound, Defaults, Field, How, Leaf, Slot, SlotKind, VariantFields};

/// A bound per field whose type speaks of a parameter: on the type of the field and not on the parameter, because
/// `SecretBox<T>` asks more of `T` than `Vec<T>` does.
pub(super) fn of(params: &Params, body: &Body) -> Vec<Bound> {
    if !params.any() {
        return Vec::new();
    }
    let mut bounds = Vec::new();
    for slot in body.slots().filter(|slot| params.in_type(&slot.ty)) {
        match &slot.kind {
            SlotKind::Group { .. } => bounds.push(Bound::Group(slot.ty.clone())),
            SlotKind::Leaf(leaf) => bounds.extend(of_leaf(slot, leaf)),
        }
    }
    for ty in skipped(body).filter(|ty| params.in_type(ty)) {
        bounds.push(Bound::Default(ty.clone()));
    }
    bounds
}

fn of_leaf(slot: &Slot, leaf: &Leaf) -> Vec<Bound> {
    let mut bounds = match &leaf.how {
        How::Cast | How::Encoded => vec![Bound::Leaf(slot.ty.clone())],
        How::FromStr => vec![Bound::FromStr(in_option(&slot.ty).unwrap_or(&slot.ty).clone())],
        How::With(_) => Vec::new(),
    };
    let is_trait = |value: &Value| matches!(value, Value::Trait);
    if matches!(&leaf.default, Defaults::One(value) if is_trait(value)) {
        bounds.push(Bound::Default(slot.ty.clone()));
    }
    bounds
}

/// What a type spelled `Option<_>` holds. Only for bounds: what is generated asks the compiler.
fn in_option(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == "Option")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

fn skipped(body: &Body) -> impl Iterator<Item = &Type> {
    let fields: Vec<&Field> = match body {
        Body::Struct(fields) => fields.iter().collect(),
        Body::Enum { variants, .. } => {
            let named = variants.iter().filter_map(|variant| match &variant.fields {
                VariantFields::Named(fields) => Some(fields),
                VariantFields::Unit | VariantFields::Newtype(_) => None,
            });
            named.flatten().collect()
        }
    };
    fields.into_iter().filter_map(|field| field.slot.as_ref().err())
}
