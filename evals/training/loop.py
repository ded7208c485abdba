"""Train a cross-encoder by any loss, and go on where a run was stopped."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from assistant.models.pairs import rows
from assistant.progress import Progress
from evals.training.network import Network

_HEAD = 12.5  # times that of the layers
_WARM = 0.06  # share of the schedule in which the rate rises
_SCHEDULE = 1.18  # times the steps: what is trained ends while the rate is 15 % of its height
_LENGTHS = 3  # batches of a step, of pairs of about one length
_AVERAGED = (0.82, 0.91, 1.0)  # of the steps
_KEPT_EVERY = 25  # steps
_Item = TypeVar("_Item")

SEED = 0


def train(
    network: Network,
    loss_of: Callable[[int], Tensor],
    steps: int,
    kept: Path,
    progress: Progress,
    rate: float,
) -> list[float]:
    """Train in place, or go on where `kept` holds the state of a run that was stopped.

    loss_of: the loss of a step, counted from 0; it computes with the network.
    rate:    of learning, of the layers, at its height.

    At the end the network has the mean of its weights after the steps of `averaged`.

    Returns the loss of every step, those of the run that was stopped too.
    """
    torch.manual_seed(SEED)
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
        loss = loss_of(step)
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


def drawn(items: Sequence[_Item], step: int, count: int) -> list[_Item]:
    """What a step shows: every item once, in an order that its round decides."""
    chosen = []
    for place in range(step * count, (step + 1) * count):
        turn, number = divmod(place, len(items))
        chosen.append(items[_order(len(items), turn)[number]])
    return chosen


@lru_cache(maxsize=2)
def _order(count: int, turn: int) -> list[int]:
    order = list(range(count))
    random.Random(f"{SEED} {turn}").shuffle(order)  # noqa: S311  # no secret
    return order


@lru_cache(maxsize=1)
def _half_as_many_bits() -> bool:
    """Whether to sum in 16 bits: three quarters of the time on processors that can; on others
    eleven times as long.
    """
    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def scores(network: Network, pairs: Sequence[Sequence[Sequence[int]]]) -> Tensor:
    """Scores of pairs, as `pair_tokens` gives them; short and long ones apart, to pad less."""
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
