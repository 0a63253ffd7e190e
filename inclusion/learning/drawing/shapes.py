"""The shapes that our pictures are made of: a phone, a hand, wifi waves.

Each is drawn around its own middle and placed with `at`. Lines are 4 wide and round, there are four
colours and no letters, so that a picture looks the same at any size, on a screen and in print.
"""

INK, TEAL, SUN, PALE = "#17365d", "#0b6e6e", "#ffd166", "#eef6f5"
CARD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200" fill="none" '
    f'stroke="{INK}" stroke-width="4" stroke-linecap="round" stroke-linejoin="round">\n'
    f'  <rect width="320" height="200" rx="12" fill="{PALE}" stroke="none"/>\n'
)


def card(*parts: str) -> str:
    return CARD + "".join(f"  {part}\n" for part in parts) + "</svg>\n"


def at(x: float, y: float, *parts: str, size: float = 1, turn: float = 0) -> str:
    moves = f"translate({x} {y})"
    moves += f" rotate({turn})" if turn else ""
    moves += f" scale({size})" if size != 1 else ""
    return f'<g transform="{moves}">{"".join(parts)}</g>'


def line(path: str, colour: str = "", width: float = 0) -> str:
    stroke = f' stroke="{colour}"' if colour else ""
    return (
        f'<path d="{path}"{stroke}{f" stroke-width={chr(34)}{width}{chr(34)}" if width else ""}/>'
    )


def filled(path: str, colour: str = "#fff") -> str:
    return f'<path d="{path}" fill="{colour}"/>'


def box(width: float, height: float, round_: float = 8, colour: str = "#fff") -> str:
    return (
        f'<rect x="{-width / 2:g}" y="{-height / 2:g}" width="{width:g}" height="{height:g}" '
        f'rx="{round_:g}" fill="{colour}"/>'
    )


def ring(radius: float, colour: str = "#fff") -> str:
    return f'<circle r="{radius:g}" fill="{colour}"/>'


def dot(x: float, y: float, radius: float = 5, colour: str = INK) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}" stroke="none"/>'


def lines(*widths: float, gap: float = 18, start: float = 0) -> str:
    """Words that nobody has to read."""
    return line("".join(f"M0 {start + gap * n:g}h{width:g}" for n, width in enumerate(widths)))


PHONE = box(76, 136, 12) + line("M-9 56h18")
DARK_PHONE = box(76, 136, 12, INK) + line("M-9 56h18", "#fff")
TABLET = box(176, 124, 12) + box(148, 100, 4, PALE)
DARK_TABLET = box(176, 124, 12) + box(148, 100, 4, INK)
HAND = filled(
    "M-9 10a9 9 0 0 1 18 0v32c7-4 14-2 16 5 8-3 14 1 15 8 7-1 11 3 11 10v16c0 16-10 27-26 27h-14"
    "c-10 0-17-4-23-12l-21-30c-4-7 4-14 11-8l13 10z",
    SUN,
)
WIFI = dot(0, 24, 7, TEAL) + line(
    "M-16 8a22 22 0 0 1 32 0M-32-9a46 46 0 0 1 64 0M-48-26a70 70 0 0 1 96 0", TEAL, 8
)
ROUTER = (
    line("M-42-22v-34M42-22v-34")
    + box(118, 46)
    + "".join(dot(x, 0, 5, TEAL) for x in (-36, -18, 0, 18))
)
PERSON = '<circle cy="-34" r="22" fill="#fff"/>' + filled(
    "M-38 52v-22c0-24 16-36 38-36s38 12 38 36v22z", SUN
)
FRIEND = PERSON.replace(SUN, "#fff").replace('r="22" fill="#fff"', f'r="22" fill="{SUN}"')
BUBBLE = filled(
    "M-62-46h124a10 10 0 0 1 10 10v60a10 10 0 0 1-10 10h-88l-24 22v-22h-12a10 10 0 0 1-10-10v-60"
    "a10 10 0 0 1 10-10z"
)
ENVELOPE = box(124, 84) + line("M-60-36l60 44 60-44")
PHOTO = box(108, 82) + dot(26, -16, 11, SUN) + line("M-54 28l32-38 28 30 18-18 30 28", TEAL)
PADLOCK = (
    line("M-18-8v-16a18 18 0 0 1 36 0v16", "", 7)
    + (f'<rect x="-30" y="-8" width="60" height="48" rx="8" fill="{SUN}"/>')
    + dot(0, 12, 6)
    + line("M0 14v10")
)
KEY = line("M-6 0h52M32 0v16M46 0v14", "", 7) + at(-24, 0, ring(18, SUN)) + dot(-24, 0, 5)
BANK_CARD = (
    box(124, 80)
    + f'<path d="M-60-14h120" stroke="{TEAL}" stroke-width="14" stroke-linecap="butt"/>'
    + line("M-44 20h38")
)
WARNING = filled("M0-40l46 78h-92z", SUN) + line("M0-12v22", "", 7) + dot(0, 24, 4.5)
TICK = ring(25, TEAL) + line("M-11 1l8 9 15-19", "#fff", 6)
CROSS = ring(25) + line("M-9-9l18 18M9-9l-18 18", "", 6)
GLASS = line("M18 18l30 30", "", 11) + at(-6, -6, ring(34))
PAGE = filled("M-46-64h66l26 26v102h-92z") + line("M20-64v26h26")
BROWSER = (
    box(196, 132, 10) + line("M-98-36h196") + "".join(dot(x, -51, 4, TEAL) for x in (-82, -68, -54))
)
HOUSE = (
    filled("M-48-8v62h96v-62z") + filled("M-62 0l62-54 62 54z", SUN) + filled("M-12 54v-32h24v32z")
)
PLUG = line("M-9-16v-16M9-16v-16", "", 6) + box(40, 34, 6) + line("M0 17v14")
SOCKET = box(64, 64) + dot(0, -14, 5) + dot(-14, 10, 5) + dot(14, 10, 5)
COG = (
    (
        f'<circle r="34" stroke="{TEAL}" stroke-width="16" stroke-dasharray="15.26 11.44" '
        'stroke-linecap="butt"/>'
    )
    + ring(28)
    + ring(10, SUN)
)
ARROW = line("M-34 0h64M10-20l20 20-20 20", TEAL, 8)
CAMERA = filled("M-22-30l8-16h28l8 16") + box(112, 72, 10) + ring(22, SUN) + dot(42, -22, 4)
VIDEO = filled("M30-8l32-20v60l-32-20z", SUN) + at(-14, 2, box(88, 68, 10))
MIC = f'<rect x="-14" y="-44" width="28" height="54" rx="14" fill="{SUN}"/>' + line(
    "M-26-6a26 26 0 0 0 52 0M0 20v20M-16 40h32"
)
SPEAKER = filled("M-36-14h18l24-22v72l-24-22h-18z", SUN) + line(
    "M20-16a22 22 0 0 1 0 32M34-30a42 42 0 0 1 0 60", TEAL, 6
)
CLOCK = ring(34) + line("M0-20v20l14 11")
COIN = ring(28, SUN) + line("M10-11a10 10 0 0 0-19 5v18M-14 2h20M-14 13h26")
MEDICINE = (
    filled("M-28-24h56v58a8 8 0 0 1-8 8h-40a8 8 0 0 1-8-8z")
    + at(0, -34, box(68, 22, 5, SUN))
    + line("M0-6v28M-14 8h28", TEAL, 7)
)
HEALTH = box(64, 64, 10, TEAL) + line("M0-18v36M-18 0h36", "#fff", 9)
BASKET = (
    line("M-26-14l16-30M26-14l-16-30")
    + filled("M-52-16h104l-14 58h-76z", SUN)
    + line("M-18 0v26M0 0v26M18 0v26")
)
CLOUD = filled("M-42 30a26 26 0 0 1 0-52a38 38 0 0 1 72-6a29 29 0 0 1 10 58z")
KEYS = "".join(at(x, y, box(20, 18, 4)) for y in (-30, -6) for x in (-78, -52, -26, 0, 26, 52, 78))
KEYBOARD = (
    box(204, 100, 10, PALE)
    + KEYS
    + at(0, 22, box(112, 18, 4, SUN))
    + "".join(at(x, 22, box(30, 18, 4)) for x in (-80, 80))
)
CALENDAR = (
    box(92, 84)
    + line("M-46-18h92M-24-52v20M24-52v20")
    + "".join(dot(x, y, 5, TEAL) for y in (0, 22) for x in (-24, 0, 24))
)
NOTEBOOK = box(92, 116, 8, SUN) + line("M-28-58v116") + at(-10, -26, lines(38, 38, 26, 38))
SHIELD = filled("M0-54l46 16v34c0 30-20 48-46 60c-26-12-46-30-46-60v-34z")
APPS = "".join(
    at(x, y, box(22, 22, 6, colour))
    for x, y, colour in (
        (-34, -34, SUN),
        (0, -34, "#fff"),
        (34, -34, TEAL),
        (-34, 0, "#fff"),
        (0, 0, TEAL),
        (34, 0, SUN),
        (-34, 34, TEAL),
        (0, 34, SUN),
        (34, 34, "#fff"),
    )
)
EYE = filled("M-50 0c24-36 76-36 100 0c-24 36-76 36-100 0z") + ring(16, SUN) + dot(0, 0, 6)
SIM = (
    filled("M-34-46h44l24 24v68h-68z", SUN) + at(0, 14, box(36, 34, 4)) + line("M-18 14h36M0-3v34")
)
GAUGE = (
    line("M-64 30a64 64 0 0 1 128 0", "#fff", 20)
    + line("M-64 30a64 64 0 0 1 82-61", TEAL, 20)
    + line("M0 30l-22-48", "", 6)
    + dot(0, 30, 9)
)
PLAY = ring(30, TEAL) + filled("M-9-14l24 14-24 14z")
TURN = line("M30-18a36 36 0 1 0 6 22", TEAL, 8) + line("M34-44v28h-28", TEAL, 8)
POWER = line("M0-26v22M-17-17a24 24 0 1 0 34 0", "", 6)
LAPTOP = box(150, 96, 8) + filled("M-96 50h192l10 16h-212z", SUN)
STAR = filled("M0-30l9 20 22 2-17 15 5 22-19-12-19 12 5-22-17-15 22-2z", SUN)
CALL = filled(
    "M-30-30c-6 6-6 20 8 38s34 26 42 20l6-6c3-3 3-7-1-10l-12-9c-3-2-7-2-9 1l-4 4c-6-3-14-11-18-18"
    "l4-4c2-2 3-6 1-9l-7-12c-3-4-7-4-9-1z",
    SUN,
)
BATTERY = box(124, 64, 10) + at(69, 0, box(14, 28, 4))
ENTRY = box(196, 44, 6)
STARS = "".join(dot(x, 0, 6) for x in (-72, -48, -24, 0))
