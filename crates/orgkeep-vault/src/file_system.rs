//! File systems on which SQLite must not be used: those of other machines.
//!
//! Their locks and shared memory do not hold between two programs, let alone two machines
//! (sqlite.org, "WAL does not work over a network filesystem").

use std::io;
use std::path::Path;

/// The name of the network file system on which the folder lies, if it does.
#[cfg(target_os = "linux")]
pub(crate) fn network_name(folder: &Path) -> io::Result<Option<String>> {
    /// statfs(2), `f_type` of everything that runs in user space.
    const FUSE: u64 = 0x6573_5546;
    let kind = u64::try_from(rustix::fs::statfs(folder)?.f_type).unwrap_or_default();
    if kind == FUSE {
        let mounts = std::fs::read_to_string("/proc/self/mountinfo")?;
        return Ok(mounted_as(&mounts, folder).filter(|name| is_remote_fuse(name)));
    }
    Ok(name_of(kind).map(str::to_owned))
}

/// Elsewhere the folder is trusted to be on a disk of this machine.
#[cfg(not(target_os = "linux"))]
pub(crate) fn network_name(_folder: &Path) -> io::Result<Option<String>> {
    Ok(None)
}

/// Types of network file systems by their number (statfs(2), linux/magic.h).
#[cfg(any(target_os = "linux", test))]
fn name_of(kind: u64) -> Option<&'static str> {
    match kind & 0xffff_ffff {
        0x6969 => Some("nfs"),
        0x517B => Some("smb"),
        0xFE53_4D42 => Some("smb2"),
        0xFF53_4D42 => Some("cifs"),
        0x0102_1997 => Some("9p"),
        0x5346_414F => Some("afs"),
        0x00C3_6400 => Some("ceph"),
        0x7375_7245 => Some("coda"),
        0x0BD0_0BD0 => Some("lustre"),
        0x564C => Some("ncp"),
        _ => None,
    }
}

/// File systems in user space whose files are elsewhere. Others, such as ntfs or encrypted folders, are
/// local.
#[cfg(any(target_os = "linux", test))]
fn is_remote_fuse(name: &str) -> bool {
    let remote = [
        "sshfs",
        "rclone",
        "s3fs",
        "gcsfuse",
        "davfs",
        "davfs2",
        "curlftpfs",
        "glusterfs",
        "ceph",
        "onedriver",
        "google-drive-ocamlfuse",
        "gvfsd-fuse",
        "smbnetfs",
        "juicefs",
    ];
    name.strip_prefix("fuse.")
        .is_some_and(|name| remote.contains(&name))
}

/// The type under which the file system of a folder is mounted: that of the longest mount point above it
/// (proc(5), mountinfo: field 5 is the mount point, the first field after `-` the type).
#[cfg(any(target_os = "linux", test))]
fn mounted_as(mounts: &str, folder: &Path) -> Option<String> {
    mounts
        .lines()
        .filter_map(|line| {
            let (place, kind) = line.split_once(" - ")?;
            let point = place.split(' ').nth(4)?.replace("\\040", " ");
            let kind = kind.split(' ').next()?;
            folder
                .starts_with(&point)
                .then(|| (point.len(), kind.to_owned()))
        })
        .max_by_key(|(length, _)| *length)
        .map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOUNTS: &str = "\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
40 22 0:30 / /mnt/far\\040away rw,nosuid - fuse.sshfs me@host:/ rw
41 22 0:31 / /mnt/safe rw,nosuid - fuse.gocryptfs /srv/me/.safe rw
";

    #[test]
    fn the_type_is_that_of_the_nearest_mount_point() {
        for (folder, kind) in [
            ("/srv/me", "ext4"),
            ("/mnt/far away/vault", "fuse.sshfs"),
            ("/mnt/safe/vault", "fuse.gocryptfs"),
        ] {
            assert_eq!(
                mounted_as(MOUNTS, Path::new(folder)).as_deref(),
                Some(kind),
                "{folder}"
            );
        }
    }

    #[test]
    fn file_systems_of_other_machines_are_named() {
        for (kind, name) in [
            (0x6969, "nfs"),
            (0xFF53_4D42, "cifs"),
            (0xFE53_4D42, "smb2"),
        ] {
            assert_eq!(name_of(kind), Some(name));
        }
        assert_eq!(name_of(0xEF53), None, "ext4");
        assert!(is_remote_fuse("fuse.sshfs") && !is_remote_fuse("fuse.gocryptfs"));
    }

    #[test]
    fn the_disk_of_the_tests_is_local() {
        assert_eq!(network_name(&std::env::temp_dir()).unwrap(), None);
    }
}
