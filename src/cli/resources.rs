//! `homeroom resources`: where to go, as a page for the family. Names nobody.

use std::path::PathBuf;

use crate::{
    app::screen::reading::wrap,
    domain::{catalog::Catalog, grade::Grade},
    error::Error,
};

/// What can be asked for.
#[derive(Debug, clap::Args)]
pub(super) struct Options {
    /// Only what helps with the items of this grade, 6 to 12
    #[arg(long, value_name = "NUMBER", value_parser = super::grade)]
    grade: Option<Grade>,
    /// The school's own catalog file, when it is not the catalog that comes along
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

/// Prints the page.
///
/// # Errors
/// The file cannot be read or has a fault.
pub(super) fn run(options: &Options) -> Result<(), Error> {
    let catalog = super::catalog::catalog(options.file.as_deref())?;
    super::print(&page(&catalog, options.grade))
}

/// The page: each place with its address and what it helps with.
fn page(catalog: &Catalog, grade: Option<Grade>) -> String {
    let title = grade.map_or_else(
        || "Where to go".to_owned(),
        |grade| format!("Where to go in grade {grade}"),
    );
    let mut lines = vec![title];
    for place in catalog.resources() {
        let items = place.items.iter().filter_map(|id| catalog.item(id));
        let items: Vec<&str> = items
            .filter(|item| grade.is_none_or(|grade| item.grades.contains(grade.number())))
            .map(|item| item.text.as_str())
            .collect();
        if grade.is_some() && items.is_empty() {
            continue;
        }
        lines.push(String::new());
        lines.push(place.name.to_string());
        lines.push(format!("  {}", place.address.as_str()));
        lines.extend(wrap(place.purpose.as_str(), "  "));
        if !items.is_empty() {
            lines.extend(wrap(&format!("Helps with: {}.", items.join("; ")), "  "));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::catalog::default_catalog;

    #[test]
    fn a_page_for_a_grade_has_what_its_items_need_and_fits_on_paper() {
        let catalog = default_catalog();
        let page = page(&catalog, Grade::new(12));
        assert!(page.starts_with("Where to go in grade 12\n"));
        assert!(page.contains("https://") && page.contains("Helps with: "));
        assert!(
            page.lines().all(|line| line.chars().count() <= 80),
            "{page}"
        );
    }
}
