"""Files that programs keep for themselves: settings, data, calendars, exports."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.formats import FORMATS, reader_for
from assistant.reading.reader import read_bytes
from assistant.reading.structure import Structure

Shown = list[tuple[str, str]]


def read(name: str, text: str) -> Structure:
    data = text.encode()
    return reader_for(name, data)(data)


def shown(found: Structure) -> Shown:
    return [(block.kind, found.text[block.start : block.end]) for block in found.blocks]


API = """\
openapi: 3.0.3
info:
  title: Parcel API
  description: |
    Track parcels by their number.
    Rate limit: 120 requests per minute.
servers: &all
  - url: https://a.example
paths:
  /parcels/{id}:
    get:
      responses:
        '429':
          description: "Too many; wait \\u2013 then try"
other: *all
empty: []
"""


def test_names_of_yaml_are_headings_above_their_values() -> None:
    found = read("a.yaml", API)
    assert shown(found) == [
        ("field", "openapi: 3.0.3"),
        ("heading", "info"),
        ("field", "title: Parcel API"),
        (
            "field",
            "description: Track parcels by their number. Rate limit: 120 requests per minute.",
        ),
        ("heading", "servers"),
        ("field", "url: https://a.example"),
        ("heading", "paths"),
        ("heading", "/parcels/{id}"),
        ("heading", "get"),
        ("heading", "responses"),
        ("heading", "429"),
        ("field", "description: Too many; wait – then try"),
        ("field", "other:"),
        ("field", "empty:"),
    ]
    assert found.blocks[11].section == ("paths", "/parcels/{id}", "get", "responses", "429")


COMMENTED = """\
# nightly
backup:
  keep: 35   # days
  # where to
  to: "sftp://vault"
  skip:
    # not needed
    - /srv/cache
"""


def test_comments_of_yaml_stand_with_what_they_are_of() -> None:
    assert shown(read("a.yml", COMMENTED)) == [
        ("heading", "backup"),
        ("paragraph", "nightly"),
        ("field", "keep: 35 # days"),
        ("paragraph", "where to"),
        ("field", "to: sftp://vault"),
        ("heading", "skip"),
        ("paragraph", "not needed"),
        ("item", "/srv/cache"),
    ]


def test_values_lead_back_to_their_places() -> None:
    document = read_bytes("a.yaml", API.encode(), Source())
    at = document.text.index("120 requests")
    place = document.place(at, at + 12)
    assert place is not None
    assert place.lines == ((6, 6),)


def test_like_records_of_json_are_a_table() -> None:
    records = [
        {"station": "North", "depth": 12.5, "species": ["cod", "eel"]},
        {"station": "South", "depth": 27, "species": []},
    ]
    found = read("a.json", json.dumps({"survey": 2009, "stations": records}))
    assert shown(found) == [
        ("field", "survey: 2009"),
        ("heading", "stations"),
        ("row", "North | 12.5 | cod, eel"),
        ("row", "South | 27"),
    ]
    assert found.tables[0].columns == ("station", "depth", "species")


SLACK = [
    {
        "type": "message",
        "user": "U01",
        "text": "Deploy v3.8.0 failed \\u2013 rolled back",
        "ts": "1709222400.000100",
        "user_profile": {"real_name": "Nadia Ferris"},
    },
    {
        "user": "U02",
        "text": "See <https://wiki.example/pm|postmortem> <@U01>",
        "ts": "1709222530.000200",
        "user_profile": {"real_name": "Joon Park"},
    },
]


def test_exported_messages_are_turns() -> None:
    assert shown(read("a.json", json.dumps(SLACK).replace("\\\\u", "\\u"))) == [
        ("turn", "[2024-02-29 16:00] Nadia Ferris: Deploy v3.8.0 failed – rolled back"),
        ("turn", "[2024-02-29 16:02] Joon Park: See postmortem @Nadia Ferris"),
    ]


def test_messages_in_parts() -> None:
    said = [
        {"date": "2024-03-01T10:00:00", "from": "Bea", "text": ["Look: ", {"text": "here"}]},
        {"date": "2024-03-01T10:01:00", "from": "Ole", "text": "Yes"},
    ]
    assert shown(read("a.json", json.dumps({"name": "Club", "messages": said})))[2:] == [
        ("turn", "[2024-03-01 10:00] Bea: Look: here"),
        ("turn", "[2024-03-01 10:01] Ole: Yes"),
    ]


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_what_is_damaged_is_read_as_text(name: str) -> None:
    found = read(name, '{"a": [1, 2 "The end')
    assert "The end" in found.text
    assert "plain text" in found.report.notes[-1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "[" * 100_000 + "one"),
        ("a.json", '{"a": "' + "\\" * 99_999),
        ("a.json", 'a "' + '"' * 100_001),
        ("a.yaml", "a: 1\n" + "[" * 20_000),
        ("a.yaml", "a: &a [1, 2]\n" + "".join(f"k{n}: [*a, *a]\n" for n in range(5_000))),
        ("a.ics", "BEGIN:VEVENT\n" * 20_000 + "SUMMARY:x"),
        ("a.ics", "A" + ";B=" * 50_000),
        ("a.ini", "a = [\n" * 20_000),
        ("a.nbib", "PMID- 1\nTI  - x\n" + "AU  - y z\n" * 20_000),
    ],
)
def test_hostile_files_take_little_time(name: str, text: str) -> None:
    begun = time.process_time()
    read(name, text)
    assert time.process_time() - begun < 5


SETTINGS = """\
; nightly backup
[general]
interval = 24h
target = sftp://vault.example:2022/data
list = [
  "one",
  "two",
]

[[mail.rules]]
on_error: ops@example.org
"""


def test_settings_line_by_line() -> None:
    found = read("a.toml", SETTINGS)
    assert shown(found) == [
        ("paragraph", "nightly backup"),
        ("heading", "general"),
        ("field", "interval = 24h"),
        ("field", "target = sftp://vault.example:2022/data"),
        ("field", 'list = [ "one", "two", ]'),
        ("heading", "mail.rules"),
        ("field", "on_error: ops@example.org"),
    ]
    assert found.blocks[-1].section == ("mail.rules",)


CALENDAR = """\
BEGIN:VCALENDAR
BEGIN:VTIMEZONE
TZID:Europe/Vienna
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Europe/Vienna:20250310T090000
SUMMARY:Steering committee
LOCATION:Room 4.12\\, Main building
DESCRIPTION:Agenda:\\n1. Budget (EUR 48\\,500)\\n2. New supplier for the s
 ensors
ATTENDEE;CN="Lind, Vera":mailto:vera@example.org
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20250312
SUMMARY:Fire drill
END:VEVENT
END:VCALENDAR
"""


def test_events_of_a_calendar() -> None:
    found = read("a.ics", CALENDAR.replace("\n", "\r\n"))
    assert shown(found) == [
        ("heading", "Steering committee"),
        ("field", "Start: 2025-03-10 09:00 (Europe/Vienna)"),
        ("field", "Place: Room 4.12, Main building"),
        ("field", "Description: Agenda:"),
        ("paragraph", "1. Budget (EUR 48,500)"),
        ("paragraph", "2. New supplier for the sensors"),
        ("field", "Attendee: Lind, Vera, vera@example.org"),
        ("heading", "Fire drill"),
        ("field", "Start: 2025-03-12"),
    ]
    assert found.blocks[-1].section == ("Fire drill",)


def test_a_card() -> None:
    card = "BEGIN:VCARD\nFN:Vera Lind\nTEL;TYPE=work:+43 1 555\nADR:;;Main St 4;Wien;;1010;AT\n"
    assert shown(read("a.vcf", card)) == [
        ("heading", "Vera Lind"),
        ("field", "Telephone: +43 1 555"),
        ("field", "Address: Main St 4, Wien, 1010, AT"),
    ]


RECORD = """\
PMID- 31452104
OWN - NLM
TI  - A soil bacterium that degrades polyurethane at
      low temperature.
LID - 10.1000/s41586-1 [doi]
AB  - Polyurethane is a plastic. It degraded 38 % of the oligomer within
      14 days.
AU  - Espinosa MJ
AU  - Blanco AC
DP  - 2019 Aug
TA  - Nature
"""


@pytest.mark.parametrize("name", ["a.nbib", "a.txt"])
def test_a_record_of_pubmed(name: str) -> None:
    found = read(name, RECORD)
    assert shown(found)[:2] == [
        ("heading", "A soil bacterium that degrades polyurethane at low temperature."),
        (
            "paragraph",
            "Polyurethane is a plastic. It degraded 38 % of the oligomer within 14 days.",
        ),
    ]
    assert ("field", "Authors: Espinosa MJ; Blanco AC") in shown(found)
    assert found.source == Source(
        title="A soil bacterium that degrades polyurethane at low temperature",
        authors="Espinosa MJ, Blanco AC",
        year=2019,
        journal="Nature",
        doi="10.1000/s41586-1",
    )


def test_records_of_pubmed_stand_each_below_its_title() -> None:
    other = "\nPMID- 28000123\nTI  - Lichens.\nAB  - Cover fell from 41 % to 17 %.\n"
    found = read("a.txt", RECORD + other)
    assert found.source == Source()
    assert found.blocks[-1].section == ("Lichens.",)


NAMES = ("a.json", "a.yaml", "a.toml", "a.ics", "a.nbib")


@given(
    st.sampled_from(NAMES),
    st.lists(
        st.one_of(
            st.sampled_from(
                """# #a { } [ ] : , " \\ \\n - | > & * # = ; ' a: PMID- AB BEGIN:VEVENT SUMMARY: 1
                {"a": "b"} \\u00e9 \\ud83d""".split()
            ),
            st.sampled_from(["\n", "\n  ", " ", "\t"]),
            st.text(max_size=5),
        ),
        max_size=30,
    ),
)
def test_any_file_is_read_or_refused(name: str, pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "replace")
    try:
        found = reader_for(name, data)(data)
    except UnreadableDocument:
        return
    for block in found.blocks:
        assert 0 <= block.start < block.end <= len(found.text)
    for piece in found.origin.pieces:
        assert 0 <= piece.origin_start <= piece.origin_end <= len(found.layer.text)


def test_each_is_known_by_its_name() -> None:
    assert set(NAMES) <= {f"a{suffix}" for suffix in FORMATS}
