"""Ask a question and print each sentence of the answer with the place that it was quoted from.

    python examples/ask_with_citations.py "What was the five-year survival after aHSCT?"

A workspace folder may follow; without it, the default one is asked.
"""

from __future__ import annotations

import sys

from assistant import Assistant, AssistantError


def main(question: str, workspace: str | None = None) -> int:
    """Print the answer; returns 0 if the documents answer the question, else 3."""
    answer = Assistant(workspace).ask(question)
    print(answer)
    print(f"\nConfidence: {answer.confidence:.0%}")
    for citation in answer.citations:
        document = citation.document
        # Always true: a quote is a place in the document's text.
        assert document.text[citation.start : citation.end] == citation.quote  # noqa: S101
        print(f"[{citation.marker}] {document.title}, {citation.section or 'no heading'}")
        print(f"    {document.name}, {citation.place}")
    return 0 if answer.found else 3


if __name__ == "__main__":
    if len(sys.argv) <= 1:
        sys.exit(__doc__)  # how it is called
    try:
        sys.exit(main(*sys.argv[1:]))
    except AssistantError as error:  # one line that says what to do next
        sys.exit(str(error))
