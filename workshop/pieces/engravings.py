"""What is engraved on a piece, as a row that only the workshop reads."""

import secrets
from typing import Any


def engraving_row(
    piece_id: int, sequence: int, engraving: str | None, place: str | None, event_id: int | None
) -> dict[str, Any]:
    return {
        "piece_id": piece_id,
        "sequence": sequence,
        "subject": secrets.token_hex(16),
        "engraving": engraving,
        "place": place,
        "event_id": event_id,
    }
