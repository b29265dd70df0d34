"""HTML as articles' Markdown: nothing that acts survives, nothing that is said is lost."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from bot.importing.found import FoundArticle
from bot.importing.markdown import markdown_of
from bot.importing.plain_text import squeezed, tidy
from bot.importing.reading import read
from kb_index.markdown import OUTSIDE_LINK, OWN_HELP_PAGE, TAGS, as_plain_text, to_html
from tests.bot.importing.documents import document
from tests.markup import PAYLOADS

ELEMENTS = (
    "a abbr article audio b base blockquote body button canvas code details div dl embed fieldset"
    " figure font form frame h1 h2 iframe img input isindex keygen li link main map marquee math"
    " meta nav object ol optgroup p picture portal pre script section select source span style"
    " summary svg table td template textarea th title tr track u ul var video xmp"
).split()
ATTRIBUTES = (
    'onerror="hostile()"',
    'onload="hostile()"',
    "onfocus=hostile() autofocus tabindex=1",
    'style="background:url(https://evil.example/b)"',
    'href="javascript:hostile()"',
    'href=" jav&#x09;ascript:hostile()"',
    'href="data:text/html,<script>hostile()</script>"',
    'href="vbscript:hostile"',
    'href="//evil.example/x"',
    'src="https://evil.example/pixel.gif" width=1 height=1',
    'srcset="https://evil.example/a 1x"',
    'action="https://evil.example" formaction="javascript:hostile()"',
    'data="https://evil.example/o" poster="https://evil.example/p"',
    'background="https://evil.example/b" ping="https://evil.example/p"',
    'xlink:href="javascript:hostile()"',
)
HOSTILE = [
    *PAYLOADS,
    *(f"<{name} {attribute}>words</{name}>" for name in ELEMENTS for attribute in ATTRIBUTES),
    "<script>hostile()</script>",
    "<scr<script>ipt>hostile()</scr</script>ipt>",
    "<!--><img src=x onerror=hostile()>-->",
    "<![CDATA[<script>hostile()</script>]]>",
    "<p>&lt;script&gt;hostile()&lt;/script&gt;</p>",
    "<p>[x](javascript:hostile())</p>",
    "<p>![x](https://evil.example/pixel.gif)</p>",
    '<a href="https://ok.example/)[y](javascript:hostile())">x</a>',
    '<a href="https://ok.example/&quot;onclick=&quot;hostile()">x</a>',
    "<a href='https://ok.example'>](javascript:hostile())</a>",
    "\u202e<img src=x onerror=hostile()>\u2066",
]


def active_in(html: str) -> list[str]:
    """Whatever in HTML could run, load or lead where no contact should go."""
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(True):
        href = tag.attrs.pop("href", None)
        tag.attrs.pop("rel", None)
        if tag.name not in TAGS or tag.attrs:
            found.append(str(tag))
        if href and not (OWN_HELP_PAGE.fullmatch(href) or OUTSIDE_LINK.fullmatch(href)):
            found.append(href)
    return found


def texts_of(payload: str) -> list[str]:
    """The payload in a page, in Markdown and in a table, each as its article's text."""
    kinds = {
        "html": f"<html><body><main><h1>T</h1><p>Before.</p>{payload}<p>After.</p></main>",
        "markdown": f"# T\n\nBefore.\n\n{payload}\n\nAfter.\n",
        "csv": 'question,answer\nT,"Before. {} After."\n'.format(payload.replace('"', '""')),
    }
    found = [each for kind, text in kinds.items() for each in read(document(text, kind))]
    return [each.text for each in found if isinstance(each, FoundArticle)]


@pytest.mark.parametrize("part", range(0, len(HOSTILE), 100))
def test_no_hostile_document_leaves_anything_active(part):
    for payload in HOSTILE[part : part + 100]:
        for text in texts_of(payload):
            assert active_in(to_html(text)) == [], payload


def test_enough_documents_are_hostile():
    assert len(HOSTILE) > 60 * 10


def test_scripts_go_with_all_they_hold():
    text = markdown_of("<p>Stay.</p><script>let a = 1</script><style>b{}</style>", address="")
    assert text == "Stay."


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<h1>One</h1><h5>Two</h5>", "## One\n\n#### Two"),
        ("<ol><li>A<ul><li>B</li></ul></li><li>C</li></ol>", "1. A\n   - B\n2. C"),
        ("<b>Lunes</b> - <i>viernes</i>", "**Lunes** - *viernes*"),
        ("a<br><br>b<br>c", "a\n\nb\\\nc"),
        ("<dl><dt>A</dt><dd>B</dd></dl>", "**A**\n\nB"),
        ("<table><tr><th>Kg</th></tr><tr><td>1|2</td></tr></table>", "| Kg |\n| --- |\n| 1\\|2 |"),
        ('<a href="/b?c=1&amp;d=2">x</a>', "[x](https://host.example/b?c=1&d=2)"),
        ('<a href="tel:123">x</a> <a href="#top">y</a>', "x y"),
        ("<p># no heading</p><p>1. no list</p>", "\\# no heading\n\n1\\. no list"),
        ("<p>AT&amp;T, 5 &lt; 6, snake_case &amp;amp;</p>", "AT&T, 5 < 6, snake_case \\&amp;"),
        ("<b>¿Sí?</b>No", "¿Sí?No"),  # ** would be read as two signs there
    ],
)
def test_html_becomes_what_articles_are_written_in(html, markdown):
    assert markdown_of(html, address="https://host.example/a") == markdown


SIGNS = st.text(alphabet="ab1 .*_`[]()<>#+-=|~\\&;!\n:", min_size=1, max_size=60)


@given(SIGNS, st.sampled_from(["p", "li", "td", "h2", "b", "code", "pre", "blockquote"]))
def test_what_a_text_says_stays_the_same(text, tag):
    soup = BeautifulSoup("", "html.parser")
    element = soup.new_tag(tag)
    element.string = text
    around = {"li": "<ul>{}</ul>", "td": "<table><tr>{}</tr></table>"}.get(tag, "{}")
    html = around.format(element)
    read_again = as_plain_text(markdown_of(html, address=""))
    assert squeezed(read_again) == squeezed(tidy(text))
