"""What programs do with the link of a repair: make it, with a letter to send, and answer what was asked by it."""

from workshop.aftercare.forgetting import REPAIR_MODELS, require_over, subjects_of_repair
from workshop.aftercare.repair_actions import find_job
from workshop.aftercare.repair_queries import find_repair
from workshop.aftercare.repair_words import LINK_LIVES, letter, link_path, make_link, say, tell_estimate
from workshop.api import repair_shapes as shapes
from workshop.api.operations import Operation
from workshop.api.queries import Told
from workshop.api.repairs import ONE, REPAIR, at_the_bench, done
from workshop.forgetting import forget, note_erased
from workshop.people.duties import MAY_LET_GO, MAY_WORK
from workshop.people.secrets import digest_of, secret_for
from workshop.people.shop_web import customer_address
from workshop.web import reading, shoproom
from workshop.writing import Writing


def link(writing: Writing, typed: shapes.MakeLink, code: str) -> Told:
    """What is stored of the answer says nothing of the link itself."""
    make_link(writing, code, digest_of(_token(typed)))
    job = find_job(writing, code)
    return {"repair": job.code, "until": (writing.at + LINK_LIVES).isoformat()}


def reveal_link(typed: shapes.MakeLink, code: str) -> Told:
    """The link, and the letter that takes it to the customer, when a mail address is known."""
    address = customer_address(link_path(_token(typed)))
    told = letter(code.upper(), find_repair(reading(), code[:20], None).row.contact, address)
    return {"link": address, "letter": told.body, "mail": told.mail or None}


def _token(typed: shapes.MakeLink) -> str:
    return secret_for("repair", typed.seed, shoproom().settings.secret_key)


def words(writing: Writing, typed: shapes.Say, code: str) -> Told:
    say(writing, code, typed.words)
    return done(writing, code)


def tell(writing: Writing, typed: shapes.TellEstimate, code: str) -> Told:
    tell_estimate(writing, code, typed.number, typed.how)
    return done(writing, code)


def forget_customer(writing: Writing, _typed: shapes.Forget, code: str) -> Told:
    subjects = subjects_of_repair(writing.session, code)
    require_over(writing.session, code)
    note_erased(shoproom().settings.data_dir, subjects)
    return done(writing, code) | {"rows": forget(writing, REPAIR_MODELS, subjects)}


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "POST",
        f"{ONE}/links",
        "make_repair_link",
        "Make the link by which its customer reads and answers; it is told this once, with a letter to send",
        "log",
        link,
        shapes.LinkTold,
        shapes.MakeLink,
        status=201,
        roles=MAY_WORK,
        reveals=reveal_link,
        refuses=REPAIR,
    ),
    at_the_bench(
        f"{ONE}/words",
        "answer_about_repair",
        "Write what its customer reads by the link",
        words,
        (shapes.Done, shapes.Say),
        REPAIR,
    ),
    at_the_bench(
        f"{ONE}/notices",
        "tell_estimate",
        "Note that its customer was told of the newest estimate, and how",
        tell,
        (shapes.Done, shapes.TellEstimate),
        (*REPAIR[:1], "estimate-changed"),
    ),
    Operation(
        "POST",
        f"{ONE}/forgetting",
        "forget_customer",
        "Erase what is kept of who brought it, once it went back",
        "office",
        forget_customer,
        shapes.CustomerForgotten,
        shapes.Forget,
        status=201,
        roles=MAY_LET_GO,
        refuses=(*REPAIR[:1], "repair-open"),
    ),
)
