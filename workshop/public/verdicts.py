"""What the page that checks a signed file answers, in plain words."""

from typing import Any

from workshop.wording import _


def words_of_verdicts(name: str, number: str) -> dict[str, Any]:
    """By the names that the page's script knows; `name` is the shop's, `number` its key's."""
    return _headings() | {"number": number, "titles": _titles(), "sentences": _sentences(name, number)}


def _headings() -> dict[str, str]:
    return {
        "about": _("This file"),
        "asof": _("As of"),
        "workshop": _("Workshop"),
        "code": _("Code of the tag"),
        "version": _("Published version"),
        "what": _("What it is"),
        "made": _("What it is made of"),
        "said": _("What is said of it"),
        "compare": _("Compare it with the piece in your hand"),
    }


def _titles() -> dict[str, str]:
    return {
        "right": _("The signature is right"),
        "changed": _("This file was changed"),
        "otherkey": _("Signed by somebody else"),
        "othercard": _("Not the key of your card"),
        "nofile": _("This is no whole signed file"),
        "cannot": _("This browser cannot check it"),
        "nothing": _("Choose the file first"),
    }


def _sentences(name: str, number: str) -> dict[str, str]:
    return {
        "right": _("{name} signed exactly this, with the key {number}.", name=name, number=number),
        "changed": _(
            "The key is that of the workshop, but what stands in the file is not what was signed. Do not rely on it."
        ),
        "otherkey": _(
            "The file may be whole, but {name} did not sign it: it bears another key. Do not rely on it.", name=name
        ),
        "othercard": _(
            "The number that you typed is not that of the key which this page knows. One of the two is not from this workshop, or a digit is misread."
        ),
        "nofile": _(
            "It is damaged, or it is not the file that the workshop signed. Fetch it again from the page of the piece."
        ),
        "cannot": _(
            "It lacks what is needed, or the page came over an unsafe way. Save this page, then open it from your disk with a current browser."
        ),
        "nothing": _("It is called signed.json and comes from the page of the piece."),
    }
