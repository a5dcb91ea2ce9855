"""The commands that open a shop's doors: its own, the demonstration's, and HTTPS in the shop's network."""

import argparse
import importlib
from contextlib import closing
from pathlib import Path

from workshop.config import read_settings
from workshop.console import DONE, tell
from workshop.demo import empty_half_filled, fill_demonstration
from workshop.demostories import ways_in
from workshop.https_papers import door_of, fingerprint_of, papers_of
from workshop.people.firststart import first_owner_link
from workshop.serving import Door, bring_up_to_date, log_as_json, qr_of, serve, the_only_server
from workshop.shoproom import Shoproom, utc_now

DEMO_FOLDER = Path("workshop-demo")


def serve_shop(options: argparse.Namespace) -> int:
    log_as_json()
    alone = the_only_server(read_settings(data_dir=options.data_dir))
    with alone, closing(bring_up_to_date(options.data_dir)) as room:
        serve(room, _door(options), opened=lambda address: _tell_opened(options, room, address))
    return DONE


def _door(options: argparse.Namespace) -> Door:
    return Door(options.host, options.port, opens_browser=not options.no_browser and not options.json)


def _tell_opened(options: argparse.Namespace, room: Shoproom, address: str) -> None:
    secret = first_owner_link(room)
    link = f"{address}setup/{secret}" if secret else None
    if options.json:
        return tell(options, "", {"address": address, "setup": link})
    tell(options, f"\nWorkshop is open at {address}\n{qr_of(address)}", {})
    if link:
        tell(options, f"Nobody owns it yet. Open this link once, within a day, and become its owner:\n  {link}\n", {})


def serve_demonstration(options: argparse.Namespace) -> int:
    log_as_json()
    folder = options.data_dir or DEMO_FOLDER
    with the_only_server(read_settings(data_dir=folder)):
        with closing(bring_up_to_date(folder)) as room:
            empty_half_filled(room)
        with closing(bring_up_to_date(folder)) as room:
            serve(room, _door(options), opened=lambda address: _tell_demonstration(options, room, address))
    return DONE


def _tell_demonstration(options: argparse.Namespace, room: Shoproom, address: str) -> None:
    """Filled only here, where it is sure that it is served: nobody's secret changes under a shop that is open already."""
    shown = fill_demonstration(room)
    tablet = address + shown["tablet"]
    lines = [f"\nThe demonstration is open at {address}", qr_of(address), *ways_in(shown, tablet)]
    tell(options, "\n".join(lines) + "\n", {"address": address, **shown, "tablet": tablet})


def set_up_https(options: argparse.Namespace) -> int:
    """The shop need not be there yet, and may be open: it answers so from its next start."""
    # By name, because no other command needs the library that makes certificates.
    certificates = importlib.import_module("workshop.certificates")
    papers = papers_of(read_settings(data_dir=options.data_dir).data_dir)
    is_new = certificates.make_authority(papers, options.name, options.port, utc_now())
    name, port = door_of(papers)
    told = {"address": f"https://{name}:{port}/", "fingerprint": fingerprint_of(papers), "new": is_new}
    lines = (
        f"The shop answers at {told['address']} from its next start with --host 0.0.0.0.",
        "Tablets learn to trust it at the address /trust of its plain HTTP address.",
        f"The authority's SHA-256 fingerprint: {told['fingerprint']}",
        f"Its keys stand in {papers.folder} and are in no backup and no export.",
    )
    tell(options, "\n".join(lines), told)
    return DONE
