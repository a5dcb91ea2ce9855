"""Commands of who gets in: `token create` for programs, `second-factor off` for who lost the app and its recovery codes."""

import argparse
from typing import Any

from workshop.console import DONE, opened, tell
from workshop.people.second_factor import forget_factor
from workshop.people.tokens import create_token_for


def add_token(commands: Any, common: argparse.ArgumentParser) -> None:
    token = commands.add_parser("token", help="keys for programs").add_subparsers(required=True, metavar="create")
    create = token.add_parser("create", parents=[common], help="make a token and show it once")
    create.add_argument("--person", required=True, help="the name of the person that the program acts as")
    create.add_argument(
        "--scope", required=True, action="append", help="read, log, inspect or office; may be given several times"
    )
    create.set_defaults(command=make_token)


def add_factor(commands: Any, common: argparse.ArgumentParser) -> None:
    factor = commands.add_parser("second-factor", help="for who lost the app and the recovery codes")
    off = factor.add_subparsers(required=True, metavar="off").add_parser(
        "off", parents=[common], help="ask no code of this person any more, and end where they are signed in"
    )
    off.add_argument("--person", required=True, help="the name of the person")
    off.set_defaults(command=switch_off)


def switch_off(options: argparse.Namespace) -> int:
    with opened(options) as room:
        was_on = forget_factor(room, options.person)
    said = "is off: the password alone signs in" if was_on else "was not on"
    tell(options, f"The second factor of {options.person} {said}.", {"person": options.person, "was_on": was_on})
    return DONE


def make_token(options: argparse.Namespace) -> int:
    with opened(options) as room:
        secret = create_token_for(room, options.person, [word for one in options.scope for word in one.split()])
    tell(
        options,
        f"The token, shown this once:\n  {secret}",
        {"person": options.person, "scopes": options.scope, "token": secret},
    )
    return DONE
