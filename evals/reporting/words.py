"""Numbers as people read them; "–" where there is none."""

from __future__ import annotations

from datetime import datetime

from evals.reporting.data import Measure

NONE = "–"


def number(value: float | None) -> str:
    """About three significant digits, thousands set apart, never an exponent."""
    if value is None:
        return NONE
    size = abs(value)
    digits = 0 if size >= 100 or value == int(value) else 1 if size >= 10 else 2 if size >= 1 else 3
    return _minus(f"{value:,.{digits}f}")


def percent(value: float | None) -> str:
    """A share in percent with one decimal; 0 and all without."""
    if value is None:
        return NONE
    return f"{value:.0%}" if value in (0, 1) else _minus(f"{value:.1%}")


def value_of(measure: Measure, value: float | None) -> str:
    """A value of a measure in its unit."""
    return percent(value) if measure.share else number(value)


def interval(measure: Measure, low: float | None, high: float | None) -> str:
    """The ends of an interval; one value where they are the same."""
    if low is None or high is None:
        return NONE
    if low == high:
        return value_of(measure, low)
    if measure.share:
        return f"{_minus(f'{100 * low:.1f}')}–{percent(high)}"
    return f"{number(low)}–{number(high)}"


def signed(measure: Measure, change: float | None) -> str:
    """A change, with its sign; of a share in percentage points. "0" for what would round to it."""
    if change is None:
        return NONE
    size = f"{100 * abs(change):.1f}" if measure.share else number(abs(change))
    return "0" if not size.strip("0.") else f"{'+' if change > 0 else '−'}{size}"


def told(measure: Measure, change: float | None) -> str:
    """A change as a few words. change: after − before, in the measure's unit."""
    text = signed(measure, change)
    if change is None or text == NONE:
        return ""
    if text == "0":
        return "unchanged"
    unit = " points" if measure.share else ""
    if measure.better is None:
        return f"{text}{unit}"
    better = (change > 0) == (measure.better == "higher")
    return f"{text[1:]}{unit} {'better' if better else 'worse'}"


def probability(p: float) -> str:
    """A p-value."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def duration(seconds: float) -> str:
    """Seconds in the units of a clock."""
    if seconds < 60:
        return f"{number(seconds)} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def size(octets: int | None) -> str:
    """Bytes as GB or MB."""
    if octets is None:
        return NONE
    return f"{octets / 1e9:.2f} GB" if octets >= 1e9 else f"{octets / 1e6:.0f} MB"


def moment(when: datetime) -> str:
    """Date, time and zone."""
    return f"{when.day} {when:%B %Y, %H:%M %Z}".rstrip()


def day(when: datetime) -> str:
    """The date, short."""
    return f"{when.day} {when:%b %Y}"


def ends(first: datetime, last: datetime) -> tuple[str, str]:
    """Both ends of a time line as dates; within one day, as times of that day."""
    if day(first) != day(last):
        return day(first), day(last)
    return f"{day(first)}, {first:%H:%M}", f"{last:%H:%M}"


def _minus(text: str) -> str:
    return text.replace("-", "−")
