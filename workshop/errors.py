"""Refusals: what a person did that cannot be done, as a sentence, and how HTTP says it."""


class Refusal(Exception):
    """Something that was asked for and will not be done; nothing has been changed.

    `sentence` tells what happened and what to do next, `slug` is the stable name that programs rely on,
    `field` names the input that caused it (None when no single one did).
    """

    status = 409

    def __init__(self, sentence: str, *, slug: str = "refused", field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.slug = slug
        self.field = field


class Invalid(Refusal):
    """An input that cannot be understood or is out of its limits."""

    status = 422


class NotFound(Refusal):
    """Not there, or not yours: both look the same."""

    status = 404


class Forbidden(Refusal):
    """Signed in, but without the role or scope for this."""

    status = 403


class NotSignedIn(Refusal):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401


class Conflict(Refusal):
    """The thing has moved since it was looked at, or a rule of the workshop stands against it."""


class TooMany(Refusal):
    """Too many tries; `retry_after` is in seconds."""

    status = 429

    def __init__(self, sentence: str, *, slug: str = "too-many-tries", retry_after: int = 60) -> None:
        super().__init__(sentence, slug=slug)
        self.retry_after = retry_after


class Unavailable(Refusal):
    """The database or the disk cannot take it now; the same request may be sent again."""

    status = 503


class CannotStart(Exception):
    """The program cannot run as it is set up; the sentence says the remedy. Exit status 3."""
