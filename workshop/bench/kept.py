"""What is kept of somebody, as a file to be handed to them."""

import json
from typing import Any

from flask import Response


def json_to_take(told: dict[str, Any], name: str) -> Response:
    answer = Response(json.dumps(told, indent=1, ensure_ascii=False), content_type="application/json")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
