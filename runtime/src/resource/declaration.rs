//! The macro that declares a kind.

/// Declares a kind: its fields, what the engine must know about it, and its outputs as typed references.
macro_rules! kind {
    (
        $(#[$doc:meta])+
        $name:ident is $noun:literal, $aws:literal of $service:literal {
            $(name_limit: $limit:literal,)?
            $(replaces: [$($replaces:ident),* $(,)?],)?
            $(incidental: [$($incidental:ident),* $(,)?],)?
            $(local: [$($local:ident),* $(,)?],)?
            $(externally_managed: [$($externally_managed:ident),* $(,)?],)?
            $(unreported: { $($unreported:ident: $why:literal),* $(,)? },)?
            $(listed: [$($listed:ident),* $(,)?],)?
            $(constants: [$($constant:ident),* $(,)?],)?
            $(found_by: [$($found_by:ident),* $(,)?],)?
            $(exclusive: $exclusive:literal,)?
            $(unread: { $($unread:ident: $why_unread:literal),* $(,)? },)?
            $(replacement: $replacement:ident,)?
            $(holds_data: $holds_data:literal,)?
            $(replaced_if_failed: $replaced_if_failed:literal,)?
            $(repeatable: $repeatable:literal,)?
            create: $create:literal to $create_deadline:literal,
            delete: $delete:literal to $delete_deadline:literal,
            outputs: { $( $(#[$output_doc:meta])+ $output:ident: $marker:ident, )* },
        }
        $( $(#[$field_doc:meta])+ $field:ident: $type:ty, )*
    ) => {
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $( $(#[$field_doc])+ pub $field: $type, )*
        }

        impl $crate::resource::Kind for $name {
            const INFO: $crate::resource::KindInfo = $crate::resource::KindInfo {
                name: $aws,
                noun: $noun,
                service: $service,
                name_limit: $crate::resource::kind!(@or 0, $($limit)?),
                fields: &[$(stringify!($field)),*],
                replaces: &[$($(stringify!($replaces)),*)?],
                incidental: &[$($(stringify!($incidental)),*)?],
                local: &[$($(stringify!($local)),*)?],
                externally_managed: &[$($(stringify!($externally_managed)),*)?],
                unreported: &[$($($crate::resource::NotCompared {
                    name: stringify!($unreported),
                    why: $why,
                }),*)?],
                listed: &[$($(stringify!($listed)),*)?],
                constants: &[$($(stringify!($constant)),*)?],
                found_by: &[$($(stringify!($found_by)),*)?],
                exclusive: $crate::resource::kind!(@or false, $($exclusive)?),
                unread: &[$($($crate::resource::NotCompared {
                    name: stringify!($unread),
                    why: $why_unread,
                }),*)?],
                replacement: $crate::resource::kind!(@or $crate::resource::Replacement::CreateFirst, $($crate::resource::Replacement::$replacement)?),
                holds_data: $crate::resource::kind!(@or false, $($holds_data)?),
                replaced_if_failed: $crate::resource::kind!(@or false, $($replaced_if_failed)?),
                repeatable: $crate::resource::kind!(@or true, $($repeatable)?),
                create: $crate::resource::Timing { typical: $create, deadline: $create_deadline },
                delete: $crate::resource::Timing { typical: $delete, deadline: $delete_deadline },
                outputs: &[$(stringify!($output)),*],
                blank: || $crate::resource::blank::<$name>()
                    .ok()
                    .map(|blank| $crate::resource::Kind::to_fields(&blank))
                    .unwrap_or_default(),
            };
        }

        impl $crate::resource::Handle<$name> {
            $( $(#[$output_doc])+ #[must_use] pub fn $output(&self) -> $crate::resource::Ref<$crate::resource::id::$marker> {
                self.output(stringify!($output))
            } )*
        }
    };
    (@or $default:expr,) => { $default };
    (@or $default:expr, $given:expr) => { $given };
}
pub(crate) use kind;
