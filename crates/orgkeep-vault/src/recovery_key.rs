//! The text of a recovery key: eight groups of five signs, made to be printed, read and typed.
//!
//! 160 random bits as 32 signs of Crockford's alphabet, which has no I, L, O and U. The fifth sign of each group checks
//! the other four and the group's place: a typing mistake is found, and told by its group, before anything is tried.

use orgkeep_secret::RecoveryKey;
use zeroize::Zeroizing;

use crate::random;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 8;
/// Signs of a group, without the one that checks them.
const SIGNS: usize = 4;
/// Bits of the key itself, as bytes.
const BYTES: usize = 20;

/// Why a text is no recovery key. It repeats nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyError {
    /// It has more or fewer signs than eight groups of five.
    #[error("the recovery key does not have 40 signs")]
    Length,
    /// A group was mistyped: the first one that was, from 1.
    #[error("group {0} of the recovery key is mistyped")]
    Group(usize),
}

/// A new random recovery key, as it is printed: groups with a dash between them.
pub(crate) fn make() -> Result<RecoveryKey, getrandom::Error> {
    let bytes: Zeroizing<[u8; BYTES]> = Zeroizing::new(random::make_bytes()?);
    let mut text = String::with_capacity(GROUPS * (SIGNS + 2));
    // Each group has 20 bits: two groups have five bytes.
    for (pair, five) in bytes.chunks(5).enumerate() {
        let bits = five
            .iter()
            .fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
        for (half, group) in [bits >> 20, bits & 0xF_FFFF].into_iter().enumerate() {
            push_group(&mut text, pair * 2 + half, group);
        }
    }
    Ok(RecoveryKey::new(text))
}

/// Reads what was typed. Spaces, dashes, small letters, and O, I and L for 0 and 1 are all right. Gives the text as
/// it is printed.
pub(crate) fn parse(typed: &RecoveryKey) -> Result<RecoveryKey, RecoveryKeyError> {
    // EXPOSE: brought into the form in which it was printed, as a secret again.
    let typed = typed.expose();
    let mut values = Zeroizing::new(Vec::with_capacity(GROUPS * (SIGNS + 1)));
    for sign in typed.bytes().filter(|sign| !is_between(*sign)) {
        let group = values.len() / (SIGNS + 1) + 1;
        values.push(value_of(sign).ok_or(RecoveryKeyError::Group(group))?);
        if values.len() > GROUPS * (SIGNS + 1) {
            return Err(RecoveryKeyError::Length);
        }
    }
    if values.len() != GROUPS * (SIGNS + 1) {
        return Err(RecoveryKeyError::Length);
    }
    let mut text = String::with_capacity(GROUPS * (SIGNS + 2));
    for (number, group) in values.chunks(SIGNS + 1).enumerate() {
        let signs = group.iter().take(SIGNS);
        let bits = signs.fold(0, |bits, value| bits << 5 | u64::from(*value));
        if group.last() != Some(&check(number, bits)) {
            return Err(RecoveryKeyError::Group(number + 1));
        }
        push_group(&mut text, number, bits);
    }
    Ok(RecoveryKey::new(text))
}

fn push_group(text: &mut String, number: usize, bits: u64) {
    if number > 0 {
        text.push('-');
    }
    for place in (0..SIGNS).rev() {
        text.push(sign_of(five_bits(bits, place)));
    }
    text.push(sign_of(check(number, bits)));
}

/// The value of the sign at a place, counted from the last one.
fn five_bits(bits: u64, place: usize) -> u8 {
    (bits >> (place * 5) & 31) as u8
}

/// A sum over GF(32) in which each place weighs differently: one changed sign, two exchanged neighbours and two
/// exchanged groups all change it.
fn check(number: usize, bits: u64) -> u8 {
    let start = (number as u8 + 1) & 31;
    let sum = (0..SIGNS)
        .rev()
        .fold(start, |sum, place| double(sum) ^ five_bits(bits, place));
    double(sum)
}

/// Times x, modulo x⁵ + x² + 1.
fn double(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 32 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

fn sign_of(value: u8) -> char {
    ALPHABET
        .get(usize::from(value))
        .map_or('0', |sign| char::from(*sign))
}

fn value_of(sign: u8) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        b'O' => b'0',
        b'I' | b'L' => b'1',
        sign => sign,
    };
    let place = ALPHABET.iter().position(|known| *known == sign)?;
    u8::try_from(place).ok()
}

/// What may stand between signs: spaces and every kind of dash that a person's program may make of one.
fn is_between(sign: u8) -> bool {
    sign.is_ascii_whitespace() || sign == b'-' || sign == b'.' || sign == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, RecoveryKeyError> {
        parse(&RecoveryKey::new(text.into())).map(|key| key.expose().to_owned())
    }

    #[test]
    fn a_new_key_has_eight_groups_of_five_and_is_read_as_it_was_made() {
        let key = make().unwrap().expose().to_owned();
        let groups: Vec<&str> = key.split('-').collect();
        assert!(groups.len() == 8 && groups.iter().all(|group| group.len() == 5));
        assert_eq!(parsed(&key), Ok(key.clone()));
        assert_ne!(make().unwrap().expose(), key);
    }

    #[test]
    fn it_may_be_typed_in_small_letters_without_dashes_or_with_spaces() {
        let key = make().unwrap().expose().to_owned();
        for typed in [
            key.to_lowercase(),
            key.replace('-', ""),
            key.replace('-', " \n"),
            key.replace('0', "o").replace('1', "L"),
        ] {
            assert_eq!(parsed(&typed), Ok(key.clone()), "{typed}");
        }
    }

    #[test]
    fn every_changed_sign_and_exchanged_pair_is_told_by_its_group() {
        let key = make().unwrap().expose().replace('-', "").into_bytes();
        let text = |signs: &[u8]| String::from_utf8(signs.to_vec()).unwrap();
        for place in 0..key.len() {
            let group = RecoveryKeyError::Group(place / 5 + 1);
            for sign in ALPHABET.iter().filter(|sign| **sign != key[place]) {
                let mut wrong = key.clone();
                wrong[place] = *sign;
                assert_eq!(parsed(&text(&wrong)), Err(group));
            }
            let mut wrong = key.clone();
            wrong[place] = b'!';
            assert_eq!(parsed(&text(&wrong)), Err(group));
            let neighbours = place % 5 != 4 && key[place] != key[place + 1];
            if neighbours {
                let mut wrong = key.clone();
                wrong.swap(place, place + 1);
                assert_eq!(parsed(&text(&wrong)), Err(group));
            }
        }
    }

    #[test]
    fn exchanged_groups_and_other_lengths_are_refused() {
        let key = make().unwrap().expose().to_owned();
        let mut groups: Vec<&str> = key.split('-').collect();
        groups.swap(2, 5);
        assert_eq!(parsed(&groups.join("-")), Err(RecoveryKeyError::Group(3)));
        for wrong in ["", "A", &key[..key.len() - 1], &format!("{key}0")] {
            assert_eq!(parsed(wrong), Err(RecoveryKeyError::Length));
        }
    }
}
