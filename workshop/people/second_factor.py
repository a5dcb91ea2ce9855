"""The second factor: six digits of an authenticator app (RFC 6238), each taken once, and recovery codes for the day the app is gone."""

import hmac
import logging
import re
from base64 import b32encode, b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import uuid4

from nacl.secret import SecretBox
from pyotp import TOTP, random_base32
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from workshop.errors import Conflict, Invalid, NotFound
from workshop.people.brief import brief
from workshop.people.models import Person, RecoveryCode, SecondFactor, SignIn
from workshop.people.secrets import secret_for
from workshop.people.throttle import Limit, clear_try, count_try
from workshop.shoproom import Shoproom
from workshop.wording import _
from workshop.writing import NOBODY, Intent, Writing

log = logging.getLogger("workshop")
STEP_S, STEPS_BESIDE = 30, 1  # a code counts half a minute before and after its own
CODES, CODE_BYTES = 10, 10
A_DAY = 20
_DIGITS, _CODE = re.compile(r"\d{6}"), re.compile(r"[A-Z2-7]{16}")


@dataclass(frozen=True)
class Factor:
    """The factor of a person as it stands; `left`: unused recovery codes."""

    id: int
    since: datetime | None
    secret: str
    left: int = 0

    @property
    def is_on(self) -> bool:
        return self.since is not None


def _box(secret_key: str) -> SecretBox:
    return SecretBox(hmac.new(secret_key.encode(), b"second factor", sha256).digest())


def seal(secret: str, secret_key: str) -> str:
    return b64encode(_box(secret_key).encrypt(secret.encode())).decode()


def unseal(sealed: str, secret_key: str) -> str:
    return _box(secret_key).decrypt(b64decode(sealed)).decode()


def digest_of_code(code: str, secret_key: str) -> str:
    """What is kept of a recovery code: keyed, so that a copy of the database lets nobody in."""
    return hmac.new(secret_key.encode(), f"recovery\0{code}".encode(), sha256).hexdigest()


def factor_of(session: Session, person_id: int, secret_key: str) -> Factor | None:
    """The newest one that was not ended, confirmed or not. At most two statements."""
    asked = select(SecondFactor).where(SecondFactor.person_id == person_id, SecondFactor.ended_at.is_(None))
    row = session.scalar(asked.order_by(SecondFactor.id.desc()).limit(1))
    if row is None:
        return None
    unused = RecoveryCode.factor_id == row.id, RecoveryCode.used_at.is_(None)
    left = session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0
    return Factor(row.id, row.confirmed_at, unseal(row.sealed_secret, secret_key), left)


def has_factor(session: Session, person_id: int) -> bool:
    """Whether a code is asked from this person. One statement."""
    on = SecondFactor.confirmed_at.is_not(None), SecondFactor.ended_at.is_(None)
    return session.scalar(select(SecondFactor.id).where(SecondFactor.person_id == person_id, *on).limit(1)) is not None


def address_for_app(secret: str, name: str, shop: str) -> str:
    """What the QR code says to the app."""
    return TOTP(secret).provisioning_uri(name=name, issuer_name=shop)


def begin_factor(writing: Writing, person_id: int, secret_key: str) -> None:
    """A new shared secret, which counts once its first code was typed. One that was begun before and never confirmed ends."""
    mine = SecondFactor.person_id == person_id, SecondFactor.ended_at.is_(None)
    if has_factor(writing.session, person_id):
        raise Conflict(_("Your second factor is on already."), slug="factor-on")
    writing.session.execute(update(SecondFactor).where(*mine).values(ended_at=writing.at))
    writing.add(SecondFactor, person_id=person_id, sealed_secret=seal(random_base32(), secret_key), at=writing.at)


def confirm_factor(
    writing: Writing, who: Person, typed: str, codes: Sequence[str], secret_key: str, sign_in_id: int
) -> None:
    """The first code was right: from now on it is asked, and whoever else is signed in under this name signs in anew. Raises Invalid."""
    factor = factor_of(writing.session, who.id, secret_key)
    if factor is None or factor.is_on:
        raise Conflict(_("There is nothing to confirm. Begin anew."), slug="factor-not-begun")
    if not _take_code(writing.session, factor, typed, writing.at, secret_key):
        raise _wrong()
    writing.session.execute(update(SecondFactor).where(SecondFactor.id == factor.id).values(confirmed_at=writing.at))
    _keep_codes(writing, factor.id, codes, secret_key)
    others = SignIn.person_id == who.id, SignIn.id != sign_in_id, SignIn.ended_at.is_(None)
    writing.session.execute(update(SignIn).where(*others).values(ended_at=writing.at))
    _journalled(writing, who.id)
    log.info("second factor on", extra={"verb": f"second factor on {who.subject}"})


def renew_codes(writing: Writing, person_id: int, typed: str, codes: Sequence[str], secret_key: str) -> None:
    """New recovery codes; the old ones count no more. Raises Invalid."""
    factor = _need_code(writing, person_id, typed, secret_key)
    writing.session.execute(delete(RecoveryCode).where(RecoveryCode.factor_id == factor.id))
    _keep_codes(writing, factor.id, codes, secret_key)


def end_factor(writing: Writing, who: Person, typed: str, secret_key: str) -> None:
    """No code is asked any more. Raises Invalid."""
    factor = _need_code(writing, who.id, typed, secret_key)
    writing.session.execute(update(SecondFactor).where(SecondFactor.id == factor.id).values(ended_at=writing.at))
    _journalled(writing, who.id)
    log.info("second factor off", extra={"verb": f"second factor off {who.subject}"})


def _journalled(writing: Writing, person_id: int) -> None:
    """The journal tells by its verb that it was switched on or off, and for whom; secret and codes stay out of it."""
    writing.change(Person, person_id, active=True)


def _need_code(writing: Writing, person_id: int, typed: str, secret_key: str) -> Factor:
    factor = factor_of(writing.session, person_id, secret_key)
    if factor is None or not factor.is_on:
        raise Conflict(_("Your second factor is off."), slug="factor-off")
    if not _take_code(writing.session, factor, typed, writing.at, secret_key):
        raise _wrong()
    return factor


def _keep_codes(writing: Writing, factor_id: int, codes: Sequence[str], secret_key: str) -> None:
    rows = [{"factor_id": factor_id, "digest": digest_of_code(_plain(code), secret_key)} for code in codes]
    writing.add_all(RecoveryCode, rows)


def recovery_codes(request_key: str, secret_key: str) -> list[str]:
    """Ten codes of 80 bits that answer one request: the same when it is repeated."""
    made = (bytes.fromhex(secret_for(f"recovery {at}", request_key, secret_key))[:CODE_BYTES] for at in range(CODES))
    return ["-".join(re.findall("....", b32encode(one).decode())) for one in made]


def _plain(typed: str) -> str:
    return re.sub(r"[\s-]+", "", typed).upper()


def prove_second(room: Shoproom, person_id: int, subject: str, typed: str, place: str) -> None:
    """The typed code is this person's and was never taken before. Counted before it is compared. Raises Invalid and TooMany."""
    limits = limits_of_code(subject, place)
    count_try(room.database, limits, room.now())
    with brief(room.database) as session:
        factor = factor_of(session, person_id, room.settings.secret_key)
        is_right = factor is not None and _take_code(session, factor, typed, room.now(), room.settings.secret_key)
    if not is_right:
        raise _wrong()
    clear_try(room.database, limits)


def limits_of_code(subject: str, place: str) -> list[Limit]:
    """A code: per person and place, and per person; only who knows the password gets so far."""
    return [Limit(f"code {subject} {place}", waits=True), Limit(f"code {subject}", a_day=A_DAY)]


def _take_code(session: Session, factor: Factor, typed: str, now: datetime, secret_key: str) -> bool:
    """Whether it is a code of the app or a recovery code; then it is used up."""
    plain = _plain(typed)
    if _DIGITS.fullmatch(plain) and plain.isascii():
        step = _step_of(factor.secret, plain, now)
        newer = SecondFactor.id == factor.id, func.coalesce(SecondFactor.last_step, 0) < step
        return step > 0 and _changed(session, update(SecondFactor).where(*newer).values(last_step=step))
    unused = RecoveryCode.factor_id == factor.id, RecoveryCode.used_at.is_(None)
    digest = digest_of_code(plain, secret_key)
    return bool(_CODE.fullmatch(plain)) and _changed(
        session, update(RecoveryCode).where(*unused, RecoveryCode.digest == digest).values(used_at=now)
    )


def _changed(session: Session, statement: object) -> bool:
    return session.connection().execute(statement).rowcount == 1  # type: ignore[call-overload,no-any-return]


def _step_of(secret: str, digits: str, now: datetime) -> int:
    """The half minute that the digits stand for; 0 when none near has them."""
    here, app = int(now.timestamp()) // STEP_S, TOTP(secret)
    near = range(here - STEPS_BESIDE, here + STEPS_BESIDE + 1)
    return next((step for step in near if hmac.compare_digest(app.generate_otp(step), digits)), 0)


def _wrong() -> Invalid:
    return Invalid(
        _("This code is not right, or was used already. Wait for the next one in the app, or take a recovery code."),
        slug="code-wrong",
        field="current",
    )


def forget_factor(room: Shoproom, name: str) -> bool:
    """From the console, for who lost app and codes: no code is asked, every sign-in ends. False when there was none. Raises NotFound."""
    done: list[bool] = []

    def act(writing: Writing) -> dict[str, str]:
        everybody = writing.session.execute(select(Person.id, Person.name).where(Person.active == True)).all()
        ids = [one.id for one in everybody if one.name.casefold() == name.strip().casefold()]
        if not ids:
            raise NotFound(_("Nobody here is called {name}.", name=name), slug="person-unknown", field="person")
        done.append(has_factor(writing.session, ids[0]))
        for model in (SecondFactor, SignIn):
            mine = model.person_id == ids[0], model.ended_at.is_(None)
            writing.session.execute(update(model).where(*mine).values(ended_at=writing.at))
        _journalled(writing, ids[0])
        return {}

    room.do(Intent("forget second factor", NOBODY, room.now(), key=uuid4().hex, body="console"), act)
    log.info("second factor off", extra={"verb": "second factor off, from the console"})
    return done[-1]
