"""The page in the browser: its parts, and what happens when a question is sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import ArchiveUnusable
from assistant.messages import MESSAGES
from assistant.reading.document import Document
from ui.chat import conversation
from ui.chat.conversation import Context, context
from ui.chat.queue import ANSWERED_AT_ONCE, QUESTIONS
from ui.reader.address import address as reading
from ui.references.quotation import bibliography
from ui.templating import render

if TYPE_CHECKING:
    from ui.chat.ask import Asking

STATIC = Path(__file__).parents[1] / "static"
FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")


def theme() -> gr.themes.Base:
    """Gradio's plain theme with the computer's own fonts: its default ones come from the web."""
    return gr.themes.Base(font=FONTS, font_mono=("ui-monospace", "Consolas", "monospace"))


def head() -> str:
    """What the page loads."""
    return render("head.html")


def top() -> str:
    """The page's top line: what it is, and the ways to its views."""
    return render("top.html")


LISTED = 50
"""Documents that are named before the first question."""


def welcome(documents: Sequence[Document], notice: str = "") -> str:
    """The left side: one line, and where the page puts questions to begin with.

    notice: a line before it.
    """
    count = len(documents)
    phrase = MESSAGES.welcome_one if count == 1 else MESSAGES.welcome_many
    said = (phrase if count else MESSAGES.welcome_none).format(count=count)
    return render("welcome.html", documents=count, said=said, notice=notice)


def document_list(documents: Sequence[Document]) -> str:
    """The right side: the documents there are; "" for none."""
    if not documents:
        return ""
    return render(
        "corpus.html",
        documents=documents[:LISTED],
        more=max(0, len(documents) - LISTED),
        reading=reading,
        bibliography=bibliography,
    )


# What the browser knows goes along with every event; the script may not be there yet.
_CONTEXT = "window.assistant ? window.assistant.context({}) : '{{}}'"
_QUESTION_JS = f"(question) => [question, {_CONTEXT.format('question')}]"
_ACT_JS = f"() => [{_CONTEXT.format('')}]"
_LOAD_JS = """() => {
  const given = JSON.parse(localStorage.getItem("assistant.settings") ?? "{}");
  const conversation = new URLSearchParams(location.search).get("c") ?? "";
  return [JSON.stringify({ ...given, conversation })];
}"""
# An event of the page's own scripts becomes one of Gradio's.
_BUS_JS = """
document.addEventListener("assistant-ask", ({ detail }) => trigger("submit", detail));
document.addEventListener("assistant-show", ({ detail }) => trigger("select", detail));
document.documentElement.dataset.ready = "";
document.dispatchEvent(new CustomEvent("assistant-ready"));
"""

MOST_EVENTS = 2_000
"""Events of all kinds that may wait, at most."""

Parts = tuple[Any, ...]


def build(asking: Asking) -> gr.Blocks:
    """The page over one assistant."""
    return _Page(asking).blocks


class _Page:
    blocks: gr.Blocks

    def __init__(self, asking: Asking) -> None:
        self._asking = asking
        with gr.Blocks(
            analytics_enabled=False, title=MESSAGES.name, fill_width=True
        ) as self.blocks:
            _html(top(), "top")
            with gr.Row(elem_id="columns"):
                with gr.Column(elem_id="left"):
                    with gr.Column(elem_id="talk"):
                        self._log = _html("", "log")
                        self._live = _html("", "live")
                    self._question = gr.Textbox(
                        label=MESSAGES.question_label,
                        placeholder=MESSAGES.question_hint,
                        lines=1,
                        max_lines=8,
                        submit_btn=MESSAGES.ask,
                        autofocus=True,
                        elem_id="question",
                    )
                self._side = _html("", "side")
            self._context = gr.Textbox(visible=False)
            self._bus = _html("", "bus", js_on_load=_BUS_JS)
            self._wire()
        # How many questions may wait is for `ui.door` to say: pages are opened all the same.
        self.blocks.queue(max_size=MOST_EVENTS, default_concurrency_limit=ANSWERED_AT_ONCE)

    @property
    def _outputs(self) -> list[Any]:
        return [self._log, self._live, self._side, self._question]

    def _wire(self) -> None:
        common: dict[str, Any] = {"outputs": self._outputs, "show_progress": "hidden"}
        answering: dict[str, Any] = {**common, "concurrency_id": QUESTIONS}
        asked: list[Any] = [
            self._question.submit(
                self._ask,
                inputs=[self._question, self._context],
                js=_QUESTION_JS,
                api_name="ask",
                # One sent while an answer is still growing waits for its end, and is not lost.
                trigger_mode="always_last",
                **answering,
            ),
            self._bus.submit(
                self._ask_again,
                inputs=[self._context],
                js=_ACT_JS,
                api_visibility="private",
                **answering,
            ),
        ]
        # What is being answered would come back over what is shown next.
        opened = self._bus.select(
            self._open,
            inputs=[self._context],
            js=_ACT_JS,
            cancels=asked,
            trigger_mode="multiple",
            api_visibility="private",
            **common,
        )
        loaded = self.blocks.load(
            self._show,
            inputs=[self._context],
            js=_LOAD_JS,
            api_visibility="private",
            **common,
        )
        # And what was about to be shown would replace the answer to what is asked now.
        for asking in (self._question.submit, self._bus.submit):
            asking(None, cancels=[opened, loaded], api_visibility="private")
        self.blocks.unload(self._leave)

    def _ask(self, question: str | None, given: str | None, request: gr.Request) -> Iterator[Parts]:
        yield from self._asked(question or "", context(given), "", request)

    def _ask_again(
        self, given: str | None, event: gr.EventData, request: gr.Request
    ) -> Iterator[Parts]:
        """A question that stands on the page; with a number, in the place of that turn."""
        known = context(given).model_copy(update={"editing": _number(event)})
        yield from self._asked(str(_sent(event, "text") or ""), known, gr.skip(), request)

    def _open(self, given: str | None, event: gr.EventData) -> Parts:
        """Show a conversation; with a number, without the turns from this one on."""
        known = context(given)
        known = known.model_copy(update={"conversation": str(_sent(event, "conversation") or "")})
        notice = ""
        if (number := _number(event)) and _sent(event, "kept"):
            try:
                self._asking.keeping.cut(known.conversation, number)
            except ArchiveUnusable as error:
                notice = str(error)
            if number == 1 and not notice:
                known = known.model_copy(update={"conversation": ""})
        return self._shown(known, notice)

    def _asked(
        self, question: str, given: Context, box: object, request: gr.Request
    ) -> Iterator[Parts]:
        if not question.strip():
            yield tuple(gr.skip() for _ in self._outputs)
            return
        session = request.session_hash or ""
        with closing(self._asking.ask(question, given, session)) as growing:  # type: ignore[type-var]
            shown = None
            for view in growing:
                side = gr.skip() if view.side in (None, shown) else view.side
                shown = view.side
                yield _or_skip(view.log), _or_skip(view.live), side, box
                box = gr.skip()

    def _show(self, given: str | None) -> Parts:
        return self._shown(context(given))

    def _leave(self, request: gr.Request) -> None:
        self._asking.running.leave(request.session_hash or "")

    def _shown(self, given: Context, notice: str = "") -> Parts:
        """A conversation as it was left; what to begin with if there is none."""
        try:
            view = self._asking.show(given)
            if view is None and given.conversation:
                notice = notice or MESSAGES.no_conversation
        except ArchiveUnusable as error:
            view, notice = None, str(error)
        if view is not None:
            return view.log, view.live, view.side or "", gr.skip()
        documents = self._asking.documents
        begin = welcome(documents, notice)
        log = conversation.log((), Context())
        return log, begin, document_list(documents), gr.skip()


def _sent(event: gr.EventData, name: str) -> object:
    """What the page's scripts sent along under a name; anybody can send anything."""
    try:
        found: object = getattr(event, name)
    except (AttributeError, TypeError):  # it is not there, or what was sent has no names
        return None
    return found


def _number(event: gr.EventData) -> int:
    number = _sent(event, "number")
    return number if isinstance(number, int) and number > 0 else 0


def _or_skip(part: str | None) -> object:
    return gr.skip() if part is None else part


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=js_on_load)
