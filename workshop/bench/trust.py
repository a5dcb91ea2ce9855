"""How a tablet comes to trust the workshop's own certificate: over plain HTTP, because before that nothing else opens without a warning."""

import ssl

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from workshop.access import open_to_all
from workshop.bench.symbols import of_any_length
from workshop.errors import NotFound
from workshop.https_papers import door_of, fingerprint_of, papers_of
from workshop.web import shoproom
from workshop.wording import _

bp = Blueprint("trust", __name__)
AUTHORITY_TYPE = "application/x-x509-ca-cert"


@bp.get("/trust")
@open_to_all
def trust() -> ResponseReturnValue:
    papers = papers_of(shoproom().settings.data_dir)
    if not papers.is_there:
        return render_template("outbox/trust.html", secure="")
    name, port = door_of(papers)
    here = current_app.config.get("PLAIN_ADDRESS", "") + "trust"
    return render_template(
        "outbox/trust.html",
        secure=f"https://{name}:{port}/",
        name=name,
        here=here,
        qr=of_any_length(here),
        fingerprint=fingerprint_of(papers),
    )


@bp.get("/trust/authority.crt")
@open_to_all
def authority() -> ResponseReturnValue:
    """The authority alone, which is public; its key never leaves the data folder."""
    papers = papers_of(shoproom().settings.data_dir)
    if not papers.is_there:
        raise NotFound(_("There is nothing at this address."), slug="not-found")
    content = ssl.PEM_cert_to_DER_cert(papers.authority.read_text())
    answer = Response(content, content_type=AUTHORITY_TYPE)
    answer.headers["Content-Disposition"] = "attachment; filename=workshop-authority.crt"
    return answer
