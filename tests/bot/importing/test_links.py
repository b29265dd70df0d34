import pytest

from bot.importing.links import linked

PAGES = {
    "https://shop.example/help/a": "/help/es/a",
    "https://source.invalid/es/b.md": "/help/es/b",
    "https://source.invalid/c/index.html": "/help/es/c",
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](https://shop.example/help/a#top)", "[a](/help/es/a)"),
        ("[a](https://shop.example/help/a/)", "[a](/help/es/a)"),
        ("[**b**](https://source.invalid/es/b.md)", "[**b**](/help/es/b)"),
        ("[b](https://source.invalid/es/b)", "[b](/help/es/b)"),
        ("[c](https://source.invalid/c/)", "[c](/help/es/c)"),
        ("[x](https://other.example/x)", "[x](https://other.example/x)"),
        ("[x](mailto:a@shop.example)", "[x](mailto:a@shop.example)"),
        ("[x](http://old.example/x)", "x (http://old.example/x)"),
        ("[http://old.example/x](http://old.example/x)", "http://old.example/x"),
        ("\\[x](http://old.example)", "\\[x](http://old.example)"),
        ("[a\\]b](http://old.example)", "a\\]b (http://old.example)"),
    ],
)
def test_links_lead_to_articles_or_where_contacts_may_go(text, expected):
    assert linked(text, PAGES) == (expected, 0)


def test_links_to_what_was_not_imported_become_text_and_are_counted():
    text = "[x](https://source.invalid/x) and [y](https://source.invalid/y)"
    assert linked(text, PAGES) == ("x and y", 2)
