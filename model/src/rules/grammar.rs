//! The rules of the declaration's own language, which the reader and the parser check.

/// A rule of the language.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// Its id, as `MS003`.
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
        why: "A key that means nothing would be a setting that somebody believes in and that nobody applies.",
        wrong: "compute: Fargate { cpus: 1024, memory: 2048 }",
        right: "compute: Fargate { cpu: 1024, memory: 2048 }",
    },
    Grammar {
        id: "MS002",
        statement: "A key is given once.",
        why: "Of two values, one would be ignored.",
        wrong: "cpu: 1024, cpu: 2048",
        right: "cpu: 1024",
    },
    Grammar {
        id: "MS003",
        statement: "A key without a default is given.",
        why: "There is no value that is right for every university.",
        wrong: "compute: Fargate { cpu: 1024 }",
        right: "compute: Fargate { cpu: 1024, memory: 2048 }",
    },
    Grammar {
        id: "MS004",
        statement: "A key takes only the types that can play its role.",
        why: "Each type names an AWS system, and only those listed are built.",
        wrong: "files: S3 { mount: \"/data\" }",
        right: "files: Efs { mount: \"/data\" }",
    },
    Grammar {
        id: "MS005",
        statement: "A value is of the kind that its key takes.",
        why: "A number in quotes, or a list where one value belongs, is a slip that AWS would refuse later.",
        wrong: "cpu: \"1024\"",
        right: "cpu: 1024",
    },
    Grammar {
        id: "MS006",
        statement: "A declaration is written as Rust writes a struct: `key: value`, with commas between.",
        why: "What is formatted by `cargo fmt` and highlighted by every editor has to be Rust.",
        wrong: "replicas: 2..10",
        right: "replicas: 2..=10",
    },
    Grammar {
        id: "MS007",
        statement: "A stack's name begins with a letter, has letters and digits from ASCII, and at most 20 characters; \
                    no two stacks of a call share one.",
        why: "The names of its AWS resources are made from it, and a load balancer's name has at most 32 characters.",
        wrong: "moodle_stack!(TheUniversityOfTheNorth { … })",
        right: "moodle_stack!(North { … })",
    },
    Grammar {
        id: "MS008",
        statement: "`..Base` names a stack that stands earlier in the same call, or a section of it of the same type.",
        why: "What is taken over has to be known, and of the kind that takes it over.",
        wrong: "compute: Fargate { cpu: 1024, ..Campus.files }",
        right: "compute: Fargate { cpu: 1024, ..Campus.compute }",
    },
    Grammar {
        id: "MS009",
        statement: "No value is a secret.",
        why: "A source file is copied, mailed and kept for ever; a secret belongs where it can be changed and where its reading is logged.",
        wrong: "admin_user: \"AKIAIOSFODNN7EXAMPLE\"",
        right: "admin_user: \"moodleadmin\"",
    },
    Grammar {
        id: "MS010",
        statement: "`#[allow(…)]` names warnings by their ids.",
        why: "What silences nothing would be taken for a decision; an error is not to be silenced, as AWS would refuse what it stands for.",
        wrong: "#[allow(MS304)] edge: CloudFront { … }",
        right: "#[allow(MS209)] nat: Single",
    },
    Grammar {
        id: "MS011",
        statement: "`unchecked!(…)` holds a value that a table would judge.",
        why: "Tables of classes, versions and regions age, and `unchecked!` goes past them; other rules do not age.",
        wrong: "cidr: unchecked!(\"10.0.0.0/33\")",
        right: "class: unchecked!(\"db.r9g.large\")",
    },
];
