"""All fixed messages around an answer; braces mark what is filled in."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor

HIGH, MEDIUM = 0.75, 0.5
"""The lowest confidence that is called high, and medium."""


_NOTHING, _ANSWERS = "I found nothing in ", " that answers this"
_NOTHING_BEFORE = "The documents do not say"  # in kept conversations


class Messages:
    """The messages, grouped by where they are shown."""

    __slots__ = ()

    # In an answer
    refusal = "{asked}. The nearest passages:"
    refusal_empty = "{asked}, and nothing in them is close to the question."
    all_asked = "I found nothing in these {count:,} documents that answers this"
    one_asked = "I found nothing in “{title}” that answers this"
    not_all_asked = "{asked} ({others})"
    one_not_asked = "1 other document was not asked"
    many_not_asked = "{count:,} other documents were not asked"
    no_row = "No row of {table} matches. The nearest passages:"
    row_lacks = "{table} does not give that. The nearest passages:"
    all_rows = "{table} lists {total} rows:"
    some_rows = "{count} of {total} rows of {table}:"
    one_row = "1 of {total} rows of {table}:"
    unnamed_table = "the table"
    may_not_answer = "The closest passage; it may not answer this:"
    other_language = (
        "The question seems to be {asked}, the documents {documents}: ask in {one_of_them} for"
        " more."
    )
    other_language_english_model = (
        "The question seems to be {asked}, the documents {documents}: ask in {one_of_them}, or name"
        " a multilingual model (ASSISTANT_EMBEDDING_MODEL)."
    )
    english_model = (
        "The question seems to be {asked}, and the search model is an English one: it may miss what"
        " the documents say. Name a multilingual model (ASSISTANT_EMBEDDING_MODEL) for more."
    )
    list_cut = "{shown} of {total} are shown."
    by_document = "What each document says:"
    differ = "The documents differ:"
    part = "“{question}” {marks}"
    part_unsure = "“{question}” perhaps {marks}"
    part_missing = "I found nothing in these documents that answers “{question}”"
    place = "{title} — {section}"
    one_document = "1 document:"
    documents_there = "{count:,} documents:"
    metadata = "{known}."
    ask_a_doctor = "Ask a doctor who knows your case."
    no_advice = (
        "This is what the documents report, not medical advice. Ask a doctor who knows your case."
    )

    # To what is said to the assistant itself
    talk_hello = "Hello! Ask me about your documents: I answer with exact quotes from them."
    talk_thanks = "You’re welcome. Ask on whenever you like."
    talk_bye = "Goodbye!"
    talk_self = (
        "I am a program that searches your documents: ask in your own words, and I quote what"
        " they say, each quote with a number that shows where it stands."
    )
    talk_reword = (
        "I quote the documents word for word, so I can’t reword, shorten or translate what "
        "they say; ask about one point of it, and I look for the passage on that."
    )
    talk_sure = (
        "I can only show what the documents say: the number beside each quote leads to its "
        "place, so that you can check it there."
    )

    lost_powers = "Raised digits may be lost here: {powers}."
    lost_power = "“{written}” may be {power}"

    recognised = "Page {page} of “{title}” is a scan: its words were recognised, and may be wrong."
    uncertain = (
        "Page {page} of “{title}” has a font that does not say which letters it draws: "
        "some may be wrong or missing."
    )

    # Of files that are no longer what was indexed
    file_changed = "“{name}” has changed since it was indexed: the quotes are of its old text"
    file_moved = "“{name}” is called “{now}” now"
    file_gone = "“{name}” is no longer among the files: the quotes are of its text when indexed"
    run_index = "{said}. Run `assistant index`."
    read_again = "{said}. Read the documents again."

    # Around an answer
    about = "about: {phrases}"
    about_each = "about:"
    leave_out = "Ask again without “{phrase}”"
    something_else = "Something else: {question}"
    sources = "Sources"
    nearest_passages = "Nearest passages"
    ask_next = "The documents also answer"
    in_context = "In context"
    copy_quote = "Copy with reference"
    copy_answer = "Copy the answer"
    cited = "References in this quote: {count}"
    further_passages = "More passages: {count}"
    edit = "Edit this question"
    retry = "Ask again"
    undo = "Remove this question"
    stop = "Stop"
    step_searched = "searched in {seconds}"
    step_quoted_one = "1 quote chosen in {seconds}"
    step_quoted_many = "{count} quotes chosen in {seconds}"
    step_checked = "{kept} of {count} sentences supported, written and checked in {seconds}"
    high_confidence = "High confidence"
    medium_confidence = "Medium confidence"
    low_confidence = "Low confidence"
    confidence_figure = "{confidence:.2f} of 1"
    seconds = "{seconds:.2f} s"

    # Where a quote stands in its file
    line = "line {line}"
    lines = "lines {ranges}"
    line_range = "{first}–{last}"
    characters = "characters {ranges}"
    character_range = "{start:,}–{end:,}"
    both = "{first} and {second}"
    in_file = "{lines} ({characters})"
    within = "within {place}"
    unit_page = "page"
    units_page = "pages"
    unit_slide = "slide"
    units_slide = "slides"
    unit_sheet = "sheet"
    units_sheet = "sheets"
    unit_row = "row"
    units_row = "rows"
    unit_chapter = "chapter"
    units_chapter = "chapters"
    unit_paragraph = "paragraph"
    units_paragraph = "paragraphs"
    unit_part = "part"
    units_part = "parts"
    unit_cell = "cell"
    units_cell = "cells"
    labelled_page = "page {number} (printed: {label})"
    labelled_unit = "{kind} “{label}”"

    # Around a language model's words
    in_other_words = "In other words"
    partly = "partly: {reason}"
    withheld = "A sentence is hidden: {reason}."
    withheld_one = "1 sentence is hidden"
    withheld_many = "{count} sentences are hidden"
    quotes_stay = "Most of this isn’t supported by the quotes, so only the quotes are shown."
    found_nothing = "The model found no answer in the quotes, so only the quotes are shown."
    quotes_heading = "The quotes"
    writing = "Writing…"
    checking_sentences = "Writing… sentences checked: {count}"
    stopped = "Stopped."
    cut = "The model wrote more than an answer may hold, and the rest was cut off."
    written_by = "written by {model}"
    first_word = "first word after {seconds:.1f} s"
    speed = "{tokens:.0f} tokens/s"

    # Why a written sentence is not wholly supported; see `assistant.verification.premise`
    fault_no_quote = "no quote says it"
    fault_unfollowing = "it may not follow from the quote"
    fault_little = "the quotes do not say this"
    fault_unsaid = "the quote does not say “{word}”"
    fault_absent = "“{word}” is not in the quote"
    fault_of_something_else = "the quote says “{word}” of something else"
    fault_another_number = "“{word}” may belong to something else: the quote has “{other}” there"
    fault_bound = "“{word}” reverses the quote"
    fault_opposite = "the quote says “{other}”, not “{word}”"
    fault_denied = "the quote says “{word}”"
    fault_hedged = "the quote says “{word}”, the sentence is surer"
    fault_exchanged = "the two sides of “{word}” may be swapped"
    fault_leaning = "it depends on an unsupported sentence"

    # In the terminal
    greeting = "Ask a question. To end, type `exit`, an empty line or Ctrl-D."
    score = "score {score:.2f}"
    no_passage = "No passage matches."

    # On the page
    name = "Document assistant"
    claim = "Answers proved in the documents’ own words"
    welcome_none = "There are no documents yet. Add some, then ask about them."
    welcome_one = (
        "Ask about the document here. Every sentence of an answer is an exact quote: "
        "its number shows where it comes from."
    )
    welcome_many = (
        "Ask about the {count:,} documents here. Every sentence of an answer is an exact quote: "
        "its number shows where it comes from."
    )
    documents = "Documents"
    more_documents = "and {count:,} more"
    question_label = "Your question"
    question_hint = "Ask the documents"
    ask = "Ask"
    starting = "Getting ready. You can already type your question."
    starting_reading = (
        "Reading the documents for the first time. You can already type your question."
    )
    starting_asked = (
        "Reading the documents for the first time. Your question will be asked when they are ready."
    )
    starting_failed = "The documents could not be read. Your text is still here."
    new_conversation = "New conversation"
    conversations = "Conversations"
    quality = "Quality"
    settings = "Settings"
    begin_with = "Try one of these"
    add_documents = "Add documents"
    ask_all = "Ask all documents"
    not_kept = "This conversation is not being saved: {reason}"
    kept_otherwise = "This answer was saved by another version of the program. Ask again."
    nothing_to_ask = "There are no documents yet. Add some first."
    no_conversation = "This conversation no longer exists. Ask something to start a new one."
    question_number = "Question {number}"
    searching = "Searching…"
    unexpected = "Something went wrong. See the terminal that runs this page."
    too_many_questions = (
        "At most {count} questions a minute are answered: ask again in {seconds} s."
    )
    queue_full = "Many questions are waiting: ask again in {seconds} s."
    source_label = "Source {marker}: {title}"
    back_to_answer = "Back to the answer"
    receipt = "Receipt"

    def who_was_asked(self, titles: Sequence[str], others: int) -> str:
        """What a refusal begins with.

        titles: of the documents that were searched.
        others: how many more there are; 0 if all were searched.
        """
        asked = (
            self.one_asked.format(title=titles[0])
            if len(titles) == 1
            else self.all_asked.format(count=len(titles))
        )
        if not others:
            return asked
        left = (self.one_not_asked if others == 1 else self.many_not_asked).format(count=others)
        return self.not_all_asked.format(asked=asked, others=left)

    def outdated(self, change: str, name: str, now: str = "") -> str:
        """What became of a cited file, without a full stop: "“lease.pdf” has changed since …".

        change: "changed", "moved" or "gone"; now: the name that it has now, if it was moved.
        """
        said = {"changed": self.file_changed, "moved": self.file_moved, "gone": self.file_gone}
        return said[change].format(name=name, now=now)

    def how_sure(self, confidence: float) -> str:
        """A confidence in [0, 1] in words: high, medium or low."""
        if confidence >= HIGH:
            return self.high_confidence
        return self.medium_confidence if confidence >= MEDIUM else self.low_confidence

    def confidence(self, confidence: float) -> str:
        """A confidence in words and as a figure, rounded down: "High confidence (0.97 of 1)"."""
        figure = self.confidence_figure.format(confidence=floor(confidence * 100 + 1e-6) / 100)
        return f"{self.how_sure(confidence)} ({figure})"

    def is_refusal(self, answer: str) -> bool:
        """Whether the text of an answer says that the documents do not answer."""
        first = answer.partition("\n")[0].rstrip()
        endings = (one.partition("{asked}")[2] for one in (self.refusal, self.refusal_empty))
        nothing = first.startswith(_NOTHING) and _ANSWERS in first
        told = nothing or first.startswith(_NOTHING_BEFORE)
        return told or first.endswith(tuple(ending.lstrip(". ") for ending in endings))


MESSAGES = Messages()
