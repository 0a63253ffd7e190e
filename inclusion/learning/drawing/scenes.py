"""Each picture: what is on it, and where. `write` puts them where pages and print-outs find them.

python -m inclusion.learning.drawing.scenes
"""

from pathlib import Path

from inclusion.learning.drawing import shapes as s
from inclusion.learning.drawing.shapes import at, box, dot, filled, line, lines, ring

FOLDER = Path(__file__).parents[3] / "static/img/drawn"
WAVES = line("M0-12a14 14 0 0 1 0 24M12-22a28 28 0 0 1 0 44", s.TEAL, 6)
SMALL_LINES = at(-26, -30, lines(52, 40, 52, 30))

SCENES = {
    # First steps
    "power-button": s.card(
        at(120, 100, s.TABLET),
        at(214, 62, box(10, 34, 4, s.SUN)),
        at(230, 64, s.HAND, turn=-62, size=0.9),
        at(120, 100, s.POWER),
    ),
    "touch-ways": s.card(
        at(62, 58, ring(20, "#fff"), dot(0, 0, 6, s.TEAL)),
        at(62, 66, s.HAND, size=0.85),
        line("M160 118V40M144 56l16-18 16 18", s.TEAL, 8),
        at(170, 84, s.HAND, size=0.85),
        at(260, 58, ring(30, "#fff"), ring(19, s.PALE), dot(0, 0, 8, s.TEAL)),
        at(260, 66, s.HAND, size=0.85),
    ),
    "home-screen": s.card(
        at(134, 100, s.PHONE), at(134, 88, s.APPS, size=0.72), at(160, 112, s.HAND, turn=-14)
    ),
    "larger-text": s.card(
        at(96, 100, s.PHONE),
        at(70, 62, lines(52, 40, 52, 30, 46, gap=16)),
        at(166, 100, s.ARROW, size=0.7),
        at(246, 100, s.PHONE),
        line("M220 66h52M220 96h40M220 126h50", "", 11),
    ),
    "passcode": s.card(
        at(112, 100, s.PHONE),
        at(112, 72, s.PADLOCK, size=0.6),
        *(dot(x, 112, 5) for x in (88, 104, 120, 136)),
        at(220, 100, s.SHIELD),
        at(220, 98, line("M-18 2l13 14 24-30", s.TEAL, 9)),
    ),
    "hold-and-wait": s.card(
        at(92, 100, s.DARK_PHONE),
        at(136, 70, box(10, 34, 4, s.SUN)),
        at(150, 72, s.HAND, turn=-66, size=0.85),
        at(262, 144, s.CLOCK),
    ),
    # Wifi
    "join-wifi": s.card(
        at(92, 100, s.PHONE),
        at(92, 88, s.WIFI, size=0.5),
        at(232, 60, s.WIFI),
        at(232, 142, s.ROUTER),
    ),
    "wifi-out": s.card(
        at(92, 116, s.HOUSE),
        at(92, 40, s.WIFI, size=0.55),
        at(222, 122, s.PERSON),
        at(274, 108, s.PHONE, size=0.42),
    ),
    "no-wifi": s.card(
        at(104, 132, s.ROUTER),
        at(104, 54, s.WIFI, size=0.7),
        at(166, 52, s.CROSS, size=0.9),
        at(250, 110, s.TURN, size=1.2),
    ),
    "update": s.card(
        at(108, 100, s.TABLET),
        at(108, 100, s.TURN, size=0.8),
        at(256, 100, s.SHIELD, size=0.9),
        at(256, 100, line("M-18 2l13 14 24-30", s.TEAL, 9)),
    ),
    # Email and photographs
    "new-address": s.card(
        at(108, 100, s.ENVELOPE),
        at(252, 104, s.PERSON),
        at(168, 60, ring(24, s.TEAL), line("M0-11v22M-11 0h22", "#fff", 6)),
    ),
    "answer-email": s.card(
        at(84, 84, s.ENVELOPE, size=0.9),
        line("M160 72c60-26 96 0 96 34M240 92l16 18 18-16", s.TEAL, 8),
        at(226, 150, s.ENVELOPE, size=0.62),
    ),
    "take-a-photo": s.card(
        at(108, 100, s.TABLET),
        at(108, 106, s.PERSON, size=0.78),
        at(256, 100, s.CAMERA, size=0.8),
    ),
    "send-a-picture": s.card(
        at(76, 100, s.PHONE),
        at(76, 90, s.PHOTO, size=0.5),
        at(160, 100, s.ARROW),
        at(244, 100, s.PHONE),
        at(244, 90, s.PHOTO, size=0.5),
    ),
    "write-and-share": s.card(
        at(86, 100, s.PAGE),
        at(58, 82, lines(54, 44, 54, 30)),
        at(172, 100, s.ARROW, size=0.8),
        at(236, 118, s.PERSON, size=0.8),
        at(282, 124, s.FRIEND, size=0.66),
    ),
    "two-devices": s.card(
        at(160, 60, s.CLOUD, size=0.8),
        at(62, 122, s.PHONE, size=0.8),
        at(252, 140, s.TABLET, size=0.62),
        line("M100 92l20-12M224 92l-20-14", s.TEAL, 6),
        at(62, 116, s.PHOTO, size=0.46),
        at(252, 140, s.PHOTO, size=0.52),
    ),
    # Finding things
    "open-a-website": s.card(
        at(150, 100, s.BROWSER),
        at(76, 82, lines(78, 60, 78, 48)),
        at(212, 112, s.PHOTO, size=0.5),
        at(268, 108, s.HAND, size=0.75, turn=-12),
    ),
    "search": s.card(
        at(134, 48, s.ENTRY),
        at(62, 48, lines(70)),
        at(212, 48, s.GLASS, size=0.4),
        *(
            at(134, y, box(196, 26, 5, colour))
            for y, colour in ((96, s.SUN), (130, "#fff"), (164, "#fff"))
        ),
        at(252, 106, s.HAND, size=0.75, turn=-20),
    ),
    "is-it-true": s.card(
        at(104, 100, s.PAGE),
        at(74, 62, lines(30, 58, 46, 58, 36)),
        at(170, 108, s.GLASS),
        at(262, 58, s.TICK),
        at(262, 142, s.CROSS),
    ),
    "save-it": s.card(
        at(98, 100, s.PAGE),
        at(68, 62, lines(30, 58, 46, 58, 36)),
        at(250, 50, s.STAR),
        filled("M190 92h34l10 12h62v62h-106z", s.SUN),
    ),
    "learn-something": s.card(
        at(112, 100, s.TABLET), at(112, 100, s.PLAY), at(260, 98, s.NOTEBOOK, size=0.85)
    ),
    "help-on-a-website": s.card(
        at(130, 100, s.BROWSER),
        at(54, 84, lines(60, 44, 56)),
        at(216, 122, s.BUBBLE, size=0.9),
        *(dot(x, 116, 7, s.TEAL) for x in (194, 216, 238)),
    ),
    # Passwords and scams
    "rushing-message": s.card(
        at(96, 100, s.PHONE),
        at(150, 74, s.BUBBLE, size=0.8),
        at(120, 54, lines(58, 42)),
        at(256, 122, s.WARNING, size=0.9),
    ),
    "stranger-calls": s.card(
        at(90, 108, s.FRIEND),
        at(148, 84, s.CALL),
        at(240, 104, s.LAPTOP, size=0.68),
        at(240, 104, s.CROSS),
    ),
    "call-the-bank": s.card(
        at(86, 110, s.PERSON),
        at(142, 82, s.CALL),
        at(238, 78, s.BANK_CARD, size=0.9),
        at(238, 146, s.TICK),
    ),
    "three-words": s.card(
        at(
            62,
            70,
            filled("M-30 10c4-26 30-32 44-14l18-4-12 14c0 18-16 24-30 20z", s.SUN),
            dot(6, -4, 3),
        ),
        at(160, 72, line("M-22 12v22M22 12v22M-22-34v46"), filled("M-22 4h44v12h-44z", s.SUN)),
        at(258, 72, ring(26, s.SUN), line("M0-26c0-8 4-12 10-14", s.TEAL, 6)),
        line("M102 72h20M112 62v20M198 72h20M208 62v20"),
        at(160, 156, s.KEY),
    ),
    "new-password": s.card(
        at(134, 66, s.ENTRY),
        at(134, 66, s.STARS),
        at(134, 66, dot(24, 0, 6)),
        at(134, 136, s.ENTRY),
        at(134, 136, s.STARS, dot(24, 0, 6)),
        at(268, 100, s.PADLOCK),
    ),
    "who-sees": s.card(
        at(96, 100, s.PHOTO),
        at(200, 60, s.EYE, size=0.85),
        at(192, 142, s.PERSON, size=0.6),
        at(240, 142, s.FRIEND, size=0.6),
        at(288, 140, s.PADLOCK, size=0.6),
    ),
    # Video calls
    "ready-for-a-call": s.card(
        at(70, 76, s.VIDEO, size=0.8),
        at(166, 84, s.MIC),
        at(256, 76, s.SPEAKER),
        *(at(x, 156, s.TICK, size=0.7) for x in (70, 166, 256)),
    ),
    "family-call": s.card(
        at(120, 100, s.TABLET),
        at(96, 108, s.PERSON, size=0.66),
        at(150, 110, s.FRIEND, size=0.6),
        at(266, 100, ring(34, s.TEAL)),
        at(266, 100, s.VIDEO, size=0.5),
    ),
    "no-sound": s.card(
        at(104, 100, s.TABLET),
        at(104, 108, s.PERSON, size=0.7),
        at(252, 78, s.SPEAKER),
        line("M214 118l72-84", "", 7),
        at(252, 156, s.TURN, size=0.6),
    ),
    "gp-call": s.card(
        at(110, 100, s.TABLET),
        at(110, 108, s.FRIEND, size=0.72),
        at(256, 66, s.HEALTH),
        at(256, 146, s.CLOCK, size=0.9),
    ),
    # The NHS App and the surgery
    "surgery-online": s.card(
        at(84, 100, s.PHONE),
        at(84, 88, s.HEALTH, size=0.7),
        at(180, 62, s.MEDICINE, size=0.7),
        at(258, 66, s.CALENDAR, size=0.7),
        at(180, 150, s.BUBBLE, size=0.5),
        at(258, 150, s.PAGE, size=0.5),
    ),
    "prove-who-you-are": s.card(
        at(84, 100, s.PHONE),
        at(84, 96, s.PERSON, size=0.5),
        at(170, 100, s.ARROW, size=0.6),
        at(252, 100, box(112, 78)),
        at(222, 104, s.PERSON, size=0.44),
        at(252, 84, lines(40, 40, 26)),
    ),
    "order-medicine": s.card(
        at(84, 100, s.PHONE),
        at(84, 70, s.MEDICINE, size=0.4),
        at(84, 124, box(46, 20, 6, s.TEAL)),
        at(168, 100, s.ARROW, size=0.7),
        at(250, 104, s.MEDICINE, size=1.2),
    ),
    "ask-the-surgery": s.card(
        at(70, 112, s.PERSON, size=0.9),
        at(170, 76, s.BUBBLE),
        at(134, 58, lines(72, 52)),
        at(268, 112, s.HEALTH),
    ),
    "results": s.card(
        at(104, 100, s.PAGE),
        at(74, 76, s.HEALTH, size=0.4),
        at(96, 70, lines(36)),
        at(72, 104, lines(60, 44, 60)),
        at(222, 62, s.ENVELOPE, size=0.66),
        at(222, 138, s.CALENDAR, size=0.62),
        at(284, 62, s.TICK, size=0.7),
    ),
    # Paying and forms
    "fill-in-a-form": s.card(
        at(120, 100, box(170, 156)),
        *(at(120, y, box(134, 28, 4, s.PALE)) for y in (54, 96)),
        at(66, 54, lines(60)),
        at(66, 96, lines(40)),
        at(92, 144, box(78, 30, 6, s.TEAL)),
        at(150, 142, s.HAND, size=0.7, turn=-30),
        at(264, 60, s.TICK),
    ),
    "photo-of-a-paper": s.card(
        at(90, 104, s.PAGE),
        at(62, 76, lines(34, 56, 44, 56)),
        at(170, 100, s.ARROW, size=0.5),
        at(244, 100, s.PHONE),
        at(244, 90, s.PAGE, size=0.5),
        at(244, 90, box(58, 84, 2, "none")),
    ),
    "buy-something": s.card(
        at(112, 100, s.BROWSER),
        at(76, 114, s.BASKET, size=0.8),
        at(136, 92, lines(56, 40)),
        at(160, 136, s.COIN, size=0.7),
        at(264, 104, s.PADLOCK),
    ),
    "ways-to-pay": s.card(
        at(90, 70, s.BANK_CARD, size=0.8),
        at(90, 150, s.COIN, size=0.9),
        at(160, 150, s.COIN, size=0.9),
        at(250, 100, s.PHONE),
        at(250, 88, s.TICK),
    ),
    "bank-online": s.card(
        at(92, 100, s.PHONE),
        at(66, 64, lines(52, 38, 52)),
        at(92, 128, s.COIN, size=0.6),
        filled("M176 92l56-40 56 40z", s.SUN),
        line("M190 104v40M218 104v40M246 104v40M274 104v40", "", 7),
        line("M176 158h112", "", 7),
    ),
    # Saving mobile data
    "what-uses-data": s.card(
        at(68, 70, s.VIDEO, size=0.62),
        at(68, 144, s.ENVELOPE, size=0.5),
        at(208, 70, box(172, 30, 6, s.TEAL)),
        at(138, 144, box(32, 30, 6, s.SUN)),
    ),
    "wifi-first": s.card(
        at(84, 100, s.PHONE),
        at(84, 84, s.WIFI, size=0.5),
        at(84, 130, s.TICK, size=0.7),
        at(236, 100, s.HOUSE),
        at(160, 60, WAVES, turn=180),
    ),
    "data-left": s.card(
        at(84, 100, s.PHONE), at(84, 92, s.GAUGE, size=0.38), at(224, 112, s.GAUGE, size=1.1)
    ),
    "free-data": s.card(
        at(86, 100, s.SIM, size=1.2),
        at(170, 100, s.ARROW, size=0.6),
        at(250, 100, s.PHONE),
        at(250, 96, s.WIFI, size=0.45),
    ),
    "charge-it": s.card(
        at(92, 100, s.TABLET, size=0.86),
        at(92, 100, s.BATTERY, size=0.56),
        at(78, 100, box(28, 26, 3, s.TEAL)),
        line("M170 100h30c20 0 14 28 38 28"),
        at(262, 70, s.SOCKET),
        at(262, 128, box(40, 30, 6)),
    ),
    "keyboard": s.card(at(150, 92, s.KEYBOARD), at(214, 92, s.HAND, size=0.8, turn=-10)),
    "the-bus": s.card(
        at(110, 92, box(160, 96, 12, s.SUN)),
        *(at(x, 74, box(32, 32, 4)) for x in (60, 100, 140)),
        at(66, 142, ring(16)),
        at(152, 142, ring(16)),
        at(260, 92, s.CLOCK),
        line("M260 128v42"),
    ),
}


def write(folder: Path = FOLDER) -> None:
    for name, scene in SCENES.items():
        (folder / f"{name}.svg").write_text(scene)


if __name__ == "__main__":
    write()
