"""Addresses break at their joints, and nothing else changes."""

import pytest

from workshop.breaking import breakable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("bench@marsh.example", "bench@<wbr>marsh.example"),
        ("Rui, rui@a.example or +351 2/3", "Rui, rui@<wbr>a.example or +351 2/3"),
        ("https://marsh.example/p/7K3M", "https://marsh.example/<wbr>p/<wbr>7K3M"),
        ("<b>@x</b> & @", "&lt;b&gt;@<wbr>x&lt;/<wbr>b&gt; &amp; @"),
        ("no address/at all", "no address/at all"),
        ("a@b c@d", "a@<wbr>b c@<wbr>d"),
        ("", ""),
        (None, ""),
    ],
)
def test_addresses_may_break_at_their_joints(text: str | None, told: str) -> None:
    assert breakable(text) == told
