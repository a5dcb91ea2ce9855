"""The refusals that programs may rely on: each stable `type` with its status and what it means."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One stable refusal: the last part of its `type`, its HTTP status, its meaning in a few words."""

    slug: str
    status: int
    meaning: str


LISTED: tuple[Problem, ...] = (
    Problem("not-json", 400, "The body is no JSON: cut off, a name twice, not a number, or nested too deep."),
    Problem("not-understood", 400, "The request itself cannot be understood."),
    Problem("not-signed-in", 401, "No token, or one that is unknown, revoked or of somebody who left."),
    Problem("scope-missing", 403, "The token lacks the scope that this asks for."),
    Problem("not-your-role", 403, "The person of the token lacks the role that this asks for."),
    Problem("not-found", 404, "There is nothing at this address."),
    Problem("no-such-piece", 404, "There is no piece with this serial."),
    Problem("no-such-design", 404, "There is no design with this code."),
    Problem("no-such-edition", 404, "The design has no edition of this name."),
    Problem("no-such-material", 404, "There is no alloy of this key."),
    Problem("no-such-route", 404, "There is no route of this name."),
    Problem("no-such-tag", 404, "The piece has no tag with this code."),
    Problem("no-such-photo", 404, "The piece has no photo with this number."),
    Problem("no-such-person", 404, "There is nobody with this subject id."),
    Problem("method-not-allowed", 405, "This address does not take that method; `Allow` names those that it takes."),
    Problem("refused", 409, "A rule of the workshop stands against it."),
    Problem("moved-on", 409, "The piece has changed since `seen`. Read it again, then decide."),
    Problem("edition-full", 409, "The edition has not enough numbers left."),
    Problem("edition-keeps-design", 409, "A numbered piece keeps its design."),
    Problem("edition-there", 409, "The design has an edition of this name already."),
    Problem("code-taken", 409, "There is a design with this code already."),
    Problem("name-taken", 409, "Somebody who works here has this name."),
    Problem("last-owner", 409, "The last owner with a password stays owner."),
    Problem("scrapped", 409, "The piece was scrapped."),
    Problem("out-for-outwork", 409, "The piece is at another workshop."),
    Problem("not-here", 409, "The piece is not at the bench."),
    Problem("not-inside", 409, "That is no move inside the house."),
    Problem("not-in-hand", 409, "Nobody has the piece in hand."),
    Problem("not-out", 409, "The piece is not out."),
    Problem("undo-too-late", 409, "Only one's own last entry is undone, within a minute."),
    Problem("nothing-done", 409, "Nothing was done to the piece yet, so there is nothing to inspect."),
    Problem("no-checklist", 409, "There is no checklist for this inspection."),
    Problem("not-qualified", 409, "Only an inspector gives a verdict."),
    Problem("someone-else-can-look", 409, "Somebody who had less of a hand in the piece can inspect it."),
    Problem("check-failed", 409, "A pass with a check that did not hold."),
    Problem("check-open", 409, "A pass with a required check still open."),
    Problem("not-released", 409, "The piece has not passed its own inspection as it is now."),
    Problem("has-tag", 409, "The piece has a tag that counts."),
    Problem("too-large", 413, "The body is too large."),
    Problem("wrong-content-type", 415, "The content type is not taken here."),
    Problem(
        "body-not-understood", 422, "A value in the body is missing, unknown or of the wrong sort; `field` names it."
    ),
    Problem("query-not-understood", 422, "A value in the query is unknown, doubled or of the wrong sort."),
    Problem("request-key-missing", 422, "A write came without a usable `Idempotency-Key`."),
    Problem("request-key-reused", 422, "This `Idempotency-Key` was used for something else."),
    Problem("seen-missing", 422, "This kind of entry changes the piece, so `seen` must be named."),
    Problem("signs-not-kept", 422, "A text holds signs that no database keeps."),
    Problem("too-long", 422, "A text is too long."),
    Problem("name-missing", 422, "The name is empty."),
    Problem("count-out-of-range", 422, "From 1 to 500 pieces are made at once."),
    Problem("way-in-unknown", 422, "A piece begins as a wax, as a casting received, or already made."),
    Problem("parts-out-of-range", 422, "A piece has from 1 to 20 parts."),
    Problem("size-out-of-range", 422, "An edition has from 1 to 100,000 pieces."),
    Problem("weight-not-positive", 422, "A weight is more than zero."),
    Problem("weight-too-large", 422, "The weight is past any scale in a workshop."),
    Problem("weight-missing", 422, "A weighing without its weight."),
    Problem("weight-gained", 422, "The piece gained more than stones or the scale explain; a `reason` is asked."),
    Problem("loss-asks-why", 422, "More went than is usual at this stage; a `reason` is asked."),
    Problem("reason-missing", 422, "This kind of entry needs its reason in words."),
    Problem("reason-unknown", 422, "A tag is withdrawn for one of five reasons."),
    Problem("kind-unknown", 422, "There is no such kind, or it is not recorded here."),
    Problem("construction-unknown", 422, "A piece is solid, hollow, tube or electroformed."),
    Problem("stage-unknown", 422, "The piece's route has no stage of this name."),
    Problem("nothing-to-correct", 422, "An undo or a correction names no entry of this piece."),
    Problem("nothing-changes", 422, "Nothing would change."),
    Problem("verdict-unknown", 422, "An inspection ends in pass, rework or scrap."),
    Problem("note-missing", 422, "Rework and scrap say what is wrong."),
    Problem("division-out-of-range", 422, "A scale's division is from 1 to 300 mg."),
    Problem("check-unknown", 422, "An answer to a check that this inspection does not ask."),
    Problem("answered-twice", 422, "A check is answered twice for the same part."),
    Problem("part-unknown", 422, "A check is answered for a part that the piece has not got."),
    Problem("figure-missing", 422, "A measurement or count without its figure."),
    Problem("figure-not-asked", 422, "A figure for a check that takes none."),
    Problem("answer-missing", 422, "A yes/no check without its answer."),
    Problem("photo-missing", 422, "A check that asks for a photo of this piece has none."),
    Problem("role-unknown", 422, "A person is owner, artisan or inspector, or several of these."),
    Problem("consent-unknown", 422, "There is no such way to be told."),
    Problem("mark-missing", 422, "A mark without its letters or name."),
    Problem("mark-of-another", 422, "The mark would be read as somebody else who works here."),
    Problem("departure-unknown", 422, "A piece is sold, shipped, lent or handed back."),
    Problem("place-unknown", 422, "That is no place outside the house."),
    Problem("picture-empty", 422, "The picture is empty."),
    Problem("picture-damaged", 422, "The picture is damaged or was cut off."),
    Problem("picture-heic", 422, "A HEIC picture."),
    Problem("not-a-picture", 422, "Neither JPEG, PNG nor WebP."),
    Problem("picture-too-large", 422, "More than 12 MB or 50 million pixels."),
    Problem("busy", 503, "Another program writes just now; send it again with the same key."),
    Problem("disk-full", 503, "The disk is full."),
    Problem("disk-cannot-take-it", 503, "The disk cannot take the file."),
    Problem("read-only", 503, "The database can only be read."),
    Problem("database-away", 503, "The database cannot be reached; send it again with the same key."),
)

STATUS = {problem.slug: problem.status for problem in LISTED}
EVERYWHERE = ("not-understood", "not-signed-in", "scope-missing", "not-found", "busy", "database-away")
READING = ("query-not-understood",)
WRITING = (
    "not-json",
    "too-large",
    "wrong-content-type",
    "body-not-understood",
    "request-key-missing",
    "request-key-reused",
    "moved-on",
    "refused",
    "disk-full",
    "read-only",
)
