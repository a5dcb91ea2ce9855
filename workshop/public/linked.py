"""What programs read of a page: a few facts in the words of schema.org inside it, and all of them as JSON beside it."""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from workshop.provenance.passport import Passport
from workshop.public.known import Page
from workshop.wording import language

FORMAT = "workshop-page/1"
ONLY_LOOKS = ("drawing", "symbol")


def linked_data(passport: Passport) -> Markup:
    """A block of data for search engines; nothing while something is to be known first, and before the address is set."""
    if passport.state is not None or not passport.address:
        return Markup()
    told = htmlsafe_json_dumps(_product(passport), ensure_ascii=False, separators=(",", ":"))
    return Markup('<script type="application/ld+json">{}</script>').format(told)


def _product(passport: Passport) -> dict[str, Any]:
    own = {"@type": "Organization", "name": passport.keeper.title}
    product: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": passport.address,
        "url": passport.address,
        "name": passport.design,
        "serialNumber": passport.serial,
        "productID": passport.code,
        "manufacturer": own,
        "additionalProperty": [{"@type": "PropertyValue", "name": name, "value": told} for name, told in passport.rows],
    }
    if passport.story:
        product["description"] = passport.story
    if passport.photos:
        at = f"{passport.address}/{{}}.jpg"
        product["image"] = [at.format(photo.number) for photo in passport.photos]
    if passport.parts:
        product["material"] = [part.title for part in passport.parts]
    if passport.number:
        product["isVariantOf"] = {"@type": "ProductGroup", "name": passport.design}
    return product


def own_json(page: Page, on: date) -> str:
    """The same facts as the page, in its language, as JSON: what is only for the eye is left out, and nothing is added."""
    told: dict[str, Any] = {"format": FORMAT, "language": language(), "as_of": on.isoformat()}
    for name in ("passport", "ended"):
        part = getattr(page, name)
        if part is not None:
            told[name] = {key: value for key, value in asdict(part).items() if key not in ONLY_LOOKS}
    told["aftercare"] = asdict(page.aftercare)
    return json.dumps(told, ensure_ascii=False, default=_day, indent=1)


def _day(value: object) -> str:
    assert isinstance(value, date)
    return value.isoformat()
