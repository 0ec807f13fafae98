//! The checklist as a document.

use orgkeep_blueprint::answers::Answers;
use orgkeep_blueprint::checklist::{MarkdownContext, SetupPage, Step, checklist};
use orgkeep_blueprint::merge::merge;
use orgkeep_blueprint::preset::{presets, served};

use crate::golden;

#[test]
fn the_document_for_three_products_is_as_it_was_reviewed() {
    let all = presets().unwrap();
    let chosen = ["vault".to_owned(), "compliance".to_owned()];
    let instance = (
        "instance".to_owned(),
        "https://vault-qa.autorabit.com".to_owned(),
    );
    let answers = Answers {
        name: "Release | <Tools> *1*".to_owned(),
        contact_email: "admin@example.com".to_owned(),
        inputs: [("vault".to_owned(), [instance].into())].into(),
        ..Answers::default()
    };
    let merged = merge(&served(&all, &chosen), &answers);
    let setup =
        "https://acme.my.salesforce.com/lightning/setup/ManageExternalClientApplication/home";
    let switch = "https://acme.my.salesforce.com/lightning/setup/OauthOidcSettings/home";
    let context = MarkdownContext {
        host: Some("acme.my.salesforce.com".to_owned()),
        pages: [
            (SetupPage::ExternalClientAppManager, setup.to_owned()),
            (SetupPage::OauthSettings, switch.to_owned()),
        ]
        .into(),
        done: [Step::OpenManager].into(),
    };
    let text = checklist(&merged).markdown(&merged, &context);
    golden::compare_file("checklist.md", &text);
}
