"""Every list that a new workshop starts with."""

from workshop.inspection.checks import ListSpec
from workshop.inspection.defaults_delta import DELTA
from workshop.inspection.defaults_final import FINAL
from workshop.inspection.defaults_stage import STAGE

LISTS: tuple[ListSpec, ...] = FINAL + DELTA + STAGE
