"""An owner's pages, without account, script and cookie; and everything that somebody tries who is not the owner."""

import json
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from tests.aftercare.forms import forms_on, send, shown_secret
from tests.aftercare.owners import ASK, CARD, NEXT, OWN, Owners
from tests.conftest import Clock
from tests.world import World
from workshop.aftercare.claiming import Gift
from workshop.aftercare.requests import give_notice, grant, see_proof
from workshop.forgetting import erased_in
from workshop.house import journalled
from workshop.provenance.codes import new_code
from workshop.public.misses import MOST
from workshop.verifying import verify

BREAKS = (
    "\r\nBcc: all@example.test",
    "\nX: y",
    "\rX: y",
    "a\x0bb",
    "a\x0cb",
    "a\x85b",
    "a\u2028b",
    "a\u2029b",
    "a\x00b",
    "a\x1b[2Jb",
)
PAYLOADS = (
    "{{1234567*7}}",
    "{% raw %}{{ config }}",
    "${1234567*7}",
    "<%= 1234567*7 %>",
    "#{1234567*7}",
    "{0.__class__}",
    "%(name)s",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "</textarea><script>",
    "&lt;b&gt;",
    "javascript:alert(1)",
    "\u202egnp.exe",
    "{{''.__class__.__mro__[1].__subclasses__()}}",
)
ELSEWHERE = (
    "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "//evil.example/%2f..", "/%09/evil.example", "javascript:alert(1)", "data:text/html,x", "http://evil.example:80",
    "https://example.test@evil.example", "///evil.example", "%2f%2fevil.example", "/.evil.example", "?next=//evil.example",
)  # fmt: skip


@pytest.fixture
def owners(world: World) -> Owners:
    world.shop(public_address="https://example.test", email="bench@example.test")
    return Owners(world)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def door(client: FlaskClient, owners: Owners) -> TestResponse:
    return client.get(f"/p/{owners.code}/own")


def opened(client: FlaskClient, owners: Owners, secret: str) -> TestResponse:
    return client.post(f"/p/{owners.code}/own", data={"secret": secret})


def claimed(client: FlaskClient, owners: Owners, **typed: str) -> str:
    """The owner's own secret, as the page showed it."""
    owners.card()
    page = send(client, opened(client, owners, CARD), "/claim", **typed)
    assert page.status_code == 200, page.text
    return shown_secret(page)


def test_an_owner_claims_and_comes_back(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners, name="Ada Løve", contact="ada@example.test")
    page = opened(stranger, owners, own.lower())
    assert page.status_code == 200 and "Alder signet" in page.text and "Ada Løve" in page.text
    assert "<li>Wash it in warm water" in page.text
    assert "Set-Cookie" not in page.headers and page.headers["Cache-Control"] == "no-store"
    assert "script" not in page.headers["Content-Security-Policy"] and "<script" not in page.text
    public = stranger.get(f"/p/{owners.code}")
    assert "This piece is mine" in public.text and "Ada" not in public.text


def test_a_double_tap_claims_once_and_shows_the_same_secret(owners: Owners, stranger: FlaskClient) -> None:
    owners.card()
    form = opened(stranger, owners, CARD)
    first, second = (send(stranger, form, "/claim", name="Ada") for _tap in range(2))
    assert shown_secret(first) == shown_secret(second)
    assert len(owners.world.rows("SELECT id FROM ownership")) == 1


def test_a_photographed_card_opens_nothing_after_the_claim(owners: Owners, stranger: FlaskClient) -> None:
    owners.card()
    thief = opened(stranger, owners, CARD)
    send(stranger, opened(stranger, owners, CARD), "/claim")
    late, again = send(stranger, thief, "/claim"), opened(stranger, owners, CARD)
    assert late.status_code == again.status_code == 404
    assert "opens nothing here" in late.text and "opens nothing here" in again.text
    assert len(owners.world.rows("SELECT id FROM ownership")) == 1


def test_what_opens_nothing_looks_alike(owners: Owners, stranger: FlaskClient) -> None:
    """Never printed, wrong, used up, of another piece, of a code that is none of ours: one answer."""
    other = Owners(owners.world)
    other.card()
    answers = []
    for code, secret in (
        (owners.code, CARD),
        (other.code, OWN),
        (new_code(), CARD),
        (owners.code, "?"),
        (other.code, "A" * 90),
    ):
        page = stranger.post(f"/p/{code}/own", data={"secret": secret})
        answers.append(
            (page.status_code, page.text.replace(code, "").replace(_printed(code), "").replace(f'value="{secret}"', ""))
        )
    assert len(set(answers)) == 1 and answers[0][0] == 404


def _printed(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def test_what_opens_nothing_costs_alike(owners: Owners, app: Flask) -> None:
    """The same statements, whatever stands behind the code: nobody can tell by the time."""
    owners.card()
    seen: list[list[str]] = []
    engine = owners.world.room.database.engine

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen[-1].append(statement)

    event.listen(engine, "before_cursor_execute", note)
    client = app.test_client(use_cookies=False)
    for code, secret in ((owners.code, OWN), (owners.code, "?"), (new_code(), OWN), (new_code(), CARD)):
        seen.append([])
        client.post(f"/p/{code}/own", data={"secret": secret})
    event.remove(engine, "before_cursor_execute", note)
    assert seen[0] and all(each == seen[0] for each in seen)


def test_guessing_is_slowed_and_changes_nothing(owners: Owners, app: Flask, clock: Clock) -> None:
    owners.card()
    guesser, neighbour = app.test_client(use_cookies=False), app.test_client(use_cookies=False)
    statuses = [opened(guesser, owners, f"{number:026d}").status_code for number in range(10 * MOST)]
    assert statuses == [404] * MOST + [429] * (9 * MOST)
    late = opened(guesser, owners, "?")
    assert late.status_code == 429 and int(late.headers["Retry-After"]) > 0 and "Wait" in late.text
    page = opened(neighbour, owners, CARD)
    assert page.status_code == 200 and "claim it" in page.text, "who holds the secret waits for nobody"
    assert guesser.get(f"/p/{owners.code}").status_code == 200
    clock.forward(minutes=11)
    assert opened(guesser, owners, CARD).status_code == 200


@pytest.mark.parametrize(
    "ending",
    ["/claim", "/details", "/secret", "/handing-on", "/keeping", "/loss", "/objection", "/erasure", "/data.json"],
)
def test_no_form_does_anything_without_the_secret(owners: Owners, stranger: FlaskClient, ending: str) -> None:
    own = claimed(stranger, owners)
    before = owners.world.rows("SELECT size FROM journal_head")
    for secret in ("", CARD, NEXT, own[:-1]):
        typed = {"secret": secret, "request_key": "k" * 20, "seed": "s" * 20, "kind": "stolen", "name": "Eve"}
        assert stranger.post(f"/p/{owners.code}/own{ending}", data=typed).status_code == 404
    assert owners.world.rows("SELECT size FROM journal_head") == before


def test_a_form_from_another_site_is_refused(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}):
        for ending in ("", "/erasure", "/loss", "/request", "/dispute"):
            typed = {"secret": own, "request_key": "k" * 20}
            assert stranger.post(f"/p/{owners.code}/own{ending}", data=typed, headers=headers).status_code == 403
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert stranger.post(f"/p/{owners.code}/own", data={"secret": own}, headers=ours).status_code == 200


def test_no_form_leads_elsewhere(owners: Owners, stranger: FlaskClient) -> None:
    """Nothing that is sent decides where anybody goes; a strange code leads home or nowhere."""
    own = claimed(stranger, owners)
    for ending in ("", "/claim", "/details", "/loss", "/request", "/dispute", "/keepsake.txt"):
        for where in ELSEWHERE:
            typed = {name: where for name in ("next", "return_to", "redirect", "url", "lang")} | {
                "secret": own,
                "request_key": "k" * 20,
            }
            answer = stranger.post(f"/p/{owners.code}/own{ending}?next={where}&lang={where}", data=typed)
            assert not 300 <= answer.status_code < 400 and "evil.example" not in str(answer.headers)
            assert f'href="{where}' not in answer.text and f'action="{where}' not in answer.text
    for where in ELSEWHERE:
        answer = stranger.get(f"/p/{where}/own")
        assert answer.status_code in (200, 301, 303, 308, 404)
        assert answer.headers.get("Location", "/p/").split("?")[0].startswith(("/p/", "http://localhost/p/"))


@pytest.mark.parametrize("name", ["name", "contact"])
def test_a_line_break_in_a_name_or_contact_is_refused_in_plain_words(
    owners: Owners, stranger: FlaskClient, name: str
) -> None:
    own = claimed(stranger, owners)
    for broken in BREAKS:
        typed = f"a{broken}" if broken.startswith(("\r", "\n")) else broken
        page = send(stranger, opened(stranger, owners, own), "/details", **{name: typed})
        assert page.status_code == 422, repr(broken)
        assert "one line" in page.text or "cannot be kept" in page.text
    assert owners.world.rows("SELECT name, contact FROM ownership") == [(None, None)]


def test_what_people_type_is_shown_as_they_typed_it(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners)
    for payload in PAYLOADS:
        page = send(stranger, opened(stranger, owners, own), "/details", name=payload, contact=payload)
        assert page.status_code == 200
        assert owners.world.rows("SELECT name FROM ownership") == [(payload,)]
        assert "<script>" not in page.text and "<img src=x" not in page.text and "8641969" not in page.text


def test_what_was_kept_is_shown_and_not_what_was_typed(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners)
    page = send(stranger, opened(stranger, owners, own), "/details", name="  A\u0308da ")
    assert 'value="Äda"' in page.text


def test_words_of_a_gift_wait_for_their_day(owners: Owners, stranger: FlaskClient, clock: Clock) -> None:
    owners.card(gift=Gift("Mo & co", "With <love>\nand care", date(2026, 11, 20)))
    own = shown_secret(send(stranger, opened(stranger, owners, CARD), "/claim"))
    early = opened(stranger, owners, own)
    assert "until 20 November 2026" in early.text and "love" not in early.text and "Mo " not in early.text
    clock.forward(days=3)
    page = opened(stranger, owners, own)
    assert "With &lt;love&gt;\nand care" in page.text and "Mo &amp; co" in page.text


def test_an_owner_hands_on_as_a_gift(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners)
    page = send(
        stranger, opened(stranger, owners, own), "/handing-on", message="Wear it", giver="Ada", reveal_on="2026-13-45"
    )
    assert page.status_code == 422 and "is no day" in page.text and "Wear it" in page.text
    following = shown_secret(
        send(stranger, opened(stranger, owners, own), "/handing-on", message="Wear it", giver="Ada")
    )
    assert "is not used yet" in opened(stranger, owners, own).text
    theirs = shown_secret(send(stranger, opened(stranger, owners, following), "/claim"))
    assert "Wear it" in opened(stranger, owners, theirs).text
    assert opened(stranger, owners, own).status_code == 404


def test_an_owner_reports_renews_and_finds(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners)
    page = opened(stranger, owners, own)
    assert "Lost or stolen" in page.text
    hidden = next(h for a, h in forms_on(page).items() if a.endswith("/loss"))
    told = stranger.post(f"/p/{owners.code}/own/loss", data=hidden | {"kind": "lost"})
    assert "Nothing is shown yet" in told.text and "Reported" not in stranger.get(f"/p/{owners.code}").text
    for what, said in (("renew", "another year"), ("found", "says nothing of it"), ("nonsense", "Choose lost")):
        typed = {"secret": own, "request_key": f"{what}-key-of-a-form", "what": what}
        assert said in stranger.post(f"/p/{owners.code}/own/loss", data=typed).text


def test_a_confirmed_report_is_on_the_page_and_can_be_disputed(owners: Owners, stranger: FlaskClient) -> None:
    owners.card()
    owners.claim()
    kept = stranger.get(f"/p/{owners.code}")
    owners.reported()
    page = stranger.get(f"/p/{owners.code}", headers={"If-None-Match": kept.headers["ETag"]})
    assert page.status_code == 200 and "Reported, not verified, since 17 November 2026" in page.text
    form = stranger.get(f"/p/{owners.code}/own/dispute")
    assert send(stranger, form, "/dispute", story="Mine", contact="").status_code == 422
    done = send(stranger, form, "/dispute", story="I bought it at a fair", contact="eve@example.test")
    assert "Thank you" in done.text and "disputes this" in stranger.get(f"/p/{owners.code}").text
    assert "eve@example" not in stranger.get(f"/p/{owners.code}").text


def test_an_heir_asks_and_takes_over(owners: Owners, stranger: FlaskClient, clock: Clock) -> None:
    own = claimed(stranger, owners, contact="ada@example.test")
    form = stranger.get(f"/p/{owners.code}/own/request")
    empty = send(stranger, form, "/request", why="heir", story="Her will")
    assert empty.status_code == 422 and "still empty" in empty.text and "Her will" in empty.text
    asked = shown_secret(send(stranger, form, "/request", why="heir", name="Bo", contact="bo@example.test"))
    assert "Show the workshop a proof" in opened(stranger, owners, asked).text
    owners.staff(see_proof, 1, "The will")
    owners.staff(give_notice, 1)
    told = opened(stranger, owners, own)
    assert "before 17 December 2026" in told.text and "bo@example" not in told.text and "inherited" not in told.text
    clock.forward(days=30)
    owners.staff(grant, 1)
    page = opened(stranger, owners, asked)
    theirs = shown_secret(send(stranger, page, "/claim", name="Bo"))
    assert "Recorded as yours" in opened(stranger, owners, theirs).text
    assert opened(stranger, owners, own).status_code == 404


def test_an_owner_objects(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners)
    owners.ask(secret=ASK)
    owners.staff(see_proof, 1, None)
    owners.staff(give_notice, 1)
    page = send(stranger, opened(stranger, owners, own), "/objection")
    assert "You do not agree" in page.text
    assert "Whoever is concerned" in opened(stranger, owners, ASK).text


def test_asking_without_a_secret_is_slowed(owners: Owners, stranger: FlaskClient) -> None:
    statuses = []
    for number in range(8):
        typed = {
            "request_key": f"key-of-a-form-{number}",
            "seed": f"{number}" * 20,
            "why": "heir",
            "contact": "x@example.test",
        }
        statuses.append(stranger.post(f"/p/{new_code()}/own/request", data=typed).status_code)
    assert statuses == [404] * 5 + [429] * 3


def test_what_is_kept_is_taken_away_and_erased(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners, name="Ada Løve", contact="ada@example.test")
    page = opened(stranger, owners, own)
    taken = send(stranger, page, "/data.json")
    assert json.loads(taken.text)["ownership"][0]["contact"] == "ada@example.test"
    assert "attachment" in taken.headers["Content-Disposition"] and "Løve" in taken.text
    done = send(stranger, page, "/erasure")
    assert "Erased" in done.text and "Løve" not in done.text
    folder = owners.world.room.settings.data_dir
    assert erased_in(folder) == [
        row.subject
        for row in owners.world.rows("SELECT subject FROM ownership UNION SELECT subject FROM owner_secret ORDER BY 1")
    ]
    for table in ("ownership", "request_key", "journal_entry", "owner_secret"):
        assert "Løve" not in repr(owners.world.rows(f"SELECT * FROM {table}"))
    assert verify(owners.world.room, journalled()).problems == []


def test_a_secret_that_was_seen_is_replaced_and_kept_as_a_file(owners: Owners, stranger: FlaskClient) -> None:
    own = claimed(stranger, owners)
    shown = send(stranger, opened(stranger, owners, own), "/own/secret")
    other = shown_secret(shown)
    assert opened(stranger, owners, own).status_code == 404 and opened(stranger, owners, other).status_code == 200
    file = send(stranger, shown, "/keepsake.txt")
    assert other.replace(" ", "-") in file.text and file.content_type.startswith("text/plain")
