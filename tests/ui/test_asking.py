"""A question of the page, from its first state to the turn that is kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_assistant import FakeAssistant
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.errors import ArchiveUnusable, IndexOutOfDate
from assistant.generation.events import Event, Quoted
from assistant.history.conversation import NewTurn
from assistant.history.history import Archive
from assistant.messages import MESSAGES
from assistant.receipts.files import from_bytes
from ui.chat.ask import Asking
from ui.chat.conversation import Context, View
from ui.chat.queue import Running
from ui.chat.recording import Keeping
from ui.chat.suggestions import Suggesting
from ui.history.routes import routes
from ui.kept_answers import from_json


@pytest.fixture
def archive(fake: FakeAssistant) -> Iterator[Archive]:
    made = Archive(fake.settings, fake.workspace)  # type: ignore[arg-type]
    yield made
    made.close()


@pytest.fixture
def asking(fake: FakeAssistant, archive: Archive) -> Asking:
    keeping, suggesting = Keeping(fake, archive), Suggesting(fake)  # type: ignore[arg-type]
    return Asking(fake, keeping, Running(), suggesting)  # type: ignore[arg-type]


def named(views: list[View]) -> str:
    """The conversation that the last whole view belongs to."""
    log = [view.log for view in views if view.log is not None][-1]
    return log.split('data-conversation="')[1].split('"')[0]


def test_the_quotes_come_first_and_stay_while_the_model_writes(
    fake: FakeAssistant, asking: Asking
) -> None:
    fake.composes = True
    searching, *growing, done = [str(view.live) for view in asking.ask("survival", Context())]
    assert "Searching…" in searching
    assert len(growing) == 4
    assert all("281 patients" in state and 'data-do="stop"' in state for state in growing)
    assert "Survival was 92%." not in growing[0]
    assert "Survival was 92%." in growing[1]
    assert "Writing…" not in done
    assert 'data-do="stop"' not in done
    assert done.count("Survival was 92%.") == 2  # shown, and to be copied


def test_a_turn_is_kept_before_it_is_shown_as_done(asking: Asking, archive: Archive) -> None:
    for view in asking.ask("survival", Context()):
        kept = archive.listed()
        assert bool(kept) == ('data-state="done"' in str(view.live))
    (turn,) = archive.conversation(kept[0].id).turns  # type: ignore[union-attr]
    assert turn.question == "survival"
    assert from_json(turn.shown).citations[0].marker == 1
    assert turn.receipt is not None
    assert from_bytes(turn.receipt).question == "survival"


def test_a_conversation_goes_on_and_is_shown_as_it_was_left(
    fake: FakeAssistant, asking: Asking
) -> None:
    first = Context(conversation=named(list(asking.ask("survival", Context()))))
    *_, last = asking.ask("and then?", first)
    assert [turn.question for turn in fake.histories[-1]] == ["survival"]
    again = asking.show(first)
    assert again is not None
    assert 'id="turn-1"' in str(again.log)
    assert 'id="turn-2"' in str(again.live)
    assert again.side == last.side


def test_a_question_takes_the_place_of_the_one_that_is_edited(
    fake: FakeAssistant, asking: Asking, archive: Archive
) -> None:
    name = named(list(asking.ask("survival", Context())))
    list(asking.ask("and then?", Context(conversation=name)))
    list(asking.ask("attack", Context(conversation=name, editing=1)))
    assert fake.histories[-1] == ()
    turns = archive.conversation(name).turns  # type: ignore[union-attr]
    assert [turn.question for turn in turns] == ["attack"]


def test_only_chosen_documents_are_asked(fake: FakeAssistant, asking: Asking) -> None:
    list(asking.ask("survival", Context(documents=("review-2024.txt",))))
    assert fake.asked_of[-1] == ("review-2024.txt",)
    list(asking.ask("survival", Context()))
    assert fake.asked_of[-1] is None


def test_a_stopped_answer_keeps_its_quotes_and_what_was_checked(
    fake: FakeAssistant, asking: Asking
) -> None:
    fake.composes = True
    states = []
    for view in asking.ask("survival", Context()):
        states.append(str(view.live))
        if "Survival was 92%." in states[-1]:
            run = states[-1].split('data-run="')
            if len(run) > 1:
                assert asking.running.stop(run[1].split('"')[0])
    assert "281 patients" in states[-1]
    assert "Survival was 92%." in states[-1]
    assert "Most relapses" not in states[-1]
    assert not asking.running.stop("unknown")


def test_whoever_leaves_stops_the_model(fake: FakeAssistant, asking: Asking) -> None:
    fake.composes = True
    views = asking.ask("survival", Context())
    next(views)
    next(views)
    assert fake.stop is not None
    assert not fake.stop.is_set()
    views.close()  # type: ignore[attr-defined]
    assert fake.stop.is_set()


def test_what_goes_wrong_later_leaves_the_quotes(fake: FakeAssistant, asking: Asking) -> None:
    def failing(*_: object, **__: object) -> Iterator[Event]:
        yield Quoted(fake.ask("survival"), composing=True)
        raise RuntimeError("a fault of ours")

    fake.stream = failing  # type: ignore[assignment, method-assign]
    *_, last = asking.ask("survival", Context())
    assert "281 patients" in str(last.live)
    assert MESSAGES.unexpected in str(last.live)


def test_a_question_that_cannot_be_asked_is_a_line_and_is_not_kept(
    asking: Asking, archive: Archive
) -> None:
    *_, last = asking.ask("x" * 4_001, Context())
    assert "more than 4,000 characters" in str(last.live)
    assert archive.listed() == ()


def test_an_answer_without_a_receipt_is_kept_all_the_same(
    fake: FakeAssistant, asking: Asking, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*_: object) -> None:
        raise IndexOutOfDate("It has changed.")

    monkeypatch.setattr(fake, "receipt", changed)
    *_, last = asking.ask("survival", Context())
    assert "92%" in str(last.live)
    assert "/receipt/" not in str(last.live)
    assert len(archive.listed()) == 1


def test_without_an_archive_the_chat_goes_on_and_says_so(
    fake: FakeAssistant, asking: Asking, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise ArchiveUnusable("The disk is full: make room.")

    monkeypatch.setattr(archive, "add", full)
    views = list(asking.ask("survival", Context()))
    assert "This conversation is not being saved: The disk is full: make room." in str(
        views[-1].live
    )
    list(asking.ask("and then?", Context(conversation=named(views))))
    assert [turn.question for turn in fake.histories[-1]] == ["survival"]


def test_a_conversation_that_was_deleted_meanwhile_begins_anew(
    asking: Asking, archive: Archive
) -> None:
    name = named(list(asking.ask("survival", Context())))
    archive.delete(name)
    again = named(list(asking.ask("survival", Context(conversation=name))))
    assert again != name
    assert [one.id for one in archive.listed()] == [again]


def test_what_to_ask_next_comes_apart_from_the_answer(asking: Asking) -> None:
    *_, last = views = list(asking.ask("survival", Context()))
    name = named(views)
    assert f'data-fetch="/view/next/{name}/1"' in str(last.live)
    assert asking.suggesting.next(name, 1) == ("And the survival then?",)
    assert asking.suggesting.next(name, 2) == ()


def test_a_conversation_that_is_not_kept_is_nobody_elses(
    asking: Asking, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise ArchiveUnusable("The disk is full: make room.")

    monkeypatch.setattr(archive, "add", full)
    assert named(list(asking.ask("survival", Context()))) != named(
        list(asking.ask("survival", Context()))
    )


def test_what_was_kept_stays_when_the_archive_fails_and_comes_back(
    asking: Asking, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = named(list(asking.ask("survival", Context())))

    def full(*_: object, **__: object) -> None:
        raise ArchiveUnusable("The disk is full: make room.")

    with monkeypatch.context() as broken:
        broken.setattr(archive, "add", full)
        unkept = named(list(asking.ask("attack", Context(conversation=name))))
    assert unkept != name
    *_, last = asking.ask("and then?", Context(conversation=unkept))
    assert 'id="turn-3"' in str(last.live)
    assert "is not being saved" in str(last.live)
    turns = archive.conversation(name).turns  # type: ignore[union-attr]
    assert [turn.question for turn in turns] == ["survival"]


def test_a_conversation_that_cannot_be_read_is_left_alone(
    asking: Asking, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = named(list(asking.ask("survival", Context())))

    def damaged(*_: object) -> None:
        raise ArchiveUnusable("The database is damaged: restore it.")

    with monkeypatch.context() as broken:
        broken.setattr(archive, "conversation", damaged)
        *_, last = asking.ask("attack", Context(conversation=name, editing=1))
        assert "attack" in str(last.live)
    turns = archive.conversation(name).turns  # type: ignore[union-attr]
    assert [turn.question for turn in turns] == ["survival"]


def test_two_pages_in_one_conversation_lose_no_turn(asking: Asking) -> None:
    name = named(list(asking.ask("survival", Context())))
    slow = asking.ask("attack", Context(conversation=name))
    next(slow)
    list(asking.ask("and then?", Context(conversation=name)))
    *_, last = slow
    assert 'id="turn-2"' in str(last.log)
    assert 'id="turn-3"' in str(last.live)


def test_a_turn_of_another_version_is_told_and_the_rest_is_shown(
    asking: Asking, archive: Archive
) -> None:
    name = named(list(asking.ask("survival", Context())))
    kept = archive.conversation(name).turns[0]  # type: ignore[union-attr]
    fields = {field.name: getattr(kept, field.name) for field in dataclasses.fields(NewTurn)}
    archive.add(name, NewTurn(**{**fields, "shown": '{"form": 9}'}))
    view = asking.show(Context(conversation=name))
    assert view is not None
    assert "281 patients" in str(view.log)
    assert "saved by another version" in str(view.live)


def test_documents_that_are_gone_are_not_asked_for(fake: FakeAssistant, asking: Asking) -> None:
    list(asking.ask("survival", Context(documents=("gone.txt",))))
    assert fake.asked_of[-1] is None


def test_closing_the_page_stops_its_questions(fake: FakeAssistant, asking: Asking) -> None:
    fake.composes = True
    views = asking.ask("survival", Context(), "tab")
    next(views)
    next(views)
    asking.running.leave("another tab")
    assert fake.stop is not None
    assert not fake.stop.is_set()
    asking.running.leave("tab")
    assert fake.stop.is_set()
    list(views)


def test_taking_back_the_only_question_deletes_the_conversation(
    asking: Asking, archive: Archive, tmp_path: Path
) -> None:
    name = named(list(asking.ask("survival", Context())))
    asking.keeping.cut(name, 1)
    assert archive.listed() == ()


def test_a_model_that_is_not_at_hand_is_not_asked_for(fake: FakeAssistant, asking: Asking) -> None:
    chosen = Context(answers="composed", model="big")
    *_, last = asking.ask("survival", chosen)
    assert "Survival was 92%." not in str(last.live)
    fake.writers = ("small", "big")
    *_, last = asking.ask("survival", chosen)
    assert "Survival was 92%." in str(last.live)
    assert fake.asked_model == "big"


def test_a_conversation_has_its_name_before_its_first_answer(
    asking: Asking, archive: Archive
) -> None:
    views = list(asking.ask("survival", Context()))
    first, *_, last = (named([view]) for view in views if view.log is not None)
    assert first == last
    assert archive.conversation(first) is not None


def test_what_cannot_be_asked_leaves_no_name(fake: FakeAssistant, asking: Asking) -> None:
    fake.error = IndexOutOfDate("The index is out of date: run `assistant index`.")
    first, *_, last = asking.ask("survival", Context())
    assert named([first])
    assert named([last]) == ""


def test_what_there_is_of_an_answer_is_kept_when_its_page_is_left(
    fake: FakeAssistant, asking: Asking, archive: Archive
) -> None:
    fake.composes = True
    growing = asking.ask("survival", Context())
    name = named([next(growing)])
    next(growing)
    growing.close()  # type: ignore[attr-defined]
    view = asking.show(Context(conversation=name))  # of the page that was loaded again
    assert view is not None
    assert "281 patients" in str(view.live)
    assert 'data-state="done"' in str(view.live)
    (turn,) = archive.conversation(name).turns  # type: ignore[union-attr]
    assert turn.question == "survival"


def test_a_page_does_not_wait_for_what_another_page_asks(asking: Asking) -> None:
    growing = asking.ask("survival", Context())
    name = named([next(growing)])
    assert asking.show(Context(conversation=name)) is None
    assert list(growing)


def test_the_name_of_a_conversation(archive: Archive, asking: Asking) -> None:
    client = TestClient(Starlette(routes=routes(archive, lambda: ())))
    name = named(list(asking.ask("survival", Context())))
    assert client.get(f"/api/conversations/{name}").json() == {"name": "survival"}
    archive.rename(name, "Überleben")
    assert client.get(f"/api/conversations/{name}").json() == {"name": "Überleben"}
    assert client.get("/api/conversations/none").json() == {"name": ""}
