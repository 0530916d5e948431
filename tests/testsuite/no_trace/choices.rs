//! Random choices from a tape of numbers. The same tape makes the same site, a shorter tape or smaller numbers make a simpler one:
//! where a tape ends every choice is the first, plainest one. Failing sites are made small by cutting their tapes.

/// Reads one tape.
pub struct Choices<'a> {
    tape: &'a [u16],
    at: usize,
}

impl<'a> Choices<'a> {
    pub fn new(tape: &'a [u16]) -> Self {
        Self { tape, at: 0 }
    }

    /// A number below `count`; 0 is the plainest.
    pub fn below(&mut self, count: usize) -> usize {
        let number = self.tape.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(number) % count.max(1)
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    /// One of a list.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// One of a list that may be empty.
    pub fn any<'b, T>(&mut self, list: &'b [T]) -> Option<&'b T> {
        list.get(self.below(list.len()))
    }
}

/// The tapes of one site: the first for its settings, each other one for a document.
pub type Tapes = Vec<Vec<u16>>;

/// The tapes of case `number` of a run.
pub fn tapes(seed: u64, number: u64) -> Tapes {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03);
    // SplitMix64, by Sebastiano Vigna, in the public domain.
    let mut next = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    };
    let documents = 1 + next() % 6;
    (0..=documents).map(|_| (0..next() % 180).map(|_| (next() >> 40) as u16).collect()).collect()
}

/// The smallest tapes found that still fail, by leaving out documents, stretches and single numbers.
pub fn shrunk(mut tapes: Tapes, fails: impl Fn(&Tapes) -> bool) -> Tapes {
    loop {
        let smaller = candidates(&tapes).find(|tapes| fails(tapes));
        match smaller {
            Some(smaller) => tapes = smaller,
            None => return tapes,
        }
    }
}

fn candidates(tapes: &Tapes) -> impl Iterator<Item = Tapes> + '_ {
    let documents = (1..tapes.len()).map(|at| {
        let mut fewer = tapes.clone();
        fewer.remove(at);
        fewer
    });
    let change = |at: usize, change: &dyn Fn(&mut Vec<u16>)| {
        let mut changed = tapes.clone();
        change(&mut changed[at]);
        changed
    };
    let stretches = (0..tapes.len()).flat_map(move |at| {
        let length = tapes[at].len();
        let sizes = [64, 16, 4, 1].into_iter().filter(move |size| *size <= length);
        let cuts =
            sizes.flat_map(move |size| (0..=length - size).rev().step_by(size).map(move |from| (from, size)));
        cuts.flat_map(move |(from, size)| {
            let cut = change(at, &|tape| drop(tape.drain(from..from + size)));
            let zeroes = change(at, &|tape| tape[from..from + size].fill(0));
            [cut, zeroes]
        })
    });
    documents.chain(stretches).filter(move |other| other != tapes)
}
