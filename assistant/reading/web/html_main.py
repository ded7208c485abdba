"""Finds what a saved page is about, between its menus, banners and advertisements."""

from __future__ import annotations

import re

from assistant.reading.web.html_blocks import is_hidden
from assistant.reading.web.markup import Markup, Node

_IMPRINT = re.compile(
    r"\b(?:(?:19|20)\d\d|tel(?:efon)?|(?:tele)?phone|opening hours|open (?:daily|from))\b", re.I
)
_SURROUNDINGS = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|onetrust\w{0,20}|cc-window|navbar|navigation|nav|menu"
    r"|submenu|breadcrumbs?|sidebar|side-bar|footer|masthead|site-header|page-header|toolbar|share"
    r"|mw-cite-backlink"
    r"|sharing|social|newsletter|subscribe|subscription|signup|paywall|popup|pop-up|modal|overlay"
    r"|advert\w{0,10}|ads?|adslot|sponsor\w{0,5}|promo\w{0,6}|related|recommend\w{0,8}|comments?"
    r"|disqus|skip-link|skiplink|pagination|pager|toc|table-of-contents|mw-editsection|mw-jump-link"
    r"|navbox|noprint|catlinks|vector-menu\w{0,10}|screen-reader-text-nav|back-to-top|login|search"
    r"|search-form|searchbox|language-switcher|cart|widget)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset(
    """navigation banner contentinfo complementary search dialog alertdialog menu menubar
    toolbar""".split()
)
_TAGS = frozenset(("nav", "aside", "dialog", "footer"))
_CONTENT = re.compile(
    r"^(?:main-?content|content|article-?body|post-?content|entry-?content|bodycontent"
    r"|mw-content-text|main|primary)$",
    re.IGNORECASE,
)
_ENOUGH = 0.4  # of the page's text; what is named as its main part and holds less is not
_LITTLE = 200  # characters
_MOST_LINKS = 0.75  # of the text of a list; where more is linked, it leads elsewhere
_MANY_LINKS = 3
_FEW = 3  # words, as of "© 2025"
_LONG_LINK = 60  # characters; titles of works and headings of articles are longer


class MainContent:
    """What of a page is written: its main element, without what only surrounds it."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self._inside = False
        self._known: dict[int, bool] = {}
        body = markup.root.find("body") or markup.root
        self.root = self._main(body)
        if self.root is not body:
            self._inside = True
            self._known.clear()
        if self._size(self.root) < min(_LITTLE, self._size(body, everything=True) // 2):
            self.root, self._everything = body, True

    _everything = False

    def left_out(self, node: Node) -> bool:
        """Whether an element is hidden, or stands around what the page is about."""
        if self._everything or is_hidden(node):
            return is_hidden(node)
        known = self._known.get(id(node))
        if known is None:
            known = self._known[id(node)] = self._is_surrounding(node)
        return known

    def _main(self, body: Node) -> Node:
        whole = self._size(body)
        named = [
            [each for each in body.iter("main") if not is_hidden(each)],
            [each for each in body.iter() if each.get("role") == "main"],
            [each for each in body.iter() if each.get("itemprop") == "articleBody"],
            list(body.iter("article")),
            [each for each in body.iter("div", "section", "td") if _CONTENT.match(each.get("id"))],
        ]
        for found in named:
            if len(found) == 1 and self._size(found[0]) >= _ENOUGH * whole:
                return found[0]
        return body

    def _size(self, node: Node, *, everything: bool = False) -> int:
        """Characters that are shown in an element, but for what is left out."""
        size = 0
        waiting = [node]
        while waiting:
            for child in waiting.pop().children:
                if not isinstance(child, Node):
                    size += len(self._markup.text[child.start : child.end].strip())
                elif not (is_hidden(child) if everything else self.left_out(child)):
                    waiting.append(child)
        return size

    def _is_surrounding(self, node: Node) -> bool:
        if node.tag in _TAGS and not (node.tag == "aside" and self._inside):
            return not (_is_note(node) or self._is_imprint(node))
        if node.tag == "header" and not self._inside:
            return node.find("h1") is None and self._is_links(node)
        if node.get("role") in _ROLES:
            return not (node.get("role") == "complementary" and self._inside)
        if node.tag in ("div", "section", "ul", "ol", "span", "p", "table", "form"):
            named = f"{node.get('id')} {node.get('class')} {node.get('aria-label')}"
            if len(named) > 2 and _SURROUNDINGS.search(named) and not _is_note(node):
                return not self._is_most(node)
        return node.tag in ("ul", "ol") and self._is_links(node)

    def _is_most(self, node: Node) -> bool:
        """Whether an element of such a name holds paragraphs or a head: then it is content."""
        heads = next(node.iter("h1", "main", "article"), None)
        return heads is not None or sum(1 for _ in node.iter("p")) > 5

    def _is_imprint(self, node: Node) -> bool:
        """Whether a foot leads nowhere, but tells whose the page is and when, or where to call."""
        if node.tag != "footer" or next(node.iter("a"), None) is not None:
            return False
        text = self._markup.read(node)
        tells = _IMPRINT.search(text) is not None
        return tells and len(text.split()) > _FEW and not _SURROUNDINGS.search(text)

    def _is_links(self, node: Node) -> bool:
        """Whether nearly all of an element's text is short links to other places."""
        links = [each for each in node.iter("a") if each.get("href")]
        if len(links) < _MANY_LINKS or any(is_note_link(each) for each in links):
            return False
        lengths = [len(self._markup.read(each)) for each in links]
        within = len(self._markup.read(node)) or 1
        return sum(lengths) >= _MOST_LINKS * within and max(lengths) <= _LONG_LINK


def is_note_link(link: Node) -> bool:
    """Whether a link leads to or from a note of the text."""
    return re.match(r"#(?:_?ftn|fn|cite|note|ref)", link.get("href"), re.IGNORECASE) is not None


def _is_note(node: Node) -> bool:
    named = f"{node.get('role')} {node.get('epub:type')} {node.get('class')}".lower()
    return "note" in named or "reference" in named
