"""Half-written words: kept while they are typed, found again anywhere, never lost and never mixed up."""

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from supportdesk.console.around import OwnDrafts
from supportdesk.console.spool import Orphan, Spool, Spooled, folder_for
from supportdesk.desk import Desk
from supportdesk.domain.drafts import DIVIDER, Draft, KeptDraft
from supportdesk.store import around
from supportdesk.store.reading import Reading
from tests import postgres
from tests.console.conftest import desk_on, drafts
from tests.console.hands import at
from tests.console.test_triage import bodies
from tests.templates import MORNING, Clock


def draft(ticket: int, text: str) -> Draft:
    """A half-written reply."""
    return Draft(ticket, text, False, (ticket,))


async def test_what_is_typed_is_in_the_store_a_moment_later(each_desk: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("r")
        await hands.type("Dear Lee")
        await hands.until(lambda: drafts(each_desk) == {(5, False): "Dear Lee"})
        await hands.type(", we")
        await hands.until(lambda: drafts(each_desk) == {(5, False): "Dear Lee, we"})
        assert hands.written == "Dear Lee, we"


async def test_a_draft_is_there_in_the_next_console_and_goes_on(each_desk: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("j", "r")
        await hands.type("Dear Ivan")
        await hands.press("escape")
    async with at(each_desk) as hands:
        await hands.press("j")
        assert "a draft waits · r goes on with it" in hands.screen
        await hands.press("r")
        assert hands.written == "Dear Ivan"
        await hands.type("!")
        await hands.press("ctrl+j")
        assert bodies(each_desk, 4)[-1] == ("reply", "Dear Ivan!")
    assert drafts(each_desk) == {}


async def test_a_colleague_never_sees_a_draft(each_desk: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("r")
        await hands.type("Dear")
        await hands.press("escape")
    async with at(replace(each_desk, login="boris")) as hands:
        assert "draft waits" not in hands.screen
        await hands.press("r")
        assert hands.written == ""


async def test_dropping_a_draft_drops_it_in_the_store(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Dear")
        await hands.press("escape", "r", "ctrl+g")
        assert "dropped what was written" in hands.said
        await hands.hear()
        await hands.press("r")
        assert hands.written == ""
    assert drafts(busy) == {}


async def test_words_that_were_dropped_come_back_by_the_key_that_undoes(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Dear")
        await hands.press("ctrl+g")
        assert "dropped what was written · u brings it back" in hands.said
        await hands.press("u")
        assert "brought back; it is a draft again · r goes on with it" in hands.said
        await hands.press("r")
        assert hands.written == "Dear"


async def test_words_that_were_dropped_while_an_answer_is_held_come_back_before_it(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Sent")
        await hands.press("ctrl+j", "r")
        await hands.type("Dear")
        await hands.press("ctrl+g")
        hands.app.desk_screen.writing.sending.taking_back.tick()
        await hands.press("u", "r")
        assert hands.written == "Dear"


async def test_after_another_verb_that_verb_is_undone_and_not_the_dropping(busy: Desk) -> None:
    async with at(busy) as hands:
        await hands.press("r")
        await hands.type("Dear")
        await hands.press("ctrl+g", "a", "u")
        assert "undid" in hands.said
        await hands.press("r")
        assert hands.written == ""


async def test_a_draft_that_went_on_in_another_console_is_shown_with_its_new_words(each_desk: Desk) -> None:
    async with at(each_desk) as one, at(each_desk) as other:
        await one.press("r")
        await one.type("Dear")
        await one.press("escape")
        await other.hear()
        await other.press("r")
        assert other.written == "Dear"
        await other.type(" Lee")
        await other.press("escape")
        await one.hear()
        await one.press("r")
        assert one.written == "Dear Lee"


def keep_elsewhere(desk: Desk, text: str) -> None:
    """Go on with the draft in another console, whatever is kept of it."""
    with desk.read() as reading:
        base = around.revisions(reading).get((5, False))
    with desk.private() as private:
        private.save(draft(5, text), base=base)


async def test_two_consoles_that_write_the_same_draft_keep_both(each_desk: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("r")
        await hands.type("Second")
        keep_elsewhere(each_desk, "First words")
        await hands.type(" words")
        await hands.until(lambda: hands.clash(5))
        assert "also written elsewhere" in hands.screen
        assert drafts(each_desk) == {(5, False): "First words"}
        assert hands.written == "Second words"
        await hands.press("escape")
        kept = drafts(each_desk)[5, False]
        assert kept.startswith("Second words")
        assert DIVIDER in kept
        assert kept.endswith("First words")


async def test_words_that_another_console_keeps_go_into_a_composer_in_which_nobody_has_typed(each_desk: Desk) -> None:
    async with at(each_desk) as hands:
        await hands.press("r")
        keep_elsewhere(each_desk, "First words")
        await hands.hear()
        assert hands.written == "First words"


async def test_two_versions_are_not_sent_by_mistake(busy: Desk) -> None:
    with busy.private() as private:
        private.save(draft(5, f"One\n\n{DIVIDER} 2026-11-21 09:00 UTC ────\n\nTwo"), base=None)
    async with at(busy) as hands:
        await hands.press("r", "ctrl+j")
        assert "two versions of the draft stand in it" in hands.screen
        await hands.press("escape")
        assert hands.written is not None
    assert len(bodies(busy, 5)) == 1


# The spool -----------------------------------------------------------------------------------------------------------


async def test_what_a_console_left_on_this_machine_is_taken_in_by_the_next(each_desk: Desk, tmp_path: Path) -> None:
    left = Spool(tmp_path)
    left.write([Spooled(draft(5, "Typed when it died"), None, MORNING)])
    left.release()
    async with at(each_desk, spool=tmp_path) as hands:
        await hands.press("r")
        assert hands.written == "Typed when it died"
        assert drafts(each_desk) == {(5, False): "Typed when it died"}
    assert list(tmp_path.glob("*.json")) == list(tmp_path.glob("*.lock")) == []


async def test_drafts_that_were_read_before_others_were_taken_in_are_read_again(
    busy: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_in, read, forget = Event(), OwnDrafts.answer, Orphan.forget

    def read_slowly(self: OwnDrafts, reading: Reading) -> tuple[KeptDraft, ...]:
        found = read(self, reading)
        assert taken_in.wait(30)
        return found

    def forget_and_tell(self: Orphan) -> None:
        forget(self)
        taken_in.set()

    monkeypatch.setattr(OwnDrafts, "answer", read_slowly)
    monkeypatch.setattr(Orphan, "forget", forget_and_tell)
    left = Spool(tmp_path)
    left.write([Spooled(draft(5, "Typed when it died"), None, MORNING)])
    left.release()
    async with at(busy, spool=tmp_path) as hands:
        assert hands.draft(5) == "Typed when it died"


async def test_what_a_living_console_waits_with_is_left_to_it(busy: Desk, tmp_path: Path) -> None:
    living = Spool(tmp_path)
    living.write([Spooled(draft(5, "Being typed"), None, MORNING)])
    async with at(busy, spool=tmp_path) as hands:
        assert hands.draft(5) is None
    living.release()


async def test_newer_words_in_the_store_stand_above_those_that_were_left(each_desk: Desk, tmp_path: Path) -> None:
    with each_desk.private() as private:
        private.save(draft(5, "Written elsewhere since"), base=None)
    left = Spool(tmp_path)
    left.write([Spooled(draft(5, "Typed before that"), None, MORNING)])
    left.release()
    async with at(each_desk, spool=tmp_path) as hands:
        assert hands.draft(5) is not None
    kept = drafts(each_desk)[5, False]
    assert kept.startswith("Written elsewhere since")
    assert kept.endswith("Typed before that")


def test_the_spool_is_the_agents_alone_and_empty_when_nothing_waits(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "state")
    assert spool.write([Spooled(draft(5, "Secret"), None, MORNING)])
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "state").iterdir()} == {0o600}
    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o700
    spool.write([])
    spool.release()
    assert list((tmp_path / "state").iterdir()) == []


def test_a_spool_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    assert not Spool(tmp_path / "state").write([Spooled(draft(5, "x"), None, MORNING)])


@pytest.mark.parametrize("text", ["", "[", "[1]", '[{"ticket": "x"}]', '{"a": 1}', "\x00\xff"])
def test_a_broken_spool_is_no_reason_to_fail(tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.json").write_text(text)
    [orphan] = Spool(tmp_path).orphans()
    assert orphan.drafts == ()
    orphan.leave()


def test_each_agent_of_each_store_has_a_spool_of_their_own(tmp_path: Path) -> None:
    environment = {"XDG_STATE_HOME": str(tmp_path)}
    places = {folder_for(environment, store, login) for store in ("a.db", "b.db") for login in ("anna", "boris")}
    assert len(places) == 4
    assert all(place.parent == tmp_path / "supportdesk" for place in places)


async def test_words_typed_while_the_server_is_away_wait_on_this_machine_and_come_in_when_it_is_back(
    server: postgres.OwnServer, clock: Clock, tmp_path: Path
) -> None:
    desk = desk_on(server, clock)
    async with at(desk, spool=tmp_path) as hands:
        await hands.press("r")
        await hands.type("Dear")
        await hands.until(lambda: drafts(desk) == {(5, False): "Dear"})
        server.crash()
        await hands.type(" Lee")
        await hands.until(lambda: "Dear Lee" in "".join(path.read_text() for path in tmp_path.glob("*.json")))
        await hands.settle()
        assert hands.written == "Dear Lee"
        server.start()
        await hands.hear()
        assert drafts(desk) == {(5, False): "Dear Lee"}
        assert hands.written == "Dear Lee"
        assert list(tmp_path.glob("*.json")) == []
