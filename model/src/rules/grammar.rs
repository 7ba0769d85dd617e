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
    /// The AWS page that it is based on; most rules of the language have none.
    pub source: Option<&'static str>,
}

/// Every rule of the language, by id.
pub const GRAMMAR: &[Grammar] = &[
    Grammar {
        id: "MS001",
        statement: "A section has only the keys of its type.",
        why: "An unknown key would be a setting that someone relies on and nothing applies.",
        wrong: "compute: Fargate { cpus: 1024, memory: 2048 }",
        right: "compute: Fargate { cpu: 1024, memory: 2048 }",
        source: None,
    },
    Grammar {
        id: "MS002",
        statement: "A key is given once.",
        why: "One of the two values would be ignored.",
        wrong: "cpu: 1024, cpu: 2048",
        right: "cpu: 1024",
        source: None,
    },
    Grammar {
        id: "MS003",
        statement: "Every key without a default is given.",
        why: "No value is right for every university.",
        wrong: "compute: Fargate { cpu: 1024 }",
        right: "compute: Fargate { cpu: 1024, memory: 2048 }",
        source: None,
    },
    Grammar {
        id: "MS004",
        statement: "A key accepts only the types listed for it.",
        why: "Each type names an AWS service, and only those listed are implemented.",
        wrong: "files: S3 { mount: \"/data\" }",
        right: "files: Efs { mount: \"/data\" }",
        source: None,
    },
    Grammar {
        id: "MS005",
        statement: "A value has the kind that its key takes.",
        why: "A number in quotes, or a list instead of one value, is a mistake that AWS would refuse later.",
        wrong: "cpu: \"1024\"",
        right: "cpu: 1024",
        source: None,
    },
    Grammar {
        id: "MS006",
        statement: "A declaration is written like a Rust struct: `key: value`, separated by commas.",
        why: "`cargo fmt` and editors can format and highlight only valid Rust.",
        wrong: "replicas: 2..10",
        right: "replicas: 2..=10",
        source: None,
    },
    Grammar {
        id: "MS007",
        statement: "A stack's name starts with a letter, consists of ASCII letters and digits, has at most 20 characters, \
                    and is unique in its call.",
        why: "The names of its AWS resources are derived from it, and a load balancer's name has at most 32 characters.",
        wrong: "moodle_stack!(TheUniversityOfTheNorth { … })",
        right: "moodle_stack!(North { … })",
        source: None,
    },
    Grammar {
        id: "MS008",
        statement: "`..Base` names an earlier stack in the same call, or a section of it with the same type.",
        why: "The inherited values must be known, and must fit the type that inherits them.",
        wrong: "compute: Fargate { cpu: 1024, ..Campus.files }",
        right: "compute: Fargate { cpu: 1024, ..Campus.compute }",
        source: None,
    },
    Grammar {
        id: "MS009",
        statement: "No value is a secret.",
        why: "A source file is copied, mailed and kept forever; a secret belongs where it can be rotated and where access is logged.",
        wrong: "admin_user: \"AKIAIOSFODNN7EXAMPLE\"",
        right: "admin_user: \"moodleadmin\"",
        source: None,
    },
    Grammar {
        id: "MS010",
        statement: "`#[allow(…)]` names warnings by their ids.",
        why: "An `#[allow]` without effect looks like a decision; an error cannot be silenced, since AWS would refuse the value.",
        wrong: "#[allow(MS304)] edge: CloudFront { … }",
        right: "#[allow(MS209)] nat: Single",
        source: None,
    },
    Grammar {
        id: "MS011",
        statement: "`unchecked!(…)` holds a value that is checked against a table.",
        why: "Tables of classes, versions and regions go out of date, and `unchecked!` skips them; other rules do not.",
        wrong: "cidr: unchecked!(\"10.0.0.0/33\")",
        right: "class: unchecked!(\"db.r9g.large\")",
        source: None,
    },
    Grammar {
        id: "MS012",
        statement: "The first word of a stack's name is not `internal`.",
        why: "The name of the load balancer starts with the stack's name and a hyphen, and Elastic Load Balancing refuses `internal-`.",
        wrong: "moodle_stack!(InternalCampus { … })",
        right: "moodle_stack!(InternationalCampus { … })",
        source: Some(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html",
        ),
    },
    Grammar {
        id: "MS013",
        statement: "The first word of a stack's name is not `sg`.",
        why: "The names of security groups start with the stack's name and a hyphen, and EC2 refuses `sg-`.",
        wrong: "moodle_stack!(SgCampus { … })",
        right: "moodle_stack!(SingaporeCampus { … })",
        source: Some("https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html"),
    },
    Grammar {
        id: "MS014",
        statement: "A stack's name is not `aws`.",
        why: "The names of log groups start with the stack's name and a slash, and CloudWatch Logs refuses `aws/`.",
        wrong: "moodle_stack!(Aws { … })",
        right: "moodle_stack!(AwsCampus { … })",
        source: Some("https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html"),
    },
    Grammar {
        id: "MS015",
        statement: "The name of a stack with buckets does not start with the word `sthree` or the words `amzn-s3-demo`.",
        why: "The names of the buckets for the trail and the load balancer's logs start with the stack's name and a hyphen, and S3 refuses `sthree-` and `amzn-s3-demo-`.",
        wrong: "moodle_stack!(SthreeCampus { … })",
        right: "moodle_stack!(ThirdCampus { … })",
        source: Some("https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html"),
    },
];
