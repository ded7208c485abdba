from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import evals
from assistant.answering.evidence import BETWEEN
from assistant.errors import UsageError
from assistant.models.catalog import MINILM
from assistant.models.download import locate
from assistant.models.minilm import tokenizer_of
from assistant.models.pairs import pair_tokens, rows
from assistant.models.reranker import LIMITS
from assistant.nlp.tokens import tokens
from assistant.settings import Settings
from evals.training import learning, loop
from evals.training.__main__ import RATE, trained
from evals.training.examples import HELD, Candidate, Data, Example, examples, part, read, write
from evals.training.network import Network, Shape, export, from_ours, weights
from evals.training.pairs import FILES as PAIRS_FILES
from evals.training.pairs import load_pairs

ARTICLES = {
    name: f"{name} is a town. {name} lies on the river {name}a. The town has {count} bridges. "
    f"It was founded in {1200 + count}. Fishing is the main trade. Every summer a fair is held."
    for count, name in enumerate(("Aldor", "Bremil", "Corvan", "Dastow", "Elmeth", "Farrow"), 2)
}
DRAW = random.Random(0)  # noqa: S311  # no secret depends on it
TINY = Shape(width=16, layers=4, heads=2, inner=32)


def squad(folder: Path) -> Path:
    """A file of six articles with two questions each, one of them unanswerable."""
    data = []
    for name, text in ARTICLES.items():
        answer = text[text.index("The town has") + 13 :].split(" bridges")[0] + " bridges"
        asked = {
            "id": f"{name}-1",
            "question": f"How many bridges does {name} have?",
            "answers": [{"text": answer, "answer_start": text.index(answer)}],
        }
        impossible = {
            "id": f"{name}-2",
            "question": f"Who was the first mayor of {name}?",
            "answers": [],
            "is_impossible": True,
        }
        data.append({"title": name, "paragraphs": [{"context": text, "qas": [asked, impossible]}]})
    path = folder / "made.json"
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    folder = tmp_path_factory.mktemp("made")
    data = Data("squad", "squad", ("made.json",))
    return list(examples(data, squad(folder), folder / "workspaces", lambda *_: None))


def test_every_question_becomes_an_example(made: list[Example]) -> None:
    assert len(made) == 2 * len(ARTICLES)
    assert sum(one.answerable for one in made) == len(ARTICLES)


def test_a_question_meets_its_own_article_alone(made: list[Example]) -> None:
    for one in made:
        (name,) = [name for name in ARTICLES if name in one.question]
        parts = [text for each in one.candidates for text in each.text.split(BETWEEN)]
        assert all(text in ARTICLES[name] for text in parts)
        assert one.part == part("squad", ARTICLES[name])


def test_the_sentence_with_the_answer_is_the_right_one(made: list[Example]) -> None:
    for one in made:
        sentences = [(each.text.split(BETWEEN)[0], each.answers) for each in one.candidates]
        right = [text for text, answers in sentences if answers]
        wrong = [text for text, answers in sentences if not answers]
        assert all("bridges." in text for text in right)
        if one.answerable:
            assert right
            assert not any("bridges" in text for text in wrong)


def test_examples_are_read_as_written(made: list[Example], tmp_path: Path) -> None:
    write(tmp_path / "made.jsonl", made)
    assert read(tmp_path / "made.jsonl") == made


@given(st.sampled_from(sorted(HELD)), st.text())
def test_an_article_has_one_part(data: str, article: str) -> None:
    assert part(data, article) == part(data, article)


@pytest.mark.parametrize("data", HELD)
def test_parts_have_about_their_share(data: str) -> None:
    parts = [part(data, f"article {number}") for number in range(4_000)]
    assert parts.count("held") / len(parts) == pytest.approx(HELD[data], abs=0.03)
    assert parts.count("tune") / len(parts) == pytest.approx(0.12, abs=0.03)


def sample(answerable: bool = True) -> Example:
    right = (Candidate("right", 0.9, answers=True),) if answerable else ()
    wrong = tuple(Candidate(f"wrong {number}", 0.5, answers=False) for number in range(20))
    return Example("squad", "train", "Which?", (*wrong[:3], *right, *wrong[3:]))


def test_a_group_begins_with_what_answers() -> None:
    one = learning.group(sample(), DRAW)
    assert [sentence.answers for sentence in one.sentences[:4]] == [True, *[False] * 3]
    assert one.right == 1
    none = learning.group(sample(answerable=False), DRAW)
    assert not any(sentence.answers for sentence in none.sentences)
    assert none.right == 0


def test_the_loss_is_small_where_the_right_choice_stands_out() -> None:
    groups = [learning.group(sample(answer), DRAW) for answer in (True, False)]
    first, second = (len(one.sentences) for one in groups)
    good = torch.tensor([9.0, *[-9.0] * (first + second - 1)])
    assert learning.loss_of(good, groups).item() < 0.01
    assert learning.loss_of(-good, groups).item() > 5
    nothing = learning.loss_of(torch.zeros(len(good)), groups).item()
    assert nothing == pytest.approx((np.log(first + 1) + np.log(second + 1)) / 2, abs=1e-5)


@pytest.fixture(scope="module")
def texts() -> list[tuple[str, str]]:
    return [("Which town?", "Aldor lies on a river."), ("Which town?", "word " * 200), ("", "")]


def test_pairs_fit(texts: list[tuple[str, str]]) -> None:
    tokenizer = tokenizer_of(locate(MINILM, Settings(offline=True)))
    batch = rows(pair_tokens(tokenizer, texts, LIMITS))
    assert batch.tokens.shape == (3, LIMITS.pair)
    assert (batch.tokens[batch.second == 1] != 0).all()
    assert rows([]).tokens.shape == (0, 0)


def test_a_network_begins_with_the_weights_of_a_file_of_8_bits() -> None:
    shape = Shape(words=7, width=4, layers=2, heads=2, inner=6, places=3)
    numbers = np.random.default_rng(0)
    known: dict[str, NDArray[np.generic]] = {}
    used: dict[str, str] = {}

    def add(name: str, *size: int) -> None:
        known[f"{name}_quantized"] = numbers.integers(-128, 127, size, dtype=np.int8)
        known[f"{name}_zero_point"] = np.array(3, dtype=np.int8)
        known[f"{name}_scale"] = np.array(0.5, dtype=np.float32)

    def ends(name: str, size: int) -> None:
        known.update({f"{name}.{end}": np.ones(size, np.float32) for end in ("weight", "bias")})

    for kind, count in (("word", 7), ("position", 9), ("token_type", 2)):
        add(f"embeddings.{kind}_embeddings.weight", count, 4)
    ends("embeddings.LayerNorm", 4)
    linear = {f"attention/self/{one}": (4, 4) for one in ("query", "key", "value")}
    linear |= {"attention/output/dense": (4, 4), "intermediate/dense": (4, 6)}
    for number in range(2):
        for name, size in (linear | {"output/dense": (6, 4)}).items():
            used[f"/encoder/layer.{number}/{name}"] = key = f"matrix {len(used)}"
            add(key, *size)
            known[f"encoder.layer.{number}.{name.replace('/', '.')}.bias"] = np.zeros(size[1])
        for norm in ("attention.output.LayerNorm", "output.LayerNorm"):
            ends(f"encoder.layer.{number}.{norm}", 4)
    network = Network(shape)
    begun = weights(known, used, shape)
    network.load_state_dict(network.state_dict() | begun)
    untouched = {name for name in network.state_dict() if name.startswith(("features", "head"))}
    assert begun.keys() == network.state_dict().keys() - untouched
    key = used["/encoder/layer.1/attention/self/key"]
    expected = (known[f"{key}_quantized"].astype(np.float32) - 3) * 0.5
    assert np.array_equal(begun["layers.1.attend.weight"][4:8].numpy(), expected.T)


def test_scores_do_not_depend_on_padding(texts: list[tuple[str, str]]) -> None:
    tokenizer = tokenizer_of(locate(MINILM, Settings(offline=True)))
    torch.manual_seed(0)
    network = Network(TINY).eval()
    torch.nn.init.normal_(network.head.weight)
    pairs = pair_tokens(tokenizer, texts, LIMITS)
    batch = rows(pairs)
    whole = network(torch.from_numpy(batch.tokens), torch.from_numpy(batch.second))
    for number, pair in enumerate(pairs):
        row = rows([pair])
        alone = network(torch.from_numpy(row.tokens), torch.from_numpy(row.second))
        assert alone.item() == pytest.approx(whole[number].item(), abs=1e-4)


def test_training_goes_on_where_it_was_stopped(
    made: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "_KEPT_EVERY", 1)
    tokenizer = tokenizer_of(locate(MINILM, Settings(offline=True)))

    def run(kept: Path, stop: int = 0) -> list[float]:
        def progress(_: str, done: int, total: int) -> None:
            if done == stop:
                raise KeyboardInterrupt

        torch.manual_seed(0)
        network = Network(TINY)
        loss = learning.questions(network, tokenizer, made)
        return loop.train(network, loss, 6, kept, progress, RATE)

    through = run(tmp_path / "through.pt")
    stopped, forgetful = tmp_path / "stopped.pt", tmp_path / "forgetful.pt"
    with pytest.raises(KeyboardInterrupt):
        run(stopped, stop=3)
    state = torch.load(stopped, weights_only=True)
    for moments in state["optimizer"]["state"].values():
        moments["exp_avg"].zero_()
    torch.save(state, forgetful)
    # Not to the bit: the order in which a processor sums depends on where numbers lie in memory.
    rounding = pytest.approx(through, rel=1e-5)
    resumed = run(stopped)
    assert resumed == rounding
    assert resumed[:3] == state["losses"]
    assert run(forgetful) != rounding  # it would show if any of the state were lost


def test_training_learns(made: list[Example], tmp_path: Path) -> None:
    tokenizer = tokenizer_of(locate(MINILM, Settings(offline=True)))
    torch.manual_seed(0)
    train = [replace(one, part="train") for one in made]
    network = Network(TINY)
    loss = learning.questions(network, tokenizer, train)
    losses = loop.train(network, loss, 40, tmp_path / "kept.pt", lambda *_: None, RATE)
    assert np.mean(losses[-8:]) < np.mean(losses[:8])


def test_our_own_questions_stand_in_their_documents() -> None:
    collection = load_pairs(PAIRS_FILES)
    assert len(collection.documents) > 300
    answerable = sum(one.answerable for one in collection.questions)
    assert 0.45 < answerable / len(collection.questions) < 0.55
    for one in collection.questions:
        text = collection.documents[one.cluster]
        assert all(text[span.start : span.end].strip() for span in one.spans.get(one.cluster, ()))


def test_a_quote_that_is_not_in_its_document_is_told(tmp_path: Path) -> None:
    path = tmp_path / "made.jsonl"
    asked = [{"q": "Who?", "quote": "Somebody else."}]
    row = {"field": "note", "title": "A note", "text": "# A note\n\nNobody.", "questions": asked}
    path.write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(UsageError, match=r"line 1: 'Somebody else\.' is not in its text"):
        load_pairs([path])


def test_training_goes_on_with_a_model_that_it_made(
    made: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnx", reason="training needs its extra")
    torch.manual_seed(0)
    begun = Network(TINY)
    for one in begun.parameters():  # parts that are alike would be kept once
        torch.nn.init.normal_(one)
    export(begun, tmp_path / "begun.onnx")
    monkeypatch.setattr("evals.training.network.from_ours", lambda path: from_ours(path, TINY))
    exported: list[Network] = []
    monkeypatch.setattr("evals.training.network.export", lambda one, _: exported.append(one))
    trained(made, tmp_path, 0, lambda *_: None, begin=tmp_path / "begun.onnx")
    (network,) = exported
    assert not network.words.weight.requires_grad
    assert network.head.weight.requires_grad
    for name, value in begun.state_dict().items():
        step = 2.5 * float(value.abs().max()) / 127  # what 8 bits cannot tell apart
        assert torch.allclose(value, network.state_dict()[name], atol=step), name


def test_what_it_began_with_has_its_share(
    made: list[Example], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = locate(MINILM, Settings(offline=True))
    monkeypatch.setattr("evals.training.__main__.locate", lambda *_: local)
    exported: list[Network] = []
    monkeypatch.setattr("evals.training.network.export", lambda one, _: exported.append(one))

    def begun(_: Path) -> Network:
        torch.manual_seed(0)
        return Network(TINY)

    monkeypatch.setattr("evals.training.network.from_bge", begun)
    train = [replace(one, part="train") for one in made]
    for number, keep in enumerate((0.0, 0.5, 1.0)):
        folder = tmp_path / str(number)
        folder.mkdir()
        trained(train, folder, 2, lambda *_: None, keep=keep)
    none, half, whole = (one.head.weight for one in exported)
    assert torch.equal(whole, begun(tmp_path).head.weight)
    assert not torch.equal(none, whole)
    assert torch.allclose(half, (none + whole) / 2, atol=1e-6)


def test_no_training_question_is_a_gold_question() -> None:
    root = Path(evals.__file__).parent / "gold"
    gold = {
        " ".join(tokens(json.loads(line)["question"].lower()))
        for path in root.rglob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
        if "question" in json.loads(line)
    }
    asked = [" ".join(tokens(one.text.lower())) for one in load_pairs(PAIRS_FILES).questions]
    assert len(gold) > 1_000
    assert not [one for one in asked if one in gold and len(one.split()) > 4]
