//! The rules of the declaration language, which the reader and the parser check.

/// A rule of the language.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// Its id, such as `MS003`.
    pub id: &'static str,
    /// What must be true, in one line.
    pub statement: &'static str,
    /// Why.
    pub why: &'static str,
    /// A line that breaks it.
    pub wrong: &'static str,
    /// The same line, legal.
    pub right: &'static str,
}

/// Every rule of the language, by id.
pub const GRAMMAR: &[Grammar] = &[
    Grammar {
        id: "MS001",
        statement: "A section has only the keys of its type.",
        why: "An unknown key would be a setting that someone relies on and nothing applies.",
        wrong: "compute: Fargate { cpus: 1024, memory: 2048 }",
        right: "compute: Fargate { cpu: 1024, memory: 2048 }",
    },
    Grammar {
        id: "MS002",
        statement: "A key is given once.",
        why: "One of the two values would be ignored.",
        wrong: "cpu: 1024, cpu: 2048",
        right: "cpu: 1024",
    },
    Grammar {
        id: "MS003",
        statement: "Every key without a default is given.",
        why: "No value is right for every university.",
        wrong: "compute: Fargate { cpu: 1024 }",
        right: "compute: Fargate { cpu: 1024, memory: 2048 }",
    },
    Grammar {
        id: "MS004",
        statement: "A key accepts only the types listed for it.",
        why: "Each type names an AWS service, and only those listed are implemented.",
        wrong: "files: S3 { mount: \"/data\" }",
        right: "files: Efs { mount: \"/data\" }",
    },
    Grammar {
        id: "MS005",
        statement: "A value has the kind that its key takes.",
        why: "A number in quotes, or a list instead of one value, is a mistake that AWS would refuse later.",
        wrong: "cpu: \"1024\"",
        right: "cpu: 1024",
    },
    Grammar {
        id: "MS006",
        statement: "A declaration is written like a Rust struct: `key: value`, separated by commas.",
        why: "`cargo fmt` and editors can format and highlight only valid Rust.",
        wrong: "replicas: 2..10",
        right: "replicas: 2..=10",
    },
    Grammar {
        id: "MS007",
        statement: "A stack's name starts with a letter, consists of ASCII letters and digits, has at most 20 characters, \
                    and is unique in its call.",
        why: "The names of its AWS resources are derived from it, and a load balancer's name has at most 32 characters.",
        wrong: "moodle_stack!(TheUniversityOfTheNorth { … })",
        right: "moodle_stack!(North { … })",
    },
    Grammar {
        id: "MS008",
        statement: "`..Base` names an earlier stack in the same call, or a section of it with the same type.",
        why: "The inherited values must be known, and must fit the type that inherits them.",
        wrong: "compute: Fargate { cpu: 1024, ..Campus.files }",
        right: "compute: Fargate { cpu: 1024, ..Campus.compute }",
    },
    Grammar {
        id: "MS009",
        statement: "No value is a secret.",
        why: "A source file is copied, mailed and kept forever; a secret belongs where it can be rotated and where access is logged.",
        wrong: "admin_user: \"AKIAIOSFODNN7EXAMPLE\"",
        right: "admin_user: \"moodleadmin\"",
    },
    Grammar {
        id: "MS010",
        statement: "`#[allow(…)]` names warnings by their ids.",
        why: "An `#[allow]` without effect looks like a decision; an error cannot be silenced, since AWS would refuse the value.",
        wrong: "#[allow(MS304)] edge: CloudFront { … }",
        right: "#[allow(MS209)] nat: Single",
    },
    Grammar {
        id: "MS011",
        statement: "`unchecked!(…)` holds a value that is checked against a table.",
        why: "Tables of classes, versions and regions go out of date, and `unchecked!` skips them; other rules do not.",
        wrong: "cidr: unchecked!(\"10.0.0.0/33\")",
        right: "class: unchecked!(\"db.r9g.large\")",
    },
];
