//! Where an emulator answers otherwise than AWS documents, so that a second plan would find a difference.

use moodle_stack::journal::Journal;
use moodle_stack::plan::Seen;
use serde::Deserialize;

/// A field that an emulator answers wrongly.
#[derive(Debug, Deserialize)]
struct Gap {
    /// The kind, by AWS's name for it.
    kind: String,
    /// The field.
    field: String,
    /// Which emulator.
    emulator: String,
    /// What it answers.
    why: String,
}

/// All of them, in a file that `.ci/life` reads too. One that is not needed any more fails the tests.
const EMULATOR_GAPS: &str = include_str!("emulator_gaps.json");

/// Takes what the emulators answer wrongly out of what was seen.
///
/// # Panics
///
/// If a gap is closed: the stack has resources of its kind, and none of them shows it.
pub fn mask(seen: &mut Seen, journal: &Journal) {
    let gaps: Vec<Gap> = serde_json::from_str(EMULATOR_GAPS).expect("a list of gaps");
    for gap in gaps {
        let mut answers = 0;
        let mut wrong = 0;
        for (address, entry) in journal.resources.iter().filter(|(_, entry)| entry.kind == gap.kind) {
            let Some(live) = seen.get_mut(address).and_then(Option::as_mut) else {
                continue;
            };
            let answer = live.fields.remove(&gap.field);
            // What the rebuilding of a lost journal has listed, it writes down as it was answered, under a token of its own.
            let was_listed = entry.token.starts_with(&gap.kind);
            if let Some(answer) = answer.filter(|_| !was_listed) {
                answers += 1;
                wrong += usize::from(answer != entry.fields[&gap.field]);
            }
        }
        assert!(
            answers == 0 || wrong > 0,
            "{} answers `{}` of {} rightly now; take it off the list ({})",
            gap.emulator,
            gap.field,
            gap.kind,
            gap.why
        );
    }
}
