"""The nouns: agents, teams, customers, organizations, views, tags and fields; settings and the store."""

from pathlib import Path

import pytest

from supportdesk.desk import Desk
from tests.conftest import Run

NOUNS = [
    ("agent", "boris --name 'Boris B'", "boris", "--role lead", ("role", "lead")),
    ("team", "billing --line 2", "billing", "--note 'about money'", ("note", "about money")),
    ("customer", "'Ivan Petrov' --email ivan@example.org", "ivan@example.org", "--vip", ("vip", True)),
    ("org", "Acme --domain acme.com", "Acme", "--domain acme.de", ("domains", ["acme.de"])),
    ("template", "hello --body Hello", "hello", "--title Greeting", ("title", "Greeting")),
    ("view", "vips --filter vip:yes", "vips", "--filter 'vip:yes is:open'", ("filter", "vip:yes is:open")),
    ("tag", "invoice", "invoice", "--note 'a bill'", ("note", "a bill")),
    ("field", "plan --kind choice --choice a --choice b", "plan", "--label Plan", ("label", "Plan")),
]


@pytest.mark.parametrize(("noun", "added", "name", "edit", "found"), NOUNS)
def test_a_record_is_added_edited_shown_and_removed(
    run: Run, noun: str, added: str, name: str, edit: str, found: tuple[str, object]
) -> None:
    assert run(f"{noun} add {added}").code == 0
    assert run(f"{noun} edit {name} {edit}").code == 0
    assert run(f"{noun} show {name} --json {found[0]}").json == [{found[0]: found[1]}]
    assert name.partition("@")[0] in run(f"{noun} list").out.lower() or name in run(f"{noun} list").out
    assert run(f"{noun} remove {name}").code == 0
    assert run(f"{noun} show {name} --json active").code in (0 if noun == "agent" else 2, 4)


@pytest.mark.both
def test_the_first_address_given_is_the_one_that_is_written_to(run: Run) -> None:
    run("customer add Ivan --email a@example.org --email b@example.org --email c@example.org")
    run("new --subject Hello --from a@example.org")

    for given in ("b a c", "c", "c b", "n c b", "a n c", "b a c"):
        words = " ".join(f"--email {letter}@example.org" for letter in given.split())
        who = run("list is:open --json customer.email").json[0]["customer.email"]

        assert run(f"customer edit {who} {words}").code == 0
        assert run("customer show Ivan --json emails").json == [
            {"emails": [f"{one}@example.org" for one in given.split()]}
        ]
        assert run("list is:open --json customer.email").json == [{"customer.email": f"{given[0]}@example.org"}]
        assert run("undo").code == 0
        assert run("list is:open --json customer.email").json == [{"customer.email": who}]
        last = run("changes --ids --limit 1").out.strip()
        assert run(f"undo {last}").code == 0
        assert run("list is:open --json customer.email").json == [{"customer.email": f"{given[0]}@example.org"}]
    assert run("db check").code == 0


@pytest.mark.parametrize(("noun", "added", "name", "edit", "found"), NOUNS)
def test_adding_twice_is_refused_and_a_repeated_edit_changes_nothing(
    run: Run, noun: str, added: str, name: str, edit: str, found: tuple[str, object]
) -> None:
    run(f"{noun} add {added}")

    assert run(f"{noun} add {added}").code == 5
    run(f"{noun} edit {name} {edit}")
    assert run(f"{noun} edit {name} {edit}").err == "nothing to change\n"


@pytest.mark.parametrize(("noun", "added", "name", "edit", "found"), NOUNS)
def test_a_dry_run_of_a_record_keeps_nothing(
    run: Run, noun: str, added: str, name: str, edit: str, found: tuple[str, object]
) -> None:
    ran = run(f"{noun} add {added} --dry-run")

    assert ran.err.startswith("would have added")
    assert ran.out
    assert run(f"{noun} show {name}").code == 4


@pytest.mark.parametrize("noun", [noun for noun, *_ in NOUNS])
def test_an_unknown_record_is_not_found(run: Run, noun: str) -> None:
    for verb in ("show", "edit", "remove"):
        ran = run(f"{noun} {verb} none-such")
        assert (ran.code, ran.out) == (4, "")


@pytest.mark.parametrize("noun", [noun for noun, *_ in NOUNS])
def test_every_list_prints_json_and_names_its_fields(run: Run, noun: str) -> None:
    assert isinstance(run(f"{noun} list --json").json, list)
    assert run(f"{noun} list --json help").out.split()
    assert run(f"{noun} list --json nonsense").code == 2


def test_an_undo_brings_a_removed_record_back(run: Run) -> None:
    run("template add hello --body Hello")
    run("template remove hello")
    run("undo")

    assert run("template show hello --json body").json == [{"body": "Hello"}]


@pytest.mark.parametrize(
    ("login", "line", "code"),
    [
        ("boris", "agent add x", 5),
        ("boris", "team add x", 5),
        ("boris", "field add x", 5),
        ("boris", "view add x --filter is:open", 5),
        ("boris", "view add x --filter is:open --mine", 0),
        ("lena", "view add x --filter is:open", 0),
        ("vera", "template add x --body x", 5),
        ("vera", "new -s x --from Ivan", 5),
        ("vera", "list", 0),
    ],
)
def test_roles_decide_who_may_do_what(run: Run, agents: dict[str, Desk], login: str, line: str, code: int) -> None:
    assert run(f"--as {login} {line}").code == code


# templates in files


def test_templates_come_from_a_folder_of_files(run: Run, tmp_path: Path) -> None:
    run("team add billing")
    folder = tmp_path / "replies"
    folder.mkdir()
    (folder / "refund.txt").write_text(
        "---\ntitle: Refund\nlanguage: en\nteam: billing\n---\nHello {{ customer.name }}\n"
    )
    (folder / "привет.md").write_text("Здравствуйте!\n")
    (folder / "notes.pdf").write_text("not one")

    assert run(["template", "import", str(folder)]).err.startswith("read 2 templates")
    assert run("template list --json name,title,language,team").json == [
        {"name": "refund", "title": "Refund", "language": "en", "team": "billing"},
        {"name": "привет", "title": "", "language": "", "team": None},
    ]


def test_templates_come_from_a_csv(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "replies.csv"
    file.write_text('name,body,title\nhello,"Hello,\n{{ customer.name }}",Greeting\n')

    assert run(["template", "import", str(file)]).code == 0
    assert run("template show hello --json title,body").json == [
        {"title": "Greeting", "body": "Hello,\n{{ customer.name }}"}
    ]


@pytest.mark.parametrize("target", ["replies", "replies.csv"])
def test_templates_go_out_and_come_back_the_same(run: Run, tmp_path: Path, target: str) -> None:
    for name, body in (("../evil", "one\n"), ("b", "---\ntwo"), ("c", "Привет,\n\nтри")):
        assert run(["template", "add", name, "--body", body, "--title", f"about {name}"]).code == 0
    before = run("template list --json name,title,body").json

    run(["template", "export", str(tmp_path / target)])
    for name in ("../evil", "b", "c"):
        run(["template", "remove", name])
    run(["template", "import", str(tmp_path / target)])

    assert run("template list --json name,title,body").json == before
    assert [path.name for path in tmp_path.iterdir() if "evil" in path.name] == []


def test_importing_templates_again_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hello")
    run(["template", "import", str(tmp_path)])

    assert run(["template", "import", str(tmp_path)]).err == "nothing to change\n"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "Hello {{ nobody.name }}", "no placeholder"),
        ("a.txt", "{{ ''.__class__ }}", "a.txt"),
        ("a.txt", "---\ncolour: red\n---\nHello", "colour"),
        ("a b.txt", "Hello", "a b"),
        ("a.csv", "x,y\n1,2\n", "name and body"),
    ],
)
def test_one_bad_template_and_none_is_taken(run: Run, tmp_path: Path, name: str, content: str, told: str) -> None:
    (tmp_path / "0.txt").write_text("Hello")
    (tmp_path / name).write_text(content)

    ran = run(["template", "import", str(tmp_path / name if name.endswith(".csv") else tmp_path)])

    assert (ran.code, told in ran.err) == (2, True), ran.err
    assert run("template list").out == ""


def test_a_file_that_is_not_text_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"caf\xe9")

    assert "not UTF-8 at byte 3" in run(["template", "import", str(tmp_path)]).err


def test_a_template_is_shown_filled_in(run: Run, ticket: int) -> None:
    run(["template", "add", "hello", "--body", "Hello {{ customer.first_name }}"])

    assert run("template render hello --ticket 1").out == "Hello Ivan\n"
    assert run("template render hello --ticket 9").code == 4


# settings and the store


def test_config_tells_where_each_value_comes_from(run: Run) -> None:
    rows = {row["name"]: row for row in run("config show --origin --json --as lena").json}

    assert (rows["agent"]["value"], rows["agent"]["origin"]) == ("lena", "flag")
    assert rows["store"]["origin"] == "SUPPORTDESK_STORE in the environment"
    assert rows["color"]["origin"] == "default"


def test_config_tells_its_path(run: Run, tmp_path: Path) -> None:
    assert run("config path").out == f"{tmp_path}/home/config/supportdesk/config.toml\n"


def test_config_is_edited_in_the_editor(run: Run, tmp_path: Path) -> None:
    def launch(words: list[str], given: object) -> int:
        Path(words[-1]).write_text("color = 'never'\n")
        return 0

    run("config edit", streams={"launch": launch}, EDITOR="ed")

    assert {row["name"]: row["value"] for row in run("config show --json").json}["color"] == "never"


@pytest.mark.parametrize(("named", "opened"), [("ed '", "ed '"), (" ", "vi")])
def test_an_editor_that_is_misnamed_is_told_by_the_name(run: Run, named: str, opened: str) -> None:
    ran = run("config edit", EDITOR=named)
    assert (ran.code, ran.err.splitlines()[0]) == (5, f"supportdesk: the editor {opened} failed; nothing was changed")


def test_a_bad_config_file_is_told_with_its_place(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text("colour = 'never'\n")

    ran = run("list", SUPPORTDESK_CONFIG=str(file))

    assert (ran.code, "did you mean color?" in ran.err) == (2, True)


def test_the_store_tells_what_it_is(run: Run, ticket: int) -> None:
    facts = dict(line.split("\t") for line in run("db info").out.splitlines())

    assert (facts["tickets"], facts["messages"], facts["customers"]) == ("1", "1", "1")
    assert facts["database"].startswith(("SQLite 3", "PostgreSQL 1"))


def test_a_sound_store_is_proved(run: Run, ticket: int) -> None:
    run("close 1 -m done")
    run("undo")

    ran = run("db check")
    assert (ran.code, ran.out) == (0, ""), ran.out
    assert "sound" in ran.err


def test_a_store_that_does_not_follow_from_its_events_is_told(run: Run, ticket: int, desk: Desk) -> None:
    with desk.store.writing() as connection:
        connection.exec_driver_sql("UPDATE ticket SET status = 'hold' WHERE id = 1")

    ran = run("db check")
    assert ran.code == 1
    assert "1\tstatus\tnew\thold\n" in ran.out


def test_migrating_a_current_store_changes_nothing(run: Run) -> None:
    assert "already" in run("db migrate").err


def test_init_makes_a_desk_and_leaves_a_standing_one(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "new.db"

    assert "made a desk" in run(["init", str(place)]).err
    assert place.stat().st_mode & 0o777 == 0o600
    assert "already" in run(["init", str(place)]).err
    assert run(["--store", str(place), "agent", "list", "--json", "login,role"]).json == [
        {"login": "anna", "role": "admin"}
    ]


def test_a_file_that_is_no_store_is_left_alone(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "photo.db"
    file.write_bytes(b"GIF89a" * 1000)

    ran = run(["--store", str(file), "list"])
    assert (ran.code, "not a supportdesk store" in ran.err) == (5, True)
    assert file.read_bytes() == b"GIF89a" * 1000


def test_a_store_in_no_folder_is_not_found(run: Run, tmp_path: Path) -> None:
    assert run(["--store", str(tmp_path / "no" / "desk.db"), "list"]).code == 4


def test_removing_a_tag_does_not_sound_as_if_its_tickets_went(run: Run, ticket: int) -> None:
    run(f"tag {ticket} +bill")

    assert run("tag remove bill --dry-run").err == "would have removed tag bill; 1 ticket would change by it\n"
    assert run("tag remove bill").err.startswith("removed tag bill; 1 ticket changed by it (change ")


@pytest.mark.parametrize(("noun", "said"), [("agent", "an agent"), ("team", "a team"), ("org", "an organization")])
def test_two_records_of_a_kind_never_bear_the_same_name(run: Run, noun: str, said: str) -> None:
    run(f"{noun} add same")

    assert run(f"{noun} add same").err.startswith(f"supportdesk: there is {said} 'same' already")
