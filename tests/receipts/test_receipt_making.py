"""What a receipt holds."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from receipt_samples import COMPOSED, DOSE, DOSES, NOW, Sample

from assistant.errors import AssistantError, IndexOutOfDate
from assistant.models.catalog import MINILM
from assistant.receipts import builder
from assistant.receipts.builder import make
from assistant.receipts.files import checksum, from_bytes, to_bytes


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def test_it_holds_the_answer_and_its_quotes(sample: Sample) -> None:
    receipt = sample.receipt()
    assert receipt.made == "2026-01-31T12:00:00Z"
    assert (receipt.question, receipt.searched) == ("What dose?", "What dose of exosomes?")
    assert [one.text for one in receipt.answer.statements] == [DOSE, "They gained weight."]
    assert receipt.answer.notes == ("A note.",)
    assert receipt.answer.confidence == 0.9
    quote = receipt.quotes[0]
    assert (quote.document, quote.title, quote.section) == (
        "doses.md",
        "Doses of exosomes",
        "Doses",
    )
    text = sample.documents["doses.md"].text
    assert text[quote.text_start : quote.text_end] == quote.quote == DOSE
    assert [DOSES[first:last] for first, last in quote.origin] == [DOSE]
    assert [DOSES[first:last] for first, last in quote.place.characters] == [DOSE]
    assert quote.place.lines == ((3, 3),)


def test_it_holds_the_hashes_of_what_is_cited(sample: Sample) -> None:
    (document,) = sample.receipt().documents
    assert document.name == "doses.md"
    assert document.file_sha256 == sha256(DOSES)
    assert document.text_sha256 == sha256(sample.documents["doses.md"].text)


def test_it_holds_the_corpus(sample: Sample) -> None:
    corpus = sample.receipt().corpus
    hashes = [(name, sample.documents[name].sha256) for name in ("doses.md", "pigs.txt")]
    assert corpus.documents == 2
    assert corpus.sha256 == sha256("".join(f"{value}  {name}\n" for name, value in hashes))
    assert corpus.listed is not None
    assert [(one.name, one.document_sha256) for one in corpus.listed] == hashes
    assert corpus.asked is None


def test_it_says_which_documents_alone_were_asked(sample: Sample) -> None:
    receipt = make(sample.refusal(), sample.circumstances(("pigs.txt",)), NOW)
    assert receipt.corpus.asked == ("pigs.txt",)


def test_a_large_corpus_is_not_listed(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "MOST_LISTED", 1)
    corpus = sample.receipt().corpus
    assert corpus.listed is None
    assert corpus.documents == 2


def test_it_names_models_and_versions(sample: Sample) -> None:
    receipt = sample.receipt()
    weights = next(file for file in MINILM.files if file.path == "model.safetensors")
    assert receipt.models.embedding.name == "all-MiniLM-L6-v2"
    assert receipt.models.embedding.sha256 == weights.sha256
    assert receipt.models.language is None
    assert receipt.index.generation == "20260131T120000Z-00000000"
    assert {"python", "numpy", "torch", "chromadb"} <= set(receipt.versions)


def test_composed_sentences_keep_their_verdicts(sample: Sample) -> None:
    given = replace(sample.circumstances(), language_sha256="a" * 64)
    receipt = make(sample.answer(COMPOSED), given, NOW)
    composed = receipt.answer.composed
    assert composed is not None
    assert [(one.verdict, one.markers) for one in composed.sentences] == [
        ("supported", (1,)),
        ("unsupported", ()),
    ]
    assert composed.sentences[1].reason == "“27” is not in the quotes"
    assert receipt.models.language is not None
    assert receipt.models.language.name == "small-model"
    assert receipt.models.language.sha256 == "a" * 64


def test_no_receipt_that_could_not_be_read_again(sample: Sample) -> None:
    long = replace(sample.answer(), notes=("x" * 4_500_000,) * 4)
    with pytest.raises(AssistantError, match="too large for a receipt: ask something narrower"):
        make(long, sample.circumstances(), NOW)
    whole = make(replace(long, notes=long.notes[:3]), sample.circumstances(), NOW)
    assert from_bytes(to_bytes(whole)) == whole


def test_a_refusal_has_a_receipt_too(sample: Sample) -> None:
    receipt = make(sample.refusal(), sample.circumstances(), NOW)
    assert not receipt.answer.found
    assert [one.document for one in receipt.quotes] == ["pigs.txt"]


def test_an_answer_without_quotes_has_one(sample: Sample) -> None:
    answer = replace(sample.refusal(), statements=(), citations=())
    assert make(answer, sample.circumstances(), NOW).documents == ()


def test_equal_answers_have_equal_receipts(sample: Sample) -> None:
    assert sample.receipt() == sample.receipt()
    assert checksum(sample.receipt()) == sample.receipt().sha256


def test_no_receipt_of_a_file_that_has_changed(sample: Sample) -> None:
    sample.write("doses.md", DOSES + "More.\n")
    with pytest.raises(IndexOutOfDate, match=r"doses\.md has changed.*assistant index"):
        sample.receipt()
    (sample.workspace.corpus / "doses.md").unlink()
    with pytest.raises(IndexOutOfDate, match=r"doses\.md"):
        sample.receipt()


def test_no_receipt_of_an_index_that_was_replaced(sample: Sample) -> None:
    given = replace(sample.circumstances(), documents={"pigs.txt": "0" * 64})
    with pytest.raises(IndexOutOfDate):
        make(sample.answer(), given, NOW)


def test_no_receipt_of_a_file_that_was_renamed(sample: Sample) -> None:
    corpus = sample.workspace.corpus
    (corpus / "new").mkdir()
    (corpus / "doses.md").rename(corpus / "new" / "amounts.md")
    with pytest.raises(IndexOutOfDate, match=r"doses\.md was renamed to new/amounts\.md"):
        sample.receipt()
