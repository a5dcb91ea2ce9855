"""The addresses for anybody, none of them with a session: nothing to forge a form of."""

from flask import Blueprint

from workshop.public import beside, copies, gallery, lookup, photos, piece

BLUEPRINTS: tuple[Blueprint, ...] = tuple(module.bp for module in (piece, beside, copies, gallery, lookup, photos))
