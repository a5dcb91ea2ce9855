"""What the database holds about tags: a code stands on the piece's own current release."""

from workshop.guarding import Guard, Rule, append_only, append_only_but, never_removed, same
from workshop.provenance.looking_models import CopyReport

_SIZE = (
    *("id", "code", "name", "paper", "shape", "dpi", "width_um", "height_um", "head_um", "across", "down"),
    *("left_um", "top_um", "step_x_um", "step_y_um", "at", "by_id"),
)

GUARDS: tuple[Rule, ...] = (
    Guard(
        "tag_on_release",
        "tag",
        "INSERT",
        "EXISTS(SELECT 1 FROM departure d JOIN release r ON r.inspection_id = d.inspection_id AND r.piece_id = d.piece_id JOIN piece_head h ON h.piece_id = r.piece_id AND h.last_change_id = r.last_change_id WHERE d.id = NEW.departure_id AND d.piece_id = NEW.piece_id AND d.kind = 'tagged' AND NEW.kind = 'tagged')",
        "A tag needs the piece's own current pass: inspect it first.",
    ),
    Guard(
        "tag_one_at_a_time",
        "tag",
        "INSERT",
        "NOT EXISTS(SELECT 1 FROM tag t WHERE t.piece_id = NEW.piece_id AND NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = t.id))",
        "The piece has its tag: withdraw that one before it gets another.",
    ),
    *append_only("tag", "A tag stays written: withdraw it instead."),
    *append_only("tag_withdrawal", "A withdrawn tag stays withdrawn."),
    *append_only("label_print", "What was printed stays noted."),
    Guard(
        "tag_check_living",
        "tag_check",
        "INSERT",
        "NOT EXISTS(SELECT 1 FROM tag_withdrawal w WHERE w.tag_id = NEW.tag_id)",
        "A withdrawn tag is not fixed to anything: fix the new one.",
    ),
    *append_only("tag_check", "That a tag was scanned back stays noted."),
    Guard(
        "label_size_stands",
        "label_size",
        "UPDATE",
        f"({same(*_SIZE)}) AND OLD.retired_at IS NULL",
        "A label size stays as it is: put it away and add another.",
    ),
    never_removed("label_size", "A label size stays written: put it away instead."),
    Guard(
        "recall_stands",
        "recall",
        "UPDATE",
        f"({same('id', 'code', 'reason', 'risk', 'to_do', 'begun_from', 'at', 'by_id')}) AND OLD.ended_at IS NULL",
        "What a recall says stays: it can only be ended.",
    ),
    never_removed("recall", "A recall stays written: end it instead."),
    Guard(
        "recalled_piece_stands",
        "recalled_piece",
        "UPDATE",
        f"({same('id', 'recall_id', 'piece_id', 'at', 'by_id')}) AND OLD.told_at IS NULL",
        "A piece stays in its recall.",
    ),
    never_removed("recalled_piece", "A piece stays in its recall."),
    Guard(
        "passport_next",
        "passport",
        "INSERT",
        "NEW.version = 1 + COALESCE((SELECT max(b.version) FROM passport b WHERE b.piece_id = NEW.piece_id), 0) AND NOT EXISTS(SELECT 1 FROM passport b WHERE b.piece_id = NEW.piece_id AND b.version = NEW.version - 1 AND b.digest = NEW.digest)",
        "A passport's next version takes the next number and says something new.",
    ),
    *append_only("passport", "What was published stays kept."),
    *append_only("publishing_place", "Where pages went stays noted: name another place instead."),
    *append_only_but(CopyReport, "What was reported of a copy stays noted."),
    Guard(
        "copy_answer_to_report",
        "copy_answer",
        "INSERT",
        "NEW.ended_at IS NULL AND LENGTH(NEW.told) > 0 AND EXISTS(SELECT 1 FROM copy_report c WHERE c.id = NEW.report_id AND c.subject = NEW.subject AND c.told IS NOT NULL) AND NOT EXISTS(SELECT 1 FROM copy_answer a WHERE a.report_id = NEW.report_id AND a.ended_at IS NULL)",
        "A report is dealt with once, with a word of what was done; opened again it can be dealt with again.",
    ),
    Guard(
        "copy_answer_stands",
        "copy_answer",
        "UPDATE",
        f"{same('id', 'report_id', 'subject', 'at', 'by_id')} AND (NEW.told IS NULL OR {same('told')}) AND (OLD.ended_at IS NULL OR ({same('ended_at', 'ended_by_id')}))",
        "What was done about a report stays noted: it can only be opened again.",
    ),
    never_removed("copy_answer", "What was done about a report stays noted: open it again instead."),
    Guard(
        "gallery_showing_stands",
        "gallery_showing",
        "UPDATE",
        f"({same('id', 'piece_id', 'at', 'by_id')}) AND OLD.ended_at IS NULL",
        "That a piece was in the gallery stays noted: it can only be taken out.",
    ),
    never_removed("gallery_showing", "That a piece was in the gallery stays noted: take it out instead."),
)
