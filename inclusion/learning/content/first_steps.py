"""First steps: turning on, touching, getting around, larger text, a passcode, and a frozen screen."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

ON_AND_TOUCH = APart(
    "Turn it on and touch it",
    SkillArea.FOUNDATION,
    (
        ALesson(
            "Turn it on",
            "turn-it-on",
            8,
            """A phone or a tablet has a small, thin button on its edge. It wakes the screen and turns the device on and off.

## Find the button

1. Pick the device up so that you can read the screen.
2. Feel along the right edge, then along the top. There may be 2 buttons together. They are for the sound. You want the one on its own.
3. Press it once and let go. If the screen lights up, it was only asleep.
4. If the screen stays dark, **hold the button down**. Count slowly to 5. Let go when you see a picture or a name.
5. Now wait. It can take a minute to start.

## Charge it

(picture: charge-it)

If it stays dark, the battery may be empty. You have not broken it.

1. Push the small end of the lead into the device. If it does not go in, turn it over. Do not force it.
2. Push the plug into a wall socket and switch the socket on.
3. Wait 15 minutes. You may see a picture of a battery.
4. Hold the button down again.

## Turn it off

You do not have to. Press the button once and the screen sleeps. That saves the battery.

## Try it

1. Press the button once. The screen wakes up.
2. Press it again. The screen goes to sleep.
3. Do this 3 times, until your finger knows the place.""",
            {
                "You press the button and the screen stays dark. What do you do next?": (
                    "+Hold the button down and count to 5 | It was fully off. A long press starts it.",
                    "Buy a new one | Not yet. Try a long press, then charge it for 15 minutes.",
                    "Press it many times, very fast | A short press only wakes a screen that is asleep. Try one long press.",
                ),
                "The lead does not fit. What do you do?": (
                    "Push harder | That can break the socket. Turn the end over and try again.",
                    "+Turn the end over and try again | Many leads only fit one way round.",
                ),
            },
            picture="power-button",
            teaches=("Turn on a phone, tablet or computer and sign in",),
        ),
        ALesson(
            "Touch and type",
            "tap-swipe-and-hold",
            10,
            """Your finger does most of the work. Touch lightly. You do not need to press hard.

## 3 ways to touch

- **Tap**: touch and let go, as if you tapped someone on the arm. It opens what you touch.
- **Swipe**: put a finger down, slide it and let go. It moves the page.
- **Hold**: touch and wait. It shows more choices.

If your fingers are dry or they shake, a soft pen for screens can help.

## Type

(picture: keyboard)

Tap a box where you can write. A keyboard comes up from the bottom of the screen.

- The long key at the bottom makes a **space**.
- The key with an arrow that points up makes a **capital letter**.
- The key with a small **x** takes away the last letter.
- The key with **123** shows the numbers.

To put the keyboard away, swipe down, or tap the small arrow below it.

On a computer, you use a mouse or a pad in place of your finger. Move the arrow on the screen, then press the left button once.

## Try it

1. Swipe this page up, then down.
2. Go to the box with “Search” in it, on any page. Tap it.
3. Type your first name, with a capital letter.
4. Take it away, one letter at a time.""",
            {
                "You want to read further down the page. What do you do?": (
                    "Tap the screen | A tap opens what is under your finger. To move the page, swipe.",
                    "+Swipe up | Your finger pushes the page up, so you can see the rest.",
                    "Hold your finger still | That shows more choices. To move the page, swipe.",
                ),
                "You typed a wrong letter. Which key do you tap?": (
                    "+The key with a small x | It takes away the last letter. Then type the right one.",
                    "The long key | That makes a space. The key with the small x takes a letter away.",
                ),
            },
            picture="touch-ways",
            teaches=("Use a touchscreen, mouse or keyboard",),
        ),
    ),
)
AROUND = APart(
    "Find your way around",
    SkillArea.FOUNDATION,
    (
        ALesson(
            "The home screen and apps",
            "the-home-screen-and-apps",
            8,
            """The first page with small pictures on it is the **home screen**. Each small picture is an **app**. An app does one job: one takes photos, one sends messages, one shows the weather.

## Open an app and leave it

1. Tap a small picture. The app fills the screen.
2. To go home, swipe up from the very bottom of the screen. Some devices have a round button at the bottom. Press that.
3. To go back one step, look for an arrow that points left. It is at the top, or at the bottom.

You can always go home. Nothing is lost and nothing breaks.

## If you cannot see the app

- Swipe left or right. There is more than one page.
- Or swipe down from the middle of the home screen. If a box comes up, type the name of the app.

## Add an app

Only get apps from the shop on your device. It is called **App Store** or **Play Store**. Many apps are free. If it asks for money and you are not sure, stop and ask someone.

## Try it

1. Open the app with a picture of a clock.
2. Go home.
3. Open the app with a picture of a camera.
4. Go home again.""",
            {
                "You opened something and do not know where you are. What do you do?": (
                    "+Go home and start again | The home screen is always there. Nothing is lost.",
                    "Turn everything off | You can, but you do not have to. Going home is quicker.",
                    "Give the device away | You have done nothing wrong. Go home and start again.",
                ),
            },
            picture="home-screen",
            teaches=("Find an app and open it",),
        ),
        ALesson(
            "Make the text larger",
            "make-the-text-larger",
            7,
            """You can make the letters bigger on any phone, tablet or computer. It is not cheating. Most people change something.

## Larger letters

1. Find the picture of a cog. It is called **Settings**. Tap it.
2. Tap **Display**. On some devices it is under **Accessibility**.
3. Tap **Font size** or **Text size**.
4. Slide the dot to the right, until you can read with ease.

On one page only, put 2 fingers on the screen and move them apart. The page grows.

## More that can help

All of this is in **Accessibility**:

- **Bold text** makes letters thicker.
- **Zoom** or **Magnification** makes the whole screen larger.
- A **screen reader** reads the screen to you. It is called VoiceOver or TalkBack.
- **Captions** show speech as text in a film.
- **Touch** settings help if your hand shakes.

If you do not like a change, go back and slide the dot the other way.

## Try it

1. Open **Settings**.
2. Make the text one step larger.
3. Go home and look. Is it better?
4. Go back and try one more step.""",
            {
                "Where do you find larger text?": (
                    "In the camera | The camera takes photos. Look for the cog, called Settings.",
                    "+In Settings | Tap the cog, then Display or Accessibility.",
                ),
                "The new size is too big. What now?": (
                    "+Go back and slide the dot to the left | You can change it as often as you like.",
                    "Live with it | You do not have to. Slide the dot back.",
                ),
            },
            picture="larger-text",
            teaches=("Change settings to make it easier to use, such as larger text",),
        ),
        ALesson(
            "Lock it with a passcode",
            "lock-it-with-a-passcode",
            8,
            """When you wake your device, you first see the **lock screen**. It shows the time. A **passcode** keeps other people out. It is like the key to your front door.

## Open the lock

1. Press the button on the edge to wake the screen.
2. Swipe up from the bottom.
3. Type your passcode. The home screen comes up.

Some devices can look at your face or feel your finger in place of the code. You still need the code now and then, so do not forget it.

## Set a passcode

1. Open **Settings**.
2. Look for **Security**, **Lock screen** or **Passcode**.
3. Choose a code with 6 numbers. Do not use your birthday, 123456 or 6 times the same.
4. Type it again.

Write the code on paper and keep it in a safe place at home, not with the device. No one can look it up for you. If you type it wrong many times, you have to wait, and in the end the device may have to be wiped.

## Try it

1. Press the button to put the screen to sleep.
2. Wake it.
3. Open the lock with your code.""",
            {
                "Which is the best passcode?": (
                    "The day I was born | Many people know your birthday. Choose other numbers.",
                    "+6 numbers that mean nothing to anyone else | No one can guess them.",
                    "123456 | It is the first one that a thief tries.",
                ),
                "Where do you keep a note of the code?": (
                    "On the back of the device | If it is stolen, the thief has the key too.",
                    "+In a safe place at home | You can look it up, and a thief cannot.",
                ),
            },
            picture="passcode",
            teaches=("Turn on a phone, tablet or computer and sign in",),
        ),
    ),
)
STUCK = APart(
    "When it gets stuck",
    SkillArea.SOLVING,
    (
        ALesson(
            "When it stops responding",
            "when-it-stops-responding",
            7,
            """Every device freezes now and then. You tap and nothing moves. It is not your fault, and it is easy to fix.

## Try these in order

1. **Wait** for one minute. It may be busy.
2. **Close the app.** Swipe up from the bottom and stop in the middle of the screen. You see your open apps as cards. Swipe the card up and off the screen.
3. **Turn it off and on.** Press and hold the button on the edge. On some devices you press it together with the top sound button. Tap **Power off** or slide the dot. Wait 10 seconds, then turn it on again.
4. **If the screen will not move at all**, hold the same button or buttons down for up to 20 seconds. Let go when the screen goes dark. Then turn it on.

Your photos and messages are still there.

## If it keeps happening

- Plug it in. A low battery makes it slow.
- It may be full. Delete a few films or apps that you do not use.
- Ask at a library or a drop-in. Take the charger with you.

## Try it

1. Turn your device off, the right way.
2. Count to 10.
3. Turn it on again.""",
            {
                "An app is stuck. What do you try first?": (
                    "+Wait for one minute, then close the app | This is enough nearly every time.",
                    "Tap as fast as you can | That makes it slower. Give it a minute.",
                    "Pull out the battery | Most batteries cannot come out. Close the app first.",
                ),
                "Will you lose your photos when you turn it off and on?": (
                    "Yes, all of them | No. Turning it off and on does not delete anything.",
                    "+No, they are still there | It only clears what was stuck.",
                ),
            },
            picture="hold-and-wait",
            teaches=("Get a device working again when it stops responding",),
        ),
    ),
)
FIRST_STEPS = APath(
    "First steps",
    "first-steps-on-a-tablet",
    "Turn on a phone or tablet, touch and type, find your way around and set a passcode.",
    (ON_AND_TOUCH, AROUND, STUCK),
    tags=("skills", "confidence"),
)
