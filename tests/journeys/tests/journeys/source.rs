//! Source trees: planned, written, checked, mended.

use std::fs;
use std::path::Path;

use orgkeep_api::command::Commands as _;
use orgkeep_api::design::{AnswerProblemId, AppFields, ProblemView, QuestionId};
use orgkeep_api::error::ErrorCode;
use orgkeep_api::source::{
    BelowFields, LineChangeId, LinkFields, PatternId, PlannedChangeView, PlannedFileView,
    SourcePlaceId, SourcePlanView, SourceRequest, WriteSourceRequest, WrittenSourceView,
};
use orgkeep_api::source_check::{ApplyRemedyRequest, CheckSourceRequest, SourceReportView};
use orgkeep_journeys::world::World;

const APP: &str = "app/externalClientApps/Nightly.eca-meta.xml";

fn request(folder: &Path) -> SourceRequest {
    SourceRequest {
        app: AppFields {
            label: "Nightly".to_owned(),
            contact_email: "admin@example.com".to_owned(),
            ..AppFields::default()
        },
        pattern: PatternId::Packaged,
        link: LinkFields {
            oauth_link: "00D000000000001:888000000000001".to_owned(),
            org_scoped_app: "00D000000000001:Nightly".to_owned(),
        },
        environments: Vec::new(),
        below: BelowFields::default(),
        folder: folder.to_string_lossy().into_owned(),
    }
}

fn folder_of(folder: &Path) -> CheckSourceRequest {
    CheckSourceRequest {
        folder: folder.to_string_lossy().into_owned(),
        pattern: None,
    }
}

struct Ready {
    files: Vec<PlannedFileView>,
    occupied: bool,
    token: String,
}

async fn ready(world: &World, folder: &Path) -> anyhow::Result<Ready> {
    let plan = world
        .ask(world.orgkeep.plan_source(request(folder)))
        .await?;
    let SourcePlanView::Ready {
        files,
        occupied,
        token,
        ..
    } = plan
    else {
        anyhow::bail!("the plan was refused: {plan:?}")
    };
    Ok(Ready {
        files,
        occupied,
        token,
    })
}

async fn write(world: &World, folder: &Path, token: &str) -> Result<WrittenSourceView, ErrorCode> {
    let request = WriteSourceRequest {
        source: request(folder),
        token: token.to_owned(),
    };
    let written = world.ask(world.orgkeep.write_source(request)).await;
    written.map_err(|error| error.code)
}

async fn check(world: &World, folder: &Path) -> anyhow::Result<SourceReportView> {
    let checked = world.orgkeep.check_source(folder_of(folder));
    Ok(world.ask(checked).await?)
}

#[tokio::test]
async fn a_tree_is_shown_written_and_clean() -> anyhow::Result<()> {
    let world = World::start().await?;
    let folder = world.own_folder().join("eca");
    let plan = ready(&world, &folder).await?;
    assert!(!plan.occupied && !folder.exists());
    assert!(
        plan.files
            .iter()
            .all(|file| file.change == PlannedChangeView::New)
    );
    let written = write(&world, &folder, &plan.token).await.unwrap();
    assert_eq!(written.written as usize, plan.files.len());
    assert!(written.commands[0].starts_with("sf package create"));
    let report = check(&world, &folder).await?;
    assert_eq!(
        (report.errors, report.warnings, report.components),
        (0, 0, 8)
    );
    assert_eq!(report.projects[0].pattern, Some(PatternId::Packaged));
    assert_eq!(report.kept.len(), 17);
    world.end().await
}

#[tokio::test]
async fn a_folder_that_is_dropped_on_the_window_is_told_and_can_be_checked() -> anyhow::Result<()> {
    let world = World::start().await?;
    let folder = world.own_folder().join("eca");
    let plan = ready(&world, &folder).await?;
    write(&world, &folder, &plan.token).await.unwrap();
    let drags = world.orgkeep.watch_folder_drag();
    world.orgkeep.drag_over(true);
    assert!(drags.borrow().over);
    world.orgkeep.dropped(&folder);
    let drag = drags.borrow().clone();
    assert_eq!((drag.over, drag.drops), (false, 1));
    let report = check(&world, Path::new(&drag.path.unwrap())).await?;
    assert_eq!(report.errors, 0);
    world.end().await
}

#[tokio::test]
async fn what_is_wrong_with_a_tree_is_told_by_its_place() -> anyhow::Result<()> {
    let world = World::start().await?;
    let mut wrong = request(Path::new("here"));
    wrong.app.contact_email.clear();
    wrong.link = LinkFields::default();
    let plan = world.ask(world.orgkeep.plan_source(wrong)).await?;
    let SourcePlanView::Refused { problems, faults } = plan else {
        anyhow::bail!("the plan was not refused")
    };
    let missing = ProblemView {
        question: QuestionId::ContactEmail,
        problem: AnswerProblemId::Missing,
    };
    assert_eq!(problems, [missing]);
    let places: Vec<SourcePlaceId> = faults.iter().map(|fault| fault.place).collect();
    assert_eq!(places, [SourcePlaceId::Link, SourcePlaceId::Folder]);
    world.end().await
}

#[tokio::test]
async fn a_text_that_would_be_lost_is_shown_and_a_folder_that_changed_is_refused()
-> anyhow::Result<()> {
    let world = World::start().await?;
    let folder = world.own_folder().join("eca");
    let before = ready(&world, &folder).await?;
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("README.md"), "mine\n")?;
    let refused = write(&world, &folder, &before.token).await;
    assert_eq!(refused, Err(ErrorCode::Changed));
    let now = ready(&world, &folder).await?;
    assert!(now.occupied);
    let readme = now.files.iter().find(|file| file.path == "README.md");
    let PlannedChangeView::Replaced { difference } = &readme.unwrap().change else {
        anyhow::bail!("the README is not replaced")
    };
    assert_eq!(difference[0].change, LineChangeId::Removed);
    assert_eq!(difference[0].text, "mine");
    assert_eq!(fs::read_to_string(folder.join("README.md"))?, "mine\n");
    let written = write(&world, &folder, &now.token).await.unwrap();
    assert_eq!(written.replaced, 1);
    world.end().await
}

#[tokio::test]
async fn a_finding_is_mended_by_the_change_that_was_shown() -> anyhow::Result<()> {
    let world = World::start().await?;
    let folder = world.own_folder().join("eca");
    let plan = ready(&world, &folder).await?;
    write(&world, &folder, &plan.token).await.unwrap();
    let right = fs::read_to_string(folder.join(APP))?;
    fs::write(folder.join(APP), right.replace("Packaged", "Local"))?;
    let report = check(&world, &folder).await?;
    assert_eq!((report.errors, report.files.len()), (1, 1));
    let finding = &report.files[0].findings[0];
    assert!(
        finding
            .excerpt
            .iter()
            .any(|line| line.marked && line.text.contains("Local"))
    );
    let remedy = finding.remedy.clone().unwrap();
    assert_eq!(remedy.path, APP);
    let apply = |token: &str| ApplyRemedyRequest {
        check: folder_of(&folder),
        token: token.to_owned(),
    };
    let mended = world.orgkeep.apply_remedy(apply(&remedy.token));
    assert_eq!(world.ask(mended).await?.errors, 0);
    assert_eq!(fs::read_to_string(folder.join(APP))?, right);
    let again = world.orgkeep.apply_remedy(apply(&remedy.token));
    let refused = world.ask(again).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Changed);
    world.end().await
}

#[tokio::test]
async fn a_secret_in_a_folder_stays_there() -> anyhow::Result<()> {
    let world = World::start().await?;
    let folder = world.own_folder().join("eca");
    let secret = "0F".repeat(32);
    fs::create_dir_all(&folder)?;
    fs::write(
        folder.join("README.md"),
        format!("client_secret={secret}\n"),
    )?;
    let report = check(&world, &folder).await?;
    assert_eq!(report.errors, 1);
    assert!(!format!("{report:?}").contains(&secret));
    let plan = ready(&world, &folder).await?;
    assert!(!format!("{:?}", plan.files).contains(&secret));
    world.end().await
}

#[tokio::test]
async fn a_folder_that_is_none_is_refused() -> anyhow::Result<()> {
    let world = World::start().await?;
    let folder = world.own_folder();
    for (path, code) in [
        (folder.join("missing"), ErrorCode::File),
        (Path::new("here").to_owned(), ErrorCode::Invalid),
        (Path::new("/").to_owned(), ErrorCode::Invalid),
    ] {
        let checked = world.orgkeep.check_source(folder_of(&path));
        assert_eq!(world.ask(checked).await.unwrap_err().code, code);
    }
    world.end().await
}
