//! Which fields have changed, and whether each change was applied.
//!
//! If an adapter forgot a field, the field would stay unchanged, but the journal would record that it was applied. So
//! an adapter takes each field at the place that sends it, and a change with a field that was not taken is an error.

use crate::provider::{ApiError, ApiErrorKind};
use crate::resource::KindInfo;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The fields that differ from the applied fields, and those that the adapter has applied.
#[derive(Debug)]
pub(crate) struct Changed<'a> {
    fields: &'a [String],
    taken: RefCell<BTreeSet<&'a str>>,
}

impl<'a> Changed<'a> {
    /// Starts with no field applied. No fields mean a new resource.
    pub(crate) fn new(fields: &'a [String]) -> Self {
        Self {
            fields,
            taken: RefCell::default(),
        }
    }

    /// Returns whether the resource is new, so everything that `create` could not set must be set.
    pub(crate) fn is_new(&self) -> bool {
        self.fields.is_empty()
    }

    /// Returns whether any of the fields differs, or the resource is new. Does not take them.
    pub(crate) fn any(&self, fields: &[&str]) -> bool {
        self.is_new() || self.fields.iter().any(|changed| fields.contains(&changed.as_str()))
    }

    /// Takes the fields, and returns whether any of them differs or the resource is new. They count as applied, so an
    /// adapter must take exactly the fields that it sends, at the place that sends them.
    pub(crate) fn take(&self, fields: &[&str]) -> bool {
        let taken = self.fields.iter().map(String::as_str);
        let taken = taken.filter(|changed| fields.contains(changed));
        self.taken.borrow_mut().extend(taken);
        self.any(fields)
    }

    /// Counts all fields as applied without sending them: somebody else sets them.
    pub(crate) fn leave(&self) {
        self.taken.borrow_mut().extend(self.fields.iter().map(String::as_str));
    }

    /// Checks that the adapter has applied every changed field that its kind sends.
    pub(crate) fn all_applied(&self, kind: &KindInfo) -> Result<(), ApiError> {
        let taken = self.taken.borrow();
        let left = self.fields.iter().map(String::as_str);
        let left = left.filter(|field| kind.is_sent(field) && !taken.contains(field));
        let left: Vec<String> = left.map(|field| format!("`{field}`")).collect();
        if left.is_empty() {
            return Ok(());
        }
        let (them, it) = match left.len() {
            1 => (left.concat(), "it"),
            _ => (left.join(", "), "them"),
        };
        let message = format!(
            "{them} of the {} changed, but nothing applies {it}: report this bug",
            kind.noun
        );
        Err(ApiError::new(ApiErrorKind::Internal, kind.name, "NotApplied", message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::for_each_kind;
    use crate::kinds::rds::DbInstance;
    use crate::resource::Kind as _;
    use std::fs;
    use std::path::Path;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn changed_field_that_no_call_takes_is_an_error_that_names_it() {
        let fields = names(&["class", "port", "log_days"]);
        let changed = Changed::new(&fields);
        // Checked, but not sent.
        assert!(changed.any(&["class", "port"]));
        assert!(changed.take(&["log_days"]));
        assert!(!changed.take(&["storage"]));
        let error = changed.all_applied(&DbInstance::INFO).unwrap_err();
        assert_eq!((error.kind, &*error.code), (ApiErrorKind::Internal, "NotApplied"));
        assert_eq!(
            error.message,
            "`class`, `port` of the database changed, but nothing applies them: report this bug"
        );
        assert!(changed.take(&["class"]));
        let error = changed.all_applied(&DbInstance::INFO).unwrap_err();
        assert_eq!(
            error.message,
            "`port` of the database changed, but nothing applies it: report this bug"
        );
        assert!(changed.take(&["port", "storage"]));
        assert_eq!(changed.all_applied(&DbInstance::INFO), Ok(()));
    }

    #[test]
    fn fields_that_are_never_sent_need_no_call() {
        let fields = names(&["on_destroy", "linked_role", "snapshot"]);
        assert_eq!(Changed::new(&fields).all_applied(&DbInstance::INFO), Ok(()));
    }

    #[test]
    fn new_resource_has_everything_set_and_nothing_left() {
        let changed = Changed::new(&[]);
        assert!(changed.is_new());
        assert!(changed.any(&["class"]) && changed.take(&["class"]));
        assert_eq!(changed.all_applied(&DbInstance::INFO), Ok(()));
    }

    #[test]
    fn fields_that_somebody_else_sets_count_as_applied() {
        let fields = names(&["class"]);
        let changed = Changed::new(&fields);
        changed.leave();
        assert_eq!(changed.all_applied(&DbInstance::INFO), Ok(()));
    }

    /// Every kind, with the name of its type.
    macro_rules! kinds {
        ($($module:ident::$kind:ident),+ $(,)?) => {
            [$( (stringify!($kind), &<crate::kinds::$module::$kind>::INFO) ),+]
        };
    }

    /// Reads all adapters.
    fn sources(folder: &Path, into: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, into);
            } else {
                into.push(fs::read_to_string(&path).unwrap());
            }
        }
    }

    /// Returns the source of an adapter's `configure`, up to the next function; empty if it has none.
    fn configure<'s>(sources: &'s [String], kind: &str) -> &'s str {
        let own = format!("impl Adapter for {kind} {{");
        let of_macro = |source: &&String| source.contains("impl Adapter for $");
        let source = sources.iter().find(|source| source.contains(&own));
        let source = source.or_else(|| sources.iter().find(of_macro));
        let source = source.unwrap_or_else(|| panic!("{kind} has no adapter"));
        let body = source.split("async fn configure(").nth(1).unwrap_or_default();
        body.split("async fn ").next().unwrap_or_default()
    }

    #[test]
    fn every_adapter_takes_every_field_that_can_change_in_place() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/kinds"), &mut all);
        for (name, kind) in for_each_kind!(kinds) {
            let configure = configure(&all, name);
            let can_change = |field: &&&str| kind.is_sent(field) && !kind.replaces.contains(field);
            for field in kind.fields.iter().filter(can_change).chain(kind.constants) {
                let is_taken = configure.contains(&format!("\"{field}\""));
                assert!(is_taken, "`{field}` of {} changes, but nothing applies it", kind.name);
            }
        }
    }
}
