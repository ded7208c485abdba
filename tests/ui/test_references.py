"""References as text, BibTeX and RIS."""

from __future__ import annotations

import re

import pytest
from fake_assistant import ATTACK, HOSTILE, REVIEW, FakeAssistant
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.citation import FileRecord
from assistant.reading.document import Source
from ui.answer_view import ShownCitation
from ui.references.authors import authors
from ui.references.formats import as_bibtex, as_ris, as_text, key
from ui.references.quotation import address, link, menu, of_citation
from ui.references.reference import Reference, identifier, reference
from ui.references.routes import routes

NASTY = (
    "}} , note = {x\\",
    "{{{{",
    "100% of \\LaTeX_{2} & $x$ #1 ~ ^",
    "one\nER  - \r\nTY  - BOOK\x85AU  - Mallory\u2028TI  - x",
    HOSTILE,
)


def of(**fields: object) -> Reference:
    return reference(Source(**fields), "file.txt")  # type: ignore[arg-type]


def bibtex_fields(entry: str) -> dict[str, str]:
    """The fields of an entry, read as BibTeX does: by counting braces, backslash or not."""
    found = re.fullmatch(r"@(\w+)\{([a-z0-9]+),\n(.*)\}\n", entry, re.DOTALL)
    assert found, entry
    fields, rest = {"": found[1]}, found[3]
    while rest.strip():
        name = re.match(r"\s*(\w+) = (?=\{)", rest)
        assert name, rest
        at, depth = name.end(), 0
        while True:
            depth += {"{": 1, "}": -1}.get(rest[at], 0)
            at += 1
            if depth == 0:
                break
        assert rest[at : at + 2] == ",\n"
        fields[name[1]] = rest[name.end() + 1 : at - 1]
        rest = rest[at + 2 :]
    return fields


def ris_lines(record: str) -> list[tuple[str, str]]:
    lines = record.split("\r\n")
    assert lines.pop() == ""
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines), lines
    assert not re.search("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", "".join(lines))
    return [(line[:2], line[6:]) for line in lines]


def test_a_reference_in_all_forms() -> None:
    found = reference(REVIEW.source, REVIEW.name)
    assert as_text(found) == (
        "Wu et al. Stem cell therapies: a new era. Frontiers in Neurology. 2024;15:1389697. "
        "doi:10.3389/fneur.2024.1389697"
    )
    assert bibtex_fields(as_bibtex(found)) == {
        "": "article",
        "author": "Wu and others",
        "title": "{Stem cell therapies: a new era}",
        "journal": "Frontiers in Neurology",
        "year": "2024",
        "volume": "15",
        "pages": "1389697",
        "doi": "10.3389/fneur.2024.1389697",
        "url": "https://doi.org/10.3389/fneur.2024.1389697",
    }
    assert key(found) == "wu2024stem"
    assert ris_lines(as_ris(found)) == [
        ("TY", "JOUR"),
        ("AU", "Wu"),
        ("PY", "2024"),
        ("TI", "Stem cell therapies: a new era"),
        ("T2", "Frontiers in Neurology"),
        ("VL", "15"),
        ("SP", "1389697"),
        ("DO", "10.3389/fneur.2024.1389697"),
        ("UR", "https://doi.org/10.3389/fneur.2024.1389697"),
        ("ER", ""),
    ]


def test_what_is_unknown_is_left_out() -> None:
    found = of()
    assert as_text(found) == "file.txt"
    assert bibtex_fields(as_bibtex(found)) == {"": "misc", "title": "{file.txt}"}
    assert ris_lines(as_ris(found)) == [("TY", "GEN"), ("TI", "file.txt"), ("ER", "")]


@pytest.mark.parametrize(
    ("journal", "parts"),
    [
        ("Stem Cell Research & Therapy (2021) 12:400", ("12", "", "400", 2021)),
        ("Lancet. 2020;12(3):100-109.", ("12", "3", "100-109", 2020)),
        ("BMC 2:e3", ("2", "", "e3", None)),
        ("Science 2000", ("", "", "", None)),
        ("Frontiers in Neurology", ("", "", "", None)),
        ("12:400", ("", "", "", None)),
    ],
)
def test_volume_and_pages_are_taken_only_where_they_are_plain(
    journal: str, parts: tuple[object, ...]
) -> None:
    found = of(journal=journal)
    assert (found.volume, found.issue, found.pages, found.year) == parts
    if not found.volume:
        assert found.journal == journal


def test_a_year_that_disagrees_is_not_decided_here() -> None:
    found = of(journal="Nature (2019) 5:1-3", year=2020)
    assert (found.journal, found.volume, found.year) == ("Nature (2019) 5:1-3", "", 2020)


# Of a line of authors: how each is written in RIS, in BibTeX, and all of them in plain text.
LISTS = {
    # One, and more that are not named
    "Wu": (["Wu"], "Wu", "Wu"),
    "Wu et al.": (["Wu"], "Wu and others", "Wu et al"),
    "Wu et al": (["Wu"], "Wu and others", "Wu et al"),
    "Wu J et al.,": (["Wu, J"], "Wu, J and others", "Wu J et al"),
    "Wu, et al.": (["Wu"], "Wu and others", "Wu et al"),
    "Wu and others": (["Wu"], "Wu and others", "Wu et al"),
    "Wu & colleagues": (["Wu"], "Wu and others", "Wu et al"),
    "Wu J, …": (["Wu, J"], "Wu, J and others", "Wu J et al"),
    "Smith J, Doe AB, et al": (
        ["Smith, J", "Doe, AB"],
        "Smith, J and Doe, AB and others",
        "Smith J, Doe AB, et al",
    ),
    "Smith J; Doe A; et al.": (
        ["Smith, J", "Doe, A"],
        "Smith, J and Doe, A and others",
        "Smith J, Doe A, et al",
    ),
    "Wu et al.; Doe A": (["Wu", "Doe, A"], "Wu and Doe, A and others", "Wu, Doe A, et al"),
    "Wu, Li, Chen et al.": (
        ["Wu", "Li", "Chen"],
        "Wu and Li and Chen and others",
        "Wu, Li, Chen, et al",
    ),
    # Ways to join them
    "Ana Pérez and Li Wei": (
        ["Ana Pérez", "Li Wei"],
        "Ana Pérez and Li Wei",
        "Ana Pérez, Li Wei",
    ),
    "Smith J & Doe A": (["Smith, J", "Doe, A"], "Smith, J and Doe, A", "Smith J, Doe A"),
    "Smith J, Doe A, and Lee K": (
        ["Smith, J", "Doe, A", "Lee, K"],
        "Smith, J and Doe, A and Lee, K",
        "Smith J, Doe A, Lee K",
    ),
    "Wu, Li and Chen": (["Wu", "Li", "Chen"], "Wu and Li and Chen", "Wu, Li, Chen"),
    "Smith, John; Doe, Ann": (
        ["Smith, John", "Doe, Ann"],
        "Smith, John and Doe, Ann",
        "Smith John, Doe Ann",
    ),
    "Smith, John and Doe, Ann": (
        ["Smith, John", "Doe, Ann"],
        "Smith, John and Doe, Ann",
        "Smith John, Doe Ann",
    ),
    "Smith, J., Doe, A. B., & Lee, K.": (
        ["Smith, J.", "Doe, A. B.", "Lee, K."],
        "Smith, J. and Doe, A. B. and Lee, K.",
        "Smith J., Doe A. B., Lee K",
    ),
    "Smith, J.": (["Smith, J."], "Smith, J.", "Smith J"),
    "Smith, J., et al.": (["Smith, J."], "Smith, J. and others", "Smith J. et al"),
    # Initials before and after, of any alphabet
    "J. A. Smith, Ø Hansen": (
        ["Smith, J. A.", "Hansen, Ø"],
        "Smith, J. A. and Hansen, Ø",
        "Smith J. A., Hansen Ø",
    ),
    "Martin J-P": (["Martin, J-P"], "Martin, J-P", "Martin J-P"),
    "Smith J A": (["Smith, J A"], "Smith, J A", "Smith J A"),
    # Particles and suffixes
    "van der Berg J, de la Cruz M": (
        ["van der Berg, J", "de la Cruz, M"],
        "van der Berg, J and de la Cruz, M",
        "van der Berg J, de la Cruz M",
    ),
    "J. van der Berg": (["van der Berg, J."], "van der Berg, J.", "van der Berg J"),
    "Smith J Jr, Doe A 3rd": (
        ["Smith, J, Jr", "Doe, A, 3rd"],
        "Smith, Jr, J and Doe, 3rd, A",
        "Smith J Jr, Doe A 3rd",
    ),
    "Smith Jr J": (["Smith, J, Jr"], "Smith, Jr, J", "Smith J Jr"),
    "Smith, J., Jr., & Doe, A.": (
        ["Smith, J., Jr.", "Doe, A."],
        "Smith, Jr., J. and Doe, A.",
        "Smith J. Jr., Doe A",
    ),
    "King, Martin Luther, Jr.; Doe, A": (
        ["King, Martin Luther, Jr.", "Doe, A"],
        "King, Jr., Martin Luther and Doe, A",
        "King Martin Luther Jr., Doe A",
    ),
    "Ford HJ III": (["Ford, HJ, III"], "Ford, III, HJ", "Ford HJ III"),
    "Chen II": (["Chen, II"], "Chen, II", "Chen II"),
    "John Smith Jr.": (["John Smith Jr."], "{John Smith Jr.}", "John Smith Jr"),
    # Organisations
    "World Health Organization": (
        ["World Health Organization"],
        "{World Health Organization}",
        "World Health Organization",
    ),
    "Centers for Disease Control and Prevention": (
        ["Centers for Disease Control and Prevention"],
        "{Centers for Disease Control and Prevention}",
        "Centers for Disease Control and Prevention",
    ),
    "Bill & Melinda Gates Foundation": (
        ["Bill & Melinda Gates Foundation"],
        "{Bill \\& Melinda Gates Foundation}",
        "Bill & Melinda Gates Foundation",
    ),
    "Ministry of Health, Labour and Welfare": (
        ["Ministry of Health, Labour and Welfare"],
        "{Ministry of Health, Labour and Welfare}",
        "Ministry of Health, Labour and Welfare",
    ),
    "Smith J, Doe A, and the MS Study Group": (
        ["Smith, J", "Doe, A", "the MS Study Group"],
        "Smith, J and Doe, A and {the MS Study Group}",
        "Smith J, Doe A, the MS Study Group",
    ),
    "Smith J, Doe A on behalf of the EBMT Working Party Group et al.": (
        ["Smith, J", "Doe, A", "EBMT Working Party Group"],
        "Smith, J and Doe, A and {EBMT Working Party Group} and others",
        "Smith J, Doe A, EBMT Working Party Group, et al",
    ),
    "World Health Organization; UNICEF": (
        ["World Health Organization", "UNICEF"],
        "{World Health Organization} and UNICEF",
        "World Health Organization, UNICEF",
    ),
    # What could be read in two ways stays as it is.
    "Smith, John": (["Smith, John"], "{Smith, John}", "Smith, John"),
    "Wu, Li, Chen": (["Wu, Li, Chen"], "{Wu, Li, Chen}", "Wu, Li, Chen"),
    "Wu, Li et al.": (["Wu, Li"], "{Wu, Li} and others", "Wu, Li et al"),
}


@pytest.mark.parametrize("line", LISTS)
def test_a_line_of_authors_as_ris_bibtex_and_text(line: str) -> None:
    ris, bibtex, text = LISTS[line]
    found = of(authors=line, title="T")
    assert [value for tag, value in ris_lines(as_ris(found)) if tag == "AU"] == ris
    assert bibtex_fields(as_bibtex(found))["author"] == bibtex
    assert as_text(found) == f"{text}. T"


@pytest.mark.parametrize("line", ["", "et al.", " , et al.; ", "…", "; ;"])
def test_no_author_is_named(line: str) -> None:
    found = of(authors=line, title="T")
    assert "AU" not in dict(ris_lines(as_ris(found)))
    assert "author" not in bibtex_fields(as_bibtex(found))
    assert as_text(found) == "T"


@given(st.text(alphabet="Aa .,;&é", max_size=40), st.sampled_from(["et al.", "et al", "& others"]))
def test_others_are_never_an_author(named: str, others: str) -> None:
    found = authors(f"{named}, {others}")
    assert found.others or not found.named
    assert not [one for one in found.named if one.inverted.lower().startswith(("et al", "others"))]


@pytest.mark.parametrize("unit", [" et al", "a,", "A ", "a and ", "; ", "…", "Jr, ", "J.-", " &"])
def test_a_line_of_any_length_ends(unit: str) -> None:
    """In an instant; where the work grows with the length's square, in an hour."""
    assert authors(unit * 100_000) is not None


def test_a_line_of_authors_that_stays_whole_is_one_author_to_bibtex() -> None:
    assert bibtex_fields(as_bibtex(of(authors="Wu, Li, Chen")))["author"] == "{Wu, Li, Chen}"


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("field", ["title", "authors", "journal", "doi", "licence"])
def test_nothing_breaks_out_of_its_field(field: str, nasty: str) -> None:
    source = {"title": "T", "journal": "J", "year": 2020} | {field: nasty}
    found = reference(Source(**source), nasty)  # type: ignore[arg-type]
    names = set(bibtex_fields(as_bibtex(found)))
    assert names <= {"", "author", "title", "journal", "year", "note"}
    tags = [tag for tag, _ in ris_lines(as_ris(found))]
    assert tags[0] == "TY"
    assert tags.count("TY") == tags.count("ER") == tags.count("TI") == 1
    assert tags[-1] == "ER"
    assert "\n" not in as_text(found)


@given(st.text(), st.text(), st.text())
def test_any_text_makes_a_whole_entry(title: str, names: str, journal: str) -> None:
    found = of(title=title, authors=names, journal=journal)
    bibtex_fields(as_bibtex(found))
    assert ris_lines(as_ris(found))[-1] == ("ER", "")


def test_special_characters_of_bibtex_are_escaped() -> None:
    title = bibtex_fields(as_bibtex(of(title=r"50% & {x}_1 \a")))["title"]
    assert title == r"{50\% \& \textbraceleft{}x\textbraceright{}\_1 \textbackslash{}a}"


def test_keys_are_stable_and_plain() -> None:
    assert key(of(title="The Ärzte of Köln", authors="Pérez A", year=2020)) == "perez2020arzte"
    assert re.fullmatch("document[0-9a-f]{8}", key(of(title="干细胞", year=2020)))
    assert key(of(title="干细胞")) != key(of(title="多发性硬化"))


@pytest.mark.parametrize(
    ("doi", "known"),
    [
        ("10.1186/s13287-021-02477-5", "10.1186/s13287-021-02477-5"),
        ("https://doi.org/10.1000/x", "10.1000/x"),
        ("doi: 10.1000/x", "10.1000/x"),
        ('10.1000/"><script>', ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_only_a_well_formed_doi_is_a_link(doi: str, known: str) -> None:
    assert identifier(doi) == known
    assert ("<a " in link(doi)) == bool(known)
    assert "<script" not in link(doi)


def citation(**changes: object) -> ShownCitation:
    values: dict[str, object] = {
        "marker": 1,
        "document": "a.txt",
        "version": 1,
        "document_sha256": "0" * 64,
        "title": "A study",
        "authors": "Doe J",
        "year": 2020,
        "journal": "Trials 1:2",
        "doi": "10.1000/xyz",
        "section": "1 Results > Survival",
        "licence": "",
        "text_start": 10,
        "text_end": 30,
        "origin": ((12, 33),),
        "quote": "They\nlived.",
        "passage": "They lived.",
        "quote_at": (0, 10),
        "file": FileRecord(
            sha256="f" * 64,
            encoding="UTF-8",
            characters=((12, 33),),
            lines=((3, 4),),
            units=(),
            boxes=(),
        ),
    }
    return ShownCitation(**(values | changes))  # type: ignore[arg-type]


def test_a_quote_names_its_source_and_its_place() -> None:
    assert of_citation(citation()) == (
        "“They lived.” (Doe J, 2020, A study, Trials 1:2, doi:10.1000/xyz; "
        "1 Results › Survival; a.txt, lines 3–4 (characters 12–33))"
    )
    bare = citation(title="", authors="", year=None, journal="", doi="", section="")
    assert of_citation(bare) == "“They lived.” (a.txt, lines 3–4 (characters 12–33))"


def test_a_quote_whose_place_is_not_known_has_none() -> None:
    assert of_citation(citation(file=None)).endswith("1 Results › Survival; a.txt)")
    untitled = citation(title="a.txt", authors="", year=None, journal="", doi="", file=None)
    assert of_citation(untitled) == "“They lived.” (1 Results › Survival; a.txt)"


def test_a_menu_holds_hostile_text_as_text() -> None:
    shown = menu(f'"><script>x</script>{HOSTILE}')
    assert "<script" not in shown
    assert "<img" not in shown


@pytest.fixture
def client(fake: FakeAssistant) -> TestClient:
    return TestClient(Starlette(routes=routes(fake)))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["bibtex", "ris"])
def test_references_are_downloads_in_utf_8(client: TestClient, form: str) -> None:
    answer = client.get(address(REVIEW.name, form))
    suffix = {"bibtex": "bib", "ris": "ris"}[form]
    assert answer.headers["content-disposition"] == f'attachment; filename="wu2024stem.{suffix}"'
    assert answer.headers["content-type"].endswith("charset=utf-8")
    assert "Stem cell therapies" in answer.content.decode()


def test_text_is_the_usual_form(client: TestClient) -> None:
    answer = client.get("/api/cite/review-2024.txt")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "content-disposition" not in answer.headers
    assert answer.text.startswith("Wu et al. ")


def test_a_hostile_document_can_be_cited(client: TestClient) -> None:
    answer = client.get(address(ATTACK.name, "bibtex"))
    assert answer.status_code == 200
    assert bibtex_fields(answer.text)[""] == "misc"
    assert re.fullmatch(
        r'attachment; filename="[a-z0-9]+\.bib"', answer.headers["content-disposition"]
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/cite/gone.txt", 404), ("/api/cite/review-2024.txt?format=word", 400)],
)
def test_what_cannot_be_cited_is_said(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["error"]
