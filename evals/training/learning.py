"""Train the cross-encoder to tell which sentence answers, if any.

Each step shows some questions with one sentence that answers and several that our search ranks
beside it. The loss is a cross-entropy over these and a fixed 0 for "none of them", which is right
for questions without an answer; so a score means the same from one question to the next.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from assistant.models.pairs import pair_tokens
from assistant.models.reranker import LIMITS
from evals.training.examples import Candidate, Example
from evals.training.loop import SEED, drawn, scores
from evals.training.network import Network

_NEAR = 3  # wrong sentences of a group: of the best ones
_FAR = 0.3  # the chance that one of the rest is among them, too
_BEST = 7
_GROUPS = 8  # in a step


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


def questions(
    network: Network, tokenizer: Tokenizer, examples: Sequence[Example]
) -> Callable[[int], Tensor]:
    """The loss of a step over some examples."""

    def loss(step: int) -> Tensor:
        draw = random.Random(f"{SEED} step {step}")  # noqa: S311  # no secret
        groups = [group(one, draw) for one in drawn(examples, step, _GROUPS)]
        pairs = [(one.question, sentence.text) for one in groups for sentence in one.sentences]
        return loss_of(scores(network, pair_tokens(tokenizer, pairs, LIMITS)), groups)

    return loss
