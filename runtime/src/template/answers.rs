//! What a new repository is asked for.

use clap::ValueEnum;
use moodle_stack_model::facts::regions::{NAMES, index, near};
use moodle_stack_model::rules::{account_digits, dns_zone, domain_form, domain_is_public, region_form};
use moodle_stack_model::{Architecture, Field as _, Problem, Route53, name_fault, stack_name};

/// The size of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Size {
    /// A school: one NAT gateway, a database without a standby
    Small,
    /// A university: the reference architecture
    #[default]
    Medium,
    /// A large university: larger tasks, database and cache
    Large,
}

/// The answers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answers {
    pub(crate) crate_name: String,
    pub(crate) account: String,
    pub(crate) region: String,
    pub(crate) domain: String,
    /// The ID of the hosted zone, or nothing.
    pub(crate) zone: String,
    pub(crate) size: Size,
    /// The source of moodle-stack in `Cargo.toml`, such as `version = "0.1.0"`.
    pub(crate) dependency: String,
}

/// Why an answer cannot be used, and what to write instead.
#[derive(Debug, PartialEq)]
pub(crate) struct Fault {
    pub(crate) what: String,
    pub(crate) help: String,
}

impl Size {
    /// Returns its name in the template.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
        }
    }
}

impl Fault {
    fn new(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            help: help.into(),
        }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::new(problem.what.as_str(), problem.help.as_str())
    }
}

/// Returns why a name cannot be that of the package and of the stack.
pub(crate) fn crate_name_fault(name: &str) -> Option<Fault> {
    let is_word = |word: &str| {
        word.starts_with(|first: char| first.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    if !name.split('-').all(is_word) || stack_name(&upper_camel_case(name)) != name {
        return Some(Fault::new(
            format!("`{name}` cannot be the name of the package and of the stack"),
            "write words of lower-case letters and digits, with hyphens between them, such as `my-university`",
        ));
    }
    name_fault(name).map(|_| {
        Fault::new(
            format!("`{name}` cannot be the name of a stack: AWS reserves it, or it is too long"),
            "write a shorter or another name, such as `my-university`",
        )
    })
}

impl Answers {
    /// Returns why the account cannot be used.
    pub(crate) fn account_fault(account: &str) -> Option<Fault> {
        let architecture = Architecture {
            account: leak(account),
            ..Architecture::FILLER
        };
        account_digits(&architecture).map(Fault::from)
    }

    /// Returns why the region cannot be used.
    pub(crate) fn region_fault(region: &str) -> Option<Fault> {
        let architecture = Architecture {
            region: leak(region),
            ..Architecture::FILLER
        };
        let unknown = || {
            index(region).is_none().then(|| {
                let help = near(region).map_or_else(|| NAMES.join(", "), |near| format!("did you mean `{near}`?"));
                Fault::new(format!("AWS has no region `{region}`"), help)
            })
        };
        region_form(&architecture).map(Fault::from).or_else(unknown)
    }

    /// Returns why the site's host name cannot be used.
    pub(crate) fn domain_fault(domain: &str) -> Option<Fault> {
        let architecture = Architecture {
            domain: leak(domain),
            ..Architecture::FILLER
        };
        domain_form(&architecture)
            .or_else(|| domain_is_public(&architecture))
            .map(Fault::from)
    }

    /// Returns why the hosted zone cannot be used; an empty one is none.
    pub(crate) fn zone_fault(zone: &str) -> Option<Fault> {
        if zone.is_empty() {
            return None;
        }
        let architecture = Architecture {
            dns: Some(Route53 { zone: leak(zone) }),
            ..Architecture::FILLER
        };
        dns_zone(&architecture).map(Fault::from)
    }

    /// Returns the first answer that cannot be used.
    pub(crate) fn fault(&self) -> Option<Fault> {
        crate_name_fault(&self.crate_name)
            .or_else(|| Self::account_fault(&self.account))
            .or_else(|| Self::region_fault(&self.region))
            .or_else(|| Self::domain_fault(&self.domain))
            .or_else(|| Self::zone_fault(&self.zone))
    }
}

/// The rules read texts that live as long as the process. There are a handful of answers.
fn leak(text: &str) -> &'static str {
    text.to_owned().leak()
}

/// Writes `my-university` as `MyUniversity`.
pub(super) fn upper_camel_case(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let mut letters = word.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect::<String>()
    });
    words.collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn answers(size: Size, zone: &str) -> Answers {
        Answers {
            crate_name: "my-university".into(),
            account: "111122223333".into(),
            region: "eu-central-1".into(),
            domain: "learn.example.edu".into(),
            zone: zone.into(),
            size,
            dependency: r#"version = "0.1.0""#.into(),
        }
    }

    #[test]
    fn right_answers_have_no_fault() {
        assert_eq!(answers(Size::Small, "").fault(), None);
        assert_eq!(answers(Size::Large, "Z0123456789ABCDEFGHIJ").fault(), None);
    }

    #[test]
    fn stack_has_the_name_of_the_package() {
        for name in ["campus", "my-university", "uni2"] {
            assert_eq!(crate_name_fault(name), None);
            assert_eq!(stack_name(&upper_camel_case(name)), name);
        }
    }

    #[test]
    fn each_wrong_answer_has_a_fault_with_help() {
        for wrong in ["", "My", "-a", "a_b", "2nd", "my-2nd", "a-b2c", "sg-moodle"] {
            assert!(crate_name_fault(wrong).is_some(), "{wrong}");
        }
        let faults = [
            Answers::account_fault("1111-2222-3333"),
            Answers::region_fault("eu-centrall-1"),
            Answers::region_fault("Frankfurt"),
            Answers::domain_fault("https://learn.example.edu"),
            Answers::zone_fault("example.edu"),
        ];
        for fault in faults {
            assert!(!fault.unwrap().help.is_empty());
        }
    }
}
