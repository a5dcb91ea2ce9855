"""A letter opens in the shop's own mail program, and nothing that people typed adds to its head or to whom it goes."""

import re
from urllib.parse import unquote, urlsplit

import pytest

from workshop.letter import Letter, mail_to

ADDRESSES = (
    "a@b.test?bcc=all@b.test",
    "a@b.test&cc=x@y.z",
    "a@b.test\nBcc: x@y.z",
    "a@b.test\r\nBcc: x@y.z",
    "a@b.test\rx",
    "a@b.test\x0b",
    "a@b.test\x00",
    "a@b.test\u2028",
    "a@b.test\u202ex",
    "a@b.test\x85",
    "a@b.test,c@d.test",
    "a@b.test;c@d.test",
    "a@b.test%0Abcc:x",
    "a@b.test%2Cc@d.test",
    "a@b.test#x",
    "a@b.test/x",
    "Ada <a@b.test>",
    '"a b"@b.test',
    "a b@b.test",
    " a@b.test",
    "a@b@c.test",
    "javascript:alert(1)@b.test",
    "a@[127.0.0.1]",
    "a@b",
    "@b.test",
    "+351 2",
    "",
)
WORDS = (
    "Bo\nBcc: x@y.z",
    "Bo\r\nBcc: x@y.z\r\n\r\nHello",
    "Bo\rCc: x",
    "Bo\x0bTo: x",
    "Bo\x0cTo: x",
    "Bo\x85To: x",
    "Bo\u2028To: x",
    "Bo&bcc=x@y.z",
    "Bo?to=x@y.z",
    "Bo#bcc=x",
    "Bo%0D%0ABcc:x",
    "Bo=?utf-8?q?x?=",
    "Bo\x00\x1b[31m",
    '"><script>alert(1)</script>',
    "Zoë & Søn, 100 % + 1",
    "ליאת 李",
)


def test_there_are_forty_of_them() -> None:
    assert len(set(ADDRESSES)) + len(set(WORDS)) >= 40


@pytest.mark.parametrize("odd", ADDRESSES)
def test_what_is_no_single_address_opens_no_letter(odd: str) -> None:
    assert mail_to(odd, "About a ring", "Dear Ada") == ""


@pytest.mark.parametrize("odd", WORDS)
def test_no_word_adds_to_the_head_of_a_letter(odd: str) -> None:
    written = Letter("ada@example.test", odd, f"Dear {odd}\n\nBye").mail
    assert re.fullmatch(r"mailto:ada@example\.test\?subject=[\w.~%-]*&body=[\w.~%-]*", written, re.ASCII)
    told = dict(part.split("=", 1) for part in urlsplit(written).query.split("&"))
    subject, body = unquote(told["subject"]), unquote(told["body"])
    assert "".join(subject.split()) == "".join(re.sub(r"[\x00-\x1f\x7f-\x9f]", " ", odd).split())
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", subject)
    assert not re.search(r"[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]|(?<!\r)\n|\r(?!\n)", body)
    assert body.startswith("Dear Bo" if odd.startswith("Bo") else "Dear ") and body.endswith("\r\n\r\nBye")


def test_a_letter_is_written_as_it_reads() -> None:
    assert mail_to("ada@example.test", "About a ring", "Dear Ada\n\nBye & thanks") == (
        "mailto:ada@example.test?subject=About%20a%20ring&body=Dear%20Ada%0D%0A%0D%0ABye%20%26%20thanks"
    )
    assert Letter("+351 2", "About a ring", "Dear Ada").mail == ""
