//! Tables for people: aligned, and on a terminal no wider than it.

use std::io::{self, IsTerminal as _};

use anstyle::{AnsiColor, Style};
use orgkeep_domain::text::neutral;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Between two columns.
const GAP: usize = 2;
/// How far a column is cut where the table is too wide.
const NARROWEST: usize = 8;
/// The longest text of a cell, in characters.
const LONGEST: usize = 200;

/// One cell. Its text is made fit for a terminal.
pub struct Cell {
    text: String,
    mood: Mood,
}

/// What a cell says, beside its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    /// Nothing.
    Plain,
    /// All is well.
    Good,
    /// Somebody has to do something.
    Bad,
}

/// A plain cell.
pub fn cell(text: impl AsRef<str>) -> Cell {
    moody(text, Mood::Plain)
}

/// A cell with a mood.
pub fn moody(text: impl AsRef<str>, mood: Mood) -> Cell {
    Cell {
        text: neutral(text.as_ref(), LONGEST),
        mood,
    }
}

/// How a table is shown.
#[derive(Debug, Clone, Copy)]
pub struct Look {
    /// The most columns of a terminal that it may take.
    width: Option<usize>,
    coloured: bool,
}

impl Look {
    /// As standard output wants it: whole and plain where it is no terminal.
    pub fn of_output() -> Self {
        let out = io::stdout();
        let choice = anstream::AutoStream::choice(&out);
        let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Self {
            width: width.filter(|_| out.is_terminal()),
            coloured: choice != anstream::ColorChoice::Never,
        }
    }

    fn style(self, mood: Mood) -> Style {
        let colour = match mood {
            _ if !self.coloured => None,
            Mood::Plain => None,
            Mood::Good => Some(AnsiColor::Green),
            Mood::Bad => Some(AnsiColor::Red),
        };
        colour.map_or_else(Style::new, AnsiColor::on_default)
    }
}

/// The table, with a line of titles.
pub fn table<const N: usize>(titles: [&str; N], rows: &[[Cell; N]], look: Look) -> String {
    let titles = titles.map(cell);
    let widths = widths(&titles, rows, look.width);
    let lines = std::iter::once(&titles).chain(rows);
    lines.map(|line| shown(line, &widths, look)).collect()
}

fn widths<const N: usize>(
    titles: &[Cell; N],
    rows: &[[Cell; N]],
    most: Option<usize>,
) -> [usize; N] {
    let mut widths = [0; N];
    for line in std::iter::once(titles).chain(rows) {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.text.width());
        }
    }
    let Some(most) = most else {
        return widths;
    };
    let gaps = GAP * N.saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > most {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => break,
        }
    }
    widths
}

fn shown(line: &[Cell], widths: &[usize], look: Look) -> String {
    let mut out = String::new();
    let last = line.len().saturating_sub(1);
    for (index, (cell, width)) in line.iter().zip(widths).enumerate() {
        let text = cut(&cell.text, *width);
        let style = look.style(cell.mood);
        out.push_str(&format!("{style}{text}{style:#}"));
        if index < last {
            out.push_str(&" ".repeat(width.saturating_sub(text.width()) + GAP));
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// As much of a text as there is room for.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > width {
            break;
        }
        out.push(character);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(width: Option<usize>, coloured: bool) -> Look {
        Look { width, coloured }
    }

    fn rows() -> Vec<[Cell; 3]> {
        vec![
            [
                cell("Larkfield"),
                moody("connected", Mood::Good),
                cell("admin@larkfield.example"),
            ],
            [
                cell("日本"),
                moody("sign in again", Mood::Bad),
                cell("a@b.example"),
            ],
        ]
    }

    #[test]
    fn columns_stand_below_each_other_also_for_wide_letters() {
        let text = table(["NAME", "STATUS", "USER"], &rows(), look(None, false));
        assert_eq!(
            text,
            "NAME       STATUS         USER\n\
             Larkfield  connected      admin@larkfield.example\n\
             日本       sign in again  a@b.example\n"
        );
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_while_there_is_something_to_cut() {
        let text = table(["NAME", "STATUS", "USER"], &rows(), look(Some(40), false));
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert!(text.contains("admin@larkfi"), "{text}");
        assert!(text.contains('…'), "{text}");
    }

    #[test]
    fn colours_only_where_they_are_wanted_and_never_from_a_cell() {
        let evil = [[moody("x\u{1b}[31m\u{9b}2J\nfalse line", Mood::Good)]];
        let plain = table(["A"], &evil, look(None, false));
        assert_eq!(plain, "A\nx[31m2J false line\n");
        let coloured = table(["A"], &evil, look(None, true));
        assert_eq!(coloured, "A\n\u{1b}[32mx[31m2J false line\u{1b}[0m\n");
    }
}
