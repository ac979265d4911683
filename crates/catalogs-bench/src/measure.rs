//! Figures out of rounds. Contenders take turns in each round, so that what the machine does besides
//! meets all of them.

/// The middle value; of an even number the mean of the middle two.
///
/// # Panics
///
/// Where there are no values.
pub fn median(values: &[f64]) -> f64 {
    percentile(values, 50.0)
}

/// The value that so many percent do not exceed, between two values in proportion.
///
/// # Panics
///
/// Where there are no values.
pub fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = percent / 100.0 * (sorted.len() - 1) as f64;
    let (below, above) = (
        sorted[place.floor() as usize],
        sorted[place.ceil() as usize],
    );
    below + (above - below) * place.fract()
}

/// How many times theirs ours is: the median of the ratios of each round.
///
/// # Panics
///
/// Where there are no rounds.
pub fn ratio(ours: &[f64], theirs: &[f64]) -> f64 {
    let rounds = ours.iter().zip(theirs);
    let ratios: Vec<f64> = rounds.map(|(ours, theirs)| ours / theirs).collect();
    median(&ratios)
}

/// So many rounds in which each contender has its turn, the first one another each time. Answers what
/// each one's turns gave.
///
/// # Errors
///
/// The first that a turn ends in.
pub fn interleave<C: Copy, T, E>(
    rounds: usize,
    contenders: &[C],
    mut turn: impl FnMut(C) -> Result<T, E>,
) -> Result<Vec<Vec<T>>, E> {
    let mut results: Vec<Vec<T>> = contenders.iter().map(|_| Vec::new()).collect();
    for round in 0..rounds {
        for offset in 0..contenders.len() {
            let at = (round + offset) % contenders.len();
            results[at].push(turn(contenders[at])?);
        }
    }
    Ok(results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_and_the_tail() {
        let values = [5.0, 1.0, 3.0, 2.0, 4.0];
        assert_eq!(median(&values), 3.0);
        assert_eq!(median(&values[..4]), 2.5);
        assert_eq!(percentile(&values, 100.0), 5.0);
        assert_eq!(percentile(&values, 75.0), 4.0);
        assert_eq!(percentile(&[7.0], 99.0), 7.0);
    }

    #[test]
    fn ratios_are_taken_round_by_round() {
        // A machine that is ten times slower in one round changes nothing.
        assert_eq!(ratio(&[2.0, 20.0, 2.0], &[1.0, 10.0, 1.0]), 2.0);
    }

    #[test]
    fn each_has_its_turn_first() {
        let mut order = String::new();
        let results = interleave(3, &['a', 'b', 'c'], |who| {
            order.push(who);
            Ok::<_, ()>(order.len())
        });
        assert_eq!(order, "abcbcacab");
        assert_eq!(results.unwrap(), [[1, 6, 8], [2, 4, 9], [3, 5, 7]]);
    }
}
