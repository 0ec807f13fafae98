//! The one list of commands and streams.
//!
//! From it come the trait that the app implements ([`Commands`]), the handlers of the window, the list
//! in its build script (the security boundary) and the TypeScript client. A command that misses one of
//! them does not compile.

pub use crate::contract::{COMMANDS, Commands, NAMES, STREAMS};
pub use crate::empty::{Done, NoRequest};

/// Calls `$consumer!` with the list of commands, `name(Request) -> View;`, and the list of streams,
/// `name -> View;`. One line for each.
#[macro_export]
macro_rules! for_each_command {
    ($consumer:ident) => {
        $consumer! {
            commands {
                /// Version, and the practice org if this is the practice window.
                app(NoRequest) -> AppView;
                /// Asks the keyring for the key again.
                unlock_vault(NoRequest) -> Done;
                /// Opens a vault that has a passphrase.
                unlock_with_passphrase(PassphraseRequest) -> Done;
                /// Protects a new vault with a passphrase, because there is no keyring.
                choose_passphrase(PassphraseRequest) -> Done;
                /// Puts a damaged store aside, as it is, and reopens with a new one.
                set_store_aside(NoRequest) -> StoreAsideView;
                /// The vault's key, its recovery sheet, and what waits for lost keys.
                vault_care(NoRequest) -> VaultCareView;
                /// Gives the vault another key.
                change_key(ChangeKeyRequest) -> VaultCareView;
                /// Gives a vault whose key is lost another key. Everything that is plain stays.
                start_over(StartOverRequest) -> Done;
                /// Saves a new recovery sheet where the person chooses, and puts it in force.
                save_recovery_sheet(NoRequest) -> SavedFileView;
                /// Ends the recovery sheet.
                revoke_recovery_sheet(NoRequest) -> VaultCareView;
                /// Opens the vault with its recovery sheet.
                recover_vault(RecoverRequest) -> RecoveredView;
                /// Takes back what waits for a key that came from this passphrase.
                recall_passphrase(PassphraseRequest) -> VaultCareView;
                /// Throws away what waits for lost keys.
                give_up_lost_keys(NoRequest) -> VaultCareView;
                /// Saves a backup where the person chooses, sealed under a passphrase. It holds no secret.
                save_backup(PassphraseRequest) -> SavedFileView;
                /// Asks for the file of a backup.
                choose_backup(NoRequest) -> ChosenView;
                /// Opens the backup that was chosen, and tells what it would bring in.
                open_backup(PassphraseRequest) -> BackupView;
                /// Brings in what was shown.
                restore_backup(NoRequest) -> BackupView;
                /// Everything that can be shown of one connection.
                connection(ConnectionRequest) -> ConnectionView;
                /// Changes a connection's name and label.
                relabel_connection(RelabelRequest) -> ConnectionView;
                /// Changes tags, mark, owner or label of connections.
                label_connections(LabelRequest) -> Done;
                /// Keeps the notes of a connection.
                note_connection(NoteRequest) -> ConnectionView;
                /// Keeps how the rows of the list stand.
                order_list(ListOrder) -> Done;
                /// Keeps a filter of the list, in place of one that has its name.
                save_filter(SavedFilter) -> Done;
                /// Forgets a filter of the list.
                remove_filter(SavedFilterRequest) -> Done;
                /// Saves connections without their secrets, where the person chooses.
                export_inventory(ExportInventoryRequest) -> SavedFileView;
                /// Removes a connection and revokes its token.
                remove_connection(ConnectionRequest) -> RemovalView;
                /// Tests one connection with the credentials in force.
                test_connection(ConnectionRequest) -> TestAnswerView;
                /// Begins to test many connections; `watch_tests` tells the results as they come.
                test_connections(TestConnectionsRequest) -> Done;
                /// Stops the run of many tests. What was found is kept.
                cancel_tests(NoRequest) -> Done;
                /// The kept tests of a connection.
                connection_tests(ConnectionRequest) -> ConnectionTestsView;
                /// Tests all connections every so many hours while the window is open, or not.
                set_test_schedule(TestScheduleRequest) -> Done;
                /// The limits of a connection's org, asked now; its release is asked beside them and kept.
                org_limits(ConnectionRequest) -> OrgLimitsView;
                /// Opens a connection's org in its browser, with a link for one use that stays in Rust.
                open_org(OpenOrgRequest) -> OpenedView;
                /// Chooses the browser of a connection.
                set_connection_browser(ConnectionBrowserRequest) -> ConnectionView;
                /// Tries the unconfirmed revocations again.
                retry_revocations(NoRequest) -> Done;
                /// Wipes a token that Salesforce has not confirmed as revoked, and tries no more.
                give_up_revocation(RevocationRequest) -> Done;
                /// All drafts.
                drafts(NoRequest) -> DraftsView;
                /// The connections that are registered as Dev Hubs, and how another can be.
                dev_hubs(NoRequest) -> DevHubsView;
                /// Starts the registration of a Dev Hub.
                new_dev_hub_draft(NoRequest) -> DraftView;
                /// Starts a new draft.
                new_draft(NoRequest) -> DraftView;
                /// One draft.
                draft(DraftRequest) -> DraftView;
                /// Keeps what was typed, right or wrong.
                save_draft(SaveDraftRequest) -> DraftView;
                /// Seals a secret into a draft.
                set_draft_secret(DraftSecretRequest) -> DraftView;
                /// Seals a password or a security token into a draft.
                set_draft_login(DraftLoginRequest) -> DraftView;
                /// Throws a draft away.
                discard_draft(DraftRequest) -> Done;
                /// Vouches for a login host that is not Salesforce's known one.
                confirm_login_host(ConfirmHostRequest) -> DraftView;
                /// Checks without a browser what can be checked; `watch_verification` tells the lines.
                verify(DraftRequest) -> Done;
                /// The browsers of this computer.
                browsers(NoRequest) -> BrowsersView;
                /// Checks this computer.
                diagnose(NoRequest) -> DiagnosisView;
                /// Explains what Salesforce showed.
                decode(DecodeRequest) -> DecodedView;
                /// Whether the callback port is free.
                check_port(NoRequest) -> PortView;
                /// Opens a page of the org's own Setup in the browser.
                open_setup_page(SetupPageRequest) -> Done;
                /// Starts the sign-in.
                connect(ConnectRequest) -> Done;
                /// Keeps new credentials for a connection; those in force stay in force.
                set_pending_credentials(PendingCredentialsRequest) -> ConnectionView;
                /// Keeps a new password for a connection; the one in force stays in force.
                set_pending_login(PendingLoginRequest) -> ConnectionView;
                /// Throws the new credentials away.
                discard_pending_credentials(ConnectionRequest) -> ConnectionView;
                /// Starts a sign-in for a connection, with the credentials in force or the pending ones.
                reauthenticate(ReauthenticateRequest) -> Done;
                /// Keeps credentials of an External Client App for a connection that signs in another way.
                set_migration_credentials(PendingCredentialsRequest) -> ConnectionView;
                /// Moves a connection to the External Client App that was typed for it: starts the sign-in.
                migrate(MigrateRequest) -> Done;
                /// Goes back to the sign-in that a connection had before it was moved.
                go_back(ConnectionRequest) -> Done;
                /// Wipes that earlier sign-in before its time.
                forget_earlier(ConnectionRequest) -> ConnectionView;
                /// For how long earlier sign-ins are kept.
                keeping(NoRequest) -> KeepingView;
                /// Changes for how long earlier sign-ins are kept.
                set_keeping(KeepingRequest) -> KeepingView;
                /// Puts connections into the queue of moves, and lets it run: one sign-in follows the other.
                queue_moves(QueueMovesRequest) -> Done;
                /// Lets no other sign-in follow the one that runs.
                pause_moves(NoRequest) -> Done;
                /// Goes on with the queue of moves where it stands.
                resume_moves(NoRequest) -> Done;
                /// Goes on without a connection of the queue; its sign-in is cancelled if it runs.
                skip_move(ConnectionRequest) -> Done;
                /// Ends the queue: what waits is taken off, and a sign-in of it that runs is cancelled.
                stop_moves(NoRequest) -> Done;
                /// Forgets what came of a queue that is over.
                close_moves(NoRequest) -> Done;
                /// Saves how the moves stand as a file, where the person chooses. It holds no secret.
                export_moves(ExportMovesRequest) -> SavedFileView;
                /// Begins a dry run: through which connections an app could be created, and which orgs are Dev Hubs.
                check_moves(CheckMovesRequest) -> Done;
                /// Ends a dry run. What was found is kept.
                cancel_move_checks(NoRequest) -> Done;
                /// Forgets what a dry run found.
                close_move_checks(NoRequest) -> Done;
                /// What making an External Client App through a connection would do. Changes nothing.
                plan_app(PlanAppRequest) -> AppPlanView;
                /// Makes an app; `watch_creation` tells how far it is.
                create_app(CreateAppRequest) -> Done;
                /// Goes on with an app that was begun.
                continue_app(CreationRequest) -> Done;
                /// Takes an app back: exactly what was made, and nothing else. One that is being made is stopped first.
                undo_app(CreationRequest) -> Done;
                /// Takes an app off the page until the next start.
                dismiss_app(DismissAppRequest) -> Done;
                /// Compares a connection's app with what it should be.
                check_app(CheckAppRequest) -> AppCheckView;
                /// Brings the policies of a connection's app back to what they should be.
                apply_policies(ApplyPoliciesRequest) -> AppCheckView;
                /// Gives a connection's app a new key and secret, or goes on with that.
                rotate_secret(RotateSecretRequest) -> RotatedView;
                /// Takes the new key and secret back, as long as they are not in force in the org.
                undo_rotation(ConnectionRequest) -> RotatedView;
                /// Where an import can look beside files.
                import_sources(NoRequest) -> ImportSourcesView;
                /// What could be imported from another tool; contacts nobody.
                preview_import(PreviewImportRequest) -> ImportPreviewView;
                /// Imports chosen entries of a preview; contacts nobody.
                run_import(RunImportRequest) -> ImportResultView;
                /// Ends the import that asks the Salesforce CLI. Nothing is imported then.
                stop_import(NoRequest) -> Done;
                /// What depends on a connection.
                dependents(ConnectionRequest) -> DependentsView;
                /// Adds a dependent by hand.
                add_dependent(AddDependentRequest) -> DependentsView;
                /// Changes what is said of a dependent.
                change_dependent(ChangeDependentRequest) -> DependentsView;
                /// Takes a dependent off the list.
                remove_dependent(DependentRequest) -> DependentsView;
                /// What a list of dependents, in a file that the person chooses, would add.
                preview_dependents(NoRequest) -> DependentsPreviewView;
                /// Adds the dependents of a preview.
                import_dependents(ImportDependentsRequest) -> DependentsAddedView;
                /// Whether the person is meant who came back, or the refreshed sandbox, or a registration in spite of
                /// what was said of Dev Hub.
                answer_identity(AnswerIdentityRequest) -> Done;
                /// Cancels the sign-in; refused from Saving on.
                cancel_attempt(AttemptRequest) -> Done;
                /// Whether the browser opens by itself once a new key is active.
                open_when_active(OpensWhenActiveRequest) -> Done;
                /// Goes on to the browser, now that the key is active.
                go_on(AttemptRequest) -> Done;
                /// Opens the browser once more.
                open_browser_again(AttemptRequest) -> Done;
                /// Puts the sign-in link on the clipboard, from Rust: it holds the state.
                copy_sign_in_link(AttemptRequest) -> Done;
                /// Takes the callback address that the person pasted.
                paste_callback(PasteRequest) -> PastedView;
                /// Leaves the result or failure of an attempt behind.
                close_attempt(AttemptRequest) -> Done;
                /// Saves the checklist of a draft as Markdown, where the person chooses.
                save_checklist(DraftRequest) -> SavedFileView;
                /// What known products ask for, and the person's own blueprints.
                blueprints(NoRequest) -> BlueprintsView;
                /// One of the person's own blueprints.
                blueprint(BlueprintRequest) -> BlueprintView;
                /// Makes a new blueprint.
                new_blueprint(NewBlueprintRequest) -> BlueprintView;
                /// Keeps what was typed, right or wrong.
                save_blueprint(SaveBlueprintRequest) -> BlueprintView;
                /// Makes a copy under a free name.
                duplicate_blueprint(BlueprintRequest) -> BlueprintView;
                /// Throws a blueprint away.
                remove_blueprint(BlueprintRequest) -> Done;
                /// Puts two blueprints side by side.
                compare_blueprints(CompareRequest) -> ComparisonView;
                /// Saves a blueprint as a file for the team, where the person chooses.
                export_blueprint(BlueprintRequest) -> SavedFileView;
                /// Takes a blueprint out of a file that the person chooses.
                import_blueprint(NoRequest) -> ImportedView;
                /// Saves the checklist of a blueprint as Markdown, where the person chooses.
                save_blueprint_checklist(BlueprintRequest) -> SavedFileView;
                /// Asks the person for a folder.
                choose_folder(NoRequest) -> ChosenView;
                /// The questions that decide between the patterns.
                pattern_questions(NoRequest) -> ChooserView;
                /// Which pattern fits.
                recommend_pattern(RecommendRequest) -> RecommendationView;
                /// What writing a source tree would do.
                plan_source(SourceRequest) -> SourcePlanView;
                /// Writes a source tree that was shown.
                write_source(WriteSourceRequest) -> WrittenSourceView;
                /// Checks a folder.
                check_source(CheckSourceRequest) -> SourceReportView;
                /// Ends the check that is running.
                stop_check(NoRequest) -> Done;
                /// Makes a change that was shown, and checks again.
                apply_remedy(ApplyRemedyRequest) -> SourceReportView;
                /// What happened, the newest first.
                activity(ActivityRequest) -> ActivityView;
                /// Looks at the whole activity: is it as it was written?
                verify_activity(NoRequest) -> ActivityChainView;
                /// Saves what happened as a file, where the person chooses.
                export_activity(ExportActivityRequest) -> SavedFileView;
                /// Reopens Orgkeep on the practice folder.
                enter_practice(NoRequest) -> Done;
                /// Reopens Orgkeep on the real folder.
                leave_practice(NoRequest) -> Done;
                /// Fills a draft with the values of a practice app.
                use_practice_app(PracticeAppRequest) -> DraftView;
                /// Fills a draft with the login of a practice org.
                use_practice_login(PracticeLoginRequest) -> DraftView;
                /// Switches a fault of the practice org.
                set_scenario(ScenarioRequest) -> AppView;
            }
            streams {
                /// The vault's state.
                watch_vault -> VaultView;
                /// The list of connections.
                watch_connections -> ConnectionsView;
                /// Tests of connections in progress, the last run of many, and the schedule.
                watch_tests -> TestsView;
                /// How the list is arranged.
                watch_arrangement -> ArrangementView;
                /// The sign-in.
                watch_attempt -> AttemptView;
                /// The queue of moves.
                watch_moves -> MovesView;
                /// The dry run of many connections.
                watch_move_checks -> MoveChecksView;
                /// Apps that are being made, and what was left of some.
                watch_creation -> CreationView;
                /// What Verify found.
                watch_verification -> VerificationView;
                /// What a person drags over the window: only the system knows the path of a folder.
                watch_folder_drag -> FolderDragView;
                /// Whether something in the store has changed.
                watch_store -> StoreNewsView;
            }
        }
    };
}
