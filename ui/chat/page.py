"""The page in the browser: its parts, and what happens when a question is sent.

The log and the cards are our own HTML, since each sentence needs an exact marker and no text may
be read as Markdown. What a reader does with them (`data-do`) comes back as an event of `#bus`. The
conversation's name and the reader's choices are the browser's (`static/chat.js`), everything else
is in the archive, so that the page can be left and come back to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.chat import frame
from ui.chat.context import Context, context
from ui.chat.welcome import document_list, welcome

if TYPE_CHECKING:
    from ui.chat.asking import Asking

# What the browser knows goes along with every event; the script may not be there yet.
_CONTEXT = "window.assistant ? window.assistant.context() : '{}'"
_QUESTION_JS = f"(question) => [question, {_CONTEXT}]"
_ACT_JS = f"() => [{_CONTEXT}]"
_LOAD_JS = (
    "() => [JSON.stringify({conversation: new URLSearchParams(location.search).get('c') || ''})]"
)
# An event of the page's own scripts becomes one of Gradio's.
_BUS_JS = (
    "document.addEventListener('assistant-do', ({detail}) => trigger('submit', detail));"
    "document.dispatchEvent(new CustomEvent('assistant-ready'));"
)

Parts = tuple[Any, ...]


def build(asking: Asking) -> gr.Blocks:
    """The page over one assistant."""
    return _Page(asking).blocks


class _Page:
    blocks: gr.Blocks

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        phrases = asking.assistant.phrases
        with gr.Blocks(analytics_enabled=False, title=phrases.name, fill_width=True) as self.blocks:
            _html(frame.top(phrases), "top")
            with gr.Row(elem_id="columns"):
                with gr.Column(elem_id="left"):
                    with gr.Column(elem_id="talk"):
                        self._log = _html("", "log")
                        self._live = _html("", "live")
                    self._question = gr.Textbox(
                        label=phrases.question_label,
                        placeholder=phrases.question_hint,
                        lines=1,
                        max_lines=8,
                        submit_btn=phrases.ask,
                        autofocus=True,
                        elem_id="question",
                    )
                self._side = _html("", "side")
            self._context = gr.Textbox(visible=False)
            self._bus = _html("", "bus", js_on_load=_BUS_JS)
            self._wire()
        self.blocks.queue(max_size=64, default_concurrency_limit=4)

    @property
    def _outputs(self) -> list[Any]:
        return [self._log, self._live, self._side, self._question]

    def _wire(self) -> None:
        common: dict[str, Any] = {"outputs": self._outputs, "show_progress": "hidden"}
        loading = self.blocks.load(
            self._show,
            inputs=[self._context],
            js=_LOAD_JS,
            api_visibility="private",
            **common,
        )
        self._question.submit(
            self._ask,
            inputs=[self._question, self._context],
            js=_QUESTION_JS,
            api_name="ask",
            # One sent while an answer is still growing waits for its end, and is not lost.
            trigger_mode="always_last",
            cancels=[loading],
            **common,
        )
        self._bus.submit(
            self._act,
            inputs=[self._context],
            js=_ACT_JS,
            api_visibility="private",
            # What is shown first may come late: it would take the place of an answer.
            cancels=[loading],
            **common,
        )

    def _ask(self, question: str | None, given: str | None) -> Iterator[Parts]:
        yield from self._asked(question or "", context(given), "")

    def _act(self, given: str | None, event: gr.EventData) -> Iterator[Parts]:
        """What a reader did: see `static/chat.js` for the names."""
        said: dict[str, Any] = event._data or {}
        known = context(given)
        number = said.get("number")
        number = number if isinstance(number, int) and number > 0 else 1
        match said.get("do"):
            case "ask":
                yield from self._asked(str(said.get("text", "")), known, gr.skip())
            case "retry":
                turns = self._asking.keeping.turns(known.conversation)
                again = next((one.question for one in turns if one.number == number), "")
                again = again or str(said.get("text", ""))
                known = known.model_copy(update={"editing": number if turns[number - 1 :] else 0})
                yield from self._asked(again, known, gr.skip())
            case "undo":
                self._asking.keeping.cut(known.conversation, number)
                yield self._shown(known)
            case _:
                yield self._shown(known)

    def _asked(self, question: str, given: Context, box: object) -> Iterator[Parts]:
        if not question.strip():
            yield tuple(gr.skip() for _ in self._outputs)
            return
        with closing(self._asking.ask(question, given)) as growing:  # type: ignore[type-var]
            side = ""
            for view in growing:
                changed = view.side is not None and view.side != side
                side = view.side or side
                yield _or_skip(view.log), _or_skip(view.live), side if changed else gr.skip(), box
                box = gr.skip()

    def _show(self, given: str | None) -> Parts:
        return self._shown(context(given))

    def _shown(self, given: Context) -> Parts:
        """A conversation as it was left; what to begin with where there is none."""
        if given.conversation:
            view = self._asking.show(given)
            if view.side is not None or self._asking.keeping.turns(given.conversation):
                return view.log, view.live, view.side or "", gr.skip()
        assistant, phrases = self._asking.assistant, self._asking.assistant.phrases
        documents = frame.documents_of(assistant)
        gone = phrases.no_conversation if given.conversation else ""
        begin = welcome(documents, phrases, gone)
        return frame.EMPTY_LOG, begin, document_list(documents, phrases), gr.skip()


def _or_skip(part: str | None) -> object:
    return gr.skip() if part is None else part


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)
