"""The whole house on one page: every room's rows, guards and keeper's checks, for those who stand on the roof."""

from flask import Blueprint

from workshop import journal, writing
from workshop.aftercare import guards as owning
from workshop.aftercare import models as owning_rows
from workshop.aftercare import notice_models as notice_rows
from workshop.aftercare import repair_guards as repairs
from workshop.aftercare import repair_models as repair_rows
from workshop.api.views import api
from workshop.bench.calendar import bp as calendar
from workshop.bench.case_doings import bp as case_doings
from workshop.bench.cases import bp as case_pages
from workshop.bench.charms import bp as charm_pages
from workshop.bench.checklists import checklists
from workshop.bench.claims import bp as claim_pages
from workshop.bench.consignments import bp as consignments
from workshop.bench.deliveries import bp as delivery_pages
from workshop.bench.delivery_doings import bp as delivery_doings
from workshop.bench.factor_views import factor
from workshop.bench.guide import guide
from workshop.bench.line_sheets import bp as line_sheets
from workshop.bench.lot_doings import bp as lot_doings
from workshop.bench.lot_page import bp as lot_page
from workshop.bench.lot_sheets import bp as lot_sheets
from workshop.bench.lots import bp as lots
from workshop.bench.order_doings import bp as order_doings
from workshop.bench.orders import bp as order_pages
from workshop.bench.own_texts import bp as own_texts
from workshop.bench.owning import bp as owners
from workshop.bench.planting import bp as planting_pages
from workshop.bench.publishing_views import publishing
from workshop.bench.quick import quick_pages
from workshop.bench.recalls import bp as recall_pages
from workshop.bench.rounds import bp as round_pages
from workshop.bench.settings_views import settings
from workshop.bench.trace import bp as trace_pages
from workshop.bench.trays import bp as trays
from workshop.bench.trees import trees
from workshop.bench.views import BLUEPRINTS as bench
from workshop.bench.words import bp as word_pages
from workshop.catalogue import guarantee_models as guarantee_rows
from workshop.catalogue import guards as catalogue
from workshop.catalogue import models as catalogue_rows
from workshop.catalogue import price_models as price_rows
from workshop.catalogue import text_models as text_rows
from workshop.catalogue.route_views import route_pages
from workshop.catalogue.views import catalogue as catalogue_pages
from workshop.claims import guards as claims
from workshop.claims import models as claim_rows
from workshop.database import Base
from workshop.guarding import Guard, Rule, no_second
from workshop.inspection import attachment_guards as attachments
from workshop.inspection import attachment_models as attachment_rows
from workshop.inspection import guarantee_models as given_rows
from workshop.inspection import guards as inspection
from workshop.inspection import models as inspection_rows
from workshop.materials import accounts as ledger_rows
from workshop.materials import day_end as day_rows
from workshop.materials import guards as materials
from workshop.materials import instruments as instrument_rows
from workshop.materials import models as material_rows
from workshop.materials import papers as paper_rows
from workshop.materials.document_views import document_pages
from workshop.materials.reading_views import reading_pages
from workshop.materials.supplier_views import supplier_pages
from workshop.people import guards as people
from workshop.people import models as people_rows
from workshop.people.entrance_views import entrance
from workshop.people.handover_views import handover
from workshop.people.own_views import own
from workshop.people.saved_views import saved
from workshop.people.session_views import sessions
from workshop.people.stepup_views import stepup
from workshop.people.tablet_views import tablets
from workshop.people.token_views import tokens
from workshop.people.views import people as people_pages
from workshop.pieces import guards as pieces
from workshop.pieces import making_models as making_rows
from workshop.pieces import models as piece_rows
from workshop.provenance import guards as provenance
from workshop.provenance import label_models as label_rows
from workshop.provenance import looking_models as looking_rows
from workshop.provenance import models as provenance_rows
from workshop.provenance import published_models as published_rows
from workshop.public.orders import bp as order_links
from workshop.public.owner_asking import bp as owner_asking
from workshop.public.owning import bp as owner_pages
from workshop.public.paper_views import bp as papers
from workshop.public.repairs import bp as repair_links
from workshop.public.rounds import bp as round_links
from workshop.public.views import BLUEPRINTS as public
from workshop.reports import guards as reports
from workshop.reports import log_models as log_rows
from workshop.reports import reckoning as reckonings
from workshop.reports.house_terms_views import house_terms
from workshop.reports.own_views import own_figures
from workshop.reports.price_views import prices
from workshop.reports.reckoning_views import reckoning
from workshop.reports.views import reports as report_pages
from workshop.reports.week_views import week_page
from workshop.sales import case_guards as cases
from workshop.sales import case_models as case_rows
from workshop.sales import consignment_models as consignment_rows
from workshop.sales import delivery_guards as deliveries
from workshop.sales import delivery_models as delivery_rows
from workshop.sales import order_guards as orders
from workshop.sales import order_models as order_rows
from workshop.sales import round_guards as rounds
from workshop.sales import round_models as round_rows
from workshop.sales import sale_models as sale_rows

ROOMS = (
    people_rows,
    paper_rows,
    ledger_rows,
    material_rows,
    day_rows,
    instrument_rows,
    catalogue_rows,
    guarantee_rows,
    text_rows,
    price_rows,
    piece_rows,
    making_rows,
    inspection_rows,
    given_rows,
    attachment_rows,
    claim_rows,
    provenance_rows,
    label_rows,
    published_rows,
    looking_rows,
    owning_rows,
    notice_rows,
    log_rows,
    reckonings,
    repair_rows,
    order_rows,
    case_rows,
    consignment_rows,
    delivery_rows,
    round_rows,
    sale_rows,
)
LOOSE = {
    "sign_in",
    "tries",
    "invitation",
    "subject_key",
    "journal_head",
    "piece_head",
    "serial_counter",
    "code_counter",
    "scan_count",
    "sought_word",
    "saved_view",
    "second_factor",
    "recovery_code",
}

SPOKEN: tuple[Rule, ...] = (
    *journal.GUARDS,
    *writing.GUARDS,
    *people.GUARDS,
    *materials.GUARDS,
    *catalogue.GUARDS,
    *pieces.GUARDS,
    *inspection.GUARDS,
    *attachments.GUARDS,
    *claims.GUARDS,
    *provenance.GUARDS,
    *owning.GUARDS,
    *reports.GUARDS,
    *repairs.GUARDS,
    *orders.GUARDS,
    *cases.GUARDS,
    *deliveries.GUARDS,
    *rounds.GUARDS,
)


def rules_for(dialect: str) -> list[Rule]:
    """All rules of the house; on SQLite also those that keep REPLACE from deleting quietly."""
    if dialect != "sqlite":
        return list(SPOKEN)
    kept = sorted(set(Base.metadata.tables) - LOOSE | {"piece_head"})
    names = {rule.name for rule in SPOKEN}
    second = [g for g in no_second(Base.metadata, kept) if g.name not in names and g.table not in _frozen()]
    return [*SPOKEN, *second]


def _frozen() -> set[str]:
    return {rule.table for rule in SPOKEN if isinstance(rule, Guard) and rule.on == "INSERT" and rule.holds == "1=0"}


def journalled() -> list[type[Base]]:
    """The models whose rows are in the journal, by table name."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    return sorted((m for m in models if m.journalled), key=lambda m: str(m.__tablename__))


def blueprints() -> list[tuple[Blueprint, bool]]:
    """The addresses of every room, and whether they are forms (which need a token against forgery)."""
    return [
        (api, False),
        (papers, False),
        (repair_links, False),
        (order_links, False),
        (round_links, False),
        *((pages, False) for pages in public),
        (owner_pages, False),
        (owner_asking, False),
        (calendar, False),
        *((pages, True) for pages in bench),
        *((pages, True) for pages in (entrance, handover, stepup, sessions, factor, people_pages, own, saved)),
        *((pages, True) for pages in (tablets, tokens, settings, own_texts, publishing)),
        *((pages, True) for pages in (supplier_pages, document_pages, reading_pages)),
        *((pages, True) for pages in (order_pages, order_doings, charm_pages)),
        *((pages, True) for pages in (case_pages, case_doings, round_pages, consignments, line_sheets)),
        *((pages, True) for pages in (delivery_pages, delivery_doings)),
        (week_page, True),
        (report_pages, True),
        *((pages, True) for pages in (reckoning, house_terms)),
        (own_figures, True),
        (prices, True),
        *((pages, True) for pages in (lots, lot_page, lot_sheets, lot_doings, trays, owners)),
        *((pages, True) for pages in (claim_pages, word_pages, trace_pages, recall_pages)),
        *(
            (pages, True)
            for pages in (guide, quick_pages, catalogue_pages, route_pages, checklists, trees, planting_pages)
        ),
    ]
