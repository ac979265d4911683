//! Figures out of rounds. Contenders take turns in each round, so that what the machine does besides
//! meets all of them.

/// The middle value; of an even number the mean of the middle two.
///
/// # Panics
///
/// Where there are no values.
pub(crate) fn median(values: &[f64]) -> f64 {
    percentile(values, 50.0)
}

/// The value that so many percent do not exceed, between two values in proportion.
///
/// # Panics
///
/// Where there are no values.
pub(crate) fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let place = percent / 100.0 * (sorted.len() - 1) as f64;
    let (below, above) = (
        sorted[place.floor() as usize],
        sorted[place.ceil() as usize],
    );
    below + (above - below) * place.fract()
}

/// Between what the middle half of the rounds' ratios lie; nothing where there is one round, or another
/// number of them on each side.
pub(crate) fn spread(ours: &[f64], theirs: &[f64]) -> Option<(f64, f64)> {
    if ours.len() != theirs.len() || ours.len() < 2 {
        return None;
    }
    let rounds = ours.iter().zip(theirs);
    let ratios: Vec<f64> = rounds.map(|(ours, theirs)| ours / theirs).collect();
    Some((percentile(&ratios, 25.0), percentile(&ratios, 75.0)))
}

/// So many rounds in which each contender has its turn, in an order that is drawn anew for each, so that
/// nobody always comes after the same one. The orders are the same in every run. Answers what each one's
/// turns gave.
///
/// # Errors
///
/// The first that a turn ends in.
pub(crate) fn interleave<C: Copy, T, E>(
    rounds: usize,
    contenders: &[C],
    mut turn: impl FnMut(C) -> Result<T, E>,
) -> Result<Vec<Vec<T>>, E> {
    let mut random = fastrand::Rng::with_seed(0);
    let mut results: Vec<Vec<T>> = contenders.iter().map(|_| Vec::new()).collect();
    let mut order: Vec<usize> = (0..contenders.len()).collect();
    for _ in 0..rounds {
        random.shuffle(&mut order);
        for &at in &order {
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
    fn the_spread_is_that_of_the_rounds() {
        // A machine that is ten times slower in one round changes nothing.
        let slower = [1.0, 10.0, 1.0];
        for (ours, theirs, expected) in [
            (&[2.0, 20.0, 2.0][..], &slower[..], Some((2.0, 2.0))),
            (&[1.0, 2.0, 3.0, 4.0, 5.0], &[1.0; 5], Some((2.0, 4.0))),
            (&[2.0], &[1.0], None),
            (&[2.0, 2.0], &[1.0], None),
        ] {
            assert_eq!(spread(ours, theirs), expected);
        }
    }

    #[test]
    fn each_has_a_turn_in_each_round_and_no_fixed_neighbour() {
        let orders = || {
            let mut order = String::new();
            let results = interleave(20, &['a', 'b', 'c'], |who| {
                order.push(who);
                Ok::<_, ()>(who)
            });
            let expected = ['a', 'b', 'c'].map(|who| vec![who; 20]);
            assert_eq!(results, Ok(expected.to_vec()));
            order
        };
        let order = orders();
        for pair in ["ab", "ac", "ba", "bc", "ca", "cb"] {
            assert!(order.contains(pair), "{pair} in {order}");
        }
        for at in (0..order.len()).step_by(3) {
            let round = &order[at..at + 3];
            assert!("abc".chars().all(|who| round.contains(who)), "{round}");
        }
        assert_eq!(order, orders());
    }
}
