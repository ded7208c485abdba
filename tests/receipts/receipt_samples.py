"""A workspace of three small files, and answers from it, without a model or an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.chunking.chunks import cut
from assistant.models.entailment import judged_by
from assistant.reading.discovery import discover
from assistant.reading.document import Document
from assistant.reading.reader import read
from assistant.receipts.builder import Circumstances, make
from assistant.receipts.receipt import Receipt
from assistant.settings import Settings
from assistant.types import Answer, CheckedSentence, Citation, Composition, Statement, Verdict
from assistant.workspace import Workspace

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
DOSE = "A dose of 30 mg of exosomes was given to twelve mice."
GAIN = "They gained weight."
DOSES = f"# Doses\n\n{DOSE} {GAIN}\n\n# Risks\n\nNo tumours were seen in any of the mice.\n"
PIGS = "Pigs were fed with apples and pears.\n"
SOURCES = "- file: doses.md\n  title: Doses of exosomes\n  year: 2020\n"


@dataclass(frozen=True)
class Sample:
    """A workspace and its documents as they were read."""

    workspace: Workspace
    documents: dict[str, Document]

    @classmethod
    def made(cls, root: Path, sources: str = SOURCES) -> Sample:
        workspace = Workspace.create(root)
        (workspace.corpus / "doses.md").write_text(DOSES, "utf-8")
        (workspace.corpus / "pigs.txt").write_text(PIGS, "utf-8")
        (workspace.corpus / "broken.txt").write_bytes(b"\x00\x01\x02")
        (workspace.corpus / "sources.yaml").write_text(sources, "utf-8")
        files = discover(workspace.corpus).files
        return cls(workspace, {f.name: read(f) for f in files if f.name != "broken.txt"})

    def write(self, name: str, text: str) -> None:
        (self.workspace.corpus / name).write_text(text, "utf-8")

    def circumstances(self, asked: tuple[str, ...] | None = None) -> Circumstances:
        hashes = {name: document.sha256 for name, document in self.documents.items()}
        made = "20260131T120000Z-00000000"
        judge = judged_by(Settings())
        return Circumstances(self.workspace.corpus, hashes, made, asked, judged_by=judge)

    def citation(self, marker: int, name: str, quote: str) -> Citation:
        document = self.documents[name]
        start = document.text.index(quote)
        end = start + len(quote)
        section = next(
            " > ".join(one.section) for one in cut(document) if one.start <= start < one.end
        )
        origin = document.origin.to_origin(start, end)
        return Citation(marker, document, start, end, quote, section, origin)

    def answer(self, composed: Composition | None = None) -> Answer:
        citations = (self.citation(1, "doses.md", DOSE), self.citation(2, "doses.md", GAIN))
        return Answer(
            question="What dose?",
            searched="What dose of exosomes?",
            found=True,
            lead="",
            statements=tuple(Statement(one.quote, one.marker) for one in citations),
            citations=citations,
            confidence=0.9,
            composed=composed,
            notes=("A note.",),
        )

    def refusal(self) -> Answer:
        citation = self.citation(1, "pigs.txt", PIGS.strip())
        return Answer(
            question="Who won?",
            searched="Who won?",
            found=False,
            lead="The documents do not say.",
            statements=(Statement("pigs.txt", 1),),
            citations=(citation,),
            confidence=0.1,
        )

    def receipt(self) -> Receipt:
        return make(self.answer(), self.circumstances(), NOW)


COMPOSED = Composition(
    model="small-model",
    sentences=(
        CheckedSentence("Mice got 30 mg.", Verdict.SUPPORTED, markers=(1,)),
        CheckedSentence("It took 27 days.", Verdict.UNSUPPORTED, "“27” is not in the quotes"),
    ),
    leads=True,
)
