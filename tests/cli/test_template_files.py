"""Canned responses in files that other programs wrote: whatever is in them comes in, or is refused."""

from pathlib import Path

import pytest

from tests.conftest import Run


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
def test_a_table_is_read_as_spreadsheets_write_it(run: Run, tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "replies.csv"
    file.write_bytes('Name;Title;Body\r\nпривет;Первый ответ;"Здравствуйте;\nпишем вам"\r\n'.encode(encoding))

    assert run(["template", "import", str(file)]).err.startswith("read 1 template (")
    assert run("template show привет --json title,body").json == [
        {"title": "Первый ответ", "body": "Здравствуйте;\nпишем вам"}
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("name,body\na,one\nb,two\na,three\n", "line 4: template a came before, in "),
        ('name,body\na,one\nb,"two\n', "line 3: a quotation mark is opened and never closed"),
        ("name,body,action\na,one,solve\n", "the columns are name, title, language, team, actions, body, not 'action'"),
        ("name,body\na,one,more\n", "line 2: the row has 3 cells, and the header 2"),
        ("", "needs the columns name and body"),
    ],
)
def test_a_table_of_which_something_would_be_lost_is_refused(run: Run, tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "replies.csv"
    file.write_text(content)
    ran = run(["template", "import", str(file)])

    assert (ran.code, told in ran.err) == (2, True), ran.err
    assert run("template list").out == ""


def test_two_files_of_one_name_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("One")
    (tmp_path / "a.txt").write_text("Two")
    ran = run(["template", "import", str(tmp_path)])

    assert (ran.code, "a.txt: template a came before, in " in ran.err) == (2, True)
    assert run("template list").out == ""


def test_no_cell_of_a_table_begins_as_a_formula(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "replies.csv"
    run(["template", "add", "a", "--title", "=1+1", "--body", "- one\n- two"])
    before = run("template show a --json title,body").json
    run(["template", "export", str(file)])

    assert "a,'=1+1,,,,\"'- one" in file.read_text()
    run("template remove a")
    run(["template", "import", str(file)])
    assert run("template show a --json title,body").json == before
