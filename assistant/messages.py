"""All fixed messages around an answer; braces mark what is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

HIGH, MEDIUM = 0.75, 0.5
"""The least confidence that is called so."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, grouped by where they are shown."""

    # In an answer
    refusal: str
    refusal_empty: str
    refusal_unknown: str
    refusal_unknown_many: str
    refusal_lacking: str
    all_asked: str
    one_asked: str
    some_asked: str
    one_not_asked: str
    many_not_asked: str
    kind_percentage: str
    kind_dose: str
    kind_year: str
    kind_duration: str
    kind_age: str
    kind_money: str
    kind_frequency: str
    no_row: str
    row_lacks: str
    all_rows: str
    some_rows: str
    one_row: str
    unnamed_table: str
    by_document: str
    differ: str
    place: str
    no_advice: str

    # Around an answer
    searched_for: str
    sources: str
    nearest_passages: str
    change: str
    ask_next: str
    in_context: str
    copy_quote: str
    copy_answer: str
    further_passages: str
    edit: str
    retry: str
    undo: str
    stop: str
    step_searched: str
    step_quoted_one: str
    step_quoted_many: str
    step_checked: str
    high_confidence: str
    medium_confidence: str
    low_confidence: str
    confidence_figure: str
    seconds: str

    # Where a quote stands in its file
    line: str
    lines: str
    line_range: str
    characters: str
    character_range: str
    both: str
    in_file: str
    within: str
    unit_page: str
    units_page: str
    unit_slide: str
    units_slide: str
    unit_sheet: str
    units_sheet: str
    unit_row: str
    units_row: str
    unit_chapter: str
    units_chapter: str
    unit_paragraph: str
    units_paragraph: str
    unit_part: str
    units_part: str
    unit_cell: str
    units_cell: str
    labelled_page: str
    labelled_unit: str

    # Around a language model's words
    in_other_words: str
    partly: str
    withheld: str
    withheld_one: str
    withheld_many: str
    quotes_stay: str
    found_nothing: str
    quotes_heading: str
    writing: str
    checking_sentences: str
    stopped: str
    cut: str
    written_by: str
    first_word: str
    speed: str

    # Why a written sentence is not wholly held up; see `assistant.verification.premise`
    fault_no_quote: str
    fault_contradicted: str
    fault_unfollowing: str
    fault_itself: str
    fault_little: str
    fault_unsaid: str
    fault_absent: str
    fault_of_something_else: str
    fault_another_name: str
    fault_another_number: str
    fault_sister: str
    fault_once: str
    fault_rounded: str
    fault_counted: str
    fault_bound: str
    fault_exactness: str
    fault_opposite: str
    fault_denied: str
    fault_denied_elsewhere: str
    fault_exchanged: str
    fault_leaning: str

    # In the terminal
    greeting: str
    score: str
    no_passage: str

    # On the page
    name: str
    claim: str
    welcome_none: str
    welcome_one: str
    welcome_many: str
    documents: str
    more_documents: str
    question_label: str
    question_hint: str
    ask: str
    starting: str
    starting_reading: str
    starting_asked: str
    starting_failed: str
    new_conversation: str
    conversations: str
    quality: str
    settings: str
    begin_with: str
    add_documents: str
    ask_all: str
    not_kept: str
    kept_otherwise: str
    nothing_to_ask: str
    no_conversation: str
    question_number: str
    searching: str
    unexpected: str
    too_many_questions: str
    queue_full: str
    source_label: str
    back_to_answer: str
    receipt: str

    def who_was_asked(self, titles: Sequence[str], others: int) -> str:
        """What a refusal begins with.

        titles: of the documents that were asked.
        others: how many more there are; 0 where all were asked.
        """
        if not others:
            return self.all_asked
        left = (self.one_not_asked if others == 1 else self.many_not_asked).format(count=others)
        if len(titles) == 1:
            return self.one_asked.format(title=titles[0], others=left)
        return self.some_asked.format(count=len(titles), others=left)

    def how_sure(self, confidence: float) -> str:
        """A confidence in [0, 1] in words: high, medium or low."""
        if confidence >= HIGH:
            return self.high_confidence
        return self.medium_confidence if confidence >= MEDIUM else self.low_confidence

    def confidence(self, confidence: float) -> str:
        """A confidence in words and as a figure: "High confidence (0.97 of 1)"."""
        figure = self.confidence_figure.format(confidence=confidence)
        return f"{self.how_sure(confidence)} ({figure})"

    def is_refusal(self, answer: str) -> bool:
        """Whether the text of an answer says that the documents do not answer."""
        first = answer.partition("\n")[0].rstrip()
        endings = (one.partition("{asked}")[2] for one in (self.refusal, self.refusal_empty))
        return first.startswith(self.all_asked) or first.endswith(
            tuple(ending.lstrip(". ") for ending in endings)
        )


ENGLISH = Phrases(
    refusal="{asked}. The nearest passages:",
    refusal_empty="{asked}, and nothing in them is close to the question.",
    refusal_unknown="{asked}: {words} is not in them. The nearest passages:",
    refusal_unknown_many="{asked}: {words} are not in them. The nearest passages:",
    refusal_lacking="{asked}: the closest passages give no {kind}. The nearest passages:",
    all_asked="The documents do not say",
    one_asked="“{title}” does not say ({others})",
    some_asked="The {count:,} chosen documents do not say ({others})",
    one_not_asked="1 other document was not asked",
    many_not_asked="{count:,} other documents were not asked",
    kind_percentage="percentage",
    kind_dose="dose",
    kind_year="year",
    kind_duration="length of time",
    kind_age="age",
    kind_money="amount of money",
    kind_frequency="frequency",
    no_row="No row of {table} matches. The nearest passages:",
    row_lacks="{table} does not give that for this entry. The nearest passages:",
    all_rows="{table} lists {total} rows:",
    some_rows="{count} of {total} rows of {table}:",
    one_row="1 of {total} rows of {table}:",
    unnamed_table="the table",
    by_document="What each document says:",
    differ="The documents differ:",
    place="{title} — {section}",
    no_advice=(
        "This is what the documents report, not medical advice. Ask a doctor who knows your case."
    ),
    searched_for="Searched for: {question}",
    sources="Sources",
    nearest_passages="Nearest passages",
    change="Change",
    ask_next="The documents also answer",
    in_context="In context",
    copy_quote="Copy with reference",
    copy_answer="Copy the answer",
    further_passages="More passages: {count}",
    edit="Edit this question",
    retry="Ask again",
    undo="Remove this question",
    stop="Stop",
    step_searched="searched in {seconds}",
    step_quoted_one="1 quote chosen in {seconds}",
    step_quoted_many="{count} quotes chosen in {seconds}",
    step_checked="{kept} of {count} sentences supported, written and checked in {seconds}",
    high_confidence="High confidence",
    medium_confidence="Medium confidence",
    low_confidence="Low confidence",
    confidence_figure="{confidence:.2f} of 1",
    seconds="{seconds:.2f} s",
    line="line {line}",
    lines="lines {ranges}",
    line_range="{first}–{last}",
    characters="characters {ranges}",
    character_range="{start:,}–{end:,}",
    both="{first} and {second}",
    in_file="{lines} ({characters})",
    within="within {place}",
    unit_page="page",
    units_page="pages",
    unit_slide="slide",
    units_slide="slides",
    unit_sheet="sheet",
    units_sheet="sheets",
    unit_row="row",
    units_row="rows",
    unit_chapter="chapter",
    units_chapter="chapters",
    unit_paragraph="paragraph",
    units_paragraph="paragraphs",
    unit_part="part",
    units_part="parts",
    unit_cell="cell",
    units_cell="cells",
    labelled_page="page {number} (printed: {label})",
    labelled_unit="{kind} “{label}”",
    in_other_words="In other words",
    partly="partly: {reason}",
    withheld="A sentence is hidden: {reason}.",
    withheld_one="1 sentence is hidden",
    withheld_many="{count} sentences are hidden",
    quotes_stay="Most of this isn’t supported by the quotes, so only the quotes are shown.",
    found_nothing="The model found no answer in the quotes, so only the quotes are shown.",
    quotes_heading="The quotes",
    writing="Writing…",
    checking_sentences="Writing… sentences checked: {count}",
    stopped="Stopped.",
    cut="The model wrote more than an answer may hold, and the rest was cut off.",
    written_by="written by {model}",
    first_word="first word after {seconds:.1f} s",
    speed="{tokens:.0f} tokens/s",
    fault_no_quote="no quote says it",
    fault_contradicted="it contradicts the quote",
    fault_unfollowing="it may not follow from the quote",
    fault_itself="the quote itself does not say this",
    fault_little="the quotes do not say this",
    fault_unsaid="the quote does not say “{word}”",
    fault_absent="“{word}” is not in the quote",
    fault_of_something_else="the quote says “{word}” of something else",
    fault_another_name="“{word}” may stand for something else: the quote has “{other}” there",
    fault_another_number="“{word}” may belong to something else: the quote has “{other}” there",
    fault_sister="the quote has “{word}” too",
    fault_once="the quote has “{word}” only once",
    fault_rounded="“{word}” is rounded: the quote says “{other}”",
    fault_counted="“{word}” is not what the quote counts",
    fault_bound="“{word}” reverses the quote",
    fault_exactness="“{word}” is more or less exact than the quote",
    fault_opposite="the quote says “{other}”, not “{word}”",
    fault_denied="the quote says “{word}”",
    fault_denied_elsewhere="the quote says “{word}” of something else",
    fault_exchanged="the two sides of “{word}” may be swapped",
    fault_leaning="it depends on an unsupported sentence",
    greeting="Ask a question. To end, type `exit`, an empty line or Ctrl-D.",
    score="score {score:.2f}",
    no_passage="No passage matches.",
    name="Document assistant",
    claim="Answers proved in the documents’ own words",
    welcome_none="There are no documents yet. Add some, then ask about them.",
    welcome_one=(
        "Ask about the document here. Every sentence of an answer is an exact quote: "
        "its number shows where it comes from."
    ),
    welcome_many=(
        "Ask about the {count:,} documents here. Every sentence of an answer is an exact quote: "
        "its number shows where it comes from."
    ),
    documents="Documents",
    more_documents="and {count:,} more",
    question_label="Your question",
    question_hint="Ask the documents",
    ask="Ask",
    starting="Getting ready. You can already type your question.",
    starting_reading=(
        "Reading the documents for the first time. You can already type your question."
    ),
    starting_asked=(
        "Reading the documents for the first time. Your question will be asked when they are ready."
    ),
    starting_failed="The documents could not be read. Your text is still here.",
    new_conversation="New conversation",
    conversations="Conversations",
    quality="Quality",
    settings="Settings",
    begin_with="Try one of these",
    add_documents="Add documents",
    ask_all="Ask all documents",
    kept_otherwise="This answer was saved by another version of the program. Ask again.",
    nothing_to_ask="There are no documents yet. Add some first.",
    not_kept="This conversation is not being saved: {reason}",
    no_conversation="This conversation no longer exists. Ask something to start a new one.",
    question_number="Question {number}",
    searching="Searching…",
    unexpected="Something went wrong. See the terminal that runs this page.",
    too_many_questions=(
        "At most {count} questions a minute are answered: ask again in {seconds} s."
    ),
    queue_full="Many questions are waiting: ask again in {seconds} s.",
    source_label="Source {marker}: {title}",
    back_to_answer="Back to the answer",
    receipt="Receipt",
)


LANGUAGES: Mapping[str, Phrases] = MappingProxyType({"en": ENGLISH})
"""By the code of ISO 639-1, which `Settings.language` chooses."""


def is_refusal(answer: str) -> bool:
    """Whether an answer was a refusal, in any language: an earlier one may be in another."""
    return any(spoken.is_refusal(answer) for spoken in LANGUAGES.values())
