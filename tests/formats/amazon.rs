//! Amazon's formats.

use super::{coach, read};

#[test]
fn call_analytics_has_roles_times_and_its_own_interruptions() {
    insta::assert_snapshot!(read("call-analytics.json"), @"
    agua-0412 call-analytics 3 turns
      agent 0.3-4.1: Aguas del Valle, buenos días, le atiende Irene. ¿En qué puedo ayudarle?
      customer 4.6-8.9: Buenos días, me ha venido un recibo altísimo y quería saber si
      agent 8-9.7: ¿Me dice el número de contrato?
    ");
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/formats/call-analytics.json");
    let card = &coach(&["score", "--format", "jsonl", file]).run().calls()[0];
    let rules: Vec<&str> = card["turns"][2]["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .collect();
    assert!(rules.contains(&"cuts-in"), "{rules:?}");
}
