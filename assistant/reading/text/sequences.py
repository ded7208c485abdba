"""What the lines of a text say together: numbers that follow one another, dates, clauses."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.reading.text import line_forms as forms
from assistant.reading.text.lines import Line

_OFTEN = 3
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Sequences:
    """What a line by itself does not say.

    numerals: where lines begin that are numbers alone, and count what stands between them.
    dated:    lines that are dates, as those of a changelog or a diary are.
    titled:   where lines begin that are clauses with their title: "4. DEPOSIT. Two months."
    clauses:  numbers of sections whose subsections are sentences, and have no titles; () where
              the text's own numbered parts are such.
    records:  where lines begin that stand above the same labels again and again: "commit 8f1c2ab".
    """

    numerals: frozenset[int] = frozenset()
    dated: frozenset[str] = frozenset()
    titled: frozenset[int] = frozenset()
    clauses: frozenset[tuple[int, ...]] = field(default=frozenset())
    records: frozenset[int] = frozenset()


def find_sequences(lines: Sequence[Line]) -> Sequences:
    """What the lines of a text say together."""
    return Sequences(
        _numerals(lines), _dated(lines), _titled(lines), _clauses(lines), _records(lines)
    )


def _records(lines: Sequence[Line]) -> frozenset[int]:
    """Lines above two labels and more that begin with one word, small: no titles by themselves."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for line, first, second in zip(lines, lines[1:], lines[2:], strict=False):
        if not line.after_blank or first.after_blank or second.after_blank:
            continue
        word, _, rest = line.text.partition(" ")
        if word.islower() and rest and all(forms.field_end(one.text) for one in (first, second)):
            found[word].append(line.start)
    return frozenset(start for starts in found.values() if len(starts) > 1 for start in starts)


def _numerals(lines: Sequence[Line]) -> frozenset[int]:
    """Numbers that stand alone between blank lines, each one more than the one before."""
    found = [
        (int(line.text.rstrip(".")), line.start)
        for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False)
        if line.after_blank
        and (after is None or after.after_blank)
        and len(line.text) <= _LONGEST_NUMERAL
        and line.text.rstrip(".").isdecimal()
        and (before is None or not before.text.endswith(","))
    ]
    kept: set[int] = set()
    for (number, start), (following, other) in pairwise(found):
        if following == number + 1:
            kept |= {start, other}
    return frozenset(kept)


_LONGEST_NUMERAL = 5  # characters


def _dated(lines: Sequence[Line]) -> frozenset[str]:
    """Dates of one form that stand above something: those of letters are not repeated."""
    listed = {
        line.text: forms.BULLET.match(below.text) is not None
        for line, below in pairwise(lines)
        if len(line.text) <= _LONGEST_DATED and forms.is_dated(line.text)
    }
    shapes = Counter(map(forms.shape, listed))
    return frozenset(
        text for text, above in listed.items() if above or shapes[forms.shape(text)] >= _OFTEN
    )


_LONGEST_DATED = 60  # characters


def _titled(lines: Sequence[Line]) -> frozenset[int]:
    """Clauses with titles: in capitals, or where nearly all that are numbered so have one."""
    numbered: Counter[int] = Counter()
    found: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    capitals: set[int] = set()
    for line in lines:
        number = forms.number_of(line.text)
        if number is None:
            continue
        depth = len(number[0])
        numbered[depth] += not number[2].isupper()
        if clause := forms.run_in(line.text):
            found[depth].append((clause[0][-1], line))
            if line.text[: clause[1]].isupper():
                capitals.add(line.start)
    kept = set(capitals)
    for depth, clauses in found.items():
        follow = any(after == before + 1 for (before, _), (after, _) in pairwise(clauses))
        if follow and len(clauses) >= numbered[depth] * _MOSTLY:
            kept |= {line.start for _, line in clauses}
        elif capitals and follow:  # "5. Pets. Cats are allowed." among "4. DEPOSIT. …"
            kept |= _beside(clauses, capitals)
    return frozenset(kept)


def _beside(clauses: Sequence[tuple[int, Line]], capitals: set[int]) -> set[int]:
    """Clauses whose number follows that of one in capitals."""
    kept: set[int] = set()
    for (before, line), (after, other) in pairwise(clauses):
        if after == before + 1 and (line.start in capitals or line.start in kept):
            kept.add(other.start)
    return kept


def _clauses(lines: Sequence[Line]) -> frozenset[tuple[int, ...]]:
    """Sections of which at least half of the subsections begin with a sentence of their own."""
    titles: Counter[tuple[int, ...]] = Counter()
    sentences: Counter[tuple[int, ...]] = Counter()
    for before, line in zip([None, *lines], lines, strict=False):
        number = forms.number_of(line.text)
        if number is None or _is_inside(before, line) or (len(number[0]) == 1 and not number[1]):
            continue
        kind = titles if forms.is_title(number[2].removesuffix(".")) else sentences
        kind[number[0][:-1]] += 1
    return frozenset(above for above, count in sentences.items() if count >= titles[above])


def _is_inside(before: Line | None, line: Line) -> bool:
    """Whether a line goes on with a sentence, so that its number is an amount: "2.7 metres"."""
    return not (before is None or line.after_blank or forms.ends_sentence(before.text))
