"""The floor's page: a head, the events, and plain lines that bring it to the size of the page it stands beside."""

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ piece.serial }}</title></head><body>
<h1>{{ piece.serial }}</h1><p>{{ piece.stage }}</p>
<ul>{% for event in events %}<li>{{ event.kind }} {{ event.at }}</li>{% endfor %}</ul>
{% for n in range(lines) %}<p class="check">{{ n }} Surface at 30 cm raking light without a scratch: yes</p>
{% endfor %}</body></html>"""
BYTES_A_LINE = 82
