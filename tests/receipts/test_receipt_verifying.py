"""What verifying says when documents, or the receipt, have changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from receipt_samples import COMPOSED, DOSE, DOSES, GAIN, NOW, PIGS, SOURCES, Sample

from assistant import reading
from assistant.chunking.chunks import CutDocument
from assistant.errors import WorkspaceMissing
from assistant.reading.discovery import CorpusFile
from assistant.receipts import builder
from assistant.receipts.builder import make
from assistant.receipts.files import checksum, read_receipt, to_bytes
from assistant.receipts.receipt import Receipt
from assistant.receipts.verification import Check, Status, Verification
from assistant.receipts.verifier import verify
from assistant.sandbox.sandbox import Sandbox

LABELS = {"first_label": "", "last_label": ""}


def check(found: Verification, about: str) -> Check:
    (one,) = [check for check in found.checks if check.about == about]
    return one


def failing(found: Verification) -> list[str]:
    return [check.about for check in found.failed]


def forged(receipt: Receipt, change: Callable[[dict[str, Any]], None]) -> Receipt:
    """An edited receipt whose checksum was computed anew, as a forger would."""
    fields = receipt.model_dump(mode="json")
    change(fields)
    made = Receipt.model_validate_json(json.dumps(fields))
    return made.model_copy(update={"sha256": checksum(made)})


def test_all_holds_where_nothing_changed(sample: Sample) -> None:
    found = verify(sample.receipt(), sample.workspace)
    assert found.holds
    assert {one.status for one in found.checks} == {Status.HOLDS}
    assert [one.about for one in found.checks] == [
        *("receipt", "document doses.md", "quote 1", "quote 2"),
        *("answer", "corpus", "models", "versions"),
    ]
    assert str(found).endswith("\nAll holds.")


def test_all_holds_of_a_document_with_tags(tmp_path: Path) -> None:
    tagged = Sample.made(tmp_path, SOURCES.rstrip() + "\n  tags: [home]\n")
    assert verify(tagged.receipt(), tagged.workspace).holds


def test_it_says_the_line_where_a_quote_stands(sample: Sample) -> None:
    found = verify(sample.receipt(), sample.workspace)
    stands = "[1] stands word for word at doses.md, line 3 (characters 9–62)."
    assert check(found, "quote 1").says == stands


def test_other_line_ends_move_a_quote_in_the_file(sample: Sample) -> None:
    receipt = sample.receipt()
    (sample.workspace.corpus / "doses.md").write_bytes(DOSES.replace("\n", "\r\n").encode())
    found = check(verify(receipt, sample.workspace), "quote 1")
    assert found.says == (
        "[1] stands word for word, but its place in the file is another: not doses.md, line 3 "
        "(characters 9–62), now doses.md, line 3 (characters 11–64)."
    )


OLD = {version: Path(__file__).with_name(f"version-{version}.json") for version in (1, 2)}
"""Written before receipts knew the lines of files, and before they knew pages."""


@pytest.mark.parametrize("version", OLD)
def test_a_receipt_of_an_older_version_is_verified(sample: Sample, version: int) -> None:
    receipt = read_receipt(OLD[version])
    found = verify(receipt, sample.workspace)
    assert found.holds
    assert check(found, "receipt").status is check(found, "corpus").status is Status.HOLDS
    assert check(found, "quote 1").says.endswith("at doses.md, line 3 (characters 9–62).")
    assert json.loads(to_bytes(receipt)) == json.loads(OLD[version].read_bytes())


def test_a_receipt_of_version_1_notices_what_has_changed(sample: Sample) -> None:
    sample.write("doses.md", "# Doses\n\nAt first: " + DOSES.removeprefix("# Doses\n\n"))
    found = verify(read_receipt(OLD[1]), sample.workspace)
    assert failing(found) == ["document doses.md", "quote 1", "quote 2", "composed 1", "corpus"]
    assert check(found, "quote 1").says == (
        "[1] has moved: not doses.md, characters 9–62, now doses.md, line 3 (characters 19–72)."
    )
    assert "changed: doses.md" in check(found, "corpus").says


def test_a_refusal_holds(sample: Sample) -> None:
    assert verify(make(sample.refusal(), sample.circumstances(), NOW), sample.workspace).holds


def test_composed_sentences_are_checked_again(sample: Sample) -> None:
    receipt = make(sample.answer(COMPOSED), sample.circumstances(), NOW)
    found = verify(receipt, sample.workspace.root)
    assert found.holds
    assert "supported as before" in check(found, "composed 1").says
    assert "unsupported as before" in check(found, "composed 2").says


def test_a_composed_sentence_falls_with_its_quote(sample: Sample) -> None:
    receipt = make(sample.answer(COMPOSED), sample.circumstances(), NOW)
    sample.write("doses.md", DOSES.replace("30 mg", "40 mg"))
    found = verify(receipt, sample.workspace)
    assert {"quote 1", "composed 1"} <= set(failing(found))
    assert "was supported; checked again, it is unsupported" in check(found, "composed 1").says


@pytest.mark.parametrize(
    ("text", "verdict", "status"),
    [
        ("Mice got 90 mg.", "supported", Status.FAILS),
        ("Mice got 90 mg.", "partly", Status.FAILS),
        (DOSE, "unsupported", Status.DIFFERS),
        (DOSE, "supported", Status.HOLDS),
    ],
)
def test_a_forged_verdict_is_noticed(
    sample: Sample, text: str, verdict: str, status: Status
) -> None:
    receipt = make(sample.answer(COMPOSED), sample.circumstances(), NOW)

    def change(fields: dict[str, Any]) -> None:
        first, *others = fields["answer"]["composed"]["sentences"]
        edited = {**first, "text": text, "verdict": verdict}
        fields["answer"]["composed"]["sentences"] = (edited, *others)

    found = verify(forged(receipt, change), sample.workspace)
    assert check(found, "composed 1").status is status
    assert found.holds is (status is not Status.FAILS)


@pytest.mark.parametrize(
    ("name", "then"),
    [("rules of checking", None), ("document-assistant", "0.1"), ("model of entailment", "mine")],
)
def test_a_verdict_of_another_version_may_fall(sample: Sample, name: str, then: str | None) -> None:
    receipt = make(sample.answer(COMPOSED), sample.circumstances(), NOW)

    def change(fields: dict[str, Any]) -> None:
        first, *others = fields["answer"]["composed"]["sentences"]
        edited = {**first, "text": "Mice got 90 mg."}
        fields["answer"]["composed"]["sentences"] = (edited, *others)
        fields["versions"].pop(name)
        fields["versions"] |= {} if then is None else {name: then}

    older = forged(receipt, change)
    found = verify(older, sample.workspace)
    assert found.holds
    assert check(found, "composed 1").status is Status.DIFFERS
    assert "was supported to another version" in check(found, "composed 1").says

    sample.write("doses.md", DOSES.replace("30 mg", "40 mg"))
    assert {"quote 1", "composed 1"} <= set(failing(verify(older, sample.workspace)))


def test_where_the_model_of_entailment_is_not_here_the_rules_judge(
    sample: Sample, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    receipt = make(sample.answer(COMPOSED), sample.circumstances(), NOW)
    monkeypatch.setenv("ASSISTANT_NLI_MODEL", str(tmp_path / "missing"))
    found = verify(receipt, sample.workspace)
    assert found.holds
    assert "supported as before" in check(found, "composed 1").says
    assert ", now none" in check(found, "versions").says


def test_an_endless_composed_sentence_is_not_checked(sample: Sample) -> None:
    receipt = make(sample.answer(COMPOSED), sample.circumstances(), NOW)

    def change(fields: dict[str, Any]) -> None:
        first, *others = fields["answer"]["composed"]["sentences"]
        edited = {**first, "text": "Mice got 30 mg and " * 50_000}
        fields["answer"]["composed"]["sentences"] = (edited, *others)

    found = verify(forged(receipt, change), sample.workspace)
    assert failing(found) == ["composed"]


def test_it_needs_no_index(sample: Sample) -> None:
    assert not any(sample.workspace.index.glob("generations"))
    assert verify(sample.receipt(), str(sample.workspace.root)).holds


def test_a_quote_that_has_moved_is_found(sample: Sample) -> None:
    receipt = sample.receipt()
    sample.write("doses.md", "# Doses\n\nAt first: " + DOSES.removeprefix("# Doses\n\n"))
    found = verify(receipt, sample.workspace)
    assert failing(found) == ["document doses.md", "quote 1", "quote 2", "corpus"]
    old, moved = receipt.quotes[0], check(found, "quote 1")
    (new,) = moved.places
    assert (new.start, new.end) == (old.text_start + 10, old.text_end + 10)
    assert moved.says == (
        "[1] has moved: not doses.md, line 3 (characters 9–62), "
        "now doses.md, line 3 (characters 19–72)."
    )
    assert "changed: doses.md" in check(found, "corpus").says
    assert str(found).endswith("4 of 8 checks fail.")


def test_a_quote_at_several_places(sample: Sample) -> None:
    receipt = sample.receipt()
    sample.write("doses.md", f"# Doses\n\nNothing. {GAIN} {GAIN}\n")
    sample.write("pigs.txt", f"{GAIN}\n")
    found = check(verify(receipt, sample.workspace), "quote 2")
    assert [place.document for place in found.places] == ["doses.md", "doses.md", "pigs.txt"]
    assert "now at 3 places" in found.says


def test_a_quote_that_stands_everywhere_is_not_counted_for_ever(sample: Sample) -> None:
    receipt = sample.receipt()
    sample.write("doses.md", f"{GAIN} " * 5_000)
    found = verify(receipt, sample.workspace)
    assert len(check(found, "quote 2").places) == 100
    assert "and at 97 more places" in str(found)


def test_a_quote_that_is_gone(sample: Sample) -> None:
    receipt = sample.receipt()
    sample.write("doses.md", DOSES.replace("30 mg", "40 mg"))
    found = verify(receipt, sample.workspace)
    assert failing(found) == ["document doses.md", "quote 1", "corpus"]
    assert check(found, "quote 1").says.startswith("[1] is gone")
    assert check(found, "quote 1").places == ()


def test_a_document_that_is_gone_or_renamed(sample: Sample) -> None:
    receipt = sample.receipt()
    file = sample.workspace.corpus / "doses.md"
    file.rename(file.with_name("renamed.md"))
    found = verify(receipt, sample.workspace)
    assert "the same file is now renamed.md" in check(found, "document doses.md").says
    assert check(found, "quote 1").places[0].document == "renamed.md"
    assert "added: renamed.md; removed: doses.md" in check(found, "corpus").says
    file.with_name("renamed.md").unlink()
    found = verify(receipt, sample.workspace)
    assert check(found, "document doses.md").says == "doses.md is not in the corpus."
    assert "is gone" in check(found, "quote 1").says


def test_a_document_that_cannot_be_read_any_more(sample: Sample) -> None:
    receipt = sample.receipt()
    (sample.workspace.corpus / "doses.md").write_bytes(b"\x00\x01\x02")
    found = verify(receipt, sample.workspace)
    assert "cannot be read" in check(found, "document doses.md").says
    assert "quote 1" in failing(found)


def test_other_bytes_of_the_same_text(sample: Sample) -> None:
    receipt = sample.receipt()
    sample.write("doses.md", DOSES + "\n")
    found = verify(receipt, sample.workspace)
    assert "its normalised text is the same" in check(found, "document doses.md").says
    assert failing(found) == ["document doses.md", "corpus"]


def test_another_title_by_other_rules_of_reading(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = sample.receipt()
    monkeypatch.setattr(reading, "READING_VERSION", "another")
    sample.write("sources.yaml", SOURCES.replace("Doses of exosomes", "Another"))
    found = verify(receipt, sample.workspace)
    assert check(found, "document doses.md").status is Status.DIFFERS
    assert failing(found) == ["corpus"]


def test_another_title(sample: Sample) -> None:
    receipt = sample.receipt()
    sample.write("sources.yaml", SOURCES.replace("Doses of exosomes", "Another"))
    found = verify(receipt, sample.workspace)
    assert "its title is “Another”" in check(found, "document doses.md").says
    assert failing(found) == ["document doses.md", "corpus"]
    assert check(found, "quote 1").status is Status.HOLDS


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("new.txt", "Something new was found.\n", "added: new.txt"),
        ("pigs.txt", PIGS + "More.\n", "changed: pigs.txt"),
    ],
)
def test_the_corpus_besides(sample: Sample, name: str, text: str, says: str) -> None:
    receipt = sample.receipt()
    sample.write(name, text)
    found = verify(receipt, sample.workspace)
    assert failing(found) == ["corpus"]
    assert says in check(found, "corpus").says


def test_a_file_that_is_no_document_does_not_count(sample: Sample) -> None:
    receipt = sample.receipt()
    (sample.workspace.corpus / "noise.txt").write_bytes(b"\x00\x01")
    assert verify(receipt, sample.workspace).holds


def test_an_unlisted_corpus_is_known_by_its_hash(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "MOST_LISTED", 0)
    receipt = sample.receipt()
    assert verify(receipt, sample.workspace).holds
    sample.write("new.txt", "Something new was found.\n")
    says = check(verify(receipt, sample.workspace), "corpus").says
    assert says == "The corpus has changed: 2 documents then, 3 now."


def test_an_edited_receipt_is_noticed(sample: Sample) -> None:
    receipt = sample.receipt().model_copy(update={"question": "What else?"})
    assert failing(verify(receipt, sample.workspace)) == ["receipt"]


def test_a_forged_statement_is_noticed_all_the_same(sample: Sample) -> None:
    def change(fields: dict[str, Any]) -> None:
        statements = fields["answer"]["statements"]
        fields["answer"]["statements"] = (
            {**statements[0], "text": statements[0]["text"].replace("30", "90")},
            statements[1],
        )

    found = verify(forged(sample.receipt(), change), sample.workspace)
    assert failing(found) == ["answer"]
    assert "see [1]" in check(found, "answer").says


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("quote", "A dose of 90 mg.", "is gone"),
        ("text_start", 0, "has moved"),
        ("text_end", 1 << 40, "has moved"),
        ("document", "pigs.txt", "has moved"),
        ("origin", ((0, 5),), "its place in the file is another"),
        ("file.characters", ((0, 5),), "not doses.md, line 3 (characters 0–5), now doses.md,"),
        ("file.lines", ((7, 7), (2, 9)), "not doses.md, lines 7 and 2–9 (characters 9–62)"),
        ("file.lines", (), "another: not doses.md, characters 9–62, now doses.md, line 3 (c"),
        ("file.characters", (), "another: not doses.md, now doses.md, line 3 (characters 9–62)"),
        ("file.units", ({"kind": "page", "first": 7, "last": 7} | LABELS,), "not doses.md, page 7"),
        ("file.boxes", ({"page": 1, "x0": 1, "y0": 2, "x1": 3, "y1": 4},), "place in the file"),
        ("file.encoding", "UTF-16", "its place in the file is another"),
        ("file", None, "its place in the file is another: not doses.md, now doses.md, line 3"),
        ("section", "Risks", "under other headings"),
        *((name, "Another", "") for name in ("title", "authors", "journal", "doi", "licence")),
        *(("year", 1999, ""), ("document_sha256", "0" * 64, "")),
    ],
)
def test_a_forged_quote_is_noticed(sample: Sample, field: str, value: object, says: str) -> None:
    def change(fields: dict[str, Any]) -> None:
        first, second = fields["quotes"]
        name, _, inner = field.partition(".")
        changed = {**first[name], inner: value} if inner else value
        fields["quotes"] = ({**first, name: changed}, second)
        if field == "document":
            document = {**fields["documents"][0], "name": value}
            fields["documents"] = (*fields["documents"], document)

    found = verify(forged(sample.receipt(), change), sample.workspace)
    assert not found.holds
    assert says in check(found, "quote 1").says


def test_a_quote_that_seems_to_run_beyond_the_end(sample: Sample) -> None:
    receipt = make(sample.refusal(), sample.circumstances(), NOW)

    def change(fields: dict[str, Any]) -> None:
        fields["quotes"] = ({**fields["quotes"][0], "text_end": 10_000},)

    assert failing(verify(forged(receipt, change), sample.workspace)) == ["quote 1"]


def test_a_forged_list_of_the_corpus_is_noticed(sample: Sample) -> None:
    def change(fields: dict[str, Any]) -> None:
        fields["corpus"]["sha256"] = "0" * 64

    found = verify(forged(sample.receipt(), change), sample.workspace)
    assert "does not give its own hash" in check(found, "corpus").says


@pytest.mark.parametrize("name", ["../secret.txt", "/etc/passwd", "a\x1b[2J\n.txt", "..", ""])
def test_hostile_names_are_only_compared(sample: Sample, name: str) -> None:
    (sample.workspace.root / "secret.txt").write_text(DOSE, "utf-8")

    def change(fields: dict[str, Any]) -> None:
        fields["quotes"] = tuple({**one, "document": name} for one in fields["quotes"])
        fields["documents"] = ({**fields["documents"][0], "name": name},)

    found = verify(forged(sample.receipt(), change), sample.workspace)
    assert "is not in the corpus" in check(found, f"document {name}").says
    assert {place.document for one in found.checks for place in one.places} == {"doses.md"}
    assert "\x1b" not in str(found)
    assert len(str(found).splitlines()) == len(found.checks) + 1


def test_another_model_or_version_is_told_but_does_not_count(sample: Sample) -> None:
    def change(fields: dict[str, Any]) -> None:
        fields["models"]["embedding"]["name"] = "another"
        fields["versions"]["numpy"] = "0.1"

    found = verify(forged(sample.receipt(), change), sample.workspace)
    assert found.holds
    assert check(found, "models").status is Status.DIFFERS
    assert "numpy 0.1, now " in check(found, "versions").says


def test_progress_is_told(sample: Sample) -> None:
    told: list[tuple[int, int]] = []
    verify(sample.receipt(), sample.workspace, lambda _, done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_no_workspace_is_an_error(sample: Sample) -> None:
    with pytest.raises(WorkspaceMissing):
        verify(sample.receipt(), sample.workspace.index)


def test_each_file_is_read_once_for_all_that_is_said_of_it(
    sample: Sample, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that changes in between must not have one content's hash and another's text."""
    receipt, read = sample.receipt(), Sandbox.read
    asked: list[str] = []

    def changed(self: Sandbox, file: CorpusFile) -> CutDocument:
        found = read(self, file)
        asked.append(file.name)
        sample.write(file.name, "Another text.")
        return found

    monkeypatch.setattr(Sandbox, "read", changed)
    found = verify(receipt, sample.workspace)
    assert found.holds
    assert asked == ["doses.md", *(name for name in asked if name != "doses.md")]
    assert len(set(asked)) == len(asked)
    monkeypatch.setattr(Sandbox, "read", read)
    assert failing(verify(receipt, sample.workspace))[:1] == ["document doses.md"]


def test_a_renamed_file_is_known_by_its_bytes(sample: Sample) -> None:
    receipt, corpus = sample.receipt(), sample.workspace.corpus
    (corpus / "doses.md").rename(corpus / "a dose.md")
    says = check(verify(receipt, sample.workspace), "document doses.md").says
    assert says == "doses.md is not in the corpus; the same file is now a dose.md."
