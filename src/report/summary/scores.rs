//! Many scores in little room: mean and spread exactly, the median and its like to the whole point. Used by `summary`
//! for all calls and for each group.

/// The scores, 0 to 100, that were added.
#[derive(Debug, Clone, Default)]
pub struct Scores {
    count: usize,
    sum: f64,
    /// Welford's running mean, and the sum of the squares of what is beside it.
    running: f64,
    squares: f64,
    lowest: Option<f64>,
    highest: Option<f64>,
    /// How many are nearest to each whole point from 0 to 100; empty before the first.
    points: Vec<u32>,
}

impl Scores {
    /// Adds one.
    pub fn add(&mut self, score: f64) {
        self.count += 1;
        self.sum += score;
        let beside = score - self.running;
        self.running += beside / self.count as f64;
        self.squares += beside * (score - self.running);
        self.lowest = Some(self.lowest.map_or(score, |s| s.min(score)));
        self.highest = Some(self.highest.map_or(score, |s| s.max(score)));
        self.points.resize(101, 0);
        self.points[score.round().clamp(0.0, 100.0) as usize] += 1;
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The mean; none of nothing.
    pub fn mean(&self) -> Option<f64> {
        (self.count > 0).then(|| self.sum / self.count as f64)
    }

    /// The standard deviation of a sample (divided by one less than there are); none below two.
    pub fn spread(&self) -> Option<f64> {
        (self.count > 1).then(|| (self.squares.max(0.0) / (self.count - 1) as f64).sqrt())
    }

    /// The lowest.
    pub fn lowest(&self) -> Option<f64> {
        self.lowest
    }

    /// The highest.
    pub fn highest(&self) -> Option<f64> {
        self.highest
    }

    /// The score below which so great a share of the calls lies, in whole points, between two of them the line drawn
    /// from one to the other: one half gives the median. None of nothing.
    pub fn quantile(&self, share: f64) -> Option<f64> {
        let last = self.count.checked_sub(1)?;
        let place = share.clamp(0.0, 1.0) * last as f64;
        let (low, high) = (self.at(place.floor() as usize), self.at(place.ceil() as usize));
        Some(low + place.fract() * (high - low))
    }

    /// The score in this place when they are sorted, in whole points.
    fn at(&self, place: usize) -> f64 {
        let mut passed = 0;
        let points = self.points.iter().position(|count| {
            passed += *count as usize;
            passed > place
        });
        points.unwrap_or(100) as f64
    }

    /// How many lie in each ten points: from 0, from 10, … from 90, with the hundred in the last.
    pub fn tens(&self) -> [usize; 10] {
        let mut tens = [0; 10];
        for (points, count) in self.points.iter().enumerate() {
            tens[(points / 10).min(9)] += *count as usize;
        }
        tens
    }
}
