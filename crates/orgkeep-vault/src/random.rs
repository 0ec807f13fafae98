//! Random bytes from the system, and the identifiers made of them.

/// Random bytes, fit for keys and nonces.
pub(crate) fn make_bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// An identifier that nobody else has: 128 random bits as 32 lower-case hexadecimal digits.
pub(crate) fn make_identifier() -> Result<String, getrandom::Error> {
    let bytes: [u8; 16] = make_bytes()?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
