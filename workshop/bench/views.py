"""The addresses of the bench, all of them forms."""

from flask import Blueprint

from workshop.bench import (
    cards,
    custody,
    day_end,
    finding,
    guarantees,
    inspecting,
    label_sizes,
    labels,
    making,
    outbox,
    photos,
    piece,
    queue,
    repair_doings,
    repair_papers,
    repair_people,
    repairs,
    reported_copies,
    scanning,
    seen,
    slips,
    tags,
    trust,
)

BLUEPRINTS: tuple[Blueprint, ...] = tuple(
    module.bp
    for module in (
        queue,
        finding,
        making,
        piece,
        custody,
        photos,
        inspecting,
        tags,
        outbox,
        scanning,
        slips,
        seen,
        reported_copies,
        labels,
        label_sizes,
        cards,
        guarantees,
        repairs,
        repair_doings,
        repair_papers,
        repair_people,
        day_end,
        trust,
    )
)
