"""What there is to be said in each language; braces name what is put in.

Another language is another instance of `Phrases` in a module of its own, and a line in
`assistant.messages.languages`. All phrases are plain text: a front door escapes them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language, grouped by where they are shown."""

    # In an answer
    refusal: str
    refusal_empty: str
    refusal_unknown: str
    refusal_unknown_many: str
    refusal_lacking: str
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

    # Why a written sentence is not wholly held up; see `assistant.verification.issue`
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

    @property
    def refusals(self) -> tuple[str, ...]:
        """What of each refusal is the same in every answer: by it a refusal is known."""
        return tuple(
            phrase.partition("{")[0] or phrase.partition("}")[2].rstrip()
            for phrase in (
                self.refusal,
                self.refusal_empty,
                self.refusal_unknown,
                self.refusal_unknown_many,
                self.refusal_lacking,
                self.no_row,
                self.row_lacks,
            )
        )
