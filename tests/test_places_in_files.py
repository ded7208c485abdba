"""Whatever is printed of a quote's place is true of the file as it lies on the disk."""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from files_of_many_kinds import FILES, letters
from pdf_text import text_of

from assistant import Answer, Assistant, Document, verify
from assistant.history.conversation import KeptConversation, KeptTurn
from assistant.settings import Settings
from assistant.workspace import Workspace
from ui.answer_view import shown
from ui.chat.evidence import sources
from ui.cli.output import answer_object, answer_text, hits_object, hits_text
from ui.export.json_export import as_json
from ui.export.markdown import markdown
from ui.export.pdf import pdf
from ui.kept_answers import to_json
from ui.reader.document_text import prepare
from ui.reader.page import page
from ui.references.quotation import as_text

Ranges = list[tuple[int, int]]
QUESTIONS = [question for file in FILES.values() for question in file.questions]
_PLACE = re.compile(
    r"(?P<name>[\w-]+\.(?:txt|md)), (?P<within>within )?lines? (?P<lines>[\d– and]+?)"
    r" \(characters (?P<characters>[\d,– and]+?)\)"
)


@dataclass(frozen=True)
class Told:
    """What an output says of a quote. within: whether only what the words lie within."""

    name: str
    lines: Ranges
    characters: Ranges
    within: bool = False
    sha256: str = ""


def ranges(text: str) -> Ranges:
    parts = text.replace(",", "").split(" and ")
    return [(int(first), int(last or first)) for first, _, last in map(_parted, parts)]


def _parted(part: str) -> tuple[str, str, str]:
    return part.partition("–")


def in_text(text: str) -> list[Told]:
    """The places that a text for people names, in order."""
    return [
        Told(
            one["name"],
            ranges(one["lines"]),
            ranges(one["characters"]),
            bool(one["within"]),
        )
        for one in _PLACE.finditer(text)
    ]


def in_json(cited: Iterable[dict[str, object]]) -> Iterator[Told]:
    for one in cited:
        file = one["file"]
        assert isinstance(file, dict)
        places = [[(first, last) for first, last in file[key]] for key in ("lines", "characters")]
        yield Told(str(one["document"]), *places, sha256=file["sha256"])


def check(told: Told, quote: str) -> None:
    """The printed place, looked up in the file, is the quote's; so is the printed hash."""
    file = FILES[told.name]
    lines = list(io.StringIO(file.text, newline=""))
    printed = ["".join(lines[first - 1 : last]) for first, last in told.lines]
    whole, words = letters("".join(printed)), quote.split()
    assert letters(words[0]) in whole
    assert letters(words[-1]) in whole
    at = [file.text[start:end] for start, end in told.characters]
    if told.within:
        assert all(letters(word) in letters(at[0]) for word in words)
    else:
        assert letters("".join(at)) == letters(quote)
    assert all(part in place for part, place in zip(at, printed, strict=True))
    assert told.sha256 in ("", hashlib.sha256(file.data).hexdigest())


def check_all(told: Iterable[Told], quotes: Iterable[str]) -> None:
    checked = list(zip(told, quotes, strict=True))
    assert checked
    for one, quote in checked:
        check(one, quote)


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    workspace = Workspace.create(tmp_path_factory.mktemp("places") / "workspace")
    for name, file in FILES.items():
        (workspace.corpus / name).write_bytes(file.data)
    made = Assistant(workspace.root, settings=Settings(offline=True))
    assert made.index().skipped == ()
    return made


@pytest.fixture(scope="module")
def answers(assistant: Assistant) -> list[Answer]:
    return [assistant.ask(question) for question in QUESTIONS]


def cited(answers: Iterable[Answer]) -> list[str]:
    return [one.quote for answer in answers for one in answer.citations]


def kept(answers: Iterable[Answer]) -> KeptConversation:
    made = datetime(2026, 3, 1, tzinfo=UTC)
    turns = tuple(
        KeptTurn(
            one.question,
            one.searched,
            one.quoted,
            one.text,
            one.found,
            to_json(shown(one)),
            conversation="c",
            number=number,
            made=made,
        )
        for number, one in enumerate(answers, 1)
    )
    return KeptConversation("c", "Places", made, made, turns)


def test_all_files_are_quoted_and_a_header_lies_inside_a_quote(answers: list[Answer]) -> None:
    assert {one.document.name for answer in answers for one in answer.citations} == {*FILES}
    places = [one.place for answer in answers for one in answer.citations]
    assert any(place is not None and len(place.characters) > 1 for place in places)


def test_in_the_terminal(assistant: Assistant, answers: list[Answer]) -> None:
    for answer in answers:
        check_all(in_text(answer_text(answer)), cited([answer]))
    for question in QUESTIONS:
        hits = assistant.search(question, limit=5)
        check_all(in_text(hits_text(hits)), (hit.passage.text for hit in hits))


def test_as_json(assistant: Assistant, answers: list[Answer]) -> None:
    for answer in answers:
        found = answer_object(answer)["citations"]
        check_all(in_json(found), cited([answer]))
        for one, citation in zip(found, answer.citations, strict=True):
            assert citation.document.text[one["text_start"] : one["text_end"]] == one["quote"]
            assert one["file"]["encoding"] in ("UTF-8", "UTF-16", "Windows-1252")
    for question in QUESTIONS:
        hits = assistant.search(question, limit=5)
        found = hits_object(question, hits)["hits"]
        check_all(in_json(found), (hit.passage.text for hit in hits))


def test_in_exports(answers: list[Answer]) -> None:
    conversation, quotes = kept(answers), cited(answers)
    hashes = [
        one.document.file.sha256 for answer in answers for one in answer.citations
    ]  # those of the bytes, as `check` shows
    written = markdown(conversation).replace("\\", "")
    check_all(in_text(written), quotes)
    assert re.findall(r"\nsha256 (\w+)\n", written) == hashes
    drawn = text_of(pdf(conversation))
    check_all(in_text(drawn), quotes)
    assert re.findall(r"sha256 ([0-9a-f]{64})", drawn) == hashes
    turns = json.loads(as_json(conversation))["turns"]
    check_all(in_json(one for turn in turns for one in turn["citations"]), quotes)
    nearby = [one for turn in turns for one in turn["nearby"]]
    check_all(in_json(nearby), (one["text"] for one in nearby))


def test_on_the_page(answers: list[Answer]) -> None:
    for answer in answers:
        cards = str(sources(1, shown(answer), shown=True))
        # A card of a document without a title has the file's name above, and not again here.
        named = re.sub(
            r'(card-number">\d+</span>\s*([^<]+?)\s*</h3>(?:(?!<article).)*?card-place">\s*)(?=<span)',
            r"\1\2, ",
            cards,
            flags=re.DOTALL,
        )
        words = re.sub(r"<[^>]+>", " ", named.replace("</bdi>", ""))
        check_all(in_text(html.unescape(" ".join(words.split()))), cited([answer]))
        told = re.findall(r'data-lines="([^"]+)">([^<]+)<', cards)
        assert all(whole.startswith(f"{lines} (") for lines, whole in told)
        assert len(told) == len(answer.citations)
        check_all(in_text(as_text(shown(answer))), cited([answer]))


def test_in_the_reader(answers: list[Answer]) -> None:
    for citation in (one for answer in answers for one in answer.citations):
        document: Document = citation.document
        read = page(prepare(document), f"{citation.start}-{citation.end}", document.sha256)
        where = re.search(r'data-where="([^"]+)"', read)
        hash_ = re.search(r'data-copy="([0-9a-f]{64})"', read)
        assert where is not None
        assert hash_ is not None
        (told,) = in_text(f"{document.name}, {where[1]}")
        check(told, citation.quote)
        assert hash_[1] == hashlib.sha256(FILES[document.name].data).hexdigest()


def test_in_receipts(assistant: Assistant, answers: list[Answer]) -> None:
    for answer in answers:
        receipt = assistant.receipt(answer)
        hashes = {one.name: one.file_sha256 for one in receipt.documents}
        told = (
            Told(one.document, [*one.place.lines], [*one.place.characters], False, hash_)
            for one in receipt.quotes
            for hash_ in [hashes[one.document]]
        )
        check_all(told, cited([answer]))
        found = verify(receipt, assistant.workspace)
        assert found.holds
        check_all(in_text(str(found)), cited([answer]))


def test_for_llama_index(assistant: Assistant) -> None:
    for found in assistant.retriever().retrieve(QUESTIONS[0]):
        data = found.node.metadata
        (told,) = in_text(f"{data['document']}, {data['place']}")
        check(told, found.node.get_content())
        assert data["file_sha256"] == hashlib.sha256(FILES[told.name].data).hexdigest()
        assert "sha256" not in found.node.get_content(metadata_mode="llm")


def test_what_is_printed_of_a_changed_file_is_of_it_as_indexed(assistant: Assistant) -> None:
    question = FILES["museum.txt"].questions[0]
    before = answer_object(assistant.ask(question))["citations"]
    path: Path = assistant.workspace.corpus / "museum.txt"
    path.write_bytes(b"A line more.\n" + path.read_bytes())
    try:
        after = answer_object(assistant.ask(question))["citations"]
    finally:
        path.write_bytes(FILES["museum.txt"].data)
    assert after == before
    check_all(in_json(after), (one["quote"] for one in after))
