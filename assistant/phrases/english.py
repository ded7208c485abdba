"""The phrases in English."""

from __future__ import annotations

from assistant.phrases.phrases import Phrases

ENGLISH = Phrases(
    refusal="The documents do not say. The nearest passages:",
    refusal_empty="The documents do not say, and nothing in them is near to the question.",
    refusal_unknown="The documents do not say: {words} is not in them. The nearest passages:",
    refusal_unknown_many="The documents do not say: {words} are not in them. The nearest passages:",
    refusal_lacking="The documents do not say: what comes nearest gives no {kind}. "
    "The nearest passages:",
    kind_percentage="percentage",
    kind_dose="dose",
    kind_year="year",
    kind_duration="length of time",
    kind_age="age",
    kind_money="amount of money",
    kind_frequency="frequency",
    no_row="No row of {table} matches. The nearest passages:",
    row_lacks="{table} does not give that about this entry. The nearest passages:",
    all_rows="{table} lists {total} rows:",
    some_rows="{count} of {total} rows of {table}:",
    one_row="1 of {total} rows of {table}:",
    unnamed_table="the table",
    by_document="What each document says:",
    differ="The documents differ:",
    place="{title} — {section}",
    no_advice=(
        "This is what the documents report, not advice for a particular person: "
        "ask a doctor who knows the case."
    ),
    searched_for="Searched for: {question}",
    sources="Sources",
    nearest_passages="Nearest passages",
    characters="characters {start:,}–{end:,}",
    high_confidence="High confidence",
    medium_confidence="Medium confidence",
    low_confidence="Low confidence",
    confidence_figure="{confidence:.2f} of 1",
    seconds="{seconds:.2f} s",
    in_other_words="In other words",
    partly="partly: {reason}",
    withheld="A sentence is withheld: {reason}.",
    quotes_stay="Too little of this is held up by the quotes: they stay the answer.",
    found_nothing="The model found no answer in the quotes: they stay the answer.",
    quotes_heading="The quotes",
    writing="Writing…",
    stopped="The writing was stopped.",
    cut="The model wrote more than an answer may hold; the rest was cut.",
    written_by="written by {model}",
    first_word="first word after {seconds:.1f} s",
    speed="{tokens:.0f} tokens/s",
    fault_no_quote="there is no quote for it",
    fault_contradicted="it contradicts the quote",
    fault_unfollowing="it may not follow from the quote",
    fault_itself="the quote itself does not say this",
    fault_little="the quotes do not say this",
    fault_unsaid="the quote does not say “{word}”",
    fault_absent="“{word}” is not in the quote",
    fault_of_something_else="“{word}” is said of something else in the quote",
    fault_another_name="“{word}” may stand for something else: the quote has “{other}” there",
    fault_another_number="“{word}” may belong to something else: the quote has “{other}” there",
    fault_sister="the quote has “{word}” too",
    fault_once="the quote has “{word}” only once",
    fault_rounded="“{word}” is rounded: the quote says “{other}”",
    fault_counted="“{word}” is not what the quote counts",
    fault_bound="“{word}” turns the quote round",
    fault_exactness="“{word}” is not as exact as the quote, or more so",
    fault_opposite="the quote says “{other}”, not “{word}”",
    fault_denied="the quote says “{word}”",
    fault_denied_elsewhere="the quote says “{word}” of something else",
    fault_exchanged="the two sides of “{word}” may be exchanged",
    greeting="Ask a question; an empty line, `exit` or Ctrl-D ends.",
    score="score {score:.2f}",
    no_passage="No passage matches.",
    name="Document assistant",
    claim="Every answer proved in the documents’ own words",
    welcome_none=(
        "There are no documents here yet. Put some into the workspace’s corpus/ folder and run "
        "`assistant index`."
    ),
    welcome_one=(
        "Ask about the document here. Every sentence of an answer rests on an exact quote: "
        "its number shows where it stands."
    ),
    welcome_many=(
        "Ask about the {count:,} documents here. Every sentence of an answer rests on an exact "
        "quote: its number shows where it stands."
    ),
    documents="Documents",
    more_documents="and {count:,} more",
    question_label="Your question",
    question_hint="Ask the documents",
    ask="Ask",
    new_conversation="New conversation",
    question_number="Question {number}",
    searching="Searching…",
    unexpected=("Something unexpected went wrong; the terminal that serves this page says what."),
    source_label="Source {marker}: {title}",
    back_to_answer="Back to the answer",
    receipt="Receipt",
)
