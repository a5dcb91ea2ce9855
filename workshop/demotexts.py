"""What the demonstration's shop says of itself in other languages: some of it written, some not, as it is in life."""

from functools import partial

from workshop.catalogue.own_texts import texts_of_design, texts_of_shop, write_texts
from workshop.demotelling import Teller
from workshop.writing import Writing

OF_SHOP = {
    "de": {
        "about": "Zwei Werkbänke und ein Poliermotor in einer alten Bäckerei am Fluss.",
        "returns": "Schicken Sie es ungetragen binnen dreißig Tagen zurück, dann bekommen Sie Ihr Geld wieder. Was graviert ist, können wir nur ändern.",
        "kept_by": "Marsh & Wren, und nach uns das Handwerksarchiv der Stadt, als schlichte Seiten unter denselben Adressen.",
    },
    "pt": {"about": "Duas bancadas e um motor de polir numa antiga padaria junto ao rio."},
}
OF_DESIGNS = {
    "ALDER": {
        "de": {
            "name": "Siegelring Erle",
            "story": "Erlen stehen mit den Füßen im Fluss. Die Saphire sind die Tropfen am Zweig.",
            "care": "Warmes Wasser, milde Seife, eine weiche Bürste. Legen Sie ihn ab bei Chlor und schwerer Arbeit.",
        },
        "pt": {"story": "Os amieiros têm os pés no rio. As safiras são as gotas no ramo."},
    },
    "REED": {"de": {"name": "Reif Schilf", "story": "Ein schlichter Reif, gehämmert wie Schilf im Wind."}},
}


def tell_texts(teller: Teller) -> None:
    for language, typed in OF_SHOP.items():
        teller.tell("say texts in a language", partial(_of_shop, language=language, typed=typed))
    for code, said in OF_DESIGNS.items():
        for language, typed in said.items():
            teller.tell("say texts in a language", partial(_of_design, code=code, language=language, typed=typed))


def _of_shop(writing: Writing, language: str, typed: dict[str, str]) -> int:
    return write_texts(writing, texts_of_shop(writing.session), language, typed)


def _of_design(writing: Writing, code: str, language: str, typed: dict[str, str]) -> int:
    return write_texts(writing, texts_of_design(writing.session, code), language, typed)
