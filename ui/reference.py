"""An answer as plain text for pasting elsewhere: its sentences, then what they rest on."""

from __future__ import annotations

from ui.shown import ShownAnswer, ShownCitation


def as_text(answer: ShownAnswer) -> str:
    """The question, the answer with its markers, and a reference for each marker."""
    lines = [answer.question, ""]
    text = answer.composed
    if text is not None and text.leads:
        said = [
            one.text + "".join(f" [{marker}]" for marker in one.markers)
            for one in text.sentences
            if one.verdict != "unsupported"
        ]
        lines += [" ".join(said), ""] if said else []
    lines += [answer.quoted, "", *(f"[{one.marker}] {reference(one)}" for one in answer.citations)]
    return "\n".join(lines).strip() + "\n"


def reference(citation: ShownCitation) -> str:
    """Where a quote stands, on one line: authors, title, journal, year, DOI, section, offsets."""
    source = [citation.authors, citation.title, citation.journal]
    source += [str(citation.year) if citation.year else ""]
    source += [f"https://doi.org/{citation.doi}" if citation.doi else ""]
    place = f"characters {citation.start:,}–{citation.end:,}"
    section = citation.section.replace(" > ", " › ")
    return "; ".join(part for part in (*source, section, f"{citation.document}, {place}") if part)


def quote_with_reference(citation: ShownCitation) -> str:
    """The quote in quotation marks, and where it stands."""
    return f"“{citation.quote}” ({reference(citation)})"
