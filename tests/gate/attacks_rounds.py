"""How the guards of scan-rounds are attacked; read with attacks.py."""

from tests.gate.attacks import Attack, _attack, _set
from tests.gate.attacks_cases import CLOSED, FAIR, line
from tests.gate.steps import Value, insert


def link(case: str) -> str:
    return insert(
        "case_link", case_id=case, digest="'new'", shows_prices=1, at="{now}", expires_at="{now} + 1000000000"
    )


def by(digest: str) -> str:
    return f"(SELECT k.id FROM case_link k WHERE k.digest = '{digest}')"


def said(piece: str, digest: str, number: int, **more: Value) -> str:
    told: dict[str, Value] = {"packed_id": line(piece), "link_id": by(digest), "number": number, "subject": "'x'"}
    return insert("case_answer", **(told | {"said": "'there'", "at": "{now}"} | more))


ROUNDS: tuple[Attack, ...] = (
    _attack("case_link_to_gallery", "a link to what is at a fair", link(FAIR)),
    _attack("case_link_to_gallery", "a link to a closed case", link(CLOSED)),
    _attack("case_link_ends", "a link that lives on", _set("case_link", "expires_at = expires_at + 1", "1=1")),
    _attack("case_link_ends", "an ended link again", _set("case_link", "revoked_at = NULL", "digest = 'g1'")),
    _attack("case_answer_by_link", "about a piece of another case", said("at_fair", "g2", 1)),
    _attack("case_answer_by_link", "by an ended link", said("gallery_sold", "g1", 1)),
    _attack("case_answer_by_link", "out of turn", said("gallery_sold", "g2", 9)),
    _attack("case_answer_by_link", "two that wait", said("gallery_back", "g2", 2)),
    _attack("case_answer_stands", "something else was said", _set("case_answer", "said = 'sold'", "said = 'there'")),
    _attack(
        "case_answer_stands", "taken over twice", _set("case_answer", "ended_at = {now} + 1", "ended_how = 'aside'")
    ),
)
