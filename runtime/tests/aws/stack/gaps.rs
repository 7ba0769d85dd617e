//! The fields that an emulator returns differently from AWS, so a second plan would find drift.

use moodle_stack::journal::Journal;
use moodle_stack::plan::ObservedState;
use serde::Deserialize;

/// A field that an emulator returns wrongly.
#[derive(Debug, Deserialize)]
struct Gap {
    /// The kind, by its AWS name.
    kind: String,
    field: String,
    emulator: String,
    /// What the emulator does.
    why: String,
}

/// All gaps, in a file that `.ci/lifecycle` reads too. An entry that is no longer needed fails the tests.
const EMULATOR_GAPS: &str = include_str!("emulator_gaps.json");

fn gaps() -> Vec<Gap> {
    serde_json::from_str(EMULATOR_GAPS).expect("a list of gaps")
}

/// Removes the fields that the emulators return wrongly.
pub fn mask(seen: &mut ObservedState, journal: &Journal) {
    for gap in gaps() {
        for (address, _) in journal.resources.iter().filter(|(_, entry)| entry.kind == gap.kind) {
            if let Some(live) = seen.resources.get_mut(address).and_then(Option::as_mut) {
                live.fields.remove(&gap.field);
                live.constants.remove(&*gap.field);
            }
        }
    }
}

/// Checks that the emulators still return these fields wrongly. This cannot be checked for resources that were found without a
/// journal, since their entries have the emulator's values.
///
/// # Panics
///
/// If a gap is closed: the stack has resources of its kind, and all of them are right.
pub fn check(seen: &ObservedState, journal: &Journal) {
    for gap in gaps() {
        let mut answers = 0;
        let mut wrong = 0;
        for (address, entry) in journal.resources.iter().filter(|(_, entry)| entry.kind == gap.kind) {
            let live = seen.resources.get(address).and_then(Option::as_ref);
            if let Some(answer) = live.and_then(|live| live.fields.get(&gap.field)) {
                answers += 1;
                wrong += usize::from(*answer != entry.fields[&gap.field]);
            }
            if let Some(constant) = live.and_then(|live| live.constants.get(&*gap.field)) {
                answers += 1;
                wrong += usize::from(constant.live != constant.expected);
            }
        }
        assert!(
            answers == 0 || wrong > 0,
            "{} returns `{}` of {} rightly now: remove it from the list ({})",
            gap.emulator,
            gap.field,
            gap.kind,
            gap.why
        );
    }
}
