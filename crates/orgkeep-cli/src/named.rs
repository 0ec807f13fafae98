//! Which connection is meant.

use orgkeep_domain::connection::ConnectionName;
use orgkeep_vault::connection_record::ConnectionRecord;
use orgkeep_vault::vault::Vault;

use crate::exit::Trouble;
use crate::print;

/// Every connection that can be read. Those that cannot are named.
pub async fn all(vault: &Vault) -> Result<Vec<ConnectionRecord>, Trouble> {
    let list = vault.connections().await;
    let list = list.map_err(|error| Trouble::failed(&error))?;
    for damaged in &list.damaged {
        print::word(&format!("orgkeep: a connection is left out: {damaged}"));
    }
    Ok(list.records)
}

/// The connection that a text names.
pub async fn one(vault: &Vault, text: &str) -> Result<ConnectionRecord, Trouble> {
    let records = all(vault).await?;
    let index = found(&records, text)?;
    let mut records = records;
    Ok(records.swap_remove(index))
}

/// The connections that several texts name, each once.
pub async fn several(vault: &Vault, texts: &[String]) -> Result<Vec<ConnectionRecord>, Trouble> {
    let records = all(vault).await?;
    let mut indices = Vec::new();
    for text in texts {
        let index = found(&records, text)?;
        if !indices.contains(&index) {
            indices.push(index);
        }
    }
    let named = indices.into_iter().filter_map(|index| records.get(index));
    Ok(named.cloned().collect())
}

/// By its name, exactly and then in any case; by its id; by its org or its user where only one has it.
fn found(records: &[ConnectionRecord], text: &str) -> Result<usize, Trouble> {
    let name = ConnectionName::parse(text).map_or_else(|_| String::new(), |name| name.to_string());
    let same = |own: &str, other: &str| own.to_lowercase() == other.to_lowercase();
    let ways: [&dyn Fn(&ConnectionRecord) -> bool; 4] = [
        &|record| record.name.as_str() == name,
        &|record| record.id.as_str() == text,
        &|record| same(record.name.as_str(), &name),
        &|record| {
            record.org_id.as_str() == text
                || record.org_id.as_str().get(..15) == Some(text)
                || same(&record.username, text)
        },
    ];
    for is_meant in ways {
        let hits = records.iter().enumerate();
        let hits: Vec<usize> = hits
            .filter(|(_, record)| is_meant(record))
            .map(|(index, _)| index)
            .collect();
        match hits.as_slice() {
            [] => {}
            [index] => return Ok(*index),
            _ => return Err(ambiguous(records, &hits, text)),
        }
    }
    Err(Trouble::refused(format!(
        "No connection is called {text}. `orgkeep list` shows those that there are."
    )))
}

fn ambiguous(records: &[ConnectionRecord], hits: &[usize], text: &str) -> Trouble {
    let candidates = hits.iter().filter_map(|index| records.get(*index));
    let lines = candidates.map(|record| {
        format!(
            "\n  {}  {}  {}  {}",
            record.id,
            record.name,
            record.username,
            record.instance.host()
        )
    });
    let lines: String = lines.collect();
    Trouble::refused(format!(
        "{text} is the name of several connections. Their ids tell them apart:{lines}"
    ))
}
