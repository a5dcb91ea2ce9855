"""Rules 17 and 18: numbered editions and single pieces."""

from typing import Any

from workshop.claims.facts import EditionFact, PieceFacts
from workshop.claims.results import Outcome, does_not_apply, not_supported, supported, unknown
from workshop.wording import _, n_


def limited_edition(facts: PieceFacts) -> Outcome:
    """Its number of a size that was fixed before anybody saw it, every number ever given counted, proofs told.

    Source: Directive 2005/29/EC, article 6 (as amended by (EU) 2024/825): a limit that is not kept misleads.
    """
    edition = facts.edition
    if edition is None or edition.number is None or edition.size == 1:
        return does_not_apply()
    reason = _edition_fault(edition)
    if reason:
        return not_supported(reason, missing=_("nothing; an edition cannot be limited afterwards"), **_figures(edition))
    if edition.fixed_on is None:
        told = _("When the size of the edition was fixed is not recorded.")
        return unknown(told, missing=_("the day on which the size was fixed"), **_figures(edition))
    if edition.proofs is None:
        return unknown(
            _("How many proofs there are is not recorded."),
            missing=_("the number of artist's proofs"),
            **_figures(edition),
        )
    said = _(
        "No. {number} of {size}; artist's proofs: {proofs}.",
        number=edition.number,
        size=edition.size,
        proofs=edition.proofs,
    )
    limit = ""
    if edition.destroyed:
        limit = n_("{count} of them was destroyed.", "{count} of them were destroyed.", edition.destroyed)
    return supported(said, limit=limit, **_figures(edition))


def _edition_fault(edition: EditionFact) -> str:
    if edition.size is None:
        return _("The edition has no size.")
    if edition.number is not None and not 1 <= edition.number <= edition.size:
        return _("Its number is past the size of the edition.")
    if edition.given > edition.size:
        return _("More numbers were given than the edition has.")
    shown = edition.first_shown_on
    if shown and edition.fixed_on and edition.fixed_on > shown:
        return _("The size was fixed after the first piece was shown.")
    return ""


def _figures(edition: EditionFact) -> dict[str, Any]:
    return {
        "number": edition.number,
        "size": edition.size,
        "given": edition.given,
        "destroyed": edition.destroyed,
        "proofs": edition.proofs,
    }


def one_of_a_kind(facts: PieceFacts) -> Outcome:
    """An edition of one without a sibling; a mould that is kept is told. Source: Directive 2005/29/EC, article 6."""
    edition = facts.edition
    if edition is None or edition.size != 1:
        return does_not_apply()
    if edition.siblings or edition.given > 1:
        return not_supported(_("Another piece of this design exists."), missing=_("nothing; it is not the only one"))
    if edition.mould is None:
        return unknown(_("Whether a mould is kept is not recorded."), missing=_("what became of the mould"))
    limit = _("The mould is kept.") if edition.mould == "retained" else ""
    return supported(_("One of a kind."), limit=limit, mould=edition.mould)
