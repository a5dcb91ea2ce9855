"""The file that is chosen in a form of a document: kept at once, and still chosen when the form is refused."""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from workshop.errors import Invalid
from workshop.filestore import FileStore
from workshop.materials.evidence import Evidence, keep_evidence
from workshop.wording import _


@dataclass(frozen=True)
class Chosen:
    """A file that stays chosen: its mark for the form to carry, and whether it can be shown."""

    mark: str
    is_shown: bool


def kept_file(store: FileStore, sent: bytes | None, mark: str | None, secret: str, *, field: str) -> Evidence | None:
    """What was sent, or what stayed chosen from the form before; None for neither. Raises Invalid as `keep_evidence` does."""
    if sent is not None:
        return keep_evidence(store, sent, field=field)
    if not mark:
        return None
    try:
        return Evidence(*_marks(secret).loads(mark))
    except BadSignature as error:
        raise Invalid(_("Choose the file once more."), slug="file-missing", field=field) from error


def stays(evidence: Evidence | None, secret: str) -> Chosen | None:
    """The same file for the form to carry on."""
    if evidence is None:
        return None
    return Chosen(str(_marks(secret).dumps(list(vars(evidence).values()))), evidence.picture is not None)


def _marks(secret: str) -> URLSafeSerializer:
    """Signed, so that a form can file no other file of the store."""
    return URLSafeSerializer(secret, salt="chosen document")
