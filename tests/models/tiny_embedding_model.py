"""An embedding model of a few kilobytes, with random weights that are always the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] query passage : green tea is brewed at degrees bees sleep ."
PROMPTS = {"query": "query: ", "passage": "passage: "}
DIMENSION = 16


def make(folder: Path, prompts: Mapping[str, str] = PROMPTS, default: str | None = None) -> Path:
    """Write its files into `folder`, which is made, and return it. default: name of a prompt."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    inner = folder.with_name(f"{folder.name}-inner")
    inner.mkdir(parents=True)
    vocabulary = inner / "vocab.txt"
    vocabulary.write_text("\n".join(WORDS.split()), encoding="utf-8")
    BertTokenizer(vocab=str(vocabulary)).save_pretrained(inner)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS.split()),
        hidden_size=DIMENSION,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(inner)
    modules = [Transformer(str(inner)), Pooling(DIMENSION)]
    model = SentenceTransformer(
        modules=modules, device="cpu", prompts=dict(prompts), default_prompt_name=default
    )
    model.save(str(folder))
    return folder
