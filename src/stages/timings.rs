//! How long each stage took, on the clock and on all processors together, and how much it had to do.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

/// The stages so far, in order.
#[derive(Default)]
pub struct Timings {
    stages: Vec<Stage>,
    progress: bool,
}

struct Stage {
    name: &'static str,
    wall: Duration,
    /// Of all threads; absent where the system does not say.
    cpu: Option<Duration>,
    counts: Vec<(usize, &'static str)>,
}

impl Timings {
    /// Measures; `progress` names each stage on a terminal while it runs.
    pub fn new(progress: bool) -> Self {
        Self { stages: Vec::new(), progress: progress && std::io::stderr().is_terminal() }
    }

    /// Runs a stage and notes its time.
    pub fn stage<T>(&mut self, name: &'static str, run: impl FnOnce() -> T) -> T {
        if self.progress {
            eprint!("\r{name:<12}");
            let _ = std::io::stderr().flush();
        }
        let (start, cpu) = (Instant::now(), ProcessTime::try_now().ok());
        let value = run();
        let cpu = cpu.and_then(|cpu| cpu.try_elapsed().ok());
        self.stages.push(Stage { name, wall: start.elapsed(), cpu, counts: Vec::new() });
        if self.progress {
            eprint!("\r{:<12}\r", "");
        }
        value
    }

    /// Adds stages that ran beside the last one, or the last few, in front of it. The processors were shared: their part of the time is
    /// not known, and stands with those that they ran beside.
    pub fn beside(&mut self, other: Self) {
        let before = self.stages.len().saturating_sub(1);
        let stages = other.stages.into_iter().map(|stage| Stage { cpu: None, ..stage });
        self.stages.splice(before..before, stages);
    }

    /// Says of the last stage how many of something it dealt with; none is not worth a word.
    pub fn count(&mut self, number: usize, of: &'static str) {
        if let Some(stage) = self.stages.last_mut().filter(|_| number > 0) {
            stage.counts.push((number, of));
        }
    }

    /// One line a stage: its name, milliseconds on the clock and of all processors, and what it dealt with.
    pub fn lines(&self) -> String {
        let mut lines = format!("{:>8} {:>12} {:>12}\n", "stage", "wall", "CPU");
        let millis = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
        for Stage { name, wall, cpu, counts } in &self.stages {
            let cpu = cpu.map_or_else(|| "-".to_owned(), millis);
            let _ = write!(lines, "{name:>8} {:>12} {cpu:>12}", millis(*wall));
            for (at, (number, of)) in counts.iter().enumerate() {
                let _ = write!(lines, "{} {number} {of}", if at == 0 { " " } else { "," });
            }
            lines.push('\n');
        }
        lines
    }
}
