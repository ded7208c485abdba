"""Text that is written without spaces is found by its words."""

from __future__ import annotations

import pytest
from fake_embedder import FakeEmbedder
from index_samples import fill

from assistant.indexing.build import build
from assistant.indexing.index import open_index
from assistant.nlp.lexicon import Lexicon
from assistant.workspace import Workspace

DOCUMENTS = {
    "bridges.txt": "武汉长江大桥建成于1957年。\n\n南京长江大桥全长4589米。\n",
    "rent.txt": "租金应在每月的第一天支付。\n\n押金为两个月的租金。\n",
    "ja.txt": "東京タワーの高さは333メートルです。\n\n大阪城は1583年に築かれた。\n",
    "ko.txt": "임대료는 매월 첫째 날에 지불합니다.\n\n보증금은 두 달치입니다.\n",
    "en.txt": "The rent is due on the first day of the month.\n",
}


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("武汉的大桥是哪一年建成的？", "武汉长江大桥建成于1957年。"),
        ("押金是多少？", "押金为两个月的租金。"),
        ("東京タワーの高さは何メートルですか？", "東京タワーの高さは333メートルです。"),
        ("大阪城はいつ築かれましたか？", "大阪城は1583年に築かれた。"),
        ("보증금은 얼마입니까?", "보증금은 두 달치입니다."),
        ("When is the rent due?", "The rent is due on the first day of the month."),
    ],
)
def test_a_question_finds_its_passage(workspace: Workspace, question: str, passage: str) -> None:
    fill(workspace, DOCUMENTS)
    build(workspace, FakeEmbedder())
    with open_index(workspace, FakeEmbedder().fingerprint) as index:
        lexicon = Lexicon(DOCUMENTS.values(), DOCUMENTS.values())
        found = index.bm25(lexicon.full_text_terms(lexicon.query(question)), 5)
        best = index.passages[next(iter(found))]
        assert passage in best.text
