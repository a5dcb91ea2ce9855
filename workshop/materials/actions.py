"""Verbs over materials."""

from sqlalchemy import select

from workshop.materials.alloys import ALLOYS
from workshop.materials.models import Material
from workshop.writing import Writing


def add_alloys(writing: Writing) -> None:
    """The standard alloys, where they are missing."""
    there = set(writing.session.scalars(select(Material.key)))
    new = [
        {
            "key": a.key,
            "name": a.name,
            "metal": a.metal,
            "fineness": a.fineness_ppt10000,
            "colour": a.colour,
            "density": a.density_ug_per_mm3,
        }
        for a in ALLOYS
        if a.key not in there
    ]
    if new:
        writing.add_all(Material, new)
