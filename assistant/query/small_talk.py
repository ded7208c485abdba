"""Recognise what is said to the assistant itself and needs no search: "hi", "shorter"."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import MESSAGES
from assistant.nlp.tokens import tokens
from assistant.query.examples import Embeds, Examples
from assistant.types import Answer, Turn

LEAST = 0.65
"""Cosine to the nearest example. With it, none of 7,559 questions of SQuAD, CLAPNQ and COVID-QA is
taken for small talk.
"""

_WORDS = 12  # more is never only small talk

_EXAMPLES = {
    "hello": """
        hi | hello | hey | hi there | hello there | good morning | good afternoon | good evening |
        hallo | greetings | hello, how are you? | how are you? | hey you | how is it going? | nice
        to meet you | helo | hiya | howdy | what's up?
        """,
    "thanks": """
        thanks | thank you | thank you very much | thanks a lot | many thanks | thx | ty | great,
        thanks | ok thanks | cheers | that helps, thank you | that was helpful | perfect | great |
        well done | good job | nice | cool | ok | okay | got it | I see | thank you so much |
        danke | merci | gracias | that is very kind | thanks for your help | much appreciated |
        very good | good answer | wonderful
        """,
    "bye": """
        bye | goodbye | bye bye | see you | see you later | good night | have a nice day | that's
        all | that is all for today | that was all, bye | see you tomorrow | farewell
        """,
    "self": """
        who are you? | what are you? | what is your name? | are you a robot? | are you human? |
        are you an AI? | are you a person? | are you ChatGPT? | are you a bot? | who made you? |
        who created you? | who built you? | what are your capabilities? | what can you do? | what
        can you do for me? | how can you help me? | how do you work? | help | help me | can you
        help me? | what can I ask you? | what can I ask? | how do I use this? | how does this
        work? | what questions can I ask? | what do you do? | introduce yourself | tell me about
        yourself | which model are you? | what kind of questions can I ask you? | how should I ask
        a question?
        """,
    "reword": """
        explain that more simply | explain that in simple words | explain it in plain English |
        say that in other words | shorter | shorter please | make it shorter | make it simpler |
        simpler please | put it more simply | can you say that in simpler terms? | translate that
        | translate it | translate this into German | in German please | in Spanish please | in
        French please | can you translate the answer? | rephrase that | explain this in easier
        words | please translate this | reword that | say it again | repeat that | shorten it |
        shorten your answer | a shorter answer please | I don't understand | I do not understand
        that | explain it like I'm five | explain it to a child | in one sentence please | longer
        please | make it longer | give me a shorter version of that | summarise that | summarise
        your answer | translate your answer into English
        """,
    "sure": """
        are you sure? | are you sure about that? | really? | is that true? | is that right? | is
        that correct? | are you certain? | how do you know that? | how do you know? | how sure are
        you? | can I trust you? | can I trust that answer? | that is wrong | that's not right |
        are you lying? | did you make that up? | where did you get that? | where does that come
        from? | I don't believe you | I doubt that | prove it
        """,
}
"""By kind, with bars between."""


_REPLIES = {kind: getattr(MESSAGES, f"talk_{kind}") for kind in _EXAMPLES}


class SmallTalk:
    """Replies to small talk with one sentence on what can be done. Safe with several threads."""

    def __init__(self, embedder: Embeds) -> None:
        self._examples = Examples(_EXAMPLES, embedder, LEAST, mixed=True)

    def reply(self, said: str) -> str:
        """What to say to it; "" where it is a question for the documents."""
        if not 0 < len(tokens(said)) <= _WORDS:
            return ""
        kind = self._examples.kind_of(said)
        return _REPLIES[kind] if kind else ""


def talk(said: str, reply: str) -> Answer:
    """A reply that quotes nothing, in the form of an answer: see `Answer.is_talk`."""
    return Answer(said, said, True, reply, (), (), 1.0)


def without_talk(history: Sequence[Turn]) -> tuple[Turn, ...]:
    """The turns that a follow-up may lean on: those that were answered from the documents."""
    return tuple(turn for turn in history if turn.answer not in _REPLIES.values())
