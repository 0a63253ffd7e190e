"""What axe or a browser would judge otherwise is another piece."""

import pytest

from .shapes import Known, Shapes

PAGE = """<!doctype html><html lang="en"><head><title>T</title><script src="/a.js"></script></head>
<body><main><h1>Sites</h1><p class="lead">Words</p><h2>One</h2><h3>Two</h3>
<label for="name">Name</label><input id="name" type="text" autocomplete="name">
<img src="/a.png" alt="A map"><table><thead><tr><th scope="col">Site</th></tr></thead></table>
<button aria-expanded="false">Menu</button><a href="/x/">More</a><br/><svg><path d="M0"/></svg>
</main></body></html>"""


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (' alt="A map"', ""),
        ('alt="A map"', 'alt=""'),
        ('<label for="name">Name</label>', ""),
        ('for="name"', 'for="nam"'),
        ('<label for="name">Name</label>', '<label for="name"></label>'),
        ('type="text" autocomplete="name"', 'type="text" autocomplete="nam"'),
        ("<h2>One</h2>", ""),
        ("<h3>", "<h4>"),
        ('lang="en"', 'lang="english"'),
        ('lang="en"', ""),
        ("<title>T</title>", "<title></title>"),
        ('scope="col"', 'scope="colum"'),
        ('aria-expanded="false"', 'aria-expanded="no"'),
        (">Menu</button>", "></button>"),
        (">More</a>", "></a>"),
        ('class="lead"', 'class="pale"'),
        ('class="lead"', 'class="lead" id="name"'),
        ("<p ", "<div><p "),
        ("<br/>", "<hr/>"),
    ],
)
def test_what_would_be_judged_otherwise_is_new(was, becomes):
    known = Known()
    known.add("here", Shapes(PAGE).found)
    changed = PAGE.replace(was, becomes)

    assert changed != PAGE
    assert known.new("here", Shapes(changed).found)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (">Words<", ">Other words<"),
        ("/x/", "/y/"),
        (' id="name" ', ' id="email" '),
        ("</main>", '<a href="/z/">More of it</a></main>'),
    ],
)
def test_other_words_and_more_of_the_same_are_not_new(was, becomes):
    known = Known()
    known.add("here", Shapes(PAGE).found)
    changed = PAGE.replace(was, becomes).replace(
        'for="name"', 'for="email"' if "email" in becomes else 'for="name"'
    )

    assert changed != PAGE
    assert known.new("here", Shapes(changed).found) == set()
    assert known.new("elsewhere", Shapes(changed).found)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('<script src="/a.js"></script>', "<script>go()</script>"),
        ('src="/a.js"', 'src="/b.js"'),
        ('class="lead"', 'class="lead" style="width: 600px"'),
        ('class="lead"', 'class="lead" onclick="go()"'),
        ('class="lead"', 'class="lead" data-module="accordion"'),
        ('class="lead"', 'class="lead" data-autosave'),
        ("<br/>", "<style>p { color: red }</style>"),
    ],
)
def test_what_a_script_or_the_policy_takes_hold_of_is_a_hook(was, becomes):
    changed = PAGE.replace(was, becomes)

    assert changed != PAGE
    assert Shapes(changed).hooks - Shapes(PAGE).hooks
