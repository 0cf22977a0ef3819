//! What is wanted whole and not by a type: bytes, and the members of a map.

use zeroize::Zeroizing;

use super::fault::Fault;
use super::split::Splitter;
use super::value::{Hold, Input, Value};
use super::{number, rules, words};
use crate::raw::{Node, Raw};
use crate::secret::RawText;

impl Value<'_> {
    /// The bytes of a whole value, in a buffer of their size.
    pub(super) fn owned_bytes(self) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let mut decoded = None;
        let bytes = if let Input::Other(Raw::List(items)) = self.input {
            numbers(items)?
        } else {
            let bytes = self.bytes(&mut decoded)?;
            let mut copy = Zeroizing::new(Vec::with_capacity(bytes.len()));
            copy.extend_from_slice(bytes);
            copy
        };
        if bytes.is_empty() && rules::is_secret(self.rules) && !self.rules.allow_empty {
            return Err(Fault::new("is empty"));
        }
        Ok(bytes)
    }

    /// The members that the text of a map writes.
    pub(super) fn owned_entries(self) -> Result<Vec<(String, Node)>, Fault> {
        let Input::Text(text) = self.input else { return Err(Fault::mismatch(self.kind(), words::TABLE)) };
        if text.starts_with('{') {
            let mut hold = Hold::default();
            self.json(text, &mut hold)?;
            return Ok(hold.into_members(!rules::is_secret(self.rules)));
        }
        let mut splitter = Splitter::new(text, self.rules);
        let mut members: Vec<(String, Node)> = Vec::with_capacity(splitter.bound());
        let mut seen = std::collections::BTreeSet::new();
        while let Some((key, value)) = splitter.entry().map_err(|fault| fault.in_item(members.len(), None))? {
            if !seen.insert(key.written()) {
                return Err(Fault::new("is given twice").in_item(members.len(), None));
            }
            let (mut key_text, mut value_text) = (None, None);
            let key = key.text(&mut key_text).to_owned();
            members.push((key, Raw::Text(RawText::from(value.text(&mut value_text))).into()));
        }
        Ok(members)
    }
}

/// A list of numbers, each a byte.
fn numbers(items: &[Node]) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(items.len()));
    for (index, item) in items.iter().enumerate() {
        let byte = match &item.value {
            Raw::Number(text) => number::whole(text.expose()),
            other => Err(Fault::mismatch(other.kind(), <u8 as number::Whole>::WORDS)),
        };
        bytes.push(byte.map_err(|fault| fault.in_item(index, item.position))?);
    }
    Ok(bytes)
}
