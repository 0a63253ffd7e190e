"""The words of the example lessons: three paths to read, and one that is being written.

Each lesson: its title, address, minutes, words, and questions with their answers; the right answer
begins with “+”, what is said to it stands after the bar.
"""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from dataclasses import dataclass, field

from inclusion.learning.models import SkillArea


@dataclass(frozen=True)
class ALesson:
    title: str
    slug: str
    minutes: int
    words: str
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class APart:
    title: str
    area: SkillArea
    lessons: tuple[ALesson, ...]


@dataclass(frozen=True)
class APath:
    title: str
    slug: str
    promise: str
    parts: tuple[APart, ...]
    is_published: bool = True


TABLET = APath(
    "First steps on a tablet",
    "first-steps-on-a-tablet",
    "Turn it on, find your way about, and make it easy on your eyes and hands.",
    (
        APart(
            "Switch it on and touch it",
            SkillArea.FOUNDATION,
            (
                ALesson(
                    "Turn it on",
                    "turn-it-on",
                    5,
                    """A tablet has a small button on its edge. It turns the screen on and off.

1. Hold the tablet so that you can read the screen.
2. Feel along the top edge and the right edge for a thin button.
3. Press it once and let go. The screen lights up.
4. If nothing happens, press again and count slowly to five.

## If it stays dark

It may be hungry. Plug in the charger, wait ten minutes, and try again. You have not broken it.""",
                    {
                        "You press the button and the screen stays dark. What first?": (
                            "+Plug in the charger and wait | An empty battery is the usual reason.",
                            "Buy a new one | No need yet. Nearly always it only wants charging.",
                            "Press every button at once | It does no harm, but an empty battery "
                            "is more likely: charge it first.",
                        ),
                    },
                ),
                ALesson(
                    "Tap, swipe and hold",
                    "tap-swipe-and-hold",
                    8,
                    """Your finger does three things.

- **Tap**: touch lightly and let go, as if you tested an iron. It opens what you touch.
- **Swipe**: put a finger down, slide it, and let go. It turns the page.
- **Hold**: touch and wait. It shows what more there is.

Try it now. Swipe this page up, then down again.

If your fingers are dry or shaky, a soft pen for tablets helps. They cost about two pounds, and the people at a drop-in have some to try.""",
                    {
                        "You want to read what stands further down. What do you do?": (
                            "Tap the screen | A tap opens what is under your finger. To move the "
                            "page, slide.",
                            "+Swipe up | Your finger pushes the page up, and the rest comes into "
                            "view.",
                            "Hold your finger still | Holding shows more choices. To move the "
                            "page, slide.",
                        ),
                    },
                ),
                ALesson(
                    "Make the letters larger",
                    "make-the-letters-larger",
                    6,
                    """You need not squint. Every tablet can write larger.

1. Find the picture of a cog wheel. It is called **Settings**. Tap it.
2. Tap **Display**. On some tablets it says **Accessibility**.
3. Tap **Font size** or **Text size**.
4. Slide the dot to the right until you can read with ease.

The same page makes the screen brighter. Nothing here can go wrong: slide it back if you do not like it.""",
                ),
            ),
        ),
        APart(
            "Go online",
            SkillArea.FOUNDATION,
            (
                ALesson(
                    "Join the wifi",
                    "join-the-wifi",
                    8,
                    """Wifi is how a tablet reaches the internet without a cable.

1. Open **Settings**, then **Wifi** or **Network**.
2. Look for the name of the wifi. At home it stands on a sticker on the box from your provider. In a library, ask.
3. Tap the name and type the password. Large and small letters matter.
4. A small fan shape at the top of the screen says that you are online.

At home you do this once. The tablet remembers.""",
                    {
                        "Where do you find the wifi password at home?": (
                            "+On a sticker on the box from the provider | That is where it is "
                            "printed, often called “key”.",
                            "It is the same as your bank’s | No. And never type your bank’s "
                            "password for wifi.",
                        ),
                        "The wifi of a café asks for no password at all. What is wise?": (
                            "+Read the news, but leave the bank for home | Anybody may be on it. "
                            "Keep money matters for a wifi that you know.",
                            "Do everything as at home | Others may be listening. Reading is fine; "
                            "leave money matters for home.",
                        ),
                    },
                ),
            ),
        ),
    ),
)
SAFE = APath(
    "Staying safe online",
    "staying-safe-online",
    "Tell a trick from the truth, make a password that holds, and know whom to ask.",
    (
        APart(
            "Tricks and how they look",
            SkillArea.SAFE,
            (
                ALesson(
                    "A message that hurries you",
                    "a-message-that-hurries-you",
                    6,
                    """“Your parcel is waiting. Pay £1.45 within the hour.”

Messages like this want you to be quick, so that you do not think. Real firms give you time.

Three questions to ask of every message:

- Did I expect it?
- Does it hurry or frighten me?
- Does it want money, a password or a code?

If you are in doubt, do nothing. Close it. Then ring the firm on a number that you know, not on the one in the message.

Forward a text that looks like a trick to **7726**. It is free.""",
                    {
                        "A text says that your bank account is closed unless you tap a link. "
                        "What do you do?": (
                            "Tap the link, just to look | The link may look like your bank and "
                            "not be it. Better not.",
                            "+Ring the bank on the number on your card | That number is theirs "
                            "for certain.",
                            "Answer and ask who it is | Then they know that somebody reads it. "
                            "Better to ring your bank.",
                        ),
                    },
                ),
                ALesson(
                    "Somebody rings about your computer",
                    "somebody-rings-about-your-computer",
                    5,
                    """A friendly voice says that your computer has a virus, and asks you to let them look.

Nobody who is honest rings to say so. Not your provider, not the makers of the computer, not the police.

1. Say nothing about yourself.
2. Put the telephone down. You need not be polite.
3. Wait five minutes before you ring anybody: the line may be held open.

If you let somebody in already, switch the device off and ring your bank. It happens to careful people every day.""",
                ),
            ),
        ),
        APart(
            "Passwords",
            SkillArea.SAFE,
            (
                ALesson(
                    "Three words make a password",
                    "three-words-make-a-password",
                    7,
                    """A good password is long, and easy for you alone.

Choose three words that have nothing to do with each other, such as a bird, a piece of furniture and a food. Put them together. Add a number if you are asked for one.

- Use a different one for your email. Whoever has your email can ask for all the others.
- Write them in a notebook at home, if that helps. A thief on the internet cannot read your notebook.
- Never tell anybody a code that was sent to you.""",
                    {
                        "Which is the strongest?": (
                            "Your name and the year you were born | Easy to find out, and the "
                            "first that is tried.",
                            "+Three words that do not belong together | Long, hard to guess, and "
                            "you can remember it.",
                            "The word password with a capital letter | It is among the first ten "
                            "that are tried.",
                        ),
                    },
                ),
            ),
        ),
    ),
)
GP = APath(
    "See your GP online",
    "see-your-gp-online",
    "Order a repeat prescription, ask the surgery something, and be ready for a video call.",
    (
        APart(
            "Ask and order",
            SkillArea.TRANSACTING,
            (
                ALesson(
                    "What you can do online",
                    "what-you-can-do-online",
                    4,
                    """You can ring the surgery as ever. Online you can also, at any hour:

- order medicine that you take regularly
- ask a question that can wait a day or two
- see when your next appointment is
- read the results of a test

None of it is for emergencies. If it cannot wait, ring **111**. If a life is in danger, ring **999**.""",
                ),
                ALesson(
                    "Order your usual medicine",
                    "order-your-usual-medicine",
                    10,
                    """Have the white slip of your last prescription beside you.

1. Open the NHS App, or the website of your surgery.
2. Choose **Prescriptions**.
3. Tick each medicine that you need. Leave out what you still have.
4. Check which chemist it goes to.
5. Press **Order** once. A message says that it has arrived.

Allow a few working days before you fetch it.""",
                    {
                        "You ordered yesterday and have heard nothing. What now?": (
                            "Order again | Then it may be made up twice. One order is enough.",
                            "+Wait another day or two, then ring the chemist | It takes a few "
                            "working days.",
                        ),
                    },
                ),
            ),
        ),
        APart(
            "Talk by video",
            SkillArea.COMMUNICATING,
            (
                ALesson(
                    "Be ready for a video call",
                    "be-ready-for-a-video-call",
                    8,
                    """The surgery sends you a link, by text or email. You need nothing else.

1. Ten minutes before, sit where it is quiet and light falls on your face.
2. Prop the tablet up, so that you need not hold it.
3. Tap the link. If it asks whether it may use the camera and the microphone, tap **Allow**.
4. Wait. They come to you.

Somebody you trust may sit beside you. If the picture fails, they ring you instead.""",
                    {
                        "The tablet asks whether it may use the camera. What do you tap?": (
                            "+Allow, because I opened the surgery’s link | Then they can see you. "
                            "It ends with the call.",
                            "Never | Then they cannot see you. For a call that you expect, allow "
                            "it.",
                        ),
                    },
                ),
            ),
        ),
    ),
)
DRAFT = APath(
    "Find your way about town",
    "find-your-way-about-town",
    "Look up a bus, and have the map tell you where to go.",
    (
        APart(
            "Buses and maps",
            SkillArea.SOLVING,
            (
                ALesson(
                    "Look up a bus",
                    "look-up-a-bus",
                    7,
                    """Type where you are and where you want to go into a map.

- Tap the picture of a bus.
- The first line is the next bus, with the stop.""",
                ),
            ),
        ),
    ),
    is_published=False,
)
PATHS = (TABLET, SAFE, GP, DRAFT)
