"""The view "Settings": what a reader chooses, remembered in the browser (`static/settings.js`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from ui.chat.conversation import MOST_PASSAGES
from ui.markup import escape
from ui.responses import viewing

if TYPE_CHECKING:
    from assistant.assistant import Assistant

TITLE = "Settings"


def routes(assistant: Assistant) -> list[BaseRoute]:
    """GET /view/settings."""

    def show(_: Request) -> str:
        return settings(assistant.writers, assistant.settings.show_withheld)

    return [Route("/view/settings", viewing(TITLE, show))]


def settings(writers: tuple[str, ...], shows_withheld: bool) -> str:
    """The form. writers: the language models that are at hand, the one that is set up first."""
    return (
        f'<h1>{TITLE}</h1><form class="settings">{_answers(writers)}{_model(writers)}'
        f"{_evidence(bool(writers), shows_withheld)}{_look()}</form>"
        '<p class="quiet small">Remembered in this browser only. '
        '<button type="button" class="link" data-keys>Keys</button></p>'
    )


def _answers(writers: tuple[str, ...]) -> str:
    if not writers:
        said = (
            "Answers are quotes. For a language model’s words above them, run "
            "<code>assistant models fetch qwen2.5-coder-1.5b</code> (1.1 GB) and start the page "
            "again, or set one up as the README says."
        )
        return f'<fieldset><legend>Answers</legend><p class="quiet">{said}</p></fieldset>'
    choices = (
        ("", "As set up", "What whoever runs this page has chosen."),
        ("quoted", "Quotes", "The documents’ own words, at once."),
        (
            "composed",
            "Quotes, and a language model’s words above them",
            "Each of its sentences is checked against the quotes; this takes some seconds.",
        ),
    )
    return f"<fieldset><legend>Answers</legend>{_radios('answers', choices)}</fieldset>"


def _model(writers: tuple[str, ...]) -> str:
    if len(writers) < 2:
        return ""
    options = "".join(f'<option value="{escape(one)}">{escape(one)}</option>' for one in writers)
    return (
        '<fieldset><legend><label for="model">Language model</label></legend>'
        f'<select class="field" id="model" name="model">{options}</select></fieldset>'
    )


def _evidence(composes: bool, shows_withheld: bool) -> str:
    withheld = (
        '<label class="choice"><input type="checkbox" name="withheld"'
        f"{' checked' if shows_withheld else ''}><span>Show withheld sentences, struck through"
        "<small>What a language model wrote and no quote holds up.</small></span></label>"
        if composes
        else ""
    )
    return (
        "<fieldset><legend>Evidence</legend>"
        '<label class="choice" for="passages">Further passages listed under the quotes</label>'
        '<div class="range"><input type="range" id="passages" name="passages" min="0"'
        f' max="{MOST_PASSAGES}" step="1"><output for="passages"></output></div>'
        f"{withheld}</fieldset>"
    )


def _look() -> str:
    themes = (("", "As the computer", ""), ("light", "Light", ""), ("dark", "Dark", ""))
    sizes = (("90", "Small", ""), ("100", "Medium", ""), ("112", "Large", ""), ("130", "Huge", ""))
    return (
        f"<fieldset><legend>Theme</legend>{_radios('theme', themes)}</fieldset>"
        f"<fieldset><legend>Size of the text</legend>{_radios('size', sizes)}</fieldset>"
    )


def _radios(name: str, choices: tuple[tuple[str, str, str], ...]) -> str:
    return "".join(
        f'<label class="choice"><input type="radio" name="{name}" value="{value}">'
        f"<span>{label}{f'<small>{more}</small>' if more else ''}</span></label>"
        for value, label, more in choices
    )
