"""Programs with tokens, at the door of a shop in which Ana works, Ines inspects and Omar owns."""

import pytest
from flask import Flask

from tests.api.programs import Programs
from tests.world import World


@pytest.fixture
def programs(world: World, app: Flask) -> Programs:
    return Programs(world, app)
