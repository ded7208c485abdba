"""All scores of a file as read."""

from __future__ import annotations

from evals.reading.scoring.located import Folded, fold, locate
from evals.reading.scoring.places import Letter, place_scores
from evals.reading.scoring.reading import Reading
from evals.reading.scoring.structure import structure_scores
from evals.reading.scoring.tally import Scores, Tally
from evals.reading.scoring.texts import text_scores
from evals.reading.truth import Truth


def score(truth: Truth, reading: Reading, pages: list[list[Letter]]) -> Scores:
    """pages: the characters of the file's pages, to check boxes with; [] for none."""
    if truth.password:
        return {"refused with a reason": Tally(bool(reading.refused), 1)}
    read = Folded(reading.text)
    places = locate([sentence.text for _, sentence in truth.body()], read)
    return {
        "files read": Tally(not reading.refused, 1),
        **text_scores(truth, reading, read, places),
        **structure_scores(truth, reading, read),
        **place_scores(truth, reading, places, pages),
        **_metadata(truth, reading),
    }


def _metadata(truth: Truth, reading: Reading) -> Scores:
    """What the document says of itself. Wrong is worse than nothing."""
    if not reading.blocks:
        return {}
    article = truth.article
    pairs = [
        ("title", fold(article.title), fold(reading.title)),
        ("DOI", fold(article.doi), fold(reading.doi)),
        ("authors", _names(" ".join(article.authors)), _names(reading.authors)),
    ]
    scores: Scores = {}
    false = 0
    for name, wanted, given in pairs:
        if wanted:
            scores[f"{name} of the document"] = Tally(given == wanted, 1)
        false += bool(given) and given != wanted
    scores["metadata made up"] = Tally(false, len(pairs))
    return scores


def _names(text: str) -> str:
    """Names of people in any order, "Lee, Ann" and "Ann Lee" alike."""
    words = text.replace(";", " ").replace(",", " ").split()
    return " ".join(sorted(fold(word) for word in words if word != "and"))
