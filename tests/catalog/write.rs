//! A catalog that is written is read back as it was.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use homeroom::domain::catalog::{
    Address, AnswerKind, Answerer, Category, Evidence, Grades, Indicator, IndicatorCode, Item,
    ItemId, Need, Parts, Phrase, Question, QuestionId, Repeat, Requirement, RequirementCode,
    Resource, ResourceId, RubricPart, Scope, Span, Switch, SwitchName, Way, When,
};
use homeroom::domain::date::SchoolYear;
use homeroom::domain::goal::GoalKind;
use homeroom::domain::part::{Choice, Field, PartKind, Takes};
use homeroom::domain::text::Text;
use homeroom::exchange::catalog::{DEFAULT, default_catalog, load, write};

fn read(text: &str) -> Parts {
    let (catalog, faults) = load(text, "written.toml");
    assert!(faults.is_empty(), "{faults:#?}\n{text}");
    catalog.unwrap().parts().clone()
}

#[test]
fn the_default_catalog_is_read_back() {
    let parts = default_catalog().parts().clone();
    let written = write(&parts);
    assert_eq!(read(&written), parts);
    assert_eq!(write(&read(&written)), written);
}

#[test]
fn it_reads_like_a_file_that_somebody_wrote() {
    let written = write(default_catalog().parts());
    let ours: Vec<_> = DEFAULT
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect();
    let ours = ours.join("\n");
    // Table by table as in our own file, one blank line between two.
    // Lists that are long stand otherwise.
    for table in written.split("\n\n").filter(|one| !one.contains("[\n")) {
        assert!(ours.contains(table.trim_end()), "{table}");
    }
    assert!(!written.contains("\n\n\n") && !written.contains('#'));
    assert!(
        written.contains("\n8 = [\n    \"Say your goal so that we both know when it is met.\",\n")
    );
    assert!(written.lines().all(|line| line.chars().count() <= 200));
}

/// Any safe text that says something and is not too wide: quotes, backslashes, accents, wide letters.
fn text(columns: usize) -> impl Strategy<Value = Text> {
    let odd = select(vec![
        "\"", "\\", "'", "#", "=", "é", "職", "[", "\u{301}", "x", " y",
    ]);
    (prop::collection::vec(odd, 0..12), "\\PC{0,20}")
        .prop_map(|(odd, any)| Text::new(&(odd.concat() + &any)))
        .prop_filter("too wide or empty", move |text| {
            let (again, is_altered) = Text::clean(text.as_str());
            again == *text && !is_altered && !text.is_empty() && text.width() <= columns
        })
}

fn grades() -> impl Strategy<Value = Grades> {
    subsequence(vec![6_u8, 7, 8, 9, 10, 11, 12], 1..=7)
        .prop_map(|grades| Grades::new(grades).unwrap())
}

fn choices() -> Vec<(PartKind, Field, Choice)> {
    let mut all = Vec::new();
    for kind in PartKind::ALL {
        for spec in kind.fields() {
            if let Takes::Choice(choices) = spec.takes {
                all.extend(choices.iter().map(|choice| (*kind, spec.field, *choice)));
            }
        }
    }
    all
}

fn way() -> impl Strategy<Value = Way> {
    let least = || 1_u8..=50;
    let span = || select(vec![Span::Year, Span::Ever]);
    let goals = vec![
        GoalKind::Academic,
        GoalKind::Personal,
        GoalKind::Career,
        GoalKind::Postsecondary,
        GoalKind::Extracurricular,
    ];
    let parts = move |(kind, with, span, least)| Way::Parts {
        kind,
        with,
        span,
        least,
    };
    prop_oneof![
        Just(Way::Begun),
        (least(), prop::option::of(select(goals)))
            .prop_map(|(least, kind)| Way::Goals { least, kind }),
        (
            prop::option::of(least()),
            prop::option::of(select(Category::ALL.to_vec()))
        )
            .prop_map(|(least, category)| Way::Items { least, category }),
        (select(PartKind::ALL), Just(Vec::new()), span(), least()).prop_map(parts),
        (select(choices()), span(), least()).prop_map(
            move |((kind, field, choice), span, least)| {
                parts((kind, vec![(field, choice)], span, least))
            }
        ),
    ]
}

fn need() -> impl Strategy<Value = Need> {
    (text(60), grades(), prop::collection::vec(way(), 1..4)).prop_map(|(say, grades, any)| Need {
        say,
        grades,
        any,
    })
}

const CODES: [&str; 3] = ["R-GOALS", "R-2", "X"];
const SWITCHES: [&str; 2] = ["iep", "portfolio-2"];
const ITEMS: [&str; 3] = ["g8-goals", "z", "a-1"];

fn switch_name() -> impl Strategy<Value = Option<SwitchName>> {
    prop::option::of(select(SWITCHES.to_vec()).prop_map(|name| SwitchName::new(name).unwrap()))
}

fn codes() -> impl Strategy<Value = Vec<RequirementCode>> {
    subsequence(CODES.to_vec(), 0..=3)
        .prop_shuffle()
        .prop_map(|codes| codes.into_iter().filter_map(RequirementCode::new).collect())
}

fn year() -> impl Strategy<Value = Option<SchoolYear>> {
    prop::option::of((1990_i16..=2200).prop_map(SchoolYear))
}

fn requirement(code: &'static str) -> impl Strategy<Value = Requirement> {
    let texts = (
        text(160),
        text(160),
        prop_oneof![Just(Text::default()), text(60)],
    );
    let force = (grades(), year(), year(), switch_name());
    (texts, force, prop::collection::vec(need(), 0..3)).prop_map(
        move |((asks, source, date), (grades, from, until, switch), needs)| Requirement {
            code: RequirementCode::new(code).unwrap(),
            asks,
            source,
            date,
            grades,
            from,
            until,
            switch,
            needs,
        },
    )
}

fn item(id: &'static str) -> impl Strategy<Value = Item> {
    let texts = (text(Item::TEXT_COLUMNS), text(160), grades());
    let place = (select(Category::ALL.to_vec()), codes(), switch_name());
    let time = (
        select(When::ALL.to_vec()),
        prop::option::of(1_u8..=12),
        any::<bool>(),
        select(vec![Repeat::Once, Repeat::EveryYear]),
    );
    (texts, place, time).prop_map(
        move |(
            (text, detail, grades),
            (category, requirements, switch),
            (when, by, core, repeat),
        )| {
            Item {
                id: ItemId::new(id).unwrap(),
                grades,
                text,
                detail,
                category,
                requirements,
                when,
                by,
                core,
                repeat,
                switch,
            }
        },
    )
}

fn resource(id: &'static str) -> impl Strategy<Value = Resource> {
    let items = subsequence(ITEMS.to_vec(), 0..=3);
    let parts = subsequence(PartKind::ALL.to_vec(), 0..=PartKind::ALL.len());
    let address = "https://[a-z]{1,9}\\.(org|gov)(/[a-zA-Z0-9._~%=?&-]{0,30})?";
    (text(60), address, text(160), items, parts, codes()).prop_map(
        move |(name, address, purpose, items, parts, requirements)| Resource {
            id: ResourceId::new(id).unwrap(),
            name,
            address: Address::new(&address).unwrap(),
            purpose,
            items: items.into_iter().filter_map(ItemId::new).collect(),
            parts,
            requirements,
        },
    )
}

fn question(id: &'static str) -> impl Strategy<Value = Question> {
    let of = subsequence(Answerer::ALL.to_vec(), 1..=3).prop_shuffle();
    (text(160), of, select(AnswerKind::ALL)).prop_map(move |(asks, of, kind)| Question {
        id: QuestionId::new(id).unwrap(),
        asks,
        of,
        kind,
    })
}

fn indicator(code: &'static str) -> impl Strategy<Value = Indicator> {
    let evidence = prop::option::of(select(Evidence::ALL));
    (text(160), select(RubricPart::ALL), evidence).prop_map(move |(asks, part, evidence)| {
        Indicator {
            code: IndicatorCode::new(code).unwrap(),
            part,
            asks,
            evidence,
        }
    })
}

fn switch(name: &'static str) -> impl Strategy<Value = Switch> {
    (text(60), select(vec![Scope::Book, Scope::Student])).prop_map(move |(text, scope)| Switch {
        name: SwitchName::new(name).unwrap(),
        scope,
        text,
    })
}

fn phrases() -> impl Strategy<Value = Vec<Phrase>> {
    // In any order, as the school wrote them; some prefixes need quotes in the file.
    let prefixes = subsequence(vec!["fc", "é", "8", "Zz", "職", "true"], 0..=6).prop_shuffle();
    (prefixes, prop::collection::vec(text(160), 6)).prop_map(|(prefixes, texts)| {
        let both = prefixes.into_iter().zip(texts);
        both.map(|(prefix, text)| Phrase {
            prefix: Text::new(prefix),
            text,
        })
        .collect()
    })
}

fn parts() -> impl Strategy<Value = Parts> {
    let [a, b, c] = CODES;
    let requirements =
        (requirement(a), requirement(b), requirement(c)).prop_map(|(a, b, c)| vec![a, b, c]);
    let switches = (switch(SWITCHES[0]), switch(SWITCHES[1])).prop_map(|(a, b)| vec![a, b]);
    let [a, b, c] = ITEMS;
    let items = (item(a), item(b), item(c)).prop_map(|(a, b, c)| vec![a, b, c]);
    let prompts = prop::array::uniform7(prop::collection::vec(text(160), 0..4));
    let half_from = prop::option::of((1_i8..=12, 1_i8..=31));
    let beside = (
        prop::collection::vec(resource("office"), 0..=1),
        prop::collection::vec(question("why"), 0..=1),
        prop::collection::vec(indicator("RUB-1"), 0..=1),
    );
    let checklist = (requirements, switches, items);
    (text(60), checklist, prompts, phrases(), beside, half_from).prop_map(
        |(name, (requirements, switches, items), prompts, phrases, beside, half_from)| Parts {
            name,
            items,
            requirements,
            switches,
            prompts,
            phrases,
            resources: beside.0,
            questions: beside.1,
            indicators: beside.2,
            half_from,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_catalog_is_read_back(parts in parts()) {
        let written = write(&parts);
        prop_assert_eq!(read(&written), parts);
    }
}
