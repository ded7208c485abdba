"""Which documents a question names."""

from __future__ import annotations

import pytest

from assistant.answering.scope import Scope, scope
from assistant.reading.document import Document, Source

OLD = Document("old.txt", "", "", Source(authors="Shokati et al.", year=2021))
NEW = Document("new.txt", "", "", Source(authors="Wu, Li and Ha", year=2024))
BARE = Document("bare.txt", "", "")
EACH = Scope(each=True)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is a whale?", Scope()),
        ("What does Wu’s review say of whales?", Scope(("new.txt",))),
        ("What do Shokati and co-authors say?", Scope(("old.txt",))),
        ("Which whales does the 2024 review name?", Scope(("new.txt",))),
        ("What happened in 2024?", Scope()),
        ("What do both reviews say of whales?", EACH),
        ("Do the papers agree on whales?", EACH),
        ("What is a whale in Wu and in Shokati?", Scope(("old.txt", "new.txt"), each=True)),
        ("What does the wu mean?", Scope()),
    ],
)
def test_scope(question: str, expected: Scope) -> None:
    assert scope(question, [OLD, NEW, BARE]) == expected


def test_all_documents_named_is_each_of_them() -> None:
    assert scope("Do Wu and Shokati agree?", [OLD, NEW]) == EACH


def test_one_document_has_nothing_to_tell_apart() -> None:
    assert scope("What do both reviews of Wu say?", [NEW]) == Scope()
