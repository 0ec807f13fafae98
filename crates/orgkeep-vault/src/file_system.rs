//! Places in which SQLite must not be used: disks of other machines, and folders that a program keeps in step with others.
//!
//! On the first, locks and shared memory do not hold between two programs, let alone two machines
//! (sqlite.org, "WAL does not work over a network filesystem"). In the second, store and log are carried off and brought back
//! one without the other, and a rotating token stands on two computers.

use std::io;
use std::path::Path;

/// The name of the network file system on which the folder lies, if it does.
#[cfg(target_os = "linux")]
pub(crate) fn network_name(folder: &Path) -> io::Result<Option<String>> {
    let kind = u64::try_from(rustix::fs::statfs(folder)?.f_type).unwrap_or_default();
    judge(kind, folder, || {
        std::fs::read_to_string("/proc/self/mountinfo")
    })
}

/// The same, by what the system says of it.
#[cfg(any(target_os = "linux", test))]
fn judge(
    kind: u64,
    folder: &Path,
    mounts: impl FnOnce() -> io::Result<String>,
) -> io::Result<Option<String>> {
    /// statfs(2), `f_type` of everything that runs in user space.
    const FUSE: u64 = 0x6573_5546;
    if kind == FUSE {
        return Ok(mounted_as(&mounts()?, folder).filter(|name| is_remote_fuse(name)));
    }
    Ok(name_of(kind).map(str::to_owned))
}

/// Elsewhere the folder is trusted to be on a disk of this machine.
#[cfg(not(target_os = "linux"))]
pub(crate) fn network_name(_folder: &Path) -> io::Result<Option<String>> {
    Ok(None)
}

/// What such programs leave at the top of a folder of theirs.
const MARKS: [(&str, &str); 5] = [
    (".dropbox.cache", "Dropbox"),
    (".stfolder", "Syncthing"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".tmp.drivedownload", "Google Drive"),
];

/// What such programs call a folder of theirs.
const NAMES: [(&str, &str); 8] = [
    ("Dropbox", "Dropbox"),
    ("OneDrive", "OneDrive"),
    ("Nextcloud", "Nextcloud"),
    ("ownCloud", "ownCloud"),
    ("Google Drive", "Google Drive"),
    ("iCloudDrive", "iCloud"),
    ("Mobile Documents", "iCloud"),
    ("CloudStorage", "macOS"),
];

/// The program that keeps the folder in step with another place, as far as it can be told.
pub(crate) fn synced_by(folder: &Path) -> Option<&'static str> {
    folder.ancestors().find_map(|above| {
        let name = above.file_name().unwrap_or_default().to_string_lossy();
        // The folder of a company's account is called `OneDrive - ACME`.
        let name = name.split(" - ").next().unwrap_or_default();
        let by_name = NAMES.iter().find(|(known, _)| *known == name);
        let by_mark = || {
            MARKS
                .iter()
                .find(|(mark, _)| std::fs::symlink_metadata(above.join(mark)).is_ok())
        };
        by_name.or_else(by_mark).map(|(_, program)| *program)
    })
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
        // OpenAFS, and the kernel's own.
        0x5346_414F | 0x6B41_4653 => Some("afs"),
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
    use crate::folder;

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

    const FUSE: u64 = 0x6573_5546;

    fn judged(kind: u64, folder: &str) -> Option<String> {
        judge(kind, Path::new(folder), || Ok(MOUNTS.to_owned())).unwrap()
    }

    #[test]
    fn network_file_systems_are_known_by_their_numbers() {
        for (kind, name) in [
            (0x0102_1997, "9p"),
            (0x5346_414F, "afs"),
            (0x6B41_4653, "afs"),
            (0x00C3_6400, "ceph"),
            (0x7375_7245, "coda"),
            (0x0BD0_0BD0, "lustre"),
            (0x564C, "ncp"),
        ] {
            assert_eq!(judged(kind, "/srv/me").as_deref(), Some(name));
        }
        let ext4 = 0xEF53;
        assert_eq!(judged(ext4, "/srv/me"), None);
    }

    #[test]
    fn s_20_places_that_are_not_of_this_computer_alone_are_named() {
        let mut named = 0;
        assert_eq!(judged(0x6969, "/srv/me").as_deref(), Some("nfs"));
        named += 1;
        for (kind, name) in [
            (0x517B, "smb"),
            (0xFF53_4D42, "cifs"),
            // As a signed number of 32 bits gives it.
            (0xFFFF_FFFF_FE53_4D42, "smb2"),
        ] {
            assert_eq!(judged(kind, "/srv/me").as_deref(), Some(name));
        }
        named += 1;
        let far = judged(FUSE, "/mnt/far away/vault");
        assert_eq!(far.as_deref(), Some("fuse.sshfs"));
        let root = tempfile::tempdir().unwrap();
        for (top, mark, program) in [
            ("Dropbox", "", "Dropbox"),
            ("OneDrive - ACME", "", "OneDrive"),
            ("somewhere", ".stfolder", "Syncthing"),
            ("elsewhere", ".nextcloudsync.log", "Nextcloud"),
        ] {
            let folder = root.path().join(top).join("a/vault");
            std::fs::create_dir_all(root.path().join(top).join(mark)).unwrap();
            let refused = folder::prepare(&folder).unwrap_err().to_string();
            assert!(refused.contains(program), "{top}: {refused}");
            assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        }
        named += 1;
        println!("S-20 survived {named} of 3");
    }

    #[test]
    fn disks_of_this_computer_are_not() {
        assert_eq!(judged(0xEF53, "/srv/me"), None, "ext4");
        assert_eq!(judged(FUSE, "/mnt/safe/vault"), None, "encrypted");
        // Dropbox keeps its settings in a folder of the home.
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir(home.path().join(".dropbox")).unwrap();
        assert_eq!(synced_by(&home.path().join(".local/share/orgkeep")), None);
    }

    #[test]
    fn the_disk_of_the_tests_is_local() {
        assert_eq!(network_name(&std::env::temp_dir()).unwrap(), None);
    }
}
