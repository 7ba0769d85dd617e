//! Where an emulator answers otherwise than AWS documents, so that a second plan would find a difference.

use moodle_stack::journal::Journal;
use moodle_stack::plan::Seen;

/// A field that an emulator answers wrongly.
#[derive(Debug)]
pub struct Gap {
    /// The kind, by AWS's name for it.
    pub kind: &'static str,
    /// The field.
    pub field: &'static str,
    /// Which emulator.
    pub emulator: &'static str,
    /// What it answers.
    pub why: &'static str,
}

/// All of them. One that is not needed any more fails the tests.
pub const EMULATOR_GAPS: &[Gap] = &[];

/// Takes what the emulators answer wrongly out of what was seen.
///
/// # Panics
///
/// If a gap is closed: the stack has resources of its kind, and none of them shows it.
pub fn mask(seen: &mut Seen, journal: &Journal) {
    for gap in EMULATOR_GAPS {
        let mut answers = 0;
        let mut wrong = 0;
        for (address, entry) in journal.resources.iter().filter(|(_, entry)| entry.kind == gap.kind) {
            let Some(live) = seen.get_mut(address).and_then(Option::as_mut) else {
                continue;
            };
            if let Some(answer) = live.fields.remove(gap.field) {
                answers += 1;
                wrong += usize::from(answer != entry.fields[gap.field]);
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
