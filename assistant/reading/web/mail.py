"""Read mails (.eml) and web archives (.mht): headers are fields, earlier mails quotations."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parsedate_to_datetime

from assistant.errors import UnreadableDocument
from assistant.reading.document import Source
from assistant.reading.encodings.declared import decode_declared, decoded_as, named_encoding
from assistant.reading.encodings.decoding import decode
from assistant.reading.office.package import refusing_damage
from assistant.reading.office.properties import authors_of, title_of
from assistant.reading.outline import Outline
from assistant.reading.runs import loose
from assistant.reading.structure import Structure
from assistant.reading.web.html_blocks import BlockWriter, is_hidden
from assistant.reading.web.mail_text import read_mail_text
from assistant.reading.web.markup import Markup, Node

_HEADERS = ("From", "To", "Cc", "Date", "Subject")
_MOST_PARTS = 2_000
_DEEPEST = 30
_MOST_HEADER = 2_000  # characters
_NAMED = 50  # attachments
_QUOTE_CLASSES = re.compile(
    r"gmail_quote|moz-cite-prefix|yahoo_quoted|divRplyFwdMsg|OutlookMessageHeader"
)


@refusing_damage("mail")
def read_mail(data: bytes) -> Structure:
    """Structure a mail; attachments are named, and not read.

    Raises:
        UnreadableDocument: it is no mail, or has too many parts.
    """
    message = message_from_bytes(data, policy=policy.default)
    if not any(message[name] for name in (*_HEADERS, "Content-Type", "Received")):
        raise UnreadableDocument("it is no mail, though its name says so")
    outline = Outline()
    writer = _Writer(outline)
    writer.write(message)
    if writer.attached:
        names = ", ".join(f"“{name}”" for name in writer.attached[:_NAMED])
        outline.note(f"Attachments were not read: {names}.")
    return outline.structure(source=_source(message))


def _header(message: Message, name: str) -> str:
    try:
        return " ".join(str(message[name] or "").split())[:_MOST_HEADER]
    except (ValueError, IndexError, AttributeError, TypeError):  # a header that is none
        return ""


def _source(message: Message) -> Source:
    sender = re.sub(r"<[^>]{0,300}>|\"", "", _header(message, "From"))
    try:
        year: int | None = parsedate_to_datetime(_header(message, "Date")).year
    except (ValueError, TypeError, IndexError):
        year = None
    return Source(
        title=title_of(_header(message, "Subject")), authors=authors_of([sender]), year=year
    )


class _Writer:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._parts = 0
        self.attached: list[str] = []
        self._mails = 0

    def write(self, message: Message, depth: int = 0) -> None:
        """Write a mail: its headers, then its body; then mails in it."""
        self._mails += 1
        self._outline.unit("part", self._mails, _header(message, "Subject"))
        for name in _HEADERS:
            value = _header(message, name)
            if value:
                self._outline.add("field", [loose(f"{name}: {value}")])
        inner: list[Message] = []
        self._body(message, inner, depth)
        for each in inner:
            self.write(each, depth + 1)

    def _body(self, part: Message, inner: list[Message], depth: int) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS or depth > _DEEPEST:
            self._outline.note(f"Only the first {_MOST_PARTS:,} parts of the mail were read.")
            return
        kind = part.get_content_type()
        if kind == "message/rfc822":
            found = part.get_payload()
            inner += (
                [each for each in found if isinstance(each, Message)]
                if isinstance(found, list)
                else []
            )
        elif part.is_multipart():
            self._several(part, kind, inner, depth)
        elif part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            self._attach(part, kind)
        elif kind == "text/html":
            self._html(_bytes(part))
        elif kind == "text/plain":
            self._plain(part)
        else:
            self._attach(part, kind)

    def _several(self, part: Message, kind: str, inner: list[Message], depth: int) -> None:
        payload = part.get_payload()
        parts = (
            [each for each in payload if isinstance(each, Message)]
            if isinstance(payload, list)
            else []
        )
        if kind == "multipart/alternative" and parts:
            self._body(_best(parts), inner, depth + 1)
            return
        for each in parts[:1] if kind == "multipart/related" else parts:
            self._body(each, inner, depth + 1)

    def _attach(self, part: Message, kind: str) -> None:
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            self.attached.append(" ".join((name or kind).split())[:100])

    def _html(self, data: bytes) -> None:
        text = decode_declared(data).text if data.strip() else ""
        markup = Markup(text)
        for each in markup.root.iter("div"):
            if _QUOTE_CLASSES.search(f"{each.get('class')} {each.get('id')}"):
                each.tag = "blockquote"
        BlockWriter(markup, self._outline, _unseen).write(markup.root.find("body") or markup.root)

    def _plain(self, part: Message) -> None:
        flowed = str(part.get_param("format")).lower() == "flowed"
        delsp = str(part.get_param("delsp")).lower() == "yes"
        above = self._outline.path
        for part_read in read_mail_text(_text(part), flowed=flowed, delsp=delsp):
            self._outline.enter(above)
            if isinstance(part_read, Structure):
                self._outline.embed(part_read, above)
                continue
            kind, text = part_read
            if kind == "item":
                self._outline.item(1, [loose(text)])
            else:
                self._outline.add(kind, [loose(text)])


def _unseen(node: Node) -> bool:
    return is_hidden(node)


def _best(parts: list[Message]) -> Message:
    """Of several ways of saying the same, HTML where it has tables or lists, else plain text."""
    kinds = {part.get_content_type(): part for part in parts}
    plain, page = kinds.get("text/plain"), kinds.get("text/html")
    if page is None:
        page = next((part for part in parts if part.is_multipart()), None)
    if plain is None or not _text(plain).strip():
        return page or parts[-1]
    if page is not None and not page.is_multipart():
        data = _bytes(page).lower()
        if b"<th" in data or b"<li" in data or b"<h1" in data or b"<h2" in data:
            return page
    return plain


def _bytes(part: Message) -> bytes:
    """A part in UTF-8, where what it says of its encoding is true; else as it is."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return b""
    name = named_encoding(part.get_content_charset() or "")
    text = decoded_as(data, name) if name else None
    return data if text is None else text.encode("utf-8", "replace")


def _text(part: Message) -> str:
    """What a plain part says; in an encoding that it does not name rightly, it is no other's.

    Raises:
        UnreadableDocument: its encoding cannot be told.
    """
    data = _bytes(part)
    text = decoded_as(data, "utf-8")
    return decode(data).text if text is None else text
