"""What the database holds about people: what anybody may do has a history."""

from workshop.guarding import Guard, Rule, append_only, append_only_but, never_removed, same
from workshop.people import duties
from workshop.people.models import Consent

FLAGS = ("active", *duties.FLAGS)

GUARDS: tuple[Rule, ...] = (
    Guard(
        "person_starts_without",
        "person",
        "INSERT",
        " AND ".join(f"NEW.{f} = 0" for f in FLAGS),
        "A new person may do nothing until it is written down.",
    ),
    Guard(
        "person_as_written",
        "person",
        "UPDATE",
        f"{same('id', 'subject', 'created_at')} AND (({same(*FLAGS)}) OR EXISTS(SELECT 1 FROM standing s WHERE s.person_id = NEW.id AND {' AND '.join(f's.{f} = NEW.{f}' for f in FLAGS)} AND s.sequence = (SELECT max(n.sequence) FROM standing n WHERE n.person_id = NEW.id)))",
        "What a person may do is changed by a written standing only.",
    ),
    Guard(
        "helper_no_inspector",
        "person",
        "UPDATE",
        "NEW.helps_until IS NULL OR (NEW.is_owner = 0 AND NEW.is_inspector = 0)",
        "Somebody who helps for some days logs work; they do not inspect.",
    ),
    never_removed("person", "A person is switched off, never removed."),
    Guard(
        "standing_next",
        "standing",
        "INSERT",
        "NEW.sequence = 1 + COALESCE((SELECT max(s.sequence) FROM standing s WHERE s.person_id = NEW.person_id), 0)",
        "Standings are numbered without gaps.",
    ),
    *append_only("standing", "What a person was allowed to do stays written."),
    *append_only_but(Consent, "A consent is withdrawn by a newer one."),
    Guard(
        "device_revoked_once",
        "device",
        "UPDATE",
        f"{same('id', 'key_digest', 'enrolled_at', 'by_id')} AND (OLD.revoked_at IS NULL OR ({same('revoked_at')}))",
        "A tablet that was revoked stays revoked.",
    ),
    never_removed("device", "A tablet is revoked, never removed."),
    Guard(
        "api_token_revoked_once",
        "api_token",
        "UPDATE",
        f"{same('id', 'digest', 'person_id', 'scopes', 'created_at')} AND (OLD.revoked_at IS NULL OR ({same('revoked_at')}))",
        "A token that was revoked stays revoked.",
    ),
    never_removed("api_token", "A token is revoked, never removed."),
    never_removed("shop", "The shop's details stay."),
)
