"""Whether there is anything to publish since the last time, told by one statement."""

from sqlalchemy import text
from sqlalchemy.orm import Session

# Whatever makes a page that was not there, or another one: a look, a tag, its end, a consent, a recall, the gallery, a loss,
# a repair that may be told, work by others, a photo shown or taken off, a guarantee, a word let stand, a text in a language, a paper that counts no
# longer, another place.
_SEEN = text(
    "SELECT "
    + ", ".join(
        f"(SELECT {told} FROM {table}) AS {table}"
        for table, told in {
            "inspection": "count(verdict)",
            "tag": "COALESCE(max(id), 0)",
            "tag_withdrawal": "COALESCE(max(id), 0)",
            "consent": "COALESCE(max(id), 0)",
            "recall": "count(*) || '.' || count(ended_at)",
            "gallery_showing": "count(*) || '.' || count(ended_at)",
            "loss_report": "count(*) || '.' || count(confirmed_at) || '.' || count(disputed_at) || '.' || count(aside_at) || '.' || count(ended_at)",
            "repair_consent": "COALESCE(max(id), 0)",
            "reported_work": "count(*) || '.' || count(withdrawn_at)",
            "photo": "sum(is_public) || '.' || sum(is_public * id)",
            "guarantee": "COALESCE(max(id), 0)",
            "wording_override": "COALESCE(max(id), 0)",
            "own_text": "COALESCE(max(id), 0)",
            "withdrawal": "COALESCE(max(id), 0)",
            "publishing_place": "COALESCE(max(id), 0)",
        }.items()
    )
)


def what_is_seen(session: Session) -> str:
    """A short text that changes when pages come, go, or say something that cannot wait for the next day."""
    return "/".join(str(one) for one in session.execute(_SEEN).one())
