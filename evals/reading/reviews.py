"""The two reviews of `corpus/`, set again in two columns: do the gold questions do as well?

The gold set names places by their words, which people chose; only the file's name is another. What
is typeset is the text of the corpus as it is indexed today: its paragraphs, headings and table.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from assistant import Assistant
from assistant.reading.document import Block, Document
from assistant.workspace import Workspace
from evals.gold_cases import load
from evals.reading.truth import Article, Part, Sentence
from evals.reading.writers.layout import Layout
from evals.reading.writers.typst import typeset
from evals.records.folder import Folder
from evals.running.outcomes import Texts
from evals.running.run import Plan, evaluate
from evals.statistics.figures import figures

MEASURES = ("facts", "right", "refused", "recall@5", "exact")


def compare(workspace: Workspace, folder: Path) -> dict[str, tuple[float, float]]:
    """Each measure over the text and over the PDFs, with the same code and on this machine.

    folder: for the two workspaces; what was there of them before is removed.
    """
    texts = _copied(workspace, folder / "as-text")
    typed = _typeset(texts, folder / "as-pdf")
    before, after = (_figures(one) for one in (texts, typed))
    return {
        name: (before[name], after[name]) for name in MEASURES if name in before and name in after
    }


def article_of(document: Document) -> Article:
    """A document of the corpus, to be typeset again."""
    parts: list[Part] = []
    for table, group in groupby(document.blocks, lambda block: block.table):
        blocks = list(group)
        if table is None:
            parts += map(_part, [document] * len(blocks), blocks)
        else:
            parts.append(_table(document, table, blocks, parts))
    source = document.source
    return Article(
        name=Path(document.name).stem,
        title=source.title,
        authors=(source.authors,) if source.authors else (),
        year=source.year,
        doi=source.doi,
        parts=tuple(parts),
    ).numbered()


def _part(document: Document, block: Block) -> Part:
    text = Sentence(text=document.text[block.start : block.end])
    level = len(block.section) or 1
    if block.kind == "heading":
        return Part(kind="heading", level=min(level, 3), sentences=(text,))
    kind = block.kind if block.kind in ("caption", "quotation") else "paragraph"
    return Part(kind=kind, sentences=(text,))


def _table(document: Document, number: int, rows: list[Block], before: list[Part]) -> Part:
    """The rows, under the caption that was just read."""
    caption: tuple[Sentence, ...] = ()
    if before and before[-1].kind == "caption":
        caption = before.pop().sentences
    cells = (tuple(document.text[cell.start : cell.end] for cell in row.cells) for row in rows)
    return Part(
        kind="table",
        sentences=caption,
        columns=document.tables[number].columns,
        rows=tuple(cells),
    )


def _copied(workspace: Workspace, root: Path) -> Workspace:
    """The corpus and the gold set in a workspace of their own."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(workspace.corpus, root / "corpus")
    shutil.copytree(workspace.root / "evals" / "gold", root / "evals" / "gold")
    return Workspace(root)


def _typeset(texts: Workspace, root: Path) -> Workspace:
    """The same with PDFs, which the gold set names."""
    assistant = Assistant(texts.root)
    assistant.index()
    typed = _copied(texts, root)
    for document in assistant.documents:
        pdf = typeset(article_of(document), _LAYOUT).pdf
        (typed.corpus / document.name).unlink()
        (typed.corpus / _renamed(document.name)).write_bytes(pdf)
    names = {one.name: _renamed(one.name) for one in assistant.documents}
    for path in (typed.corpus / "sources.yaml", *typed.root.glob("evals/gold/**/*.jsonl")):
        path.write_text(_with_names(path, names), encoding="utf-8")
    return typed


_LAYOUT = Layout(
    columns=2, size=9, rules="grid", wide="pages", header="Set again for the evaluation"
)


def _renamed(name: str) -> str:
    return f"{Path(name).stem}.pdf"


def _with_names(path: Path, names: dict[str, str]) -> str:
    text = path.read_text("utf-8")
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def _figures(workspace: Workspace) -> dict[str, float]:
    assistant = Assistant(workspace.root)
    assistant.index()
    run = evaluate(assistant, Plan(), datetime.now(UTC))
    return {
        one.metric: one.mean
        for one in figures(run.lines)
        if one.group == "all" and one.mean is not None
    }


def lost_quotes(workspace: Workspace) -> list[tuple[str, str]]:
    """Gold quotes that the index of a workspace does not hold, each with its case's id."""
    index = Assistant(workspace.root).searcher.index
    texts = Texts(index.documents, tuple(index.passages))
    cases = load(Folder.of(workspace).gold)
    return [(case.id, quote) for case in cases for quote in texts.places(case.quotes)[1]]
