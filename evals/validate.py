"""Check files of gold cases against the documents: `python -m evals.validate FILE...`.

Exit code 1 if anything is wrong. Whether a case is fair, only a reader can tell.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant import Assistant
from assistant.errors import AssistantError
from evals.gold_cases import Case, Folded, fold, holds, load_file


def problems(case: Case, texts: Mapping[str, Folded]) -> Iterator[str]:
    """What is wrong with a case, one line each.

    texts: the documents' texts by name, as read.
    """
    for quote in (*case.quotes, *case.items):
        if quote.document not in texts:
            yield f"there is no document {quote.document!r}"
            continue
        count = len(texts[quote.document].find(quote.quote))
        if count != 1:
            yield f"this quote stands {count} times in {quote.document}: {quote.quote[:80]!r}"
    held = "\n".join([case.reference, *(quote.quote for quote in case.quotes)])
    for forms in case.facts:
        if not any(holds(case.reference, form) for form in forms):
            yield f"the reference holds no form of the fact {list(forms)}"
        for form in forms:
            if not holds(held, form):
                yield f"the form {form!r} is neither in the reference nor in a quote"
    if case.kind == "all" and len(case.facts) != len(case.items):
        yield f"{len(case.items)} items, but {len(case.facts)} facts"
    if case.section and not any(fold(case.section).text in text.text for text in texts.values()):
        yield f"there is no section {case.section!r}"


def check(cases: Sequence[Case], texts: Mapping[str, Folded]) -> list[str]:
    """All problems, each beginning with the case's id."""
    return [f"{case.id}: {problem}" for case in cases for problem in problems(case, texts)]


def main() -> None:
    """Print every problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--workspace", type=Path)
    options = parser.parse_args()
    try:
        assistant = Assistant(options.workspace)
        texts = {document.name: fold(document.text) for document in assistant.documents}
        found = []
        for file in options.files:
            cases = load_file(file)
            print(f"{file.name}: {len(cases)} cases")
            found += check(cases, texts)
    except AssistantError as error:
        sys.exit(str(error))
    print("\n".join(found) or "nothing wrong")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
