"""The words of the example lessons: three paths to read, and one that is being written.

Each lesson: its title, address, minutes, words, and questions with their answers; the right answer
begins with “+”, what is said to it comes after the bar.
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
    picture: str = ""


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
    "Turn it on, find your way around and make the text bigger.",
    (
        APart(
            "Turn it on and touch it",
            SkillArea.FOUNDATION,
            (
                ALesson(
                    "Turn it on",
                    "turn-it-on",
                    5,
                    """A tablet has a small button on its edge. It turns the screen on and off.

1. Hold the tablet so you can read the screen.
2. Feel along the top edge and the right edge for a thin button.
3. Press it once and let go. The screen lights up.
4. If nothing happens, press it again and hold it while you count slowly to 5.

## If it stays dark

The battery may be flat. Plug in the charger, wait 10 minutes and try again. You have not broken it.""",
                    {
                        "You press the button and the screen stays dark. What do you do first?": (
                            "+Plug in the charger and wait | A flat battery is the usual reason.",
                            "Buy a new one | Not yet. It usually just needs charging.",
                            "Press every button together | This does no harm, but the battery is "
                            "probably flat. Charge it first.",
                        ),
                    },
                ),
                ALesson(
                    "Tap, swipe and hold",
                    "tap-swipe-and-hold",
                    8,
                    """Your finger can do 3 things.

- **Tap**: touch lightly and let go, as if you were tapping someone on the shoulder. It opens what you touch.
- **Swipe**: put a finger down, slide it, and let go. It turns the page.
- **Hold**: touch and wait. It shows more options.

Try it now. Swipe this page up, then down again.

If your fingers are dry or shaky, a soft pen for tablets can help. It costs about £2. Ask at a drop-in if you can try one.""",
                    {
                        "You want to read further down the page. What do you do?": (
                            "Tap the screen | A tap opens what is under your finger. To move the "
                            "page, swipe.",
                            "+Swipe up | Your finger pushes the page up, so you can see the rest.",
                            "Hold your finger still | Holding shows more options. To move the "
                            "page, swipe.",
                        ),
                    },
                ),
                ALesson(
                    "Make the text larger",
                    "make-the-text-larger",
                    6,
                    """You can make the text bigger on any tablet.

1. Find the picture of a cog. It is called **Settings**. Tap it.
2. Tap **Display**. On some tablets it says **Accessibility**.
3. Tap **Font size** or **Text size**.
4. Slide the dot to the right until you can read easily.

You can also make the screen brighter here. Nothing can go wrong. If you do not like it, slide the dot back.""",
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
                    """Wifi connects your tablet to the internet without a cable.

1. Open **Settings**, then **Wifi** or **Network**.
2. Look for the name of the wifi. At home it is on a sticker on your router (the box from your provider). In a library, ask the staff.
3. Tap the name and type the password. Use capital and small letters exactly as shown.
4. A small fan shape at the top of the screen shows that you are online.

You only do this once at home. The tablet remembers.""",
                    {
                        "Where do you find the wifi password at home?": (
                            "+On a sticker on the router | It is printed there, and is often "
                            "called “key”.",
                            "It is the same as your bank password | No. Never use your bank "
                            "password for wifi.",
                        ),
                        "Free café wifi does not ask for a password. What is the safest thing to do?": (
                            "+Read the news, but do your banking at home | Anyone can use it. "
                            "Only use your bank on wifi that you know.",
                            "Do everything as at home | Other people may be able to see what you do. "
                            "Reading is fine. Do your banking at home.",
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
    "Spot scams, make a strong password and know who to ask.",
    (
        APart(
            "Scams and how to spot them",
            SkillArea.SAFE,
            (
                ALesson(
                    "A message that rushes you",
                    "a-message-that-rushes-you",
                    6,
                    """“Your parcel is waiting. Pay £1.45 within the hour.”

Messages like this want you to act fast, so you do not stop to think. Real companies give you time.

Ask 3 questions about every message:

- Did I expect it?
- Does it rush or scare me?
- Does it want money, a password or a code?

If you are not sure, close it. Then call the company on a number that you know, not the one in the message.

Forward scam texts to **7726**. It is free. You can also call **159** to reach your bank safely.""",
                    {
                        "A text says your bank account will be closed unless you tap a link. "
                        "What do you do?": (
                            "Tap the link, just to look | The page may look like your bank but be "
                            "a fake. Do not tap it.",
                            "+Call the bank on the number on your card | You can be sure that "
                            "this number is theirs.",
                            "Answer and ask who it is | Then they know that someone reads it. "
                            "Call your bank instead.",
                        ),
                    },
                ),
                ALesson(
                    "Someone calls about your computer",
                    "someone-calls-about-your-computer",
                    5,
                    """A friendly voice says that your computer has a virus, and asks to look at it.

No honest person calls you about this. Not your provider, not the company that made your computer, not the police.

1. Do not tell them anything about yourself.
2. Hang up. You do not need to be polite.
3. Wait 5 minutes before you call anyone. The caller may still be on the line.

If you have already given them control of your device, turn it off and call your bank. This happens to careful people every day.""",
                ),
            ),
        ),
        APart(
            "Passwords",
            SkillArea.SAFE,
            (
                ALesson(
                    "3 words make a password",
                    "three-words-make-a-password",
                    7,
                    """A good password is long, and easy only for you to remember.

Choose 3 words that have nothing to do with each other, such as a bird, a piece of furniture and a food. Put them together. Add a number if you are asked for one.

- Use a different one for your email. Anyone who gets into your email can change your other passwords.
- Write them in a notebook at home, if that helps. A thief online cannot read your notebook.
- Never tell anyone a code that was sent to you.""",
                    {
                        "Which is the strongest?": (
                            "Your name and the year you were born | These are easy to find out, and "
                            "thieves try them first.",
                            "+3 words that do not belong together | They are long and hard to "
                            "guess, and you can remember them.",
                            "The word password with a capital letter | It is one of the first 10 "
                            "that thieves try.",
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
    "Order a repeat prescription, ask the surgery a question and get ready for a video call.",
    (
        APart(
            "Ask and order",
            SkillArea.TRANSACTING,
            (
                ALesson(
                    "What you can do online",
                    "what-you-can-do-online",
                    4,
                    """You can still call the surgery. Online, you can also do these things at any time:

- order medicine that you take regularly
- ask a question that can wait a day or two
- see when your next appointment is
- read the results of a test

None of it is for emergencies. If it cannot wait, call **111**. If a life is in danger, call **999**.""",
                ),
                ALesson(
                    "Order your usual medicine",
                    "order-your-usual-medicine",
                    10,
                    """Have the paper slip from your last prescription with you.

1. Open the NHS App, or your surgery’s website.
2. Choose **Prescriptions**.
3. Select each medicine that you need. Leave out what you still have.
4. Check which pharmacy it goes to.
5. Press **Order** once. A message tells you that your order was sent.

Allow a few working days before you collect it.""",
                    {
                        "You ordered yesterday and have heard nothing. What do you do?": (
                            "Order again | You may get it twice. One order is enough.",
                            "+Wait another day or two, then call the pharmacy | It takes a few "
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
                    """The surgery sends you a link by text or email.

1. 10 minutes before, sit somewhere quiet with light on your face.
2. Prop the tablet up, so you do not have to hold it.
3. Tap the link. If it asks whether it may use the camera and the microphone, tap **Allow**.
4. Wait. They will join you.

Someone you trust can sit with you. If the video does not work, the surgery will usually call you.""",
                    {
                        "The tablet asks whether it may use the camera. What do you tap?": (
                            "+Allow, because I opened the surgery’s link | They can then see you. "
                            "It stops when the call ends.",
                            "Never | They will not be able to see you. Allow it for a call that "
                            "you expect.",
                        ),
                    },
                ),
            ),
        ),
    ),
)
DRAFT = APath(
    "Find your way around town",
    "find-your-way-around-town",
    "Look up a bus and use a map to find your way.",
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
- The first line shows the next bus and its stop.""",
                ),
            ),
        ),
    ),
    is_published=False,
)
PATHS = (TABLET, SAFE, GP, DRAFT)
