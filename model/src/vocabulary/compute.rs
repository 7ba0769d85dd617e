//! `compute`.

use crate::Range;

section! {
    /// Amazon ECS on AWS Fargate.
    Fargate in compute {
        /// CPU units of a task, 1024 to a vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384.
        cpu: u32,
        /// Memory of a task in MiB; which values are legal depends on `cpu`.
        memory: u32,
        /// The fewest and the most tasks.
        replicas: Range<u32> = Range { min: 2, max: 10 },
        /// How tasks are divided between Fargate and Fargate Spot.
        capacity: Capacity = Capacity::Spread(Spread::DEFAULT),
        /// The average CPU use, in percent, that scaling holds.
        scale_at_cpu: u32 = 50,
        /// The average memory use, in percent, that scaling holds.
        scale_at_memory: Option<u32>,
        /// The requests per task and minute that scaling holds.
        scale_at_requests: Option<u32>,
        /// The processor that the image is built for.
        cpu_architecture: Processor = Processor::X86,
        /// How many seconds a task that serves the site may take to stop: 2 to 120; left out, as long as its requests need.
        stop_timeout: Option<u32>,
        /// For how many seconds a new task's health checks do not count.
        grace_period: u32 = 120,
        /// Says that one task, and an outage with each loss of it, is meant.
        single_replica: bool = false,
        /// Says that tasks on Spot alone, which AWS may take away all at once, are meant.
        allow_all_spot: bool = false,
    }
}

one_of! {
    /// How tasks are divided between Fargate and Fargate Spot.
    Capacity in capacity {
        /// By weights.
        Spread(Spread),
    }
}

section! {
    /// Weights of the two capacity providers.
    Spread {
        /// Fargate's share: 0 to 1000.
        fargate: u32 = 1,
        /// Fargate Spot's share: 0 to 1000.
        spot: u32 = 3,
        /// How many tasks run on Fargate before the shares count.
        base: u32 = 1,
    }
}

impl Spread {
    /// One in four tasks on Fargate, and never none.
    pub const DEFAULT: Self = Self {
        fargate: 1,
        spot: 3,
        base: 1,
    };
}

one_of! {
    /// A processor architecture.
    Processor in cpu_architecture {
        /// 64-bit x86.
        X86,
        /// 64-bit Arm, AWS Graviton.
        Arm,
    }
}
