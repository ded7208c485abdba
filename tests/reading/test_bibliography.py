from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant.reading.bibliography.beside import MAX_BYTES
from assistant.reading.bibliography.bibliography import Reference, read_bibliography
from assistant.reading.bibliography.matching import filled, matched
from assistant.reading.discovery import Discovery, discover
from assistant.reading.document import Source

BIBTEX = r"""
@comment{jabref-meta: databaseType:bibtex;}
@string{fn = "Frontiers in Neurology"}
@article{wu2024,
  title = {Stem cell therapies: a new era in the treatment of {MS}},
  author = {Wu, Lei and M{\"u}ller, J{\'o}zef and {World Health Organization}},
  journal = fn, volume = 15, number = {2}, pages = {100--110}, date = {2024-03-01},
  doi = {https://doi.org/10.3389/fneur.2024.1389697},
  keywords = {stem cells, trial},
  file = {PDF:files/12/Wu et al. - 2024.pdf:application/pdf;Web:files/13/x.html:text/html},
}
@book{empty,}
"""
RIS = """TY  - JOUR
AU  - Shokati, Ali
AU  - Li, W
TI  - Allogeneic cells in models
T2  - Stem Cell Reviews
PY  - 2021
VL  - 17
IS  - 3
SP  - 1
EP  - 9
DO  - 10.1007/s12015-021-10169-y
KW  - mice
L1  - internal-pdf://0123/Shokati-2021.pdf
ER  -
"""
CSL = [
    {
        "id": "smith2019",
        "type": "article-journal",
        "title": "On rents",
        "author": [{"family": "Smith", "given": "Ann"}, {"literal": "The Board"}],
        "issued": {"date-parts": [[2019, 4]]},
        "container-title": "Law Review",
        "volume": "3",
        "page": "7-9",
        "DOI": "10.1000/rents",
    }
]
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:link="http://purl.org/rss/1.0/modules/link/"
 xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/"
 xmlns:dcterms="http://purl.org/dc/terms/">
 <bib:Article rdf:about="http://example.org/a">
  <z:itemType>journalArticle</z:itemType>
  <dcterms:isPartOf rdf:resource="urn:issn:1"/>
  <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Wu</foaf:surname>
   <foaf:givenName>Lei</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
  <dc:title>Stem cells</dc:title><dc:date>March 2024</dc:date><dc:subject>trial</dc:subject>
  <bib:pages>1-2</bib:pages><link:link rdf:resource="#item_7"/>
 </bib:Article>
 <z:Attachment rdf:about="#item_7"><rdf:resource rdf:resource="files/7/Wu.pdf"/>
  <dc:title>PDF</dc:title></z:Attachment>
 <bib:Journal rdf:about="urn:issn:1"><dc:title>Neurology</dc:title>
  <prism:volume>15</prism:volume><dc:identifier>DOI 10.3389/x.1</dc:identifier></bib:Journal>
</rdf:RDF>
"""


def only(suffix: str, text: str) -> Reference:
    [found] = read_bibliography(suffix, text.encode())
    return found


def test_bibtex() -> None:
    found = only(".bib", BIBTEX)
    assert found.key == "wu2024"
    assert found.files == ("files/12/Wu et al. - 2024.pdf", "files/13/x.html")
    assert found.source == Source(
        "Stem cell therapies: a new era in the treatment of MS",
        "Lei Wu, Józef Müller, World Health Organization",
        2024,
        "Frontiers in Neurology 15(2):100–110",
        "10.3389/fneur.2024.1389697",
        tags=("stem cells", "trial"),
    )


@pytest.mark.parametrize(
    "field",
    [
        "papers/a.pdf",
        ":papers/a.pdf:PDF",
        r":C\:/Users/me/papers/a.pdf:PDF",
        "PDF:papers/a.pdf:application/pdf",
    ],
)
def test_the_files_that_programs_name(field: str) -> None:
    text = f"@misc{{a, title = {{A}}, file = {{{field}}}}}"
    assert only(".bib", text).files[0].endswith("papers/a.pdf")


def test_ris() -> None:
    found = only(".ris", RIS)
    assert found.files[0].endswith("Shokati-2021.pdf")
    assert found.source == Source(
        "Allogeneic cells in models",
        "Ali Shokati, W Li",
        2021,
        "Stem Cell Reviews 17(3):1–9",
        "10.1007/s12015-021-10169-y",
        tags=("mice",),
    )


def test_csl_json() -> None:
    found = only(".json", json.dumps(CSL))
    assert found == only(".json", json.dumps({"items": CSL}))
    assert found.key == "smith2019"
    assert found.source == Source(
        "On rents", "Ann Smith, The Board", 2019, "Law Review 3:7–9", "10.1000/rents"
    )


def test_zotero_rdf() -> None:
    found = only(".rdf", RDF)
    assert found.files == ("files/7/Wu.pdf",)
    assert found.source == Source(
        "Stem cells", "Lei Wu", 2024, "Neurology 15:1–2", "10.3389/x.1", tags=("trial",)
    )


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".bib", "No bibliography."),
        (".ris", "No bibliography."),
        (".json", '{"a": 1}'),
        (".json", '[{"title": "no type"}]'),
        (".json", "["),
        (".json", "[" * 100_000),
        (".rdf", "<html/>"),
        (".rdf", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
        (".rdf", "<a"),
    ],
)
def test_what_is_none(suffix: str, text: str) -> None:
    with pytest.raises(ValueError, match="that can be read"):
        read_bibliography(suffix, text.encode())


WU = Reference(Source("Stem cell therapies: a new era", doi="10.3389/fneur.2024.1389697"), "wu2024")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Stem cell therapies - a new era.pdf", True),
        ("Wu et al. - 2024 - Stem cell therapies a new e.pdf", True),
        ("Wu - 2024 - Stem.pdf", False),
        ("stem_cell_therapies_A_NEW_ERA.txt", True),
        ("Wu2024.pdf", True),
        ("10.3389_fneur.2024.1389697.pdf", True),
        ("fneur.2024.1389697.pdf", True),
        ("1389697.pdf", False),
        ("other.pdf", False),
    ],
)
def test_a_file_is_known_by_its_name(name: str, found: bool) -> None:
    assert bool(matched([name], "", [WU])) is found
    assert bool(matched([f"papers/{name}"], "papers", [WU])) is found
    assert matched([f"elsewhere/{name}"], "papers", [WU]) == {}


def test_a_path_comes_first_and_its_longest_end_counts() -> None:
    one = Reference(Source("One"), files=("/home/me/lib/1/paper.pdf",))
    two = Reference(Source("Two"), files=(r"D:\lib\2\paper.pdf", "lib/2/Gone.pdf"))
    three = Reference(Source("Paper"))
    names = ["lib/1/paper.pdf", "lib/2/paper.pdf", "lib/3/paper.pdf", "lib/last.pdf"]
    found = matched(names, "lib", [one, two, three])
    assert {name: source.title for name, source in found.items()} == {
        "lib/1/paper.pdf": "One",
        "lib/2/paper.pdf": "Two",
        "lib/3/paper.pdf": "Paper",
    }
    last = Reference(Source("Last"), files=("storage/XYZ/LAST.pdf",))
    assert matched(names, "", [last])["lib/last.pdf"].title == "Last"


def test_what_is_given_stays() -> None:
    given = Source(title="Mine", year=2020)
    more = Source("Theirs", "Wu", 2024, tags=("a",))
    assert filled(given, more) == Source("Mine", "Wu", 2020, tags=("a",))


def listed(corpus: Path) -> Discovery:
    return discover(corpus)


def test_a_bibliography_beside_documents(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "library.bib").write_text(BIBTEX, "utf-8")
    (papers / "csl.JSON").write_text(json.dumps(CSL), "utf-8")
    (papers / "other.json").write_text('{"depth": 12}', "utf-8")
    (papers / "broken.ris").write_text("Nothing.", "utf-8")
    (papers / "Wu et al. - 2024.pdf").write_bytes(b"%PDF-1.4 a")
    (papers / "smith2019.md").write_text("Rents.", "utf-8")
    (tmp_path / "sources.yaml").write_text(
        "- file: papers/smith2019.md\n  title: Mine\n- file: b.md\n", "utf-8"
    )
    found = listed(tmp_path)
    assert [(file.name, file.source.title, file.source.year) for file in found.files] == [
        ("papers/Wu et al. - 2024.pdf", WU.source.title + " in the treatment of MS", 2024),
        ("papers/other.json", "", None),
        ("papers/smith2019.md", "Mine", 2019),
    ]
    assert found.sources["papers/smith2019.md"].authors == "Ann Smith, The Board"
    skipped = {one.name: one.reason for one in found.skipped}
    assert skipped.keys() == {"papers/broken.ris"}
    assert skipped["papers/broken.ris"].startswith("it is no bibliography that can be read")
    # What it says is part of what a document is: another year is read anew.
    before = found.files[0].sha256
    (papers / "library.bib").write_text(BIBTEX.replace("2024-03-01", "2023-03-01"), "utf-8")
    os.utime(papers / "library.bib", (1, 1))
    changed = listed(tmp_path).files[0]
    assert (changed.source.year, changed.sha256 == before) == (2023, False)


def test_a_bibliography_that_is_too_large_or_leads_out(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    with (corpus / "large.bib").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    (tmp_path / "outside.bib").write_text(BIBTEX, "utf-8")
    (corpus / "out.bib").symlink_to(tmp_path / "outside.bib")
    skipped = {one.name: one.reason for one in listed(corpus).skipped}
    assert "larger than 16 MB" in skipped["large.bib"]
    assert "outside the corpus" in skipped["out.bib"]


JOINED = r"""
@string{fn = "Frontiers in " # {Neurology}}
@String(med = {Medicine})
@string{jm = "Journal of " # MED}
@article{a, title = "Cells " # {of {M}ice} # "; and more", journal = FN # " {\&} more",
  author = "Wu, Lei and Ann Lee and others", year = 2024}
@article{b, title = {A # B}, journal = jm, volume = 3, author = {Bo Ray and others},
  year = "19" # 99}
@article{c, title = {C}, journal = unknown, author = {others}}
"""


def test_parts_of_values_are_joined_and_strings_put_in() -> None:
    found = [one.source for one in read_bibliography(".bib", JOINED.encode())]
    assert [(one.title, one.journal, one.authors, one.year) for one in found] == [
        (
            "Cells of Mice; and more",
            "Frontiers in Neurology & more",
            "Lei Wu, Ann Lee et al.",
            2024,
        ),
        ("A # B", "Journal of Medicine 3", "Bo Ray et al.", 1999),
        ("C", "unknown", "others", None),
    ]


def test_strings_of_strings_do_not_grow_without_end() -> None:
    doubled = "".join(f"@string{{x{number + 1} = x{number} # x{number}}}\n" for number in range(60))
    text = f'@string{{x0 = "ab"}}\n{doubled}@misc{{a, title = x60 # {{End}}}}'
    assert len(only(".bib", text).source.title) <= 20_000
