"""The watch over all these tests sees what it is there for."""

from __future__ import annotations

from chat_page import ChatPage
from playwright.sync_api import Browser
from served_page import ServedPage
from watched import Watched


def test_it_sees_a_request_to_elsewhere_and_an_error(browser: Browser, site: ServedPage) -> None:
    context = browser.new_context()
    watched = Watched(context, site.url)
    page = ChatPage(context.new_page(), site.url)
    page.open()
    assert (watched.outside, watched.errors) == ([], [])
    page.page.evaluate("new Image().src = 'https://elsewhere.example/'")
    page.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => {})")
    page.page.evaluate("alert('hello')")
    page.page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.page.wait_for_function("true")
    context.close()
    assert any("Content Security Policy" in error for error in watched.errors)
    assert any("thrown" in error for error in watched.errors)
    assert watched.dialogs == ["hello"]


def test_a_page_left_while_it_is_answered_is_no_error(chat: ChatPage) -> None:
    for _ in range(3):
        chat.box.fill("What was the five-year survival?")
        with chat.page.expect_request("**/queue/data*"):
            chat.page.keyboard.press("Enter")
        chat.open()


def test_a_server_that_drops_the_stream_is_an_error(browser: Browser, site: ServedPage) -> None:
    context = browser.new_context()
    watched = Watched(context, site.url)
    page = ChatPage(context.new_page(), site.url)
    page.open()
    context.route("**/queue/data*", lambda route: route.abort("connectionreset"))
    page.box.fill("What was the five-year survival?")
    with page.page.expect_console_message(lambda message: "ERR_CONNECTION_RESET" in message.text):
        page.page.keyboard.press("Enter")
    context.close()
    assert any("ERR_CONNECTION_RESET" in error for error in watched.errors)
