"""All errors that a user can cause; each message says what to do next.

    AssistantError
    ├── UsageError              the call itself is wrong: an empty question, an unknown document
    │   ├── UnreadableReceipt   a file that is no receipt of this program
    │   ├── UnknownConversation no such conversation is kept, or it has no such turn
    │   ├── UnknownDocument     the corpus has no such document
    │   └── WorkspaceIsCopy     the workspace was pulled: nothing is added or indexed in it
    ├── WorkspaceMissing        no folder with a corpus/ in it
    ├── UnreadableDocument      one file cannot be read (indexing reports it and continues)
    ├── DocumentRefused         a file is not taken into the corpus
    │   ├── AlreadyThere        the corpus has the very file
    │   └── NameTaken           another document has its name
    ├── ModelUnavailable        a model file cannot be had, or is not the file we pinned
    ├── ModelFailed             a language model did not deliver its text
    ├── ArchiveUnusable         kept conversations cannot be read or written
    ├── StoreUnusable           a folder or URL of snapshots cannot be read or written
    │   └── NotInStore          something is not there
    ├── SnapshotUnusable        what is published there cannot be used
    ├── VectorServerUnusable    the Chroma server does not answer, or not as it should
    ├── IndexBusy               another process is writing this index
    └── IndexUnusable
        ├── IndexMissing        nothing has been indexed yet
        ├── IndexOutOfDate      built by another model or other rules
        └── IndexDamaged        its files are not those that were written

Errors of other libraries are translated in the one module that uses the library. The message is
one line that ends with what to do next; it is safe to print in a terminal.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of all errors that this library raises on purpose."""


class UsageError(AssistantError, ValueError):
    """The question, filter or option cannot be used as given."""


class UnreadableReceipt(UsageError):
    """The file is not a receipt that can be checked."""


class UnknownConversation(UsageError):
    """No conversation is kept under this id, or it has no turn of this number."""


class UnknownDocument(UsageError):
    """No document has this name, or none has it any longer."""


class WorkspaceIsCopy(UsageError):
    """The workspace is a copy of a published one, and is not changed here."""


class WorkspaceMissing(AssistantError):
    """The folder is not a workspace: it has no corpus/ to read."""


class UnreadableDocument(AssistantError):
    """A file of the corpus cannot be read; the message is the reason alone."""


class DocumentRefused(AssistantError):
    """A file is not taken into the corpus; the message is the reason alone."""


class AlreadyThere(DocumentRefused):
    """The corpus has a file of the same bytes. document: its name."""

    def __init__(self, document: str) -> None:
        """Say which file it is."""
        super().__init__(f"it is the same file as “{document}”")
        self.document = document


class NameTaken(DocumentRefused):
    """Another document of the corpus has that name: replace it, or keep both."""


class ModelUnavailable(AssistantError):
    """A model file was not found at any source, or its bytes are not the pinned ones."""


class VectorServerUnusable(AssistantError):
    """The Chroma server that the settings name does not answer, or not as it should.

    It costs speed alone: what it would search is searched here.
    """


class ModelFailed(AssistantError):
    """A language model or its endpoint failed while it was asked to write."""


class ArchiveUnusable(AssistantError):
    """The database of conversations is damaged, out of reach, or written by another version."""


class StoreUnusable(AssistantError):
    """The folder or URL that snapshots are published to cannot be reached, read or written."""


class NotInStore(StoreUnusable):
    """What was asked for is not there."""


class SnapshotUnusable(AssistantError):
    """A published snapshot is damaged, half there, or not for this program."""


class IndexBusy(AssistantError):
    """Another process holds the index's writer lock."""


class IndexUnusable(AssistantError):
    """The index cannot be opened; every subclass says why."""


class IndexMissing(IndexUnusable):
    """There is no current generation."""


class IndexOutOfDate(IndexUnusable):
    """The index's fingerprint differs from what this program would build."""


class IndexDamaged(IndexUnusable):
    """A file of the current generation is missing or changed."""
