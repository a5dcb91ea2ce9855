"""How a tablet comes to trust the workshop's own certificate: over plain HTTP, because before that nothing else opens without a warning."""

import ssl

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from qrcode.main import QRCode

from workshop.access import open_to_all
from workshop.errors import NotFound
from workshop.https_papers import door_of, fingerprint_of, papers_of
from workshop.provenance.qr import svg
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
        qr=_drawn(here),
        fingerprint=fingerprint_of(papers),
    )


def _drawn(address: str) -> Markup:
    code = QRCode(border=0)
    code.add_data(address)
    code.make()
    return Markup(svg(tuple(tuple(bool(dot) for dot in row) for row in code.get_matrix())))  # noqa: S704 our own drawing


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
