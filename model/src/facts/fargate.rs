//! Fargate's task sizes.
//!
//! Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html>, 2026-10.

/// The memory sizes for a number of CPU units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// CPU units.
    pub cpu: u32,
    /// The minimum memory, in MiB.
    pub min: u32,
    /// The maximum memory, in MiB.
    pub max: u32,
    /// The distance between two legal values, in MiB; 0 if each value is twice the previous one.
    pub step: u32,
}

/// Every size that Fargate offers.
pub const SIZES: [Size; 7] = [
    Size {
        cpu: 256,
        min: 512,
        max: 2048,
        step: 0,
    },
    Size {
        cpu: 512,
        min: 1024,
        max: 4096,
        step: 1024,
    },
    Size {
        cpu: 1024,
        min: 2048,
        max: 8192,
        step: 1024,
    },
    Size {
        cpu: 2048,
        min: 4096,
        max: 16384,
        step: 1024,
    },
    Size {
        cpu: 4096,
        min: 8192,
        max: 30720,
        step: 1024,
    },
    Size {
        cpu: 8192,
        min: 16384,
        max: 61440,
        step: 4096,
    },
    Size {
        cpu: 16384,
        min: 32768,
        max: 122_880,
        step: 8192,
    },
];

impl Size {
    /// Finds the sizes for a number of CPU units.
    #[must_use]
    pub const fn of(cpu: u32) -> Option<Self> {
        let mut i = 0;
        while i < SIZES.len() {
            if SIZES[i].cpu == cpu {
                return Some(SIZES[i]);
            }
            i += 1;
        }
        None
    }

    /// Returns the smallest legal memory that is not below a value, or the maximum.
    #[must_use]
    pub const fn nearest(self, memory: u32) -> u32 {
        let mut legal = self.min;
        while legal < memory && legal < self.max {
            legal = if self.step == 0 { legal * 2 } else { legal + self.step };
        }
        legal
    }
}
