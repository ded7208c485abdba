"""Files in many encodings and with all that reading changes, as they may lie on a disk."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_DIALYSIS = """\
Dialysis at home

The clinic offers haemo-
dialysis and perito-
neal dialysis at home. A ﬁrst treatment lasts four hours, and the eﬃcacy of each
   treatment is measured by the nurse before the patient
   leaves. Cafe\u0301 vouchers are given\u00a0to every patient who waits.

• A catheter is changed after ninety days.
• The ofﬁce is closed on Sundays.
"""
_HARBOUR = """\
🚢🚢 The harbour 🚢🚢

The harbour of Skagen was deepened to eleven metres in 2014, so that larger
cruise ships can moor there. 🧠 Fishing boats pay a harbour fee of 120 kroner a day,
and the fee is collected by the harbour master every morning.
"""
_MUSEUM = """\
The museum’s opening hours

The Musée des Cafés – “the little museum” – is open from nine to five, except on Mondays.
Entrance costs 7 € for adults; children under twelve are free.
Its curator, José Garnier, was appointed in 1998 and has looked after the collection since.

Le jardin du musée, où l’on goûte les pâtisseries à la crème brûlée, est fermé à Noël et à Pâques.
Les élèves des écoles de la région y sont reçus gratuitement l’après-midi, dès la fin de l’été.
"""
_BRIDGE = (
    "The bridge was built between 1871 and 1876 by the engineer Amelia Frost, who had learned her "
    "trade",
    "in the shipyards of Glasgow. It carries two tracks of the railway and a footpath, and its "
    "longest span measures",
    "one hundred and sixty metres. Trains may cross it at no more than forty kilometres an hour "
    "since",
    "the storm of 1911 damaged the northern pier. Painting the bridge takes eleven years and uses "
    "sixty tonnes of paint.",
)
_TARIFFS = """\
# Tariffs

Letters are carried by the postal service within two working days.

## Parcels

| Weight | Inland price | Price abroad |
|--------|-------------:|--------------|
| up to 2 kg | 4.90 euros | 9.70 euros |
| up to 5 kg | 6.50 euros | 17.30 euros |

A parcel of more than thirty kilograms is refused at the counter:

```
weigh the parcel twice
```

1. The sender signs the form
   in blue ink.
"""
_MAC = """\
The observatory keeps a telescope of sixty centimetres that was ground in 1962.

Visitors are admitted on clear nights between October and March; they must
bring a torch with a red glass.
"""


@dataclass(frozen=True)
class OnDisk:
    """A file's bytes, how Python reads them, and questions that it answers."""

    data: bytes
    encoding: str
    questions: tuple[str, ...]

    @property
    def text(self) -> str:
        """As `open(newline="", encoding=encoding).read()` gives it."""
        return self.data.decode(self.encoding)


def _crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


FILES = {
    "dialysis.txt": OnDisk(
        _crlf(_DIALYSIS).encode("utf-8-sig"),
        "utf-8-sig",
        ("How long does a first treatment last?", "When is a catheter changed?"),
    ),
    "harbour.txt": OnDisk(
        _crlf(_HARBOUR).encode("utf-16"),
        "utf-16",
        ("How deep is the harbour of Skagen?", "What fee do fishing boats pay?"),
    ),
    "museum.txt": OnDisk(
        _MUSEUM.encode("cp1252"),
        "cp1252",
        ("What does entrance to the museum cost?", "Who is the curator of the museum?"),
    ),
    "bridge.txt": OnDisk(
        "".join(f"\fAnnals of Bridges 12\n\n{page}\n" for page in _BRIDGE).encode(),
        "utf-8",
        (
            "Who built the bridge?",
            "How long is the longest span of the bridge?",
            "Why may trains cross the bridge slowly?",
        ),
    ),
    "tariffs.md": OnDisk(
        _crlf(_TARIFFS).encode(),
        "utf-8",
        ("What is the price of a parcel up to 5 kg?", "Which parcels are refused?"),
    ),
    "observatory.txt": OnDisk(
        _MAC.replace("\n", "\r").encode(),
        "utf-8",
        ("When are visitors admitted to the observatory?",),
    ),
}


def letters(text: str) -> str:
    """The letters and digits of a text: what reading changes are only marks between them."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))
