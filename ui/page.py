"""The page in the browser: its parts, and what happens when a question is sent.

The log and the cards are our own HTML (`ui.render`, `ui.cards`), since each sentence needs an
exact marker and no text may be read as Markdown. Showing a marker's card needs no round trip:
`static/page.js` does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui import cards, exchange, render
from ui.examples import examples
from ui.exchange import Exchange
from ui.markup import escape

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.phrases.phrases import Phrases
    from ui.shelf import Shelf

STATIC = Path(__file__).with_name("static")
_STYLES = ("base", "page", "reader", "documents", "talks", "quality")
_SCRIPTS = ("router", "page", "reader", "documents", "talks", "quality")
HEAD = "".join(
    (
        '<link rel="icon" type="image/svg+xml" href="/page/icon.svg">',
        *(f'<link rel="stylesheet" href="/page/{name}.css">' for name in _STYLES),
        *(f'<script type="module" src="/page/{name}.js"></script>' for name in _SCRIPTS),
    )
)
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")

Conversation = tuple[Exchange, ...]


def build(assistant: Assistant, shelf: Shelf) -> gr.Blocks:
    """The page over one assistant; each browser tab holds its own conversation."""
    return _Page(assistant, shelf).blocks


def theme() -> gr.themes.Base:
    """Gradio's plain theme with the computer's own fonts: its default ones come from the web."""
    return gr.themes.Base(font=FONTS, font_mono=("ui-monospace", "Consolas", "monospace"))


class _Page:
    blocks: gr.Blocks

    def __init__(self, assistant: Assistant, shelf: Shelf) -> None:
        self._assistant, self._shelf = assistant, shelf
        phrases = self._phrases = assistant.phrases
        with gr.Blocks(analytics_enabled=False, title=phrases.name, fill_width=True) as self.blocks:
            self._conversation = gr.State(())
            with gr.Row(elem_id="top"):
                _html(_heading(phrases), "heading")
                new = gr.Button(phrases.new_conversation, elem_id="new", size="sm")
            with gr.Row(elem_id="columns"):
                with gr.Column(elem_id="left"):
                    self._log = _html(render.welcome(assistant.documents, phrases), "log")
                    chosen = self._example_buttons()
                    self._question = gr.Textbox(
                        label=phrases.question_label,
                        placeholder=phrases.question_hint,
                        lines=1,
                        max_lines=6,
                        submit_btn=phrases.ask,
                        autofocus=True,
                        elem_id="question",
                    )
                self._side = _html(cards.document_list(assistant.documents, phrases), "side")
            sent = self._wire(chosen)
            new.click(
                self._clear,
                outputs=self._outputs,
                cancels=sent,
                show_progress="hidden",
                api_visibility="private",
            )
        self.blocks.queue(max_size=64, default_concurrency_limit=4)

    def _example_buttons(self) -> list[gr.Button]:
        questions = examples(self._assistant)
        with gr.Column(elem_id="examples", visible=bool(questions)) as self._examples:
            return [gr.Button(question, size="sm") for question in questions]

    @property
    def _outputs(self) -> list[Any]:
        return [self._conversation, self._log, self._side, self._question, self._examples]

    def _wire(self, chosen: list[gr.Button]) -> list[Any]:
        common: dict[str, Any] = {"outputs": self._outputs, "show_progress": "hidden"}
        sent = [
            self._question.submit(
                self._ask,
                inputs=[self._question, self._conversation],
                api_name="ask",
                **common,
            )
        ]
        sent += [
            button.click(
                self._ask,
                inputs=[button, self._conversation],
                api_visibility="private",
                **common,
            )
            for button in chosen
        ]
        return sent

    def _ask(self, question: str | None, conversation: Conversation) -> Iterator[tuple[Any, ...]]:
        if not question or not question.strip():
            yield tuple(gr.skip() for _ in self._outputs)
            return
        hidden = gr.Column(visible=False)
        log = exchange.log(conversation, question, self._phrases)
        yield gr.skip(), log, gr.skip(), "", hidden
        with closing(
            exchange.ask(self._assistant, conversation, question, self._shelf)  # type: ignore[type-var]
        ) as growing:
            for latest in growing:
                grown = (*conversation, latest)
                side = exchange.side(grown) or gr.skip()
                yield grown, exchange.log(grown), side, gr.skip(), hidden

    def _clear(self) -> tuple[Any, ...]:
        documents, phrases = self._assistant.documents, self._phrases
        shown = gr.Column(visible=bool(examples(self._assistant)))
        welcome = render.welcome(documents, phrases)
        return (), welcome, cards.document_list(documents, phrases), "", shown


def _heading(phrases: Phrases) -> str:
    template = (STATIC / "heading.html").read_text(encoding="utf-8")
    return template.format(name=escape(phrases.name), claim=escape(phrases.claim))


def _html(value: str, elem_id: str) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)
