//! Which tables a document defines, and which it may not define again.

use tactful_core::json::{KeyText, MAX_DEPTH, SyntaxError, TableBuilder};
use tactful_core::raw::{Node, Position, Raw};

/// One part of a dotted key.
pub(super) struct Key<'t> {
    pub(super) name: KeyText<'t>,
    pub(super) position: Position,
}

/// The number of a table that is not finished.
pub(super) type TableId = usize;

/// The table that is the document.
pub(super) const ROOT: TableId = 0;

/// The tables of a document while it is read. What a table holds has higher numbers than the table itself.
pub(super) struct Tables(Vec<Table>);

struct Table {
    members: TableBuilder,
    /// Which members are tables that may still grow, by their number in `members`, in rising order.
    children: Vec<(usize, Child)>,
    made: Made,
    place: Place,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Child {
    Table(TableId),
    /// An array of tables; headers extend its last item.
    Items {
        last: TableId,
    },
}

/// How a table came to be; it decides who may add to it.
#[derive(Clone, Copy)]
enum Made {
    /// By its own header, here.
    Header(Position),
    /// On the way to another header: its own header may still come.
    Passing,
    /// By a dotted key.
    Dots,
    /// Root, an open inline table, or a table that is dropped in the end.
    Apart,
}

/// Where a finished table goes.
#[derive(Clone, Copy)]
enum Place {
    Nowhere,
    Member { parent: TableId, member: usize },
    Item { parent: TableId, member: usize, item: usize },
}

/// What a table holds under a key.
enum Held {
    Nothing,
    Table(TableId),
    Items {
        member: usize,
        last: TableId,
    },
    /// A value, a list or an inline table: complete.
    Value,
}

impl Tables {
    pub(super) fn new() -> Self {
        let mut tables = Vec::with_capacity(4);
        tables.push(Table::new(Made::Apart, Place::Nowhere, 1));
        Self(tables)
    }

    pub(super) fn depth(&self, table: TableId) -> usize {
        self.0[table].depth
    }

    /// The table of the header `[path]`.
    pub(super) fn define(&mut self, path: &[Key<'_>]) -> Result<TableId, SyntaxError> {
        let parent = self.pass(path)?;
        let Some(last) = path.last() else { return Ok(self.detached()) };
        let made = Made::Header(last.position);
        match self.held(parent, &last.name) {
            Held::Nothing => self.create(parent, last, made),
            Held::Table(table) if matches!(self.0[table].made, Made::Passing) => {
                self.0[table].made = made;
                Ok(table)
            }
            Held::Table(_) | Held::Items { .. } | Held::Value => Err(self.twice(parent, path)),
        }
    }

    /// The next table of the header `[[path]]`.
    pub(super) fn define_item(&mut self, path: &[Key<'_>]) -> Result<TableId, SyntaxError> {
        let parent = self.pass(path)?;
        let Some(last) = path.last() else { return Ok(self.detached()) };
        let depth = self.0[parent].depth + 2;
        if depth > MAX_DEPTH {
            return Err(too_deep(last.position));
        }
        let position = last.position;
        let (member, item) = match self.held(parent, &last.name) {
            Held::Nothing => {
                let empty = Node::at(Raw::List(Vec::new()), position);
                (self.0[parent].members.push(&last.name, empty), 0)
            }
            Held::Items { member, last } => match self.0[last].place {
                Place::Item { item, .. } => (member, item + 1),
                Place::Nowhere | Place::Member { .. } => return Ok(self.detached()),
            },
            Held::Table(_) | Held::Value => return Err(self.twice(parent, path)),
        };
        let table = self.0.len();
        self.0.push(Table::new(Made::Header(position), Place::Item { parent, member, item }, depth));
        self.0[parent].adopt(member, Child::Items { last: table });
        if let Some(Node { value: Raw::List(items), .. }) = self.0[parent].members.node_mut(member) {
            items.push(Node::at(Raw::Null, position));
        }
        Ok(table)
    }

    /// The table that a dotted key of `body` leads to, for a last part that is new there.
    pub(super) fn reach(&mut self, body: TableId, path: &[Key<'_>]) -> Result<TableId, SyntaxError> {
        let mut table = body;
        for at in 1..path.len() {
            let key = &path[at - 1];
            table = match self.held(table, &key.name) {
                Held::Nothing => self.create(table, key, Made::Dots)?,
                Held::Table(next) if matches!(self.0[next].made, Made::Passing | Made::Dots) => {
                    self.0[next].made = Made::Dots;
                    next
                }
                Held::Table(_) | Held::Items { .. } | Held::Value => return Err(self.closed(table, &path[..at])),
            };
        }
        match path.last() {
            Some(last) => match self.0[table].members.find(&last.name) {
                Some(_) => Err(self.twice(table, path)),
                None => Ok(table),
            },
            None => Ok(table),
        }
    }

    /// A value for a key that [`reach`](Self::reach) found to be new.
    pub(super) fn give(&mut self, table: TableId, key: &Key<'_>, value: Raw) {
        if let Some(table) = self.0.get_mut(table) {
            table.members.push(&key.name, Node::at(value, key.position));
        }
    }

    /// A table that takes what follows a header that is wrong.
    pub(super) fn detached(&mut self) -> TableId {
        self.0.push(Table::new(Made::Apart, Place::Nowhere, 1));
        self.0.len() - 1
    }

    pub(super) fn open_inline(&mut self, depth: usize) -> TableId {
        self.0.push(Table::new(Made::Apart, Place::Nowhere, depth));
        self.0.len() - 1
    }

    /// An inline table is complete: from here on it is a value like any other.
    pub(super) fn close_inline(&mut self, table: TableId) -> Raw {
        self.collapse(table)
    }

    /// The whole document.
    pub(super) fn finish(mut self) -> Raw {
        self.collapse(ROOT)
    }

    /// The table that holds what a header defines.
    fn pass(&mut self, path: &[Key<'_>]) -> Result<TableId, SyntaxError> {
        let mut table = ROOT;
        for at in 1..path.len() {
            let key = &path[at - 1];
            table = match self.held(table, &key.name) {
                Held::Nothing => self.create(table, key, Made::Passing)?,
                Held::Table(next) | Held::Items { last: next, .. } => next,
                Held::Value => return Err(self.closed(table, &path[..at])),
            };
        }
        Ok(table)
    }

    fn held(&self, table: TableId, key: &str) -> Held {
        let table = &self.0[table];
        let Some(member) = table.members.find(key) else { return Held::Nothing };
        let known = table.children.binary_search_by_key(&member, |(member, _)| *member);
        match known.map(|at| table.children[at].1) {
            Ok(Child::Table(table)) => Held::Table(table),
            Ok(Child::Items { last }) => Held::Items { member, last },
            Err(_) => Held::Value,
        }
    }

    fn create(&mut self, parent: TableId, key: &Key<'_>, made: Made) -> Result<TableId, SyntaxError> {
        let depth = self.0[parent].depth + 1;
        if depth > MAX_DEPTH {
            return Err(too_deep(key.position));
        }
        let table = self.0.len();
        let member = self.0[parent].members.push(&key.name, Node::at(Raw::Null, key.position));
        self.0[parent].adopt(member, Child::Table(table));
        self.0.push(Table::new(made, Place::Member { parent, member }, depth));
        Ok(table)
    }

    /// Puts every table that began after `first` in its place, then takes `first` itself.
    fn collapse(&mut self, first: TableId) -> Raw {
        while let Some(table) = self.0.pop() {
            let value = table.members.into_raw();
            if self.0.len() <= first {
                return value;
            }
            match table.place {
                Place::Nowhere => {}
                Place::Member { parent, member } => {
                    if let Some(node) = self.0[parent].members.node_mut(member) {
                        node.value = value;
                    }
                }
                Place::Item { parent, member, item } => {
                    if let Some(Node { value: Raw::List(items), .. }) = self.0[parent].members.node_mut(member) {
                        items[item].value = value;
                    }
                }
            }
        }
        Raw::Map(Vec::new())
    }

    /// The last part of `path` is there already.
    fn twice(&self, table: TableId, path: &[Key<'_>]) -> SyntaxError {
        let Some(last) = path.last() else { return too_deep(Position::new(1, 1)) };
        SyntaxError::duplicate_key(&dotted(path), last.position, self.first(table, &last.name))
    }

    /// The last part of `path` should be a table that may grow, and is none.
    fn closed(&self, table: TableId, path: &[Key<'_>]) -> SyntaxError {
        let error = self.twice(table, path);
        match path.last().map(|last| self.held(table, &last.name)) {
            Some(Held::Value) => error.with_help("a value, a list or an inline table is complete where it stands"),
            _ => error.with_help("a table that has a header takes no dotted keys from outside"),
        }
    }

    /// Where `key` was first given.
    fn first(&self, table: TableId, key: &str) -> Option<Position> {
        if let Held::Table(table) | Held::Items { last: table, .. } = self.held(table, key)
            && let Made::Header(position) = self.0[table].made
        {
            return Some(position);
        }
        let table = &self.0[table];
        table.members.find(key).and_then(|member| table.members.node(member)).and_then(|node| node.position)
    }
}

impl Table {
    fn new(made: Made, place: Place, depth: usize) -> Self {
        Self { members: TableBuilder::new(), children: Vec::new(), made, place, depth }
    }

    /// Notes that a member is a table; members are numbered upwards, so that `children` stays in order.
    fn adopt(&mut self, member: usize, child: Child) {
        match self.children.binary_search_by_key(&member, |(member, _)| *member) {
            Ok(at) => self.children[at].1 = child,
            Err(at) => self.children.insert(at, (member, child)),
        }
    }
}

pub(super) fn too_deep(position: Position) -> SyntaxError {
    SyntaxError::new(position, format!("more than {MAX_DEPTH} tables or lists in each other"))
}

/// A dotted key as it is written, near enough for a message.
fn dotted(path: &[Key<'_>]) -> String {
    let names: Vec<&str> = path.iter().map(|key| &*key.name).collect();
    names.join(".")
}
