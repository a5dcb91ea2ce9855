"""The gate, as the database holds it: no piece leaves without its own inspection.

Read with `pieces/guards.py`. Every guard says what must hold; anything else, NULL too, refuses with the sentence.
"""

from workshop.guarding import Follow, Guard, Rule, append_only, never_removed, same
from workshop.pieces.guards import ENDS_RELEASE, HEAD, PLACE_NOW, SPEC
from workshop.pieces.places import IN_HAND, INSIDE, LENT, OUTSIDE, STILL_OURS, sql
from workshop.pieces.waiting import QUEUED

UNDONE = (
    "EXISTS(SELECT 1 FROM work_event u WHERE u.piece_id = e.piece_id AND u.sequence = e.sequence + 1 AND u.kind = 'undo' "
    "AND u.corrects_id = e.id AND u.by_id = e.by_id AND u.at <= e.at + 60000000)"
)
WORK = f"FROM work_event e JOIN event_kind k ON k.key = e.kind AND k.is_work = 1 WHERE e.piece_id = NEW.piece_id AND NOT {UNDONE}"
NO_HAND = f"NOT EXISTS(SELECT 1 {WORK} AND e.by_id = {{who}})"
LAST_HANDS = f"(SELECT e.by_id {WORK} ORDER BY e.sequence DESC LIMIT 1)"
UNNAMED = (
    "(EXISTS(SELECT 1 FROM work_event e WHERE e.piece_id = NEW.piece_id AND e.by_id IS NULL AND e.kind = 'made_before') "
    f"OR NOT (EXISTS(SELECT 1 {WORK}) OR EXISTS(SELECT 1 FROM work_event e WHERE e.piece_id = NEW.piece_id AND e.kind = 'outwork_back')))"
)
LEVEL = (
    f"CASE WHEN {NO_HAND.format(who='NEW.by_id')} THEN CASE WHEN {UNNAMED} THEN 'not_known' ELSE 'independent' END "
    f"WHEN NEW.by_id IS DISTINCT FROM {LAST_HANDS} THEN 'second' ELSE 'maker' END"
)
QUALIFIED = "FROM person q WHERE q.active = 1 AND q.is_inspector = 1"

HEAD_NOW = HEAD.format(column="last_change_id", piece="NEW.piece_id")
PASSES = "NEW.verdict = 'pass' AND NEW.purpose <> 'stage'"
NOT_PASSING = "NEW.verdict IS NOT NULL AND NEW.verdict <> 'pass'"
NEWEST_LIST = "(SELECT l.id FROM checklist l WHERE l.purpose = '{purpose}' AND l.serves = {serves} AND l.published = 1 ORDER BY l.number DESC LIMIT 1)"
FINAL_LIST = (
    "(SELECT COALESCE("
    + NEWEST_LIST.format(purpose="final", serves="'design:' || p.design_id")
    + ", "
    + NEWEST_LIST.format(purpose="final", serves="'kind:' || p.kind")
    + ") FROM piece p WHERE p.id = NEW.piece_id)"
)
WORK_LIST = NEWEST_LIST.format(purpose="delta", serves="'work:' || c.kind")
DELTA_LIST = f"CASE WHEN c.kind = 'respecified' THEN {FINAL_LIST} ELSE COALESCE({WORK_LIST}, {FINAL_LIST}) END"
EARLIER_PASS = "FROM inspection i WHERE i.piece_id = NEW.piece_id AND i.id <> NEW.id AND i.verdict = 'pass' AND i.purpose <> 'stage' ORDER BY i.number DESC LIMIT 1"
SINCE = f"(SELECT b.sequence FROM work_event b WHERE b.id = (SELECT i.last_change_id {EARLIER_PASS}))"
NAMED = "EXISTS(SELECT 1 FROM inspection_list n WHERE n.inspection_id = NEW.id AND n.checklist_id = {list})"
PARTS = "CASE WHEN c.each_part = 1 THEN (SELECT p.parts FROM piece p WHERE p.id = NEW.piece_id) ELSE 1 END"
PASSED_ANSWERS = (
    "(SELECT count(*) FROM answer a WHERE a.inspection_id = NEW.id AND a.check_id = c.id AND a.result = 'pass')"
)
ASKS = (
    "(SELECT count(*) FROM inspection_check c WHERE c.checklist_id = NEW.id AND c.required = 1 AND c.role = '{role}')"
)
CHECK = "FROM inspection_check c WHERE c.id = NEW.check_id"
INSPECTION = "FROM inspection i WHERE i.id = NEW.inspection_id"
WEIGHED_SINCE = "EXISTS(SELECT 1 FROM work_event c JOIN work_event e ON e.piece_id = c.piece_id AND e.sequence > c.sequence WHERE c.id = NEW.corrects_id AND e.sequence < NEW.sequence AND e.weight_mg IS NOT NULL)"
CURRENT = "FROM release r JOIN piece_head h ON h.piece_id = r.piece_id AND h.last_change_id = r.last_change_id WHERE r.piece_id = NEW.piece_id"
PASSED_WEIGHT = "(SELECT abs(NEW.weight_mg - i.gross_mg) - i.tolerance_mg FROM release r JOIN inspection i ON i.id = r.inspection_id WHERE r.piece_id = NEW.piece_id)"

CHECKLISTS: tuple[Rule, ...] = (
    Guard(
        "checklist_starts",
        "checklist",
        "INSERT",
        "NEW.published = 0 AND NEW.number = 1 + COALESCE((SELECT max(l.number) FROM checklist l WHERE l.purpose = NEW.purpose AND l.serves = NEW.serves), 0)",
        "A checklist takes the next number, and is published after its checks are written.",
    ),
    Guard(
        "checklist_frozen",
        "checklist",
        "UPDATE",
        f"{same('id', 'purpose', 'serves', 'number', 'name', 'at', 'by_id')} AND OLD.published = 0 AND NEW.published = 1",
        "A published checklist is frozen: publish a new one.",
    ),
    Guard(
        "checklist_asks",
        "checklist",
        "UPDATE",
        "EXISTS(SELECT 1 FROM inspection_check c WHERE c.checklist_id = NEW.id AND c.required = 1)",
        "A checklist has at least one required check.",
    ),
    Guard(
        "checklist_identity",
        "checklist",
        "UPDATE",
        f"NEW.purpose = 'stage' OR ({ASKS.format(role='identity')} = 1 AND {ASKS.format(role='gross_weight')} = 1 AND {ASKS.format(role='gross_weight')[:-1]} AND c.how = 'measurement' AND c.each_part = 0) = 1)",
        "A list that releases asks for identity and gross weight, once each.",
    ),
    never_removed("checklist", "A checklist stays: pieces were passed by it."),
    Guard(
        "inspection_check_open",
        "inspection_check",
        "INSERT",
        "(SELECT l.published FROM checklist l WHERE l.id = NEW.checklist_id) = 0",
        "A published checklist is frozen: publish a new one.",
    ),
    *append_only("inspection_check", "A check stays as it was written: publish a new list."),
)

INSPECTIONS: tuple[Rule, ...] = (
    Guard(
        "inspection_opens",
        "inspection",
        "INSERT",
        "NEW.verdict IS NULL AND NEW.level IS NULL AND NEW.decided_at IS NULL AND NEW.purpose IN ('final','delta','stage')",
        "An inspection opens without a verdict.",
    ),
    Guard(
        "inspection_of_now",
        "inspection",
        "INSERT",
        f"NEW.last_change_id = {HEAD_NOW}",
        "An inspection looks at the piece as it is now; a piece without an event has nothing to inspect.",
    ),
    Guard(
        "inspection_in_hand",
        "inspection",
        "INSERT",
        f"{PLACE_NOW} IN {sql(IN_HAND)} AND {HEAD.format(column='state', piece='NEW.piece_id')} <> 'scrapped'",
        "Only a piece that is here and not scrapped can be inspected.",
    ),
    Guard(
        "inspection_next",
        "inspection",
        "INSERT",
        "NEW.number = 1 + COALESCE((SELECT max(i.number) FROM inspection i WHERE i.piece_id = NEW.piece_id), 0)",
        "Inspections of a piece are numbered without gaps.",
    ),
    Guard(
        "inspection_once",
        "inspection",
        "UPDATE",
        f"OLD.verdict IS NULL AND NEW.verdict IN ('pass','rework','scrap') AND {same('id', 'piece_id', 'number', 'last_change_id', 'purpose', 'by_id', 'opened_at')}",
        "A verdict is given once, by the person who looked.",
    ),
    Guard(
        "inspection_newest",
        "inspection",
        "UPDATE",
        "NOT EXISTS(SELECT 1 FROM inspection i WHERE i.piece_id = NEW.piece_id AND i.number > NEW.number)",
        "A newer inspection of this piece was opened: the verdict belongs to that one.",
    ),
    Guard(
        "inspection_still_now",
        "inspection",
        "UPDATE",
        f"NEW.last_change_id = {HEAD_NOW} AND {PLACE_NOW} IN {sql(IN_HAND)}",
        "The piece was worked on since this inspection was opened: look at it again.",
    ),
    Guard(
        "inspection_qualified",
        "inspection",
        "UPDATE",
        f"EXISTS(SELECT 1 {QUALIFIED} AND q.id = NEW.by_id)",
        "Only an inspector gives a verdict.",
    ),
    Guard(
        "pass_final_list",
        "inspection",
        "UPDATE",
        f"{NOT_PASSING} OR NEW.purpose <> 'final' OR {NAMED.format(list=FINAL_LIST)}",
        "The newest checklist of this piece was not answered: open the inspection again.",
    ),
    Guard(
        "pass_delta_lists",
        "inspection",
        "UPDATE",
        f"{NOT_PASSING} OR NEW.purpose <> 'delta' OR ({SINCE} IS NOT NULL AND NOT EXISTS(SELECT 1 FROM work_event c JOIN event_kind k ON k.key = c.kind AND k.ends_release = 1 WHERE c.piece_id = NEW.piece_id AND c.sequence > {SINCE} AND NOT {NAMED.format(list=DELTA_LIST)}))",
        "What was done since the last pass asks for a checklist that was not answered.",
    ),
    Guard(
        "pass_failed_since",
        "inspection",
        "UPDATE",
        f"{NOT_PASSING} OR NEW.purpose <> 'delta' OR NOT EXISTS(SELECT 1 FROM inspection f JOIN answer x ON x.inspection_id = f.id AND x.result = 'fail' JOIN inspection_check c ON c.id = x.check_id WHERE f.piece_id = NEW.piece_id AND f.purpose <> 'stage' AND f.number > (SELECT i.number {EARLIER_PASS}) AND NOT EXISTS(SELECT 1 FROM answer a JOIN inspection_check d ON d.id = a.check_id WHERE a.inspection_id = NEW.id AND a.result = 'pass' AND d.code = c.code))",
        "A check that failed since the last pass was not answered again.",
    ),
    Guard(
        "pass_stage_list",
        "inspection",
        "UPDATE",
        f"{NOT_PASSING} OR EXISTS(SELECT 1 FROM inspection_list n WHERE n.inspection_id = NEW.id)",
        "An inspection answers at least one checklist.",
    ),
    Guard(
        "pass_all_answered",
        "inspection",
        "UPDATE",
        f"{NOT_PASSING} OR NOT EXISTS(SELECT 1 FROM inspection_list n JOIN inspection_check c ON c.checklist_id = n.checklist_id AND c.required = 1 WHERE n.inspection_id = NEW.id AND {PASSED_ANSWERS} <> {PARTS})",
        "A required check is still open: a piece passes with every one answered, for each part.",
    ),
    Guard(
        "pass_none_failed",
        "inspection",
        "UPDATE",
        f"{NOT_PASSING} OR NOT EXISTS(SELECT 1 FROM answer a WHERE a.inspection_id = NEW.id AND a.result = 'fail')",
        "A check failed: send the piece back, or scrap it.",
    ),
    Guard(
        "pass_level_told",
        "inspection",
        "UPDATE",
        f"CASE WHEN {PASSES} THEN NEW.level = {LEVEL} AND NEW.qualified = (SELECT count(*) {QUALIFIED}) ELSE NEW.level IS NULL END",
        "Who looked is told as it is.",
    ),
    Guard(
        "pass_by_another",
        "inspection",
        "UPDATE",
        f"NOT ({PASSES}) OR {NO_HAND.format(who='NEW.by_id')} OR NOT EXISTS(SELECT 1 {QUALIFIED} AND {NO_HAND.format(who='q.id')})",
        "Somebody who did not work on this piece can inspect it: ask them.",
    ),
    Guard(
        "pass_by_second",
        "inspection",
        "UPDATE",
        f"NOT ({PASSES}) OR NEW.by_id IS DISTINCT FROM {LAST_HANDS} OR NOT EXISTS(SELECT 1 {QUALIFIED} AND q.id IS DISTINCT FROM {LAST_HANDS})",
        "Somebody who did not do the last work on this piece can inspect it: ask them.",
    ),
    Guard(
        "pass_weight_kept",
        "inspection",
        "UPDATE",
        f"NOT ({PASSES}) OR (NEW.tolerance_mg >= 0 AND (NEW.tolerance_mg <= 30 OR NEW.tolerance_mg * 50 <= NEW.gross_mg) AND NEW.gross_mg = (SELECT max(a.measured) FROM answer a JOIN inspection_check c ON c.id = a.check_id AND c.role = 'gross_weight' WHERE a.inspection_id = NEW.id) AND NEW.gross_mg = (SELECT min(a.measured) FROM answer a JOIN inspection_check c ON c.id = a.check_id AND c.role = 'gross_weight' WHERE a.inspection_id = NEW.id))",
        "A pass keeps the gross weight that was measured.",
    ),
    never_removed("inspection", "An inspection stays for ever."),
    Guard(
        "inspection_list_fits",
        "inspection_list",
        "INSERT",
        f"EXISTS(SELECT 1 {INSPECTION} AND i.verdict IS NULL AND EXISTS(SELECT 1 FROM checklist l WHERE l.id = NEW.checklist_id AND l.published = 1 AND (l.purpose = 'stage') = (i.purpose = 'stage')))",
        "An open inspection names published lists of its own purpose.",
    ),
    *append_only("inspection_list", "The lists of an inspection stay."),
    Guard(
        "answer_in_time",
        "answer",
        "INSERT",
        f"EXISTS(SELECT 1 {INSPECTION} AND i.verdict IS NULL)",
        "This inspection has its verdict: answers are not added or changed.",
    ),
    Guard(
        "answer_part",
        "answer",
        "INSERT",
        f"EXISTS(SELECT 1 {CHECK} AND CASE WHEN c.each_part = 1 THEN NEW.part BETWEEN 1 AND (SELECT p.parts FROM piece p JOIN inspection i ON i.piece_id = p.id WHERE i.id = NEW.inspection_id) ELSE NEW.part = 0 END)",
        "A check is answered once for the piece, or once for each of its parts.",
    ),
    Guard(
        "answer_of_named_list",
        "answer",
        "INSERT",
        f"EXISTS(SELECT 1 FROM inspection_list n WHERE n.inspection_id = NEW.inspection_id AND n.checklist_id = NEW.checklist_id) AND EXISTS(SELECT 1 {CHECK} AND c.checklist_id = NEW.checklist_id)",
        "An answer belongs to a check of a list that this inspection names.",
    ),
    Guard(
        "answer_judged",
        "answer",
        "INSERT",
        f"NEW.result IN ('pass','fail') AND EXISTS(SELECT 1 {CHECK} AND CASE WHEN c.how = 'measurement' THEN NEW.result = 'fail' OR (NEW.measured IS NOT NULL AND NEW.measured BETWEEN c.low AND c.high) WHEN c.how = 'count' THEN NEW.measured >= 0 ELSE NEW.measured IS NULL END)",
        "A measured check is judged by its figure: outside its limits nothing passes.",
    ),
    Guard(
        "answer_photo",
        "answer",
        "INSERT",
        f"EXISTS(SELECT 1 {CHECK} AND (c.how <> 'photo' OR NEW.photo_id IS NOT NULL)) AND (NEW.photo_id IS NULL OR EXISTS(SELECT 1 FROM photo f JOIN inspection i ON i.piece_id = f.piece_id JOIN work_event e ON e.id = i.last_change_id AND e.at <= f.at WHERE f.id = NEW.photo_id AND i.id = NEW.inspection_id AND NOT EXISTS(SELECT 1 FROM photo o WHERE o.picture = f.picture AND o.piece_id <> f.piece_id)))",
        "This check asks for a photo of this piece, taken since the last change.",
    ),
    Guard(
        "answer_photo_once",
        "answer",
        "INSERT",
        "NEW.photo_id IS NULL OR NOT EXISTS(SELECT 1 FROM answer a WHERE a.photo_id = NEW.photo_id AND a.inspection_id <> NEW.inspection_id)",
        "A photo serves one inspection: take a new one.",
    ),
    *append_only("answer", "An answer stands as it was given."),
    *append_only("trait", "Character that was seen stays written."),
)

LEAVING: tuple[Rule, ...] = (
    Guard(
        "release_own_pass",
        "release",
        "INSERT",
        f"EXISTS(SELECT 1 {INSPECTION} AND i.piece_id = NEW.piece_id AND i.purpose = NEW.purpose AND i.verdict = 'pass' AND NEW.verdict = 'pass' AND i.purpose IN ('final','delta') AND i.last_change_id = NEW.last_change_id) AND NEW.last_change_id = {HEAD_NOW}",
        "A release needs the piece's own pass, given since the last change.",
    ),
    Guard("release_stands", "release", "UPDATE", "1=0", "A release is never edited."),
    Guard(
        "release_ends",
        "release",
        "DELETE",
        f"EXISTS(SELECT 1 FROM work_event e JOIN event_kind k ON k.key = e.kind AND k.ends_release = 1 WHERE e.piece_id = OLD.piece_id AND e.sequence = {HEAD.format(column='sequence', piece='OLD.piece_id')} + 1)",
        "A release ends with an event of its piece.",
    ),
    Guard(
        "departure_on_release",
        "departure",
        "INSERT",
        f"NEW.verdict = 'pass' AND EXISTS(SELECT 1 {CURRENT} AND r.inspection_id = NEW.inspection_id AND r.purpose = NEW.purpose)",
        "The piece has no current pass: inspect it first.",
    ),
    Guard(
        "departure_from_here",
        "departure",
        "INSERT",
        f"({PLACE_NOW} IN {sql(INSIDE)} OR (NEW.kind = 'sold' AND {PLACE_NOW} IN {sql(LENT)})) AND CASE WHEN NEW.kind = 'tagged' THEN NEW.custody_sequence IS NULL ELSE NEW.custody_sequence = 1 + (SELECT max(c.sequence) FROM custody c WHERE c.piece_id = NEW.piece_id) END",
        "The piece is not here to leave.",
    ),
    *append_only("departure", "A departure stays written."),
    Guard(
        "piece_guarantee_sold",
        "piece_guarantee",
        "INSERT",
        "EXISTS(SELECT 1 FROM departure d JOIN piece p ON p.id = d.piece_id JOIN guarantee g ON g.id = NEW.guarantee_id AND g.is_given = 1 AND g.serves IN ('shop', 'design:' || p.design_id) WHERE d.id = NEW.departure_id AND d.piece_id = NEW.piece_id AND d.kind IN ('sold','shipped'))",
        "A guarantee goes with the sale of its own piece.",
    ),
    *append_only("piece_guarantee", "The guarantee of a piece stays as it was at its sale."),
    Guard(
        "custody_through_the_door",
        "custody",
        "INSERT",
        f"NEW.place IN {sql(STILL_OURS)} OR (NEW.place IN {sql(OUTSIDE)} AND EXISTS(SELECT 1 FROM departure d JOIN release r ON r.inspection_id = d.inspection_id AND r.piece_id = d.piece_id WHERE d.piece_id = NEW.piece_id AND d.custody_sequence = NEW.sequence))",
        "A piece leaves through the one door: on its own current pass.",
    ),
    Guard(
        "custody_back_anew",
        "custody",
        "INSERT",
        f"COALESCE({PLACE_NOW}, 'shop') NOT IN {sql(OUTSIDE)} OR NEW.place IN {sql(OUTSIDE)} OR NOT EXISTS(SELECT 1 FROM release r WHERE r.piece_id = NEW.piece_id)",
        "A piece that left comes back by an event that ends its pass.",
    ),
    Guard(
        "piece_respecified_first",
        "piece",
        "UPDATE",
        f"({same(*SPEC)}) OR NOT EXISTS(SELECT 1 FROM inspection i WHERE i.piece_id = NEW.id AND i.last_change_id = NEW.spec_event_id)",
        "The piece was looked at since that change: change what it shall be by a new event.",
    ),
    Guard(
        "personalisation_first",
        "personalisation",
        "INSERT",
        "NEW.event_id IS NULL OR NOT EXISTS(SELECT 1 FROM inspection i WHERE i.piece_id = NEW.piece_id AND i.last_change_id = NEW.event_id)",
        "The piece was looked at since that change: change what it shall be by a new event.",
    ),
    Guard(
        "work_event_weighed",
        "work_event",
        "INSERT",
        f"NEW.weight_mg IS NULL OR {ENDS_RELEASE} OR COALESCE({PASSED_WEIGHT}, 0) <= 0",
        "The weight differs from the one it passed with by more than the scale explains: record it as weight changed.",
    ),
    Guard(
        "work_event_passed",
        "work_event",
        "INSERT",
        f"NEW.kind NOT IN ('passed','tagged','left') OR EXISTS(SELECT 1 {CURRENT})",
        "A piece without a current pass is not told as passed.",
    ),
    Follow(
        "work_event_moves_head",
        "work_event",
        (
            f"DELETE FROM release WHERE piece_id = NEW.piece_id AND {ENDS_RELEASE}",
            "UPDATE piece_head SET sequence = NEW.sequence, last_event_id = NEW.id, "
            "last_change_id = CASE WHEN (SELECT k.ends_release FROM event_kind k WHERE k.key = NEW.kind) = 1 THEN NEW.id ELSE last_change_id END, "
            "stage_id = CASE WHEN NEW.kind = 'undo' THEN NEW.stage_id ELSE COALESCE(NEW.stage_id, stage_id) END, "
            f"weight_mg = CASE WHEN NEW.kind = 'undo' THEN NEW.weight_mg WHEN NEW.kind = 'correction' AND {WEIGHED_SINCE} THEN weight_mg ELSE COALESCE(NEW.weight_mg, weight_mg) END, "
            "moved_at = CASE WHEN (SELECT k.leads_to FROM event_kind k WHERE k.key = NEW.kind) IS NULL THEN moved_at ELSE NEW.at END, "
            "with_id = CASE (SELECT k.leads_to FROM event_kind k WHERE k.key = NEW.kind) WHEN 'working' THEN NEW.by_id WHEN state THEN with_id ELSE CASE WHEN (SELECT k.leads_to FROM event_kind k WHERE k.key = NEW.kind) IS NULL THEN with_id END END, "
            "state = (SELECT COALESCE(k.leads_to, CASE WHEN k.ends_release = 1 AND state = 'released' THEN 'waiting' ELSE state END) FROM event_kind k WHERE k.key = NEW.kind) "
            "WHERE piece_id = NEW.piece_id",
            QUEUED.format(piece="piece_id"),
        ),
    ),
)

GUARDS: tuple[Rule, ...] = CHECKLISTS + INSPECTIONS + LEAVING
