"""What is done with a document, a question, a sentence or a model's text, as functions of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from memory_index import HashEmbedder, MemoryIndex

from assistant.answering.choosing import says_the_same
from assistant.answering.pipeline import QuotedAnswerer
from assistant.answering.references import scope, sections
from assistant.chunking.chunks import MAX_SENTENCE, Passage, cut
from assistant.chunking.sentences import sentences
from assistant.errors import UnreadableDocument, UsageError
from assistant.generation.prompt import gives_orders
from assistant.nlp.discourse import leans
from assistant.nlp.kinds import kind_of
from assistant.nlp.lexicon import Lexicon
from assistant.nlp.named import Named
from assistant.nlp.word_statistics import abbreviations
from assistant.printable import json_text, one_line
from assistant.query.context import follow_up
from assistant.query.question import MAX_QUESTION, questions_of
from assistant.reading.document import Document, Source
from assistant.reading.markdown.reader import read_markdown
from assistant.reading.office.rtf import read_rtf
from assistant.reading.structure import Structure
from assistant.reading.text.csv_table import read_csv
from assistant.reading.text.plain import read_plain
from assistant.reading.text.subtitles import read_subtitles
from assistant.reading.typeset.latex import read_latex
from assistant.reading.typeset.rst import read_rst
from assistant.reading.web.html_page import read_html
from assistant.reading.web.jats import read_jats
from assistant.reading.web.mail import read_mail
from assistant.retrieval.retriever import Searcher
from assistant.suggestions.questions import Wording, is_question, noun_phrase
from assistant.types import Turn
from assistant.verification.claims import finished_sentences
from assistant.verification.premise import Support
from assistant.verification.verifier import Checker
from ui.export.content import file_name
from ui.export.markdown import _plain as markdown_text  # what a quote is written with
from ui.markup import emphasise, escape
from ui.reader.document_text import prepare
from ui.reader.page import page
from ui.references.authors import authors
from ui.references.formats import as_bibtex, as_ris
from ui.references.reference import reference
from ui.security import content_security_policy

Work = Callable[[str], Any]

_REVIEW = """# Trials of stem cells

Mesenchymal stem cells (MSCs) reduced relapses in 12 of 15 patients with multiple sclerosis (MS).
Smith et al. found no serious adverse events. The first trial took place in Jordan in 2010.

| No | Trial | Place | Identifier |
|---|---|---|---|
| 1 | Autologous MSCs | Amman, Jordan | NCT01377870 |
| 2 | Neural stem cells | Milan, Italy | NCT03269071 |
"""
_KINDS = (
    *("How many?", "How long?", "How often?", "How far?", "How much does it cost?", "When?"),
    *("Who?", "Where?", "What share of them?", "Which e-mail?"),
)
_TURNS = [Turn("Which trials took place in Jordan or Italy?", "Autologous MSCs and NSCs. [1]")]


def _document(read: Structure, name: str = "a.md") -> Document:
    return Document(name, read.text, "0" * 64, Source(year=2020), read.blocks, read.tables)


def _passages(text: str) -> tuple[Passage, ...]:
    return cut(_document(read_markdown(text)))


def _indexed(text: str) -> Lexicon:
    passages = _passages(text)
    spans = [p.document.text[s.start : s.end] for p in passages for s in p.sentences]
    return Lexicon([passage.text for passage in passages], spans)


@cache
def _answerer() -> QuotedAnswerer:
    embedder = HashEmbedder()
    documents = [_document(read_markdown(_REVIEW), name) for name in ("a.md", "b.md")]
    return QuotedAnswerer(Searcher(MemoryIndex(documents, embedder), embedder))


@cache
def _checker() -> Checker:
    return Checker(_indexed(_REVIEW))


def _referred(line: str) -> None:
    made = reference(Source(line, line, 2020, line, line, line), line)
    as_bibtex(made), as_ris(made), authors(line)


def _of_sentence(text: str) -> None:
    for asked in _KINDS:
        kind_of(asked).met(text)
    says_the_same(text, text)
    leans(text)
    gives_orders(text)
    is_question(text)
    emphasise(text, [(1, 5), (3, 9)], "b")


def _named(question: str) -> None:
    kind_of(question), Named.of(question)
    scope(question, [_document(read_markdown(_REVIEW), name) for name in ("a.md", "b.md")])


def _answered(question: str) -> None:
    with suppress(UsageError):  # nothing but spaces
        _answerer().answer(question, question)


def _read_as(read: Callable[[bytes], Structure], before: str = "x") -> Work:
    def run(text: str) -> None:
        with suppress(UnreadableDocument):
            read((before + text).encode("utf-8", "replace"))

    return run


ANY_LENGTH: Mapping[str, Work] = {
    "reading a web page": _read_as(read_html, "<p>x"),
    "reading LaTeX": _read_as(read_latex),
    "reading reStructuredText": _read_as(read_rst),
    "reading a table in text": _read_as(read_csv, "a,b\n"),
    "reading RTF": _read_as(read_rtf, "{\\rtf1 x"),
    "reading a mail": _read_as(read_mail, "From: a@b.c\n\n"),
    "reading subtitles": _read_as(read_subtitles, "00:01.000 --> 00:02.000\nx"),
    "reading an article": _read_as(read_jats, "<article><p>x"),
    "reading plain text": read_plain,
    "reading Markdown": read_markdown,
    "cutting plain text": lambda text: cut(_document(read_plain(text))),
    "cutting Markdown": _passages,
    "sentences": sentences,
    "abbreviations": lambda text: abbreviations(passage.text for passage in _passages(text)),
    "lexicon": _indexed,
    "the reader's page": lambda text: page(prepare(_document(read_markdown(text))), "1-9"),
    "the reader's page of plain text": lambda text: page(prepare(_document(read_plain(text)))),
    "questions of headings": lambda text: noun_phrase(text, Wording(text)),
    "references": _referred,
    "names of files": lambda text: file_name(text, ".md"),
    "export": markdown_text,
    "markup": escape,
    "JSON": json_text,
    "one line": one_line,
    "a page's scripts": lambda text: content_security_policy(text.encode("utf-8", "replace")),
    "a model's text": lambda text: finished_sentences(text, prompt=[text[:100]]),
    "a model's whole text": lambda text: finished_sentences(text, complete=True),
}
"""Whose time may only grow as the text does."""

LIMITED: Mapping[str, tuple[int, Work]] = {
    "a question": (MAX_QUESTION, _answered),
    "a question's sections": (
        MAX_QUESTION,
        lambda text: sections(text, _passages(_REVIEW)),
    ),
    "what a question names": (MAX_QUESTION, _named),
    "several questions": (MAX_QUESTION, questions_of),
    "a follow-up": (MAX_QUESTION, lambda text: follow_up(text, _TURNS)),
    "a follow-up to a question": (
        MAX_QUESTION,
        lambda text: [follow_up(f"{asked}?", [Turn(text, "Yes.")]) for asked in _POINTING],
    ),
    "a follow-up to an answer": (
        20 * MAX_SENTENCE,  # of several quotes
        lambda text: [follow_up(f"{asked}?", [Turn("Which?", text)]) for asked in _POINTING],
    ),
    "a sentence": (MAX_SENTENCE, _of_sentence),
    "a checked sentence": (
        MAX_SENTENCE,
        lambda text: _checker().check(text, [Support(1, _REVIEW[30:300]), Support(2, text)]),
    ),
}
"""What never meets a longer text: whose time is asked for at that length."""

_POINTING = ("What was the first one", "And the latter", "How many patients was that in", "In rats")
