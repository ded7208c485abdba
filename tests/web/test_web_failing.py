"""The server is down, slow or refuses: each action ends in a clear line, and the page goes on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from chat_page import STARTED_IN, ChatPage
from playwright.sync_api import Browser, BrowserContext, Locator, Route, expect
from served_page import ServedPage
from uploading import a_file

SURVIVAL = "What was the survival?"
LOST = "The assistant cannot be reached"
JOIN, DATA = "**/queue/join*", "**/queue/data*"


@pytest.fixture
def context(browser: Browser, fake_site: ServedPage) -> Iterator[BrowserContext]:
    """A request that fails is an error in the console: nobody watches it here."""
    made = browser.new_context(
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    )
    yield made
    made.close()


@pytest.fixture
def chat(context: BrowserContext, fake_site: ServedPage) -> ChatPage:
    page = ChatPage(context.new_page(), fake_site.url)
    page.open()
    page.page.evaluate("window.never = 'loaded anew'")
    return page


@pytest.fixture
def trouble(chat: ChatPage) -> Locator:
    return chat.page.locator("#trouble")


def not_loaded_anew(chat: ChatPage) -> bool:
    return bool(chat.page.evaluate("window.never"))


def ask(chat: ChatPage, question: str) -> None:
    chat.box.fill(question)
    chat.box.press("Enter")


def once(chat: ChatPage, address: str, answer: Callable[[Route], None]) -> None:
    """The next request of an address is answered so."""
    chat.page.route(address, answer, times=1)


def refusing(status: int, body: str, **headers: str) -> Callable[[Route], None]:
    kind = "application/json" if body.startswith("{") else "text/plain"
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda route: route.fulfill(
        status=status, body=body, content_type=kind, headers={"content-type": kind, **given}
    )


def lost(route: Route) -> None:
    route.abort("connectionrefused")


def test_a_question_waits_for_the_server_to_come_back(
    chat: ChatPage, trouble: Locator, fake_site: ServedPage
) -> None:
    chat.ask(SURVIVAL)
    fake_site.stop()
    ask(chat, "And the survival then?")
    expect(trouble).to_contain_text(LOST)
    expect(trouble.get_by_role("alert")).to_have_text(re.compile("^[^\n]+$"))
    expect(chat.box).to_have_value("And the survival then?")
    chat.box.press("Enter")
    expect(chat.box).to_have_value("And the survival then?")
    fake_site.start()
    expect(trouble).to_be_hidden(timeout=STARTED_IN)
    chat.box.press("Enter")
    expect(chat.answered("And the survival then?")).to_contain_text("92%")
    expect(chat.turns).to_have_count(2)
    expect(chat.box).to_have_value("")
    assert not_loaded_anew(chat)
    chat.ask("attack")  # what the page keeps open works again too
    expect(chat.turns).to_have_count(3)


def test_an_answer_that_breaks_off_ends_and_is_asked_again(
    chat: ChatPage, trouble: Locator
) -> None:
    once(chat, DATA, lost)
    ask(chat, SURVIVAL)
    expect(trouble).to_contain_text(LOST)
    expect(chat.box).to_have_value(SURVIVAL)
    expect(chat.page.locator('[data-state="running"]')).to_have_count(0)
    expect(trouble).to_be_hidden()
    chat.box.press("Enter")
    expect(chat.answered(SURVIVAL)).to_contain_text("92%")
    assert not_loaded_anew(chat)


@pytest.mark.parametrize(
    "ending",
    [
        'data: {"msg":"unexpected_error","message":"x","success":false}\n\n',
        "",
        'data: {"msg":"process_completed","event_id":"EVENT","output":{"error":null},'
        '"success":false}\n\ndata: {"msg":"close_stream"}\n\n',
    ],
    ids=["it says so", "without a word", "this question alone"],
)
def test_an_answer_that_fails_in_the_server_ends_too(
    chat: ChatPage, trouble: Locator, ending: str
) -> None:
    events: list[str] = []

    def join(route: Route) -> None:
        answer = route.fetch()
        events.append(answer.json()["event_id"])
        route.fulfill(response=answer)

    once(chat, JOIN, join)
    once(
        chat,
        DATA,
        lambda route: route.fulfill(
            body=ending.replace("EVENT", events[0]), content_type="text/event-stream"
        ),
    )
    ask(chat, SURVIVAL)
    expect(trouble).to_contain_text("Something went wrong in the assistant")
    expect(chat.box).to_have_value(SURVIVAL)
    chat.box.press("Enter")
    expect(chat.answered(SURVIVAL)).to_contain_text("92%")
    expect(trouble).to_be_hidden()


def test_a_wait_is_counted_down_and_then_the_question_is_asked(
    chat: ChatPage, trouble: Locator
) -> None:
    chat.page.clock.install()
    said = '{"error": "Too many questions at once: try again in 12 s."}'
    once(chat, JOIN, refusing(429, said, retry_after="12"))
    ask(chat, SURVIVAL)
    expect(trouble.get_by_role("alert")).to_have_text(
        "Too many questions at once: try again in 12 s."
    )
    chat.page.clock.fast_forward(5_000)
    expect(trouble.locator("span").last).to_have_text(
        re.compile(r"^Too many questions at once: try again in [67] s\.$")
    )
    chat.page.clock.fast_forward(8_000)
    expect(trouble).to_be_hidden()
    expect(chat.box).to_have_value(SURVIVAL)
    chat.page.clock.resume()
    chat.box.press("Enter")
    expect(chat.answered(SURVIVAL)).to_contain_text("92%")


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (503, "Getting ready. You can already type your question.", "Getting ready"),
        (503, "", "too much to do"),
        (429, "", "Too much was asked at once"),
        (500, "<h1>Oh</h1>", "Something went wrong in the assistant"),
        (422, '{"detail": [{"loc": 1}]}', "did not take that (422)"),
        (413, "The request is too large.", "The request is too large."),
        (200, "no JSON", "something else than was asked for"),
    ],
)
def test_a_refused_question_says_why_and_stays(
    chat: ChatPage, trouble: Locator, status: int, body: str, says: str
) -> None:
    once(chat, JOIN, refusing(status, body))
    ask(chat, SURVIVAL)
    expect(trouble).to_contain_text(says)
    expect(chat.box).to_have_value(SURVIVAL)
    chat.box.press("Enter")
    expect(chat.answered(SURVIVAL)).to_contain_text("92%")
    expect(trouble).to_be_hidden()


def test_a_slow_server_is_waited_for_but_not_for_ever(chat: ChatPage, trouble: Locator) -> None:
    chat.page.clock.install()
    held: list[Route] = []
    once(chat, JOIN, lambda route: held.append(route))
    with chat.page.expect_request(JOIN):
        ask(chat, SURVIVAL)
    chat.page.clock.fast_forward(9_000)
    expect(trouble).to_contain_text("The assistant is slow to answer")
    chat.page.clock.fast_forward(60_000)
    expect(trouble).to_contain_text("takes too long to answer: try again")
    expect(chat.box).to_have_value(SURVIVAL)
    held[0].abort()
    chat.page.clock.resume()
    chat.box.press("Enter")
    expect(chat.answered(SURVIVAL)).to_contain_text("92%")


def test_an_edited_question_is_still_edited(chat: ChatPage, trouble: Locator) -> None:
    chat.ask(SURVIVAL)
    chat.last.get_by_role("button", name="Edit this question").click()
    once(chat, JOIN, refusing(500, ""))
    ask(chat, "What was the survival then?")
    expect(trouble).to_be_visible()
    expect(chat.page.locator(".turn.replaced")).to_have_count(1)
    chat.box.press("Enter")
    chat.answered("What was the survival then?")
    expect(chat.turns).to_have_count(1)


def test_asking_again_and_taking_back_leave_the_turn_as_it_was(
    chat: ChatPage, trouble: Locator
) -> None:
    chat.ask(SURVIVAL)
    for name in ("Ask again", "Remove this question"):
        once(chat, JOIN, refusing(503, "", retry_after="1"))
        chat.last.get_by_role("button", name=name).click()
        expect(trouble).to_contain_text("try again in 1 s")
        expect(trouble).to_be_hidden()
        expect(chat.last).to_contain_text("92%")
        expect(chat.turns).to_have_count(1)
    chat.last.get_by_role("button", name="Remove this question").click()
    expect(chat.page.locator(".welcome")).to_be_visible()


def test_a_suggested_question_is_kept_in_the_box(chat: ChatPage, trouble: Locator) -> None:
    once(chat, JOIN, lost)
    chat.page.locator(".welcome .ask-this").first.click()
    expect(trouble).to_contain_text(LOST)
    expect(chat.box).to_have_value(SURVIVAL)


def test_a_conversation_that_cannot_be_opened_is_opened_later(
    chat: ChatPage, trouble: Locator
) -> None:
    chat.ask(SURVIVAL)
    chat.page.get_by_role("button", name="New conversation").click()
    expect(chat.page.locator(".welcome")).to_be_visible()
    view = chat.go("conversations")
    once(chat, JOIN, refusing(503, "", retry_after="1"))
    view.locator(".talk-open").first.click()
    expect(trouble).to_be_visible()
    expect(chat.answered(SURVIVAL)).to_contain_text("92%")
    expect(trouble).to_be_hidden()


def test_the_first_questions_come_once_the_server_is_back(
    context: BrowserContext, fake_site: ServedPage
) -> None:
    chat = ChatPage(context.new_page(), fake_site.url)
    once(chat, "**/view/first", refusing(503, "", retry_after="1"))
    chat.open()
    expect(chat.page.locator(".welcome .ask-this").first).to_be_visible()


def rate(chat: ChatPage) -> Locator:
    chat.last.get_by_role("button", name="Good answer").click()
    return chat.last.locator(".rating-said")


def stop(chat: ChatPage) -> Locator:
    # What stands there while a model writes; the answers here are there too soon.
    chat.page.evaluate(
        """() => {
          const button = document.createElement("button");
          Object.assign(button.dataset, { do: "stop", run: "x" });
          button.textContent = "Stop";
          document.querySelector("#live .turn .stop-here")?.remove();
          document.querySelector("#live .turn").append(button);
          button.className = "stop-here";
        }"""
    )
    chat.page.locator(".stop-here").click()
    return chat.page.locator(".copied-note")


def cite(chat: ChatPage) -> Locator:
    chat.card().locator(".cite summary").click()
    chat.card().get_by_role("button", name="Copy BibTeX").click()
    return chat.page.locator(".copied-note")


def download(chat: ChatPage) -> Locator:
    chat.card().locator(".cite summary").click()
    chat.card().get_by_role("link", name="Download RIS").click()
    return chat.page.locator(".copied-note")


def receipt(chat: ChatPage) -> Locator:
    chat.last.get_by_role("link", name="Receipt").click()
    return chat.page.locator(".copied-note")


def a_view(chat: ChatPage) -> Locator:
    chat.page.click('[data-view-link="settings"]')
    return chat.view.get_by_role("alert")


def reader(chat: ChatPage) -> Locator:
    chat.card().get_by_role("link", name="In context").click()
    return chat.view.get_by_role("alert")


def rename(chat: ChatPage) -> Locator:
    talk = chat.go("conversations").locator(".talk[data-current]")
    talk.get_by_role("button", name="Rename").click()
    talk.get_by_role("textbox").fill("Another name")
    talk.get_by_role("button", name="Save").click()
    return talk.locator(".talk-problem")


def delete(chat: ChatPage) -> Locator:
    talk = chat.go("conversations").locator(".talk[data-current]")
    talk.get_by_role("button", name="Delete").click()
    talk.get_by_role("button", name="Delete", exact=True).click()
    expect(talk.get_by_role("button", name="Delete", exact=True)).to_be_enabled()
    return talk.locator(".talk-problem")


def export(chat: ChatPage) -> Locator:
    talk = chat.go("conversations").locator(".talk[data-current]")
    talk.locator(".talk-menu summary").click()
    talk.get_by_role("link", name="PDF").click()
    return chat.page.locator(".copied-note")


def search_talks(chat: ChatPage) -> Locator:
    chat.go("conversations")
    chat.page.fill("#talks-search", "survival")
    return chat.view.locator(".talks-missed")


def remove_document(chat: ChatPage) -> Locator:
    view = chat.go("documents")
    view.locator(".documents-remove").first.click()
    view.get_by_role("dialog").get_by_role("button", name="Delete the file").click()
    expect(view.get_by_role("button", name="Delete the file")).to_be_enabled()
    return view.locator(".documents-confirm-problem")


def read_documents(chat: ChatPage) -> Locator:
    view = chat.go("documents")
    view.locator(".documents-stale .documents-index").click()
    expect(view.locator(".documents-stale .documents-index")).to_be_enabled()
    return chat.page.locator(".copied-note")


def upload(chat: ChatPage) -> Locator:
    view = chat.go("documents")
    view.locator("#documents-files").set_input_files([a_file("new.txt", "New.")])
    expect(view.get_by_role("button", name="Try again")).to_be_visible()
    return view.locator(".documents-upload.bad .documents-upload-state")


ACTIONS: dict[str, tuple[Callable[[ChatPage], Locator], str]] = {
    "rate": (rate, "**/rating"),
    "stop": (stop, "**/api/stop/*"),
    "copy a reference": (cite, "**/api/cite/*"),
    "download a reference": (download, "**/api/cite/*"),
    "download a receipt": (receipt, "**/receipt/**"),
    "open a view": (a_view, "**/view/settings"),
    "open the reader": (reader, "**/view/read/**"),
    "rename a conversation": (rename, "**/api/conversations/*"),
    "delete a conversation": (delete, "**/api/conversations/*"),
    "export a conversation": (export, "**/export?*"),
    "search in conversations": (search_talks, "**/view/conversations?search=*"),
    "remove a document": (remove_document, "**/api/documents?*"),
    "read the documents": (read_documents, "**/api/indexing"),
    "upload a document": (upload, "**/api/documents"),
}
FAILURES: dict[str, tuple[Callable[[Route], None], str]] = {
    "down": (lost, LOST),
    "busy": (refusing(503, "", retry_after="7"), "try again in 7 s"),
    "refused": (refusing(400, '{"error": "No: ask otherwise."}'), "No: ask otherwise."),
    "broken": (refusing(500, "<h1>Oh</h1>"), "Something went wrong in the assistant"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_every_action_that_fails_ends_in_a_clear_line(
    chat: ChatPage, failure: str, subtests: pytest.Subtests
) -> None:
    chat.ask(SURVIVAL)
    chat.page.wait_for_url("**/?c=*")
    answer, says = FAILURES[failure]
    for name, (act, address) in ACTIONS.items():
        with subtests.test(name):
            for one in (address, *(["**/api/ready"] if failure == "down" else [])):
                chat.page.route(one, answer)
            line = act(chat)
            expect(line).to_contain_text(says)
            chat.page.unroute_all()
            chat.open(chat.page.url.removeprefix(chat.url).partition("#")[0])


def test_a_failed_view_is_there_once_the_server_is_back(chat: ChatPage, trouble: Locator) -> None:
    once(chat, "**/view/settings", lost)
    chat.page.click('[data-view-link="settings"]')
    expect(chat.view.get_by_role("alert")).to_contain_text(LOST)
    expect(chat.view.locator("h1")).to_have_text("Settings")
    once(chat, "**/view/quality", refusing(500, ""))
    chat.page.click('[data-view-link="quality"]')
    chat.view.get_by_role("button", name="Try again").click()
    expect(chat.view.locator("h1")).to_have_text("Quality")


def test_a_slow_view_says_that_it_is_coming(chat: ChatPage) -> None:
    held: list[Route] = []
    once(chat, "**/view/settings", lambda route: held.append(route))
    chat.page.click('[data-view-link="settings"]')
    expect(chat.view.get_by_role("status")).to_have_text("Loading…")
    held[0].continue_()
    expect(chat.view.locator("h1")).to_have_text("Settings")


def test_a_silent_server_ends_the_answer(chat: ChatPage, trouble: Locator) -> None:
    chat.page.clock.install()
    held: list[Route] = []
    once(chat, DATA, lambda route: held.append(route))
    with chat.page.expect_request(DATA):
        ask(chat, SURVIVAL)
    chat.page.clock.fast_forward(61_000)
    expect(trouble).to_contain_text("takes too long to answer: try again")
    expect(chat.box).to_have_value(SURVIVAL)
    held[0].abort()
