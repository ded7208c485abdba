"""A cross-encoder of a few kilobytes, with random weights that are always the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] which cells repair myelin stem do so eggs and butter ."


def make(folder: Path, labels: int = 1, names: Sequence[str] = ()) -> Path:
    """Write its files into `folder`, which is made, and return it. names: of the labels."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder.mkdir(parents=True)
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join(WORDS.split()), encoding="utf-8")
    BertTokenizerFast(vocab=str(vocabulary)).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS.split()),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        num_labels=labels,
    )
    if names:
        config.id2label = dict(enumerate(names))
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder
