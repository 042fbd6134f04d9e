//! Files that a school got wrong: each fault is told with its line and its reason.

use homeroom::domain::catalog::{ItemId, Repeat, When};
use homeroom::exchange::catalog::{Fault, MAX_BYTES, MAX_ITEMS, load, refusal};

/// A small catalog without a fault; line 19 is the item's text.
const SMALL: &str = r#"name = "Small"

[[requirement]]
code = "R-GOALS"
asks = "Goals."
source = "Somewhere"

[[switch]]
name = "iep"
for = "student"
text = "Has an IEP"

[phrases]
fc = "Went to the fair."

[[item]]
id = "g8-goals"
grades = [8]
text = "goals written"
detail = "They are written."
category = "goals"
requirements = ["R-GOALS"]
when = "fall"
by = 11
core = true
repeat = "once"
switch = "iep"

[prompts]
8 = ["Which goal?"]
"#;

/// Changes of [`SMALL`], the line that is then to blame, and words of the reason.
#[rustfmt::skip]
const BAD: &[(&str, &str, usize, &str)] = &[
    // Not TOML.
    ("name = \"Small\"", "name = \"Small", 1, "not readable"),
    ("by = 11", "by = ", 24, "not readable"),
    ("by = 11", "by 11", 24, "not readable"),
    ("by = 11", "by = 11\nby = 12", 25, "not readable: duplicate key"),
    ("by = 11", "by = 0x", 24, "the number of a month"),
    ("[[switch]]", "[switch]]", 8, "not readable"),
    ("[[switch]]", "[[requirement]", 8, "not readable"),
    ("\"Has an IEP\"", "\"Has \\x an IEP\"", 11, "not readable"),
    ("\"Has an IEP\"", "\"Has\u{7} an IEP\"", 11, "not readable"),
    // Not a catalog.
    ("name = \"Small\"", "", 1, "a catalog needs \"name\""),
    ("name = \"Small\"", "name = \"\"", 1, "\"name\" is empty"),
    ("name = \"Small\"", "name = 8", 1, "\"name\" is text in quotes, not a number"),
    ("name = \"Small\"", "name = [\"Small\"]", 1, "not a list"),
    ("name = \"Small\"", "name = 2026-01-01", 1, "not a date"),
    ("name = \"Small\"", "name = \"S\"\nversion = 1", 2, "\"version\" is not a key of a catalog"),
    ("[[switch]]", "[switch]", 8, "write [[switch]], once for each switch"),
    ("[[item]]", "[[items]]", 16, "\"items\" is not a key of a catalog"),
    ("[[item]]", "[[items]]", 1, "at least one [[item]]"),
    // Names.
    ("\"g8-goals\"", "\"G8-goals\"", 17, "\"id\" is made of lower-case letters"),
    ("\"g8-goals\"", "\"g8 goals\"", 17, "\"id\" is made of lower-case letters"),
    ("\"g8-goals\"", "\"\"", 17, "\"id\" is made of"),
    ("code = \"R-GOALS\"", "code = \"r-goals\"", 4, "\"code\" is made of upper-case letters"),
    ("name = \"iep\"", "name = \"i_e_p\"", 9, "\"name\" is made of"),
    ("id = \"g8-goals\"", "", 16, "an item needs \"id\""),
    // Items.
    ("grades = [8]", "grades = 8", 18, "\"grades\" is a list in square brackets"),
    ("grades = [8]", "grades = []", 18, "at least one grade"),
    ("grades = [8]", "grades = [8,\n13]", 19, "a grade is a number from 6 to 12"),
    ("grades = [8]", "grades = [5]", 18, "a grade is a number from 6 to 12"),
    ("grades = [8]", "grades = [\"8\"]", 18, "a grade is a number from 6 to 12"),
    ("grades = [8]", "grades = [-8]", 18, "a grade is a number from 6 to 12"),
    ("grades = [8]", "grades = [264]", 18, "a grade is a number from 6 to 12"),
    ("grades = [8]", "", 16, "an item needs \"grades\""),
    ("goals written", "goals written by the student in the own words", 19, "\"text\" has 45 columns; 44 is the most"),
    ("goals written", "目標を自分のことばで書いて先生に見せたことがある", 19, "\"text\" has 48 columns"),
    ("goals written", "goals\u{202e}written", 19, "a character that may not be shown"),
    ("goals written", "goals\\nwritten", 19, "a line end"),
    ("goals written", "goals\\u001b[2Jwritten", 19, "a character that may not be shown"),
    ("goals written", "  ", 19, "\"text\" is empty"),
    ("detail =", "details =", 20, "\"details\" is not a key of an item"),
    ("detail =", "details =", 16, "an item needs \"detail\""),
    ("category = \"goals\"", "category = \"sports\"", 21, "\"category\" cannot be \"sports\"; it may be: careers,"),
    ("category = \"goals\"", "category = true", 21, "\"category\" is text in quotes, not true or false"),
    ("[\"R-GOALS\"]", "[\"R-GOAL\"]", 22, "no [[requirement]] has the code \"R-GOAL\""),
    ("[\"R-GOALS\"]", "[\"R-GOALS\", \"R-GOALS\"]", 22, "stands here twice"),
    ("[\"R-GOALS\"]", "[{}]", 22, "no [[requirement]] has the code"),
    ("[\"R-GOALS\"]", "\"R-GOALS\"", 22, "\"requirements\" is a list"),
    ("when = \"fall\"", "when = \"autumn\"", 23, "it may be: fall, winter, spring, each term, any time"),
    ("by = 11", "by = 13", 24, "the number of a month, 1 to 12"),
    ("by = 11", "by = 0", 24, "the number of a month, 1 to 12"),
    ("by = 11", "by = \"November\"", 24, "the number of a month, 1 to 12"),
    ("core = true", "core = \"yes\"", 25, "\"core\" is true or false, without quotes"),
    ("\"once\"", "\"yearly\"", 26, "it may be: once, every year"),
    ("switch = \"iep\"", "switch = \"504\"", 27, "no [[switch]] has the name \"504\""),
    // The rest.
    ("source = \"Somewhere\"", "", 3, "a requirement needs \"source\""),
    ("for = \"student\"", "for = \"class\"", 10, "\"for\" cannot be \"class\"; it may be: book, student"),
    ("8 = [\"Which", "13 = [\"Which", 30, "\"13\" is not a key of [prompts]"),
    ("[\"Which goal?\"]", "\"Which goal?\"", 30, "\"8\" is a list"),
    ("[\"Which goal?\"]", "[8]", 30, "a prompt is text in quotes"),
    ("fc = \"Went", "career-fair = \"Went", 14, "a prefix has 1 to 8 letters or digits"),
    ("\"Went to the fair.\"", "3", 14, "a phrase is text in quotes"),
    ("[phrases]", "[[phrases]]", 13, "write [phrases]"),
];

/// Stands behind [`SMALL`], so that its first line is 31.
const MORE: &str = r#"[[need]]
rule = "R-GOALS"
say = "a goal"
any = ["1 goals"]

[[resource]]
id = "office"
name = "The office"
address = "https://example.org/office"
for = "Questions."
items = ["g8-goals"]
parts = ["money"]
requirements = ["R-GOALS"]

[[question]]
id = "why"
asks = "Why?"
of = ["student", "staff"]
kind = "scale"

[[indicator]]
code = "RUB-D1"
part = "district"
asks = "Something."
evidence = "touches"
"#;

/// The same for [`MORE`].
#[rustfmt::skip]
const WORSE: &[(&str, &str, usize, &str)] = &[
    // Needs.
    ("rule = \"R-GOALS\"", "rule = \"R-GOAL\"", 32, "no [[requirement]] has the code \"R-GOAL\""),
    ("say = \"a goal\"", "", 31, "a need needs \"say\""),
    ("any = [\"1 goals\"]", "any = []", 34, "at least one way to meet it"),
    ("\"1 goals\"", "\"1 dragon\"", 34, "a way is written like"),
    ("\"1 goals\"", "\"1 approval who=cat\"", 34, "a way is written like"),
    ("\"1 goals\"", "1", 34, "a way is written like"),
    ("any = [\"1 goals\"]", "any = [\"1 goals\"]\ngrades = [13]", 35, "a grade is a number from 6 to 12"),
    // Places to go.
    ("id = \"office\"", "id = \"The office\"", 37, "\"id\" is made of lower-case letters"),
    ("name = \"The office\"", "", 36, "a resource needs \"name\""),
    ("address = \"https://example.org/office\"", "", 36, "a resource needs \"address\""),
    ("https://", "http://", 39, "\"address\" begins with https://"),
    ("https://", "file:///", 39, "\"address\" begins with https://"),
    ("/office", "/$(office)", 39, "no blanks or quotes"),
    ("for = ", "purpose = ", 40, "\"purpose\" is not a key of a resource"),
    ("[\"g8-goals\"]", "[\"g8-gaols\"]", 41, "no [[item]] has the id \"g8-gaols\""),
    ("[\"g8-goals\"]", "[\"g8-goals\", \"g8-goals\"]", 41, "stands here twice"),
    ("[\"g8-goals\"]", "\"g8-goals\"", 41, "\"items\" is a list"),
    ("[\"money\"]", "[\"gold\"]", 42, "\"gold\" is no part of a plan; the parts: career,"),
    ("requirements = [\"R-GOALS\"]", "requirements = [\"R-X\"]", 43, "no [[requirement]] has the code \"R-X\""),
    ("[[question]]", "[[resource]]\nid = \"office\"\nname = \"x\"\naddress = \"https://a.b\"\nfor = \"y\"\n[[question]]", 45, "the id \"office\" is taken: see line 36"),
    // Questions.
    ("\"student\", \"staff\"", "\"student\", \"cook\"", 48, "\"cook\" is not asked; who may be: student, parent, staff"),
    ("[\"student\", \"staff\"]", "[]", 48, "a question is asked of somebody"),
    ("of = [\"student\", \"staff\"]", "", 45, "a question needs \"of\""),
    ("\"scale\"", "\"stars\"", 49, "\"kind\" cannot be \"stars\"; it may be: scale, text"),
    // The rubric.
    ("\"RUB-D1\"", "\"rub-d1\"", 52, "\"code\" is made of upper-case letters"),
    ("\"district\"", "\"state\"", 53, "it may be: district, school, plan"),
    ("\"touches\"", "\"rumors\"", 55, "\"evidence\" cannot be \"rumors\"; it may be: touches,"),
];

#[test]
fn a_fault_is_told_with_its_line_and_its_reason() {
    assert_eq!(load(SMALL, "small.toml").1, []);
    assert_eq!(load(&format!("{SMALL}{MORE}"), "small.toml").1, []);
    for (from, to, line, reason) in BAD {
        assert!(SMALL.contains(from), "{from}");
        is_told(&SMALL.replacen(from, to, 1), to, *line, reason);
    }
    for (from, to, line, reason) in WORSE {
        assert!(MORE.contains(from), "{from}");
        let text = SMALL.to_owned() + &MORE.replacen(from, to, 1);
        is_told(&text, to, *line, reason);
    }
}

fn is_told(text: &str, change: &str, line: usize, reason: &str) {
    let (catalog, faults) = load(text, "small.toml");
    assert!(catalog.is_none(), "accepted: {change}");
    let told =
        |f: &Fault| f.line == line && f.reason.contains(reason) && &*f.origin == "small.toml";
    assert!(faults.iter().any(told), "{change}: {faults:#?}");
}

#[test]
fn every_fault_of_a_file_is_told_in_order() {
    let text = SMALL
        .replace("[8]", "[5, 13]")
        .replace("\"fall\"", "\"soon\"")
        .replace("\"student\"", "\"all\"")
        .replace("\"Went to the fair.\"", "3");
    let lines: Vec<_> = load(&text, "x").1.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [10, 14, 18, 23]);
    let broken = SMALL.replace("fc =", "fc").replace("by = 11", "by 11");
    let lines: Vec<_> = load(&broken, "x")
        .1
        .iter()
        .map(|fault| fault.line)
        .collect();
    assert_eq!(lines, [14, 24]);
}

#[test]
fn a_second_item_with_the_same_id_is_told_where_the_first_is() {
    let item = &SMALL[SMALL.find("[[item]]").unwrap()..SMALL.find("[prompts]").unwrap()];
    let (_, faults) = load(&format!("{SMALL}\n{item}"), "small.toml");
    let told: Vec<_> = faults.iter().map(ToString::to_string).collect();
    let taken = "small.toml, line 32: the id \"g8-goals\" is taken: see line 16";
    assert_eq!(told, [taken]);
}

#[test]
fn a_refused_file_leaves_no_question_open() {
    let (_, faults) = load(&SMALL.replace("[8]", "[13]"), "school.toml");
    assert_eq!(
        refusal(&faults),
        "The catalog was not taken over.\n\
         \x20 school.toml, line 18: a grade is a number from 6 to 12\n\
         The catalog in use stays as it is, and so does all that is noted in the book.\n\
         Correct the file and give it again."
    );
    let many = SMALL.replace("[8]", &format!("[{}]", "\n13,".repeat(30)));
    let text = refusal(&load(&many, "school.toml").1);
    assert_eq!(text.lines().count(), 24);
    assert!(text.contains("\n  and 10 more\n"));
}

#[test]
fn limits_hold() {
    let big = format!("{SMALL}# {}", "x".repeat(MAX_BYTES));
    let (_, faults) = load(&big, "x");
    assert!(faults[0].reason.contains("256 KiB is the most"));
    let item = |n| {
        SMALL[SMALL.find("[[item]]").unwrap()..SMALL.find("[prompts]").unwrap()]
            .replace("g8-goals", &format!("n{n}"))
    };
    let mut many = SMALL.to_owned();
    for n in 1..MAX_ITEMS {
        many.push_str(&item(n));
    }
    assert_eq!(load(&many, "x").1, []);
    many.push_str(&item(MAX_ITEMS));
    let faults = load(&many, "x").1;
    assert_eq!(faults.len(), 1);
    assert!(faults[0].reason.contains("500 of [[item]] is the most"));
    let last = 1 + many[..many.rfind("[[item]]").unwrap()]
        .matches('\n')
        .count();
    assert_eq!(faults[0].line, last);
}

#[test]
fn hostile_files_are_refused_in_a_few_words() {
    let deep = format!("name = {}", "[".repeat(200_000));
    let dotted = format!("{}x = 1", "a.".repeat(100_000));
    let noise = "= = =\n".repeat(40_000);
    let unknown = (0..5_000).fold(String::new(), |text, n| text + &format!("k{n} = 1\n"));
    for text in [&deep, &dotted, &noise, &unknown, "\0", "\u{feff}", ""] {
        let (catalog, faults) = load(text, "x");
        assert!(catalog.is_none());
        assert!((1..=100).contains(&faults.len()));
        for fault in faults {
            assert!(fault.reason.len() < 400, "{}", fault.reason.len());
            assert!(!fault.reason.contains(char::is_control));
        }
    }
}

#[test]
fn a_file_from_another_editor_is_the_same_catalog() {
    let (plain, _) = load(SMALL, "x");
    for other in [
        format!("\u{feff}{SMALL}"),
        SMALL.replace('\n', "\r\n"),
        SMALL.trim_end().to_owned(),
    ] {
        assert_eq!(load(&other, "x").0, plain);
    }
}

#[test]
fn an_item_of_a_school_is_read_as_it_was_written() {
    let (catalog, _) = load(SMALL, "x");
    let catalog = catalog.unwrap();
    let item = catalog.item(&ItemId::new("g8-goals").unwrap()).unwrap();
    assert_eq!(item.text.as_str(), "goals written");
    assert_eq!(item.when, When::Fall);
    assert_eq!(item.by, Some(11));
    assert!(item.core);
    assert_eq!(item.repeat, Repeat::Once);
    assert_eq!(item.grades.iter().collect::<Vec<_>>(), [8]);
    assert_eq!(catalog.prompts(8).len(), 1);
    assert!(catalog.prompts(9).is_empty());
    assert_eq!(catalog.name().as_str(), "Small");
}
