"""Train the cross-encoder to tell which sentence answers, if any.

Each step shows some questions with one sentence that answers and several that our search ranks
beside it. The loss is a cross-entropy over these and a fixed 0 for "none of them", which is right
for questions without an answer; so a score means the same from one question to the next.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from assistant.models.reranker import pair_tokens, rows
from assistant.progress import Progress
from evals.training.examples import Candidate, Example
from evals.training.network import Network

_NEAR = 3  # wrong sentences of a group: of the best ones
_FAR = 0.3  # the chance that one of the rest is among them, too
_BEST = 7
_GROUPS = 8  # in a step
_HEAD = 12.5  # times that of the layers
_WARM = 0.06  # share of the schedule in which the rate rises
_SCHEDULE = 1.18  # times the steps: what is trained ends while the rate is 15 % of its height
_LENGTHS = 3  # batches of a step, of pairs of about one length
_AVERAGED = (0.82, 0.91, 1.0)  # of the steps
_KEPT_EVERY = 25  # steps


@dataclass(frozen=True, slots=True)
class Group:
    """A question's sentences of one step. The first answers, unless none does."""

    question: str
    sentences: tuple[Candidate, ...]

    @property
    def right(self) -> int:
        """The number of the right choice: 0 is "none of them", 1 the first sentence."""
        return int(self.sentences[0].answers)


def group(example: Example, draw: random.Random) -> Group:
    """One sentence that answers, if one does, and some that do not."""
    right = [one for one in example.candidates if one.answers]
    wrong = [one for one in example.candidates if not one.answers]
    near, far = wrong[:_BEST], wrong[_BEST:]
    chosen = draw.sample(near, min(_NEAR, len(near)))
    if far and draw.random() < _FAR:
        chosen.append(draw.choice(far))
    first = [draw.choice(right)] if right else []
    return Group(example.question, (*first, *chosen))


def loss_of(scores: Tensor, groups: Sequence[Group]) -> Tensor:
    """Mean cross-entropy of the groups; scores: of all their sentences in turn, shape (n,)."""
    losses = []
    start = 0
    for one in groups:
        end = start + len(one.sentences)
        choices = torch.cat([scores.new_zeros(1), scores[start:end]])
        losses.append(choices.logsumexp(0) - choices[one.right])
        start = end
    return torch.stack(losses).mean()


_SEED = 0


def train(
    network: Network,
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    steps: int,
    kept: Path,
    progress: Progress,
    rate: float,
) -> list[float]:
    """Train in place, or go on where `kept` holds the state of a run that was stopped.

    rate: of learning, of the layers, at its height.

    At the end the network has the mean of its weights after the steps of `averaged`.

    Returns the loss of every step, those of the run that was stopped too.
    """
    torch.manual_seed(_SEED)
    body = [
        value
        for name, value in network.named_parameters()
        if value.requires_grad and not name.startswith(("head", "features"))
    ]
    head = [*network.head.parameters(), *network.features.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": rate}, {"params": head, "lr": _HEAD * rate}], weight_decay=0.01
    )
    whole = _SCHEDULE * steps
    warm = max(1, int(_WARM * whole))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / warm, (whole - step) / max(1, whole - warm))
    )
    losses: list[float] = []
    ends, sums = averaged(steps), dict[str, Tensor]()
    if kept.is_file():
        state = torch.load(kept, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        schedule.load_state_dict(state["schedule"])
        losses, sums = state["losses"], state["sums"]
    network.train()
    for step in range(len(losses), steps):
        groups = _step(examples, step)
        loss = loss_of(_scores(network, tokenizer, groups), groups)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
        if step + 1 in ends:
            now = network.state_dict()
            sums = {name: sums.get(name, 0) + value / len(ends) for name, value in now.items()}
        if (step + 1) % _KEPT_EVERY == 0 or step + 1 == steps:
            state = {
                "network": network.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
                "losses": losses,
                "sums": sums,
            }
            torch.save(state, kept.with_suffix(".new"))
            kept.with_suffix(".new").replace(kept)
        progress("Training", step + 1, steps)
    if sums:
        network.load_state_dict(sums)
    network.eval()
    return losses


def averaged(steps: int) -> tuple[int, ...]:
    """The steps after which the network is as much of the result as after the others: their mean is
    better than the last, and stands for more steps at a low rate. (Izmailov et al. 2018.)
    """
    return tuple(sorted({max(1, round(share * steps)) for share in _AVERAGED})) if steps else ()


def _step(examples: Sequence[Example], step: int) -> list[Group]:
    """The groups of a step: every example once, in an order that its round decides."""
    first = step * _GROUPS
    chosen = []
    for place in range(first, first + _GROUPS):
        turn, number = divmod(place, len(examples))
        chosen.append(examples[_order(len(examples), turn)[number]])
    draw = random.Random(f"{_SEED} step {step}")  # noqa: S311  # no secret
    return [group(one, draw) for one in chosen]


@lru_cache(maxsize=2)
def _order(count: int, turn: int) -> list[int]:
    order = list(range(count))
    random.Random(f"{_SEED} {turn}").shuffle(order)  # noqa: S311  # no secret
    return order


@lru_cache(maxsize=1)
def _half_as_many_bits() -> bool:
    """Whether to sum in 16 bits: three quarters of the time on processors that can; on others
    eleven times as long.
    """
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def _scores(network: Network, tokenizer: Tokenizer, groups: Sequence[Group]) -> Tensor:
    """Scores of all sentences in turn; short and long ones apart, to pad less."""
    pairs = pair_tokens(
        tokenizer, [(one.question, sentence.text) for one in groups for sentence in one.sentences]
    )
    order = sorted(range(len(pairs)), key=lambda number: sum(map(len, pairs[number])))
    parts = []
    for some in np.array_split(order, _LENGTHS):
        batch = rows([pairs[number] for number in some])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_half_as_many_bits()):
            parts.append(
                network(torch.from_numpy(batch.tokens), torch.from_numpy(batch.second)).float()
            )
    back = torch.empty(len(order), dtype=torch.long)
    back[torch.tensor(order)] = torch.arange(len(order))
    return torch.cat(parts)[back]
