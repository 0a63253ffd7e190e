"""What axe or a browser would judge otherwise is another piece."""

import pytest

from .tab import READ, Empty, Known, Pieces

PAGE = """<!doctype html><html lang="en"><head><title>T</title><script src="/a.js"></script></head>
<body><main><h1>Sites</h1><p class="lead">Words</p><h2>One</h2><h3>Two</h3>
<label for="it">Name</label><input id="it" type="text" autocomplete="name">
<img src="/a.png" alt="A map"><table><thead><tr><th scope="col">Site</th></tr></thead></table>
<button aria-expanded="false">Menu</button><a href="/about/">More</a><br/><svg><path d="M0"/></svg>
</main></body></html>"""

JUDGED_OTHERWISE = [
    (' alt="A map"', ""),
    ('alt="A map"', 'alt=""'),
    ('<label for="it">Name</label>', ""),
    ('for="it"', 'for="its"'),
    ('<label for="it">Name</label>', '<label for="it"></label>'),
    ('type="text" autocomplete="name"', 'type="text" autocomplete="nam"'),
    ("<h2>One</h2>", ""),
    ("<h3>", "<h4>"),
    ("<h1>Sites</h1>", ""),
    ('lang="en"', 'lang="english"'),
    ('lang="en"', ""),
    ("<title>T</title>", "<title></title>"),
    ('scope="col"', 'scope="colum"'),
    ('aria-expanded="false"', 'aria-expanded="no"'),
    (">Menu</button>", "></button>"),
    (">More</a>", "></a>"),
    (">More</a>", '><img src="/b.png" alt=""></a>'),
    ('class="lead"', 'class="pale"'),
    ("<p ", "<div><p "),
    ("<br/>", "<hr/>"),
    ("</main>", "</main><main></main>"),
]
THE_SAME = [
    (">Words<", ">Other words<"),
    ("/about/", "/y/"),
    ('="it"', '="that"'),
    ("</main>", '<a href="/donate/">More of it</a></main>'),
    ('d="M0"', 'd="M1"'),
]
HELD = [
    ('<script src="/a.js"></script>', "<script>go()</script>"),
    ('src="/a.js"', 'src="/b.js"'),
    ('class="lead"', 'class="lead" style="width: 600px"'),
    ('class="lead"', 'class="lead" onclick="go()"'),
    ('class="lead"', 'class="lead" data-module="accordion"'),
    ('class="lead"', 'class="lead" data-autosave'),
    ("<br/>", "<style>p { color: red }</style>"),
]


@pytest.fixture
def empty(open_page) -> Empty:
    return Empty(open_page(width=360))


def of(page, changes) -> tuple[Pieces, dict[tuple[str, str], Pieces]]:
    """The pieces of the page, and of the page after each change."""

    def read(html):
        return Pieces.told(page.evaluate(READ, html))

    for was, _ in changes:
        assert was in PAGE
    return read(PAGE), {(was, now): read(PAGE.replace(was, now)) for was, now in changes}


def test_what_would_be_judged_otherwise_is_new(page):
    before, after = of(page, JUDGED_OTHERWISE)

    assert [change for change, pieces in after.items() if pieces.found <= before.found] == []


def test_other_words_and_more_of_the_same_are_not_new(page):
    before, after = of(page, THE_SAME)

    assert {change: pieces.found - before.found for change, pieces in after.items()} == {
        change: frozenset() for change in THE_SAME
    }


def test_what_a_script_or_the_policy_takes_hold_of_is_a_hook(page):
    before, after = of(page, HELD)

    assert [change for change, pieces in after.items() if pieces.hooks <= before.hooks] == []
    own = [change for change, pieces in after.items() if any(h[0] == "!" for h in pieces.hooks)]
    assert own == [HELD[0], HELD[2], HELD[3], HELD[6]]


def test_an_id_that_stands_twice_is_told(page):
    before, after = of(page, [('class="lead"', 'class="lead" id="it"')])

    assert before.wrong == []
    assert [pieces.wrong for pieces in after.values()] == [["the id “it” stands twice"]]


def test_a_link_that_leads_nowhere_is_told(page):
    before, after = of(
        page,
        [
            ('href="/about/"', 'href="#it"'),
            ('href="/about/"', 'href="#nowhere"'),
            ('href="/about/"', 'href="/about/?q=1#it"'),
            ('href="/about/"', 'href="/abuot/?q=1"'),
            ("</main>", '<form method="post" action="/there/is/none/"></form></main>'),
        ],
    )

    assert before.wrong == []
    assert [pieces.wrong for pieces in after.values()] == [
        [],
        ["a link leads to #nowhere, which is not on the page"],
        [],
        ["a link leads to /abuot/, where nothing is"],
        ["a link leads to /there/is/none/, where nothing is"],
    ]


def test_what_one_process_found_good_no_other_judges(tmp_path):
    one, other = Known(tmp_path / "good"), Known(tmp_path / "good")
    pieces = frozenset({"main > h1", "main > p"})
    assert one.new("phone", pieces) == other.new("phone", pieces) == pieces

    one.add("phone", {"main > h1"})
    assert other.new("phone", pieces) == {"main > p"}
    assert other.new("wide", pieces) == pieces
    other.add("phone", {"main > p"})

    assert one.new("phone", pieces) == set()


def test_what_html_does_not_allow_and_what_leads_nowhere_are_told(page):
    _, after = of(
        page,
        [
            ("Words</p>", "Words</p><button><div>Go</div></button>"),
            ("Words</p>", "Words</p><span><form></form></span>"),
            ('type="text"', 'type="text" aria-describedby="hint"'),
        ],
    )

    assert [pieces.wrong for pieces in after.values()] == [
        ["HTML has no such thing as button > div"],
        ["HTML has no such thing as span > form"],
        ["aria-describedby leads nowhere: hint"],
    ]


def test_section_without_a_heading_is_told(page):
    before, after = of(
        page,
        [
            ("<h2>One</h2>", "<section><h2>One</h2></section>"),
            ("<h2>One</h2>", '<section class="app-section">One</section>'),
        ],
    )

    assert [pieces.nameless for pieces in [before, *after.values()]] == [
        [],
        [],
        ["section .app-section without a heading"],
    ]


def test_stop_of_the_keyboard_that_nobody_sees_is_told(empty):
    shown = "<!doctype html><html lang=en><title>T</title><body><main><h1>Sites</h1>{}</main>"
    hidden = (
        '<div style="position: absolute; width: 1px; height: 1px; overflow: hidden">'
        '<a href="/about/">Sort</a></div>'
    )
    empty.read(shown.format(hidden))

    assert empty.show([(360, False)]).unseen == ["Sort at 360 px"]
    empty.read(shown.format('<a href="/about/">Sort</a>'))
    assert empty.show([(360, False)]).unseen == []
