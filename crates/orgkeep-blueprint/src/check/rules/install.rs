//! How the parts get into orgs, and in which order.

use super::Case;
use crate::check::Rule;
use crate::check::component::Component;
use crate::check::ignored::Ignored;
use crate::check::project::{Directory, Project};
use crate::check::script::Script;
use crate::metadata::Kind;
use crate::position::Position;
use crate::tree::RelativePath;

pub(super) fn check(case: &mut Case<'_>, ignored: &Ignored) {
    for global in case.of_kind(Kind::GlobalOauthSettings) {
        if !ignored.leaves_out(&global.path) {
            let what = "No .gitignore leaves the file out.";
            case.find(
                Rule::GlobalSettingsInSourceControl,
                &global.path,
                Position::START,
                what,
            );
        }
    }
    for app in case.of_kind(Kind::App) {
        distribution(case, app);
    }
    if let Some((path, project)) = &case.folder.project {
        order(case, path, project);
        scratch(case, project);
        dev_hub(case, project);
    }
}

fn distribution(case: &mut Case<'_>, app: &Component) {
    let Some(pattern) = case.pattern else {
        return;
    };
    let wanted = pattern.distribution().metadata();
    let what = match app.root.text_of("distributionState") {
        Some(state) if state.eq_ignore_ascii_case(wanted) => return,
        Some(state) => format!(
            "It is {state}, and the pattern {} needs {wanted}.",
            pattern.key()
        ),
        None => format!(
            "It is missing, and the pattern {} needs {wanted}.",
            pattern.key()
        ),
    };
    let position = app.place_of("distributionState");
    case.find(Rule::WrongDistributionState, &app.path, position, what);
}

/// The directories of one app's parts.
struct Parts<'a> {
    app: Option<(usize, &'a Directory)>,
    oauth: Option<(usize, &'a Directory)>,
    policies: Option<(usize, &'a Directory)>,
}

/// App, OAuth, policies: a directory that brings a later part must not stand before one that brings an
/// earlier part.
fn order(case: &mut Case<'_>, file: &RelativePath, project: &Project) {
    let apps: Vec<&str> = case.of_kind(Kind::App).map(Component::member).collect();
    for app in apps {
        let of_app = |is: fn(&Component) -> bool| {
            let mut parts = case
                .folder
                .components
                .iter()
                .filter(|one| is(one) && one.app() == Some(app));
            parts.find_map(|one| project.directory_of(&one.path))
        };
        let parts = Parts {
            app: of_app(|one| one.kind == Kind::App),
            oauth: of_app(|one| one.kind == Kind::OauthSettings),
            policies: of_app(Component::is_policy),
        };
        if let Some((late, early, what)) = parts.wrong() {
            let what = format!(
                "{} is installed before {}, which brings {what} of {app}.",
                late.path, early.path
            );
            case.find(Rule::WrongInstallOrder, file, late.position, what);
        }
    }
}

impl<'a> Parts<'a> {
    fn wrong(&self) -> Option<(&'a Directory, &'a Directory, &'static str)> {
        let steps = [
            (self.oauth, self.app, "the app"),
            (self.policies, self.app, "the app"),
            (self.policies, self.oauth, "the OAuth settings"),
        ];
        steps.into_iter().find_map(|(late, early, what)| {
            let ((late_index, late), (early_index, early)) = (late?, early?);
            let depends = late.package.is_some()
                && early
                    .dependencies
                    .iter()
                    .any(|name| Some(name) == late.package.as_ref());
            (late_index < early_index || depends).then_some((late, early, what))
        })
    }
}

fn scratch(case: &mut Case<'_>, project: &Project) {
    if !case.folder.has_scratch_definition {
        return;
    }
    for app in case.of_kind(Kind::App) {
        let packaged = app.root.text_of("distributionState") == Some("Packaged");
        let directory = project
            .directory_of(&app.path)
            .map(|(_, directory)| directory);
        let Some(directory) = directory.filter(|one| packaged && !one.is_unlocked()) else {
            continue;
        };
        let what = format!(
            "The app is Packaged, {} is deployed as source, and the project defines scratch orgs.",
            directory.path
        );
        let position = app.place_of("distributionState");
        case.find(Rule::PackagedAppInScratchOrg, &app.path, position, what);
    }
}

/// In every file that names a Dev Hub and installs a package of ours, the Dev Hub must be the first target.
fn dev_hub(case: &mut Case<'_>, project: &Project) {
    if !case.is_packaged() {
        return;
    }
    let apps = case.of_kind(Kind::App);
    let directories = apps.filter_map(|app| project.directory_of(&app.path));
    let packages: Vec<&String> = directories
        .filter_map(|(_, one)| one.package.as_ref())
        .collect();
    for script in &case.folder.scripts {
        for package in &packages {
            if let Some((position, what)) = not_first(script, package) {
                case.find(Rule::NotFirstOnDevHub, &script.path, position, what);
                break;
            }
        }
    }
}

fn not_first(script: &Script, package: &String) -> Option<(Position, String)> {
    let hub = script.dev_hub.as_ref()?;
    let mut ours = script.installs.iter();
    let first = ours.find(|one| one.packages.is_empty() || one.packages.contains(package))?;
    let what = format!("{package} is installed on {} before {hub}.", first.target);
    (first.target != *hub).then_some((first.position, what))
}
