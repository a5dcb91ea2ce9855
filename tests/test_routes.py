"""Every address, every method, everybody: who is answered how. A new address fails here until it has its line below."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import token_of
from tests.people.doors import tablet
from tests.sales.deliveries import delivered
from tests.sales.orders import agreed, ordered
from tests.world import World
from workshop.aftercare.repair_words import make_link
from workshop.materials.filing import add_document
from workshop.materials.ledger import Amount
from workshop.materials.readings import Read
from workshop.materials.receiving import NewLot, receive_lot
from workshop.materials.suppliers import NewSupplier, add_supplier
from workshop.people.secrets import digest_of
from workshop.people.tablets import enrol_device, invite_tablet
from workshop.people.tokens import SCOPES, create_token
from workshop.pieces.casting import NewTree, plant_tree
from workshop.provenance.recalls import NewRecall, start_recall
from workshop.sales.case_actions import NewCase, pack_case
from workshop.sales.consignment_actions import agree_terms
from workshop.sales.consignment_rules import Terms
from workshop.sales.order_approving import make_order_link
from workshop.sales.round_actions import make_case_link
from workshop.writing import Actor

# One line for each address and method: what a stranger, an artisan, an inspector and the owner are answered when they
# send nothing but what every form holds (a POST) or an empty body (the API); then what is answered when the thing that
# the address names is not there ("-" when it names none). 302 sends a stranger to sign in, 401 and 403 refuse.
TABLE = """
GET    /                                                          302 302 302 302  -
GET    /P/                                                        200 200 200 200  -
POST   /P/                                                        200 200 200 200  -
GET    /P/<code>/certificate.pdf                                  200 200 200 200  404
GET    /P/<code>/signed.json                                      200 200 200 200  404
GET    /P/<path:typed>                                            200 200 200 200  404
GET    /P/verify.html                                             200 200 200 200  -
GET    /api/v1/deliveries                                         401 403 403 200  -
POST   /api/v1/deliveries                                         401 403 403 422  -
GET    /api/v1/deliveries/<code>                                  401 403 403 200  404
POST   /api/v1/deliveries/<code>/entries                          401 403 403 422  422
POST   /api/v1/deliveries/<code>/returns                          401 403 403 422  422
GET    /api/v1/cases                                              401 200 200 200  -
POST   /api/v1/cases                                              401 403 403 422  -
GET    /api/v1/cases/<code>                                       401 200 200 200  404
POST   /api/v1/cases/<code>/closing                               401 403 403 409  404
POST   /api/v1/cases/<code>/outcomes                              401 403 403 422  422
POST   /api/v1/cases/<code>/pieces                                401 403 403 422  422
POST   /api/v1/cases/<code>/returns                               401 422 422 422  422
GET    /api/v1/checklists                                         401 200 200 200  -
GET    /api/v1/copies                                             401 403 403 200  -
POST   /api/v1/copies/<subject>/answers                           401 403 403 422  422
POST   /api/v1/copies/<subject>/forgetting                        401 403 403 404  404
POST   /api/v1/copies/<subject>/reopening                         401 403 403 404  404
POST   /api/v1/day-closes                                         401 422 403 422  -
GET    /api/v1/designs                                            401 200 200 200  -
POST   /api/v1/designs                                            401 403 403 422  -
GET    /api/v1/designs/<code>                                     401 200 200 200  404
POST   /api/v1/designs/<code>/editions                            401 403 403 422  422
GET    /api/v1/designs/<code>/texts                               401 200 200 200  404
POST   /api/v1/designs/<code>/texts                               401 403 403 422  422
GET    /api/v1/designs/<code>/words                               401 200 200 200  404
POST   /api/v1/designs/<code>/words                               401 403 403 422  422
GET    /api/v1/documents                                          401 200 200 200  -
POST   /api/v1/documents                                          401 403 403 422  -
GET    /api/v1/documents/<code>                                   401 200 200 200  404
GET    /api/v1/documents/<code>/falls                             401 200 200 200  404
GET    /api/v1/documents/<code>/file                              401 403 403 404  404
GET    /api/v1/documents/<code>/picture                           401 404 404 404  404
POST   /api/v1/documents/<code>/readings                          401 403 403 422  422
POST   /api/v1/documents/<code>/restorations                      401 403 403 422  422
POST   /api/v1/documents/<code>/withdrawals                       401 403 403 422  422
GET    /api/v1/guarantees                                         401 200 200 200  -
POST   /api/v1/guarantees                                         401 403 403 422  -
GET    /api/v1/prices                                             401 403 403 200  -
POST   /api/v1/prices                                             401 403 403 422  -
GET    /api/v1/designs/<code>/prices                              401 403 403 200  404
GET    /api/v1/holdings                                           401 422 422 422  -
GET    /api/v1/instrument-checks                                  401 200 200 200  -
POST   /api/v1/instrument-checks                                  401 422 422 422  -
GET    /api/v1/kinds                                              401 200 200 200  -
GET    /api/v1/label-formats                                      401 200 200 200  -
POST   /api/v1/labels                                             401 422 422 422  -
GET    /api/v1/lots                                               401 200 200 200  -
POST   /api/v1/lots                                               401 422 403 422  -
GET    /api/v1/lots/<code>                                        401 200 200 200  404
GET    /api/v1/lots/<code>/balance                                401 200 200 200  404
POST   /api/v1/lots/<code>/facts                                  401 403 403 422  422
POST   /api/v1/lots/<code>/finds                                  401 422 403 422  422
POST   /api/v1/lots/<code>/get-backs                              401 422 403 422  422
POST   /api/v1/lots/<code>/hand-outs                              401 422 403 422  422
POST   /api/v1/lots/<code>/holds                                  401 422 403 422  422
POST   /api/v1/lots/<code>/issues                                 401 422 403 422  422
GET    /api/v1/lots/<code>/movements                              401 200 200 200  404
POST   /api/v1/lots/<code>/movements/<number>/reversal            401 403 403 422  422
POST   /api/v1/lots/<code>/origins                                401 403 403 422  422
POST   /api/v1/lots/<code>/papers                                 401 403 403 422  422
POST   /api/v1/lots/<code>/returns                                401 422 403 422  422
POST   /api/v1/lots/<code>/set-asides                             401 422 403 422  422
POST   /api/v1/lots/<code>/settlement                             401 403 403 422  422
POST   /api/v1/lots/<code>/weighings                              401 422 403 422  422
GET    /api/v1/materials                                          401 200 200 200  -
GET    /api/v1/me                                                 401 200 200 200  -
POST   /api/v1/melts                                              401 422 403 422  -
GET    /api/v1/openapi.json                                       200 200 200 200  -
GET    /api/v1/orders/<code>/customer                             401 403 403 200  404
POST   /api/v1/orders/<code>/forgetting                           401 403 403 409  404
GET    /api/v1/orders                                             401 200 200 200  -
POST   /api/v1/orders                                             401 422 403 422  -
GET    /api/v1/orders/<code>                                      401 200 200 200  404
POST   /api/v1/orders/<code>/answers                              401 422 403 422  422
POST   /api/v1/orders/<code>/deposits                             401 422 403 422  422
POST   /api/v1/orders/<code>/end                                  401 403 403 422  422
POST   /api/v1/orders/<code>/go-ahead                             401 403 403 422  422
POST   /api/v1/orders/<code>/notices                              401 422 403 422  422
POST   /api/v1/orders/<code>/pieces                               401 201 403 201  404
POST   /api/v1/orders/<code>/removals                             401 422 403 422  422
POST   /api/v1/orders/<code>/wishes                               401 422 403 422  422
GET    /api/v1/people                                             401 200 200 200  -
POST   /api/v1/people                                             401 403 403 422  -
PUT    /api/v1/people/<subject>/consent                           401 403 403 422  422
PUT    /api/v1/people/<subject>/standing                          401 403 403 422  422
GET    /api/v1/owners/waiting                                      401 403 403 200  -
GET    /api/v1/pieces                                             401 200 200 200  -
POST   /api/v1/pieces                                             401 422 403 422  -
GET    /api/v1/pieces/<serial>                                    401 200 200 200  404
GET    /api/v1/pieces/<serial>/claims                             401 200 200 200  404
POST   /api/v1/pieces/<serial>/departures                         401 403 403 422  422
GET    /api/v1/pieces/<serial>/charms                             401 200 200 200  404
POST   /api/v1/pieces/<serial>/charms                             401 422 403 422  422
POST   /api/v1/pieces/<serial>/charms/removals                    401 422 403 422  422
GET    /api/v1/pieces/<serial>/events                             401 200 200 200  404
POST   /api/v1/pieces/<serial>/events                             401 422 422 422  422
GET    /api/v1/pieces/<serial>/inspections                        401 200 200 200  404
POST   /api/v1/pieces/<serial>/inspections                        401 403 422 403  422
GET    /api/v1/pieces/<serial>/inspections/next                   401 409 409 409  404
GET    /api/v1/pieces/<serial>/label                              401 422 422 422  422
GET    /api/v1/pieces/<serial>/materials                          401 200 200 200  404
POST   /api/v1/pieces/<serial>/outwork                            401 422 422 422  422
POST   /api/v1/pieces/<serial>/sale/end                           401 403 403 422  422
GET    /api/v1/pieces/<serial>/photos                             401 200 200 200  404
GET    /api/v1/pieces/<serial>/owner                              401 403 403 200  404
POST   /api/v1/pieces/<serial>/owner/card                         401 403 403 422  422
POST   /api/v1/pieces/<serial>/owner/forgetting                   401 403 403 422  422
GET    /api/v1/pieces/<serial>/owner/kept                         401 403 403 404  404
POST   /api/v1/pieces/<serial>/owner/reports/<number>             401 403 403 422  422
POST   /api/v1/pieces/<serial>/owner/requests                     401 403 403 422  422
POST   /api/v1/pieces/<serial>/owner/requests/<number>            401 403 403 422  422
POST   /api/v1/pieces/<serial>/photos                             401 415 415 415  415
GET    /api/v1/pieces/<serial>/photos/<number>                    401 404 404 404  404
POST   /api/v1/pieces/<serial>/places                             401 422 422 422  422
PUT    /api/v1/pieces/<serial>/plan                               401 200 403 200  404
POST   /api/v1/pieces/<serial>/respecification                    401 422 403 422  422
POST   /api/v1/pieces/<serial>/returns                            401 422 422 422  422
POST   /api/v1/pieces/<serial>/reported-work                      401 422 403 422  422
POST   /api/v1/pieces/<serial>/tag                                401 422 422 422  422
POST   /api/v1/pieces/<serial>/tag/<code>/replacement             401 403 403 422  422
POST   /api/v1/pieces/<serial>/tag/<code>/withdrawal              401 403 403 422  422
POST   /api/v1/pieces/<serial>/tag/check                          401 422 422 422  422
GET    /api/v1/recalls                                            401 200 200 200  -
POST   /api/v1/recalls                                            401 403 403 422  -
GET    /api/v1/recalls/<code>                                     401 200 200 200  404
POST   /api/v1/recalls/<code>/end                                 401 403 403 422  422
POST   /api/v1/recalls/<code>/told                                401 403 403 422  422
GET    /api/v1/repairs                                            401 200 200 200  -
POST   /api/v1/repairs                                            401 422 403 422  -
GET    /api/v1/repairs/<code>                                     401 200 200 200  404
POST   /api/v1/repairs/<code>/answers                             401 422 403 422  422
POST   /api/v1/repairs/<code>/consents                            401 422 403 422  422
GET    /api/v1/repairs/<code>/customer                            401 403 403 200  404
POST   /api/v1/repairs/<code>/estimates                           401 422 403 422  422
POST   /api/v1/repairs/<code>/forgetting                          401 403 403 409  404
POST   /api/v1/repairs/<code>/hand-back                           401 403 403 422  422
POST   /api/v1/repairs/<code>/links                               401 422 403 422  422
POST   /api/v1/repairs/<code>/notices                             401 422 403 422  422
POST   /api/v1/repairs/<code>/trade-in                            401 403 403 422  422
POST   /api/v1/repairs/<code>/words                               401 422 403 422  422
GET    /api/v1/reports/<name>                                     401 200 200 200  404
GET    /api/v1/routes                                             401 200 200 200  -
GET    /api/v1/stones                                             401 200 200 200  -
GET    /api/v1/suppliers                                          401 200 200 200  -
POST   /api/v1/suppliers                                          401 403 403 422  -
GET    /api/v1/suppliers/<code>                                   401 200 200 200  404
PUT    /api/v1/suppliers/<code>                                   401 403 403 422  422
PUT    /api/v1/suppliers/<code>/retirement                        401 403 403 422  422
GET    /api/v1/trace/<code>                                       401 200 200 200  404
GET    /api/v1/tray                                               401 200 200 200  -
POST   /api/v1/trays/<tray>/lots                                  401 422 403 422  422
GET    /api/v1/trees                                              401 200 200 200  -
POST   /api/v1/trees                                              401 422 403 422  -
GET    /api/v1/trees/<code>                                       401 200 200 200  404
POST   /api/v1/trees/<code>/close                                 401 409 403 409  404
POST   /api/v1/trees/<code>/cut                                   401 422 403 422  422
POST   /api/v1/trees/<code>/pour                                  401 422 403 422  422
GET    /bench                                                     302 200 200 200  -
GET    /bench/day-end                                             302 200 403 200  -
POST   /bench/day-end                                             401 303 403 303  -
GET    /bench/instruments                                         302 200 200 200  -
POST   /bench/instruments                                         401 422 422 422  -
GET    /bench/pieces.json                                         302 200 200 200  -
GET    /cards                                                    302 200 200 200  -
GET    /cases                                                     302 200 200 200  -
POST   /cases                                                     401 403 403 422  -
GET    /cases.csv                                                 302 403 403 200  -
GET    /cases/<code>                                              302 200 200 200  404
POST   /cases/<code>/answers                                      401 403 403 422  404
GET    /cases/<code>/claims.txt                                   302 403 403 200  404
POST   /cases/<code>/closing                                      401 403 403 409  404
GET    /cases/<code>/line-sheet.pdf                               302 403 403 200  404
POST   /cases/<code>/links                                        401 403 403 200  404
GET    /cases/<code>/list                                         302 200 200 200  404
POST   /cases/<code>/outcomes                                     401 422 422 422  404
POST   /cases/<code>/pieces                                       401 403 403 422  404
POST   /cases/<code>/scans                                        401 422 422 422  404
GET    /cases/<code>/statement                                    302 403 403 200  404
GET    /cases/<code>/statement.csv                                302 403 403 200  404
GET    /cases/<code>/statement.pdf                                302 403 403 200  404
POST   /cases/<code>/terms                                        401 403 403 303  404
GET    /cases/new                                                 302 403 403 200  -
GET    /deliveries                                                302 403 403 200  -
POST   /deliveries                                                401 403 403 422  -
GET    /deliveries.csv                                            302 403 403 200  -
GET    /deliveries/<code>                                         302 403 403 200  404
POST   /deliveries/<code>/entries                                 401 403 403 422  404
GET    /deliveries/<code>/note.pdf                                302 403 403 200  404
POST   /deliveries/<code>/returns                                 401 403 403 422  404
GET    /deliveries/<code>/statement.csv                           302 403 403 200  404
GET    /deliveries/<code>/statement.pdf                           302 403 403 200  404
GET    /deliveries/new                                            302 403 403 200  -
GET    /calendar/<secret>.ics                                    404 404 404 404  404
GET    /catalogue/shopify.csv                                    302 403 403 200  -
GET    /catalogue/woocommerce.csv                                302 403 403 200  -
GET    /catalogue/checklists                                      302 403 403 200  -
GET    /catalogue/checklists/<what>/<key>                         302 403 403 200  404
POST   /catalogue/checklists/<what>/<key>                         401 403 403 422  404
GET    /catalogue/checklists/<what>/<key>/new                     302 403 403 200  404
GET    /catalogue/designs                                         302 403 403 200  -
POST   /catalogue/designs                                         401 403 403 422  -
GET    /catalogue/designs.csv                                     302 403 403 200  -
GET    /catalogue/designs/<code>                                  302 403 403 200  404
POST   /catalogue/designs/<code>                                  401 403 403 422  404
POST   /catalogue/designs/<code>/editions                         401 403 403 422  404
GET    /catalogue/designs/<code>/picture                          302 404 404 404  404
POST   /catalogue/designs/<code>/wording                          401 403 403 422  404
GET    /catalogue/designs/<code>/prices                           302 403 403 200  404
POST   /catalogue/designs/<code>/prices                           401 403 403 303  404
GET    /catalogue/designs/new                                     302 403 403 200  -
GET    /catalogue/guarantees                                      302 403 403 200  -
POST   /catalogue/guarantees                                      401 403 403 422  -
POST   /catalogue/guarantees/end                                  401 403 403 303  -
GET    /catalogue/guarantees/new                                  302 403 403 200  -
GET    /catalogue/prices                                          302 403 403 200  -
POST   /catalogue/prices                                          401 403 403 422  -
GET    /catalogue/prices.csv                                      302 403 403 200  -
GET    /catalogue/prices/list                                     302 403 403 200  -
POST   /catalogue/prices/list                                     401 403 403 422  -
GET    /catalogue/prices/raise                                    302 403 403 200  -
GET    /catalogue/routes                                          302 403 403 200  -
POST   /catalogue/routes                                          401 403 403 422  -
POST   /catalogue/routes/stages                                   401 403 403 422  -
GET    /charms                                                    302 200 403 200  -
POST   /charms                                                    401 422 403 422  -
POST   /charms/off                                                401 422 403 422  -
GET    /claims                                                    302 403 403 200  -
GET    /claims.csv                                                302 403 403 200  -
GET    /claims/words                                              302 403 403 200  -
POST   /claims/words                                              401 403 403 422  -
GET    /copies                                                    302 200 200 200  -
GET    /copies.csv                                                302 403 403 200  -
GET    /copies/<subject>                                          302 404 404 404  404
POST   /copies/<subject>/answers                                  401 403 403 422  422
POST   /copies/<subject>/forgetting                               401 403 403 404  404
POST   /copies/<subject>/reopening                                401 403 403 404  404
GET    /enrol/<secret>                                            200 200 200 200  404
POST   /enrol/<secret>                                            422 422 422 422  404
GET    /find                                                      302 200 200 200  -
GET    /find.csv                                                  302 200 200 200  -
POST   /find/saved                                                401 422 422 422  -
POST   /find/saved/<int:number>/removal                           401 404 404 404  404
GET    /find/saved/new                                            302 200 200 200  -
GET    /g/<token>                                                 200 200 200 200  404
POST   /g/<token>/answers                                         422 422 422 422  404
GET    /gallery                                                   200 200 200 200  -
GET    /gallery/<int:number>                                      404 404 404 404  404
GET    /guide                                                     302 403 403 200  -
POST   /guide                                                     401 403 403 422  -
GET    /guide/list                                                302 403 403 200  -
GET    /healthz                                                   200 200 200 200  -
GET    /labels                                                    302 200 200 200  -
GET    /labels/sheet                                              302 422 422 422  -
POST   /labels/sheet                                              401 422 422 422  -
GET    /labels/sheet.svg                                          302 422 422 422  -
GET    /labels/sizes                                              302 200 200 200  -
POST   /labels/sizes                                              401 403 403 422  -
POST   /labels/sizes/retirement                                   401 403 403 422  -
GET    /manifest.webmanifest                                      200 200 200 200  -
GET    /materials                                                302 200 200 200  -
GET    /materials/documents                                       302 200 200 200  -
POST   /materials/documents                                       401 403 403 422  -
GET    /materials/documents.csv                                   302 200 200 200  -
GET    /materials/documents/<code>                                302 200 200 200  404
GET    /materials/documents/<code>/falls                          302 200 200 200  404
POST   /materials/documents/<code>/falls                          401 403 403 303  404
GET    /materials/documents/<code>/falls.csv                      302 200 200 200  404
GET    /materials/documents/<code>/file                           302 403 403 404  404
GET    /materials/documents/<code>/picture                        302 404 404 404  404
GET    /materials/documents/<code>/reading                        302 403 403 200  404
POST   /materials/documents/<code>/readings                       401 403 403 422  404
POST   /materials/documents/<code>/withdrawals                    401 403 403 422  404
GET    /materials/documents/new                                   302 403 403 200  -
POST   /materials/lots                                           401 422 403 422  -
GET    /materials/lots.csv                                       302 200 200 200  -
GET    /materials/lots/<code>                                    302 200 200 200  404
POST   /materials/lots/<code>/hold                               401 422 403 422  404
GET    /materials/lots/<code>/movements.csv                      302 200 200 200  404
POST   /materials/lots/<code>/moves                              401 422 403 422  404
POST   /materials/lots/<code>/origin                             401 403 403 422  404
POST   /materials/lots/<code>/papers                             401 403 403 422  404
POST   /materials/lots/<code>/settlement                         401 403 403 422  404
GET    /materials/lots/<code>/slip                               302 200 200 200  404
GET    /materials/lots/new                                       302 200 403 200  -
GET    /materials/melt                                           302 200 403 200  -
POST   /materials/melt                                           401 422 403 422  -
GET    /materials/people                                         302 200 200 200  -
GET    /materials/people.csv                                     302 200 200 200  -
GET    /materials/stones                                         302 200 200 200  -
GET    /materials/stones.csv                                     302 200 200 200  -
GET    /materials/suppliers                                       302 200 200 200  -
POST   /materials/suppliers                                       401 403 403 422  -
GET    /materials/suppliers.csv                                   302 403 403 200  -
GET    /materials/suppliers/<code>                                302 200 200 200  404
POST   /materials/suppliers/<code>                                401 403 403 422  404
POST   /materials/suppliers/<code>/retirement                     401 403 403 422  404
GET    /materials/suppliers/new                                   302 403 403 200  -
GET    /materials/trace                                           302 200 200 200  -
GET    /materials/trace.csv                                       302 404 404 404  -
GET    /materials/trace/<path:code>                               302 200 200 200  404
GET    /materials/trays                                          302 200 200 200  -
POST   /materials/trays/<tray>                                   401 422 403 422  404
GET    /o/<token>                                                 200 200 200 200  404
GET    /o/<token>/<serial>/<int:number>.jpg                       404 404 404 404  404
POST   /o/<token>/answers                                         422 422 422 422  404
GET    /orders                                                    302 200 200 200  -
POST   /orders                                                    401 422 403 422  -
GET    /orders.csv                                                302 403 403 200  -
GET    /orders/<code>                                             302 200 200 200  404
POST   /orders/<code>/answers                                     401 422 403 422  404
GET    /orders/<code>/customer.json                               302 403 403 200  404
POST   /orders/<code>/deposits                                    401 422 403 422  404
POST   /orders/<code>/end                                         401 403 403 422  404
POST   /orders/<code>/erasure                                     401 403 403 409  404
POST   /orders/<code>/go-ahead                                    401 403 403 422  404
POST   /orders/<code>/links                                       401 200 403 200  404
POST   /orders/<code>/notices                                     401 422 403 422  404
POST   /orders/<code>/photos                                      401 422 403 422  404
POST   /orders/<code>/pieces                                      401 303 403 303  404
POST   /orders/<code>/pieces/<serial>/off                         401 303 403 303  404
POST   /orders/<code>/wishes                                      401 409 403 409  404
GET    /orders/new                                                302 200 403 200  -
GET    /outbox                                                    200 200 200 200  -
GET    /owners                                                    302 403 403 200  -
GET    /p/                                                        200 200 200 200  -
POST   /p/                                                        200 200 200 200  -
GET    /p/<code>/<int:number>-<any(small):size>.jpg               404 404 404 404  404
GET    /p/<code>/<int:number>-<int:side>.webp                     404 404 404 404  404
GET    /p/<code>/<int:number>.jpg                                 404 404 404 404  404
GET    /p/<code>.json                                             200 200 200 200  404
GET    /p/<code>/card.png                                         200 200 200 200  404
GET    /p/<code>/certificate.pdf                                  200 200 200 200  404
GET    /p/<code>/signed.json                                      200 200 200 200  404
GET    /p/<code>/copy                                             200 200 200 200  404
POST   /p/<code>/copy                                             422 422 422 422  404
GET    /p/<code>/own                                              200 200 200 200  303
POST   /p/<code>/own                                              404 404 404 404  303
POST   /p/<code>/own/claim                                        404 404 404 404  303
POST   /p/<code>/own/data.json                                    404 404 404 404  303
POST   /p/<code>/own/details                                      404 404 404 404  303
GET    /p/<code>/own/dispute                                      200 200 200 200  303
POST   /p/<code>/own/dispute                                      422 422 422 422  303
POST   /p/<code>/own/erasure                                      404 404 404 404  303
POST   /p/<code>/own/handing-on                                   404 404 404 404  303
POST   /p/<code>/own/keeping                                      404 404 404 404  303
POST   /p/<code>/own/keepsake.txt                                 200 200 200 200  303
POST   /p/<code>/own/loss                                         404 404 404 404  303
POST   /p/<code>/own/objection                                    404 404 404 404  303
GET    /p/<code>/own/request                                      200 200 200 200  303
POST   /p/<code>/own/request                                      422 422 422 422  303
POST   /p/<code>/own/request/withdrawal                           404 404 404 404  303
POST   /p/<code>/own/secret                                       404 404 404 404  303
GET    /p/<path:typed>                                            200 200 200 200  404
GET    /p/verify.html                                             200 200 200 200  -
GET    /people                                                    302 403 403 200  -
POST   /people                                                    401 403 403 422  -
GET    /people/<subject>                                          302 403 403 200  404
POST   /people/<subject>/consent                                  401 403 403 422  404
POST   /people/<subject>/password                                 401 403 403 422  404
POST   /people/<subject>/pin                                      401 403 403 422  404
POST   /people/<subject>/standing                                 401 403 403 303  404
POST   /people/<subject>/stay                                     401 403 403 303  404
GET    /people/devices                                            302 403 403 200  -
POST   /people/devices                                            401 403 403 422  -
POST   /people/devices/<mark>/lock                                401 403 403 422  404
POST   /people/devices/<mark>/name                                401 403 403 422  404
POST   /people/devices/<mark>/revocation                          401 403 403 303  404
POST   /people/devices/links                                      401 403 403 200  -
GET    /people/me                                                 302 200 200 200  -
GET    /people/me/figures                                        302 200 200 200  -
GET    /people/me/figures.csv                                    302 200 200 200  -
POST   /people/me/consent                                         401 422 422 422  -
POST   /people/me/hand                                            401 422 422 422  -
POST   /people/me/language                                        401 303 303 303  -
GET    /people/me/second-factor                                  302 403 403 200  -
POST   /people/me/second-factor                                  401 403 403 303  -
POST   /people/me/second-factor/codes                            401 403 403 409  -
POST   /people/me/second-factor/confirmation                     401 403 403 409  -
POST   /people/me/second-factor/end                              401 403 403 409  -
GET    /people/me/sign-ins                                       302 200 200 200  -
POST   /people/me/sign-ins/others/end                            401 303 303 303  -
POST   /people/me/password                                        401 422 422 422  -
POST   /people/me/pin                                             401 422 422 422  -
GET    /people/new                                                302 403 403 200  -
GET    /people/sign-ins                                          302 403 403 200  -
POST   /people/sign-ins/<mark>/end                               401 404 404 404  404
GET    /people/tokens                                             302 403 403 200  -
POST   /people/tokens                                             401 403 403 422  -
POST   /people/tokens/<mark>/revocation                           401 403 403 303  404
GET    /pieces                                                    302 200 200 200  -
POST   /pieces                                                    401 422 403 422  -
GET    /pieces.csv                                                302 200 200 200  -
GET    /pieces/<serial>                                           302 200 200 200  404
GET    /pieces/<serial>/claims                                    302 200 200 200  404
POST   /pieces/<serial>/claims                                    401 403 403 303  404
POST   /pieces/<serial>/custody                                   401 422 422 422  404
POST   /pieces/<serial>/departures                                401 403 403 422  404
POST   /pieces/<serial>/sale                                      401 403 403 422  404
GET    /pieces/<serial>/dossier                                   302 200 200 200  404
POST   /pieces/<serial>/events                                    401 422 422 422  404
POST   /pieces/<serial>/gallery                                   401 403 403 303  404
GET    /pieces/<serial>/inspections                               302 403 200 403  404
POST   /pieces/<serial>/inspections                               401 403 409 403  404
GET    /pieces/<serial>/owner                                     302 403 403 200  404
POST   /pieces/<serial>/owner/card                                401 403 403 422  404
POST   /pieces/<serial>/owner/erasure                             401 403 403 422  404
GET    /pieces/<serial>/owner/kept.json                           302 403 403 422  422
POST   /pieces/<serial>/owner/reports/<int:number>                401 403 403 422  404
POST   /pieces/<serial>/owner/requests                            401 403 403 422  404
POST   /pieces/<serial>/owner/requests/<int:number>               401 403 403 422  404
POST   /pieces/<serial>/photos                                    401 422 422 422  404
POST   /pieces/<serial>/photos/<int:number>                       401 404 403 404  404
GET    /pieces/<serial>/photos/<int:number>.jpg                   302 404 404 404  404
POST   /pieces/<serial>/plan                                      401 303 403 303  404
POST   /pieces/<serial>/reported-work                             401 422 403 422  404
POST   /pieces/<serial>/reported-work/withdrawal                  401 404 403 404  404
GET    /pieces/<serial>/slip                                      302 200 200 200  404
POST   /pieces/<serial>/specification                             401 409 403 409  404
GET    /pieces/<serial>/tag                                       302 200 200 200  404
POST   /pieces/<serial>/tag                                       401 409 409 409  404
GET    /pieces/<serial>/tag/<code>.<any(svg, png):form>           302 200 200 200  404
GET    /pieces/<serial>/tag/<code>/engraving.svg                  302 200 200 200  404
POST   /pieces/<serial>/tag/check                                 401 422 422 422  404
POST   /pieces/<serial>/tag/withdrawal                            401 403 403 422  404
GET    /pieces/new                                                302 200 403 200  -
GET    /pieces/quick                                              302 200 403 200  -
POST   /pieces/quick                                              401 422 403 422  -
GET    /readyz                                                    200 200 200 200  -
GET    /r/<token>                                                 200 200 200 200  404
GET    /r/<token>/<int:number>.jpg                                404 404 404 404  404
POST   /r/<token>/answers                                         422 422 422 422  404
POST   /r/<token>/words                                           422 422 422 422  404
GET    /recalls                                                   302 200 200 200  -
POST   /recalls                                                   401 403 403 422  -
GET    /recalls.csv                                               302 200 200 200  -
GET    /recalls/<code>                                            302 200 200 200  404
POST   /recalls/<code>/end                                        401 403 403 422  404
GET    /recalls/<code>/pieces.csv                                 302 200 200 200  404
POST   /recalls/<code>/told                                       401 403 403 422  404
POST   /recalls/<code>/trace                                      401 403 403 303  404
GET    /recalls/new                                               302 403 403 200  -
GET    /reports                                                   302 403 403 200  -
GET    /reports/<report_name>                                     302 403 403 200  404
GET    /reports/<report_name>.<any(csv, xlsx):sheet>              302 403 403 200  404
GET    /reports/<report_name>/pieces                              302 403 403 404  404
GET    /reports/<report_name>/pieces.<any(csv, xlsx):sheet>       302 403 403 404  404
GET    /reports/week                                              302 403 403 200  -
GET    /scan                                                      302 200 200 200  -
POST   /scan                                                      401 422 422 422  -
POST   /scan/photo                                                401 422 422 422  -
GET    /scans                                                     302 200 200 200  -
GET    /settings                                                  302 403 403 200  -
POST   /settings                                                  401 403 403 422  -
GET    /settings/publishing                                       302 403 403 200  -
POST   /settings/publishing                                       401 403 403 303  -
POST   /settings/publishing/runs                                  401 403 403 409  -
GET    /settings/reckoning                                        302 403 403 200  -
POST   /settings/reckoning                                        401 403 403 303  -
GET    /settings/terms                                            302 403 403 200  -
POST   /settings/terms                                            401 403 403 422  -
GET    /settings/texts                                            302 403 403 200  -
GET    /settings/texts.csv                                        302 403 403 200  -
GET    /settings/texts/one                                        302 403 403 404  -
POST   /settings/texts/one                                        401 403 403 404  -
GET    /repairs                                                   302 200 200 200  -
POST   /repairs                                                   401 422 403 422  -
GET    /repairs.csv                                               302 403 403 200  -
GET    /repairs/<code>                                            302 200 200 200  404
POST   /repairs/<code>/answers                                    401 422 403 422  404
POST   /repairs/<code>/consents                                   401 422 403 422  404
GET    /repairs/<code>/customer.json                              302 403 403 200  404
POST   /repairs/<code>/erasure                                    401 403 403 409  404
POST   /repairs/<code>/estimates                                  401 422 403 422  404
POST   /repairs/<code>/hand-back                                  401 403 403 409  404
POST   /repairs/<code>/links                                      401 200 403 200  404
POST   /repairs/<code>/notices                                    401 422 403 422  404
POST   /repairs/<code>/photos                                     401 422 422 422  404
GET    /repairs/<code>/receipt                                    302 200 200 200  404
POST   /repairs/<code>/trade-in                                   401 403 403 422  404
POST   /repairs/<code>/words                                      401 422 403 422  404
GET    /repairs/new                                               302 200 403 200  -
GET    /setup/<secret>                                            404 404 404 404  404
POST   /setup/<secret>                                            404 404 404 404  404
GET    /sign-in                                                   200 200 200 200  -
POST   /sign-in                                                   422 422 422 422  -
GET    /sign-in/again                                            302 200 200 200  -
POST   /sign-in/again                                            401 422 422 422  -
GET    /sign-in/code                                             302 302 302 302  -
POST   /sign-in/code                                             303 303 303 303  -
GET    /sign-in/done                                             302 200 200 200  -
POST   /sign-out                                                  401 303 303 303  -
GET    /slips                                                     302 200 200 200  -
GET    /slips/sheet                                               302 422 422 422  -
GET    /static/<path:filename>                                    200 200 200 200  404
GET    /static/v-<of>/<path:filename>                             200 200 200 200  404
GET    /sw.js                                                     200 200 200 200  -
GET    /switch                                                    200 302 302 302  -
POST   /switch                                                    422 422 422 422  -
GET    /switch/helper                                             403 403 403 403  -
POST   /switch/helper                                             403 403 403 403  -
POST   /switch/lock                                               303 303 303 303  -
POST   /switch/look                                               303 303 303 303  -
POST   /switch/seen                                               401 204 204 204  -
GET    /trees                                                     302 200 403 200  -
POST   /trees                                                     401 422 403 422  -
GET    /trees.csv                                                 302 200 403 200  -
GET    /trees/<code>                                              302 200 403 200  404
POST   /trees/<code>/closings                                     401 409 403 409  404
POST   /trees/<code>/cuts                                         401 422 403 422  404
GET    /trees/<code>/picture                                      302 404 403 404  404
POST   /trees/<code>/photos                                       401 422 403 422  404
POST   /trees/<code>/places                                       401 422 403 422  404
POST   /trees/<code>/pours                                        401 422 403 422  404
POST   /trees/<code>/undos                                        401 409 403 409  404
GET    /trees/new                                                 302 200 403 200  -
GET    /trust                                                     200 200 200 200  -
GET    /trust/authority.crt                                       404 404 404 404  -
"""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PEOPLE = ("stranger", "artisan", "inspector", "owner")


@dataclass(frozen=True)
class Line:
    """One line of the table; `missing` is None when the address names nothing."""

    method: str
    route: str
    statuses: tuple[int, ...]
    missing: int | None

    def __str__(self) -> str:
        return f"{self.method} {self.route}"


def lines() -> Iterator[Line]:
    for written in TABLE.strip().splitlines():
        found = re.fullmatch(r"(\w+) +(/.*?) +(\d+) (\d+) (\d+) (\d+) +(\d+|-)", written)
        assert found, f"not a line of the table: {written}"
        method, route, *statuses, missing = found.groups()
        yield Line(method, route, tuple(map(int, statuses)), None if missing == "-" else int(missing))


LINES = list(lines())


class House:
    """The shop with a thing of each kind, and a client for each of the four."""

    def __init__(self, world: World, app: Flask, route: str) -> None:
        self.world, self.app, self.route = world, app, route
        self.own = self._things()
        who = {"artisan": world.ana, "inspector": world.ines, "owner": world.omar}
        self.clients = {"stranger": app.test_client()} | {one: world.sign_in(app, who[one]) for one in who}
        self.tokens = {one: self._token(who[one]) for one in who} if route.startswith("/api/") else {}
        if route == "/switch":
            self.clients["stranger"] = tablet(world, app)

    def _token(self, who: Actor) -> str:
        return self.world.tell(
            lambda w: create_token(w, who.id or 0, SCOPES, label="all", secret_key=self.world.room.settings.secret_key),
            self.world.omar,
        )

    def _things(self) -> dict[str, str]:
        """A name for each part of the address, of something that is there."""
        world, route = self.world, self.route
        things = {
            "subject": world.ines.subject,
            "number": "1",
            "side": "800",
            "form": "svg",
            "size": "small",
            "what": "kind",
            "key": "ring",
            "filename": "css/base.css",
            "of": "0123456789ab",
            "tray": "scrap",
            "name": "stock",
            "report_name": "wip",
            "sheet": "csv",
        }
        if "<mark>" in route:
            things["mark"] = self._mark()
        if "<secret>" in route:
            things["secret"] = invite_tablet(world.room, world.omar)
        if "<serial>" in route:
            things["serial"] = world.released()
        things["code"] = things["typed"] = world.design
        if "/lots/<code>" in route:
            new = NewLot("metal", Amount(5_000), alloy="au750y")
            things["code"] = world.tell(lambda w: receive_lot(w, new), world.omar)
        if "/suppliers/<code>" in route:
            things["code"] = world.tell(lambda w: add_supplier(w, NewSupplier("Lobelha", ("refiner",))), world.omar)
        if "/documents/<code>" in route:
            things["code"] = world.tell(lambda w: add_document(w, None, read=Read("invoice")), world.omar).code
        if "/trees/<code>" in route:
            things["code"] = world.tell(lambda w: plant_tree(w, NewTree("au750y", 2_000)), world.ana)[0]
        if "/trace/<" in route:
            things["code"] = world.piece()
        if "/recalls/<code>" in route:
            begun = NewRecall("It opens.", "It falls.", "Bring it.", serials=(world.piece(),))
            things["code"] = world.tell(lambda w: start_recall(w, begun), world.omar)
        if "/repairs/<code>" in route or route.startswith("/r/"):
            serial = world.released()
            world.leave(serial)
            things["code"] = code = world.take_in(serial)
            things["token"] = "a" * 64
            world.tell(lambda w: make_link(w, code, digest_of("a" * 64)), world.ana)
        if "/orders/<code>" in route or route.startswith("/o/"):
            things["code"] = code = ordered(world)
            if route.endswith("/pieces"):
                agreed(world, code)
            things["token"] = "a" * 64
            world.tell(lambda w: make_order_link(w, code, digest_of("a" * 64)), world.ana)
        if "/cases/<code>" in route or route.startswith("/g/"):
            case = NewCase("gallery", [world.released()], holder="Galeria Rua")
            things["code"] = code = world.tell(lambda w: pack_case(w, case), world.omar)
            things["token"] = "a" * 64
            world.tell(lambda w: make_case_link(w, code, digest_of("a" * 64), shows_prices=False), world.omar)
            if "/statement" in route:
                world.tell(lambda w: agree_terms(w, code, Terms()), world.omar)
        if "/deliveries/<code>" in route:
            things["code"] = delivered(world, world.released())
        if "tag/" in route or route.lower().startswith("/p/<"):
            things["code"] = things["typed"] = world.tag(things.get("serial") or world.released()).code
        return things

    def _mark(self) -> str:
        if "tokens" in self.route:
            self._token(self.world.ana)
            return str(self.world.rows("SELECT digest FROM api_token")[0].digest)[:16]
        return self.world.tell(lambda w: enrol_device(w, name="Bench 1", key="key"), self.world.omar)

    def ask(self, who: str, method: str, things: dict[str, str]) -> TestResponse:
        address = re.sub(r"<(?:[^:>]*:)?(\w+)>", lambda found: things[found[1]], self.route)
        client = self.clients[who]
        if self.route.startswith("/api/"):
            token = self.tokens.get(who)
            headers = {"Idempotency-Key": uuid4().hex} | ({"Authorization": f"Bearer {token}"} if token else {})
            return client.open(
                address, method=method, headers=headers, json=None if method == "GET" else {}, buffered=True
            )
        return client.open(address, method=method, data=None if method == "GET" else self._form(client), buffered=True)

    def _form(self, client: FlaskClient) -> dict[str, str]:
        return {"csrf_token": token_of(client, "/sign-in?by=password"), "request_key": uuid4().hex}


FOREIGN = {
    "token": "b" * 64,
    "subject": "0123456789abcdef" * 2,
    "mark": "0123456789abcdef",
    "secret": "x" * 43,
    "serial": "R-9999",
    "what": "kind",
    "key": "elsewhere",
    "code": "ELSEWHERE",
    "typed": "0000000000000",
    "number": "99",
    "side": "799",
    "form": "svg",
    "size": "small",
    "filename": "css/elsewhere.css",
    "of": "elsewhere",
    "tray": "elsewhere",
    "name": "elsewhere",
    "report_name": "elsewhere",
    "sheet": "csv",
}
MISSING = FOREIGN | {
    "token": "%00",
    "subject": "%00",
    "mark": "%25",
    "secret": "%F0%9F%94%91",
    "serial": "' OR 1=1",
    "what": "%00",
    "key": "'--",
    "code": "'--elsewhere",
    "typed": "%E2%80%AE",
    "number": "0",
    "filename": "..%2Fapp.py",
    "of": "%00",
    "tray": "'--",
    "name": "'--",
    "report_name": "'--",
}


def test_every_address_is_in_the_table(app: Flask) -> None:
    there = {(m, rule.rule) for rule in app.url_map.iter_rules() for m in (rule.methods or set()) & set(METHODS)}
    told = [(line.method, line.route) for line in LINES]
    assert sorted(there - set(told)) == [], "these addresses have no line in the table"
    assert sorted(set(told) - there) == [], "these lines have no address"
    assert len(told) == len(set(told))


@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_is_answered_as_the_table_says(line: Line, world: World, app: Flask) -> None:
    """And what is not there, or is another shop's, is answered alike to whoever may do most."""
    house = House(world, app, line.route)
    answers = {who: house.ask(who, line.method, house.own) for who in PEOPLE}
    assert tuple(answer.status_code for answer in answers.values()) == line.statuses
    if line.statuses[0] == 302:
        assert answers["stranger"].location.startswith("/sign-in")
    assert (line.missing is None) == ("<" not in line.route)
    if line.missing is not None:
        who = next(who for who in reversed(PEOPLE) if answers[who].status_code not in (401, 403))
        told = [house.ask(who, line.method, things) for things in (FOREIGN, MISSING)]
        assert [answer.status_code for answer in told] == [line.missing] * 2
        assert _without_names(told[0], FOREIGN) == _without_names(told[1], MISSING)


def _without_names(answer: TestResponse, things: dict[str, str]) -> str:
    """What was answered, without the names that were asked for and without tokens."""
    text = re.sub(
        r'(name="(?:csrf_token|request_key)" value|action|"instance")(=|: ?)"[^"]*"', "", unescape(answer.text)
    )
    for name in ("serial", "code", "typed", "filename", "name"):
        text = text.replace(unquote(things[name]), "…")
    return text


def test_what_no_address_takes_is_answered_405(world: World, app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    told = set()
    for route in sorted({line.route for line in LINES if "<" not in line.route}):
        house = House(world, app, "/")
        house.route = route
        untaken = [method for method in METHODS if not addresses.test(route, method)]
        told |= {(route, house.ask("owner", method, FOREIGN).status_code) for method in untaken}
    assert {status for _route, status in told} == {405}, told
