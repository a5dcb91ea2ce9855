"""Nothing that can be said in SQL opens the gate, whichever tool says it."""

import sqlite3

import psycopg
import pytest

from tests.gate.attacks import Attack
from tests.gate.conftest import Ground, attacks_on
from tests.gate.doors import Door
from workshop.guarding import Guard
from workshop.house import rules_for


def sentences(dialect: str) -> dict[str, str]:
    return {rule.name: rule.sentence for rule in rules_for(dialect) if isinstance(rule, Guard)}


def spoken(attack: Attack, dialect: str) -> set[str]:
    """Who may refuse this attack: the guard, or those that hold the same. What only follows refuses nothing."""
    said = sentences(dialect)
    return {said[name] for name in (attack.refused_by or attack.guard, *attack.also) if name in said}


@pytest.mark.parametrize("door", ["strict", "loose"])
def test_every_attack_is_refused(ground: Ground, door: str) -> None:
    through = ground.strict if door == "strict" else ground.loose
    wrong = [(str(one), told) for one in attacks_on(through.dialect) if (told := misfit(ground, through, one))]
    assert wrong == []


def misfit(ground: Ground, door: Door, attack: Attack) -> str | None:
    """What went otherwise than it must; None when the right guard refused."""
    with door.trying():
        try:
            answer = ground.attempt(door, attack)
        except (sqlite3.Error, psycopg.Error, AssertionError) as error:
            return f"never came to it: {error}"
    return None if answer in spoken(attack, door.dialect) else f"answered {answer}"
