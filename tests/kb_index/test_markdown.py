import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_index.markdown import pieces, sections, to_html


def test_a_text_is_cut_at_its_headings():
    found = sections("Before.\n\n## One\n\nFirst.\n\n### Two\nSecond.\n\n## Empty\n")
    assert [(section.heading, section.text) for section in found] == [
        ("", "Before."),
        ("One", "First."),
        ("Two", "Second."),
    ]


def test_a_heading_inside_code_is_no_heading():
    (section,) = sections("```\n## not one\n```")
    assert section.heading == ""


@pytest.mark.parametrize(
    "markdown",
    [
        "![spy](https://evil.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](//evil.example)",
        "[x](http://evil.example)",
        "[x](/help/../admin)",
        "[x](/help/%2e%2e/admin)",
        "[x](/admin)",
        "[x](data:text/html,hi)",
    ],
)
def test_nothing_dangerous_is_rendered(markdown):
    html = to_html(markdown)
    assert not any(sign in html for sign in ("<img", "<script", "href=", 'src="'))


@pytest.mark.parametrize(
    "address",
    ["https://www.example.com/a?b=1", "mailto:help@example.com", "/help/es/return-how#labels"],
)
def test_harmless_links_stay(address):
    assert f'href="{address}" rel="noopener noreferrer"' in to_html(f"[x]({address})")


@given(st.text(alphabet="ab .\n!", max_size=200), st.integers(min_value=1, max_value=30))
def test_pieces_lose_nothing_but_space_and_are_verbatim(text, longest):
    cut = pieces(text, fits=lambda piece: len(piece) <= longest)
    assert "".join("".join(cut).split()) == "".join(text.split())
    assert all(piece in text for piece in cut)
    assert all(len(piece) <= longest or not piece.strip().count(" ") for piece in cut)
