"""Wifi: at home, away from home, when it does not work, and the updates that come through it."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

GO_ONLINE = APart(
    "Go online",
    SkillArea.FOUNDATION,
    (
        ALesson(
            "Join the wifi",
            "join-the-wifi",
            8,
            """Wifi joins your device to the internet through the air. At home it comes from a small box with lights. The box is called a **router**.

## Find the name and the password

Look on the bottom or the back of the router. There is a sticker with 2 things on it:

- the **name** of the wifi. It may say “SSID” or “network”.
- the **password**. It may say “key”.

## Join

1. Open **Settings**, then **Wifi**. On some devices it is under **Network** or **Connections**.
2. Check that wifi is **on**.
3. Wait for a list of names. Tap yours.
4. Type the password. Use capital and small letters just as they are on the sticker. Mind the letter O and the number 0.
5. Tap **Join** or **Connect**.

A small fan shape at the top of the screen shows that you are online. You only do this once. The device remembers.

## Try it

1. Find the sticker on your router, or ask someone where you live.
2. Open **Settings** and find **Wifi**.
3. Is there a mark beside one of the names? Then you are online.""",
            {
                "Where do you find the wifi password at home?": (
                    "+On a sticker on the router | It is often called “key”.",
                    "It is the same as my bank password | No. Never use your bank password for wifi.",
                    "I have to pay for it | No. It came with the router, and it is on the sticker.",
                ),
                "The device says that the password is wrong. What do you check?": (
                    "+Capital letters, and O and 0 | One wrong letter is enough. Try again slowly.",
                    "My email address | Wifi does not need it. Check each letter of the password.",
                ),
            },
            picture="join-wifi",
            teaches=("Connect to wifi",),
        ),
        ALesson(
            "Wifi away from home",
            "wifi-away-from-home",
            7,
            """Libraries, many cafés, buses and hospitals have free wifi. It saves your mobile data.

## Join it

1. Ask the staff for the **name** of their wifi. Anyone can make up a name that looks right, so do not guess.
2. Open **Settings**, then **Wifi**, and tap that name.
3. A page may open and ask you to agree or to give an email address. It should not ask for a bank card or for a password of yours.

## What is safe

Most websites now scramble what you send, so others cannot read it. Look for **https** at the start of the address. Still, be a little careful on wifi that is open to everyone:

- Reading, maps and messages are fine.
- Do your banking at home, or with your mobile data.
- If your device says that a website is **not safe**, stop.

When you go, you can tap the name again and choose **Forget**. Then your device will not join it again without you.

## Try it

1. Next time that you are in a library, ask for the name of the wifi.
2. Join it.
3. Look up the weather.
4. Tap the name again and choose **Forget**.""",
            {
                "There are 2 names on the list that look like the café’s. What do you do?": (
                    "Choose the one with the best signal | It may belong to someone else. Ask first.",
                    "+Ask the staff which one is theirs | Then you know whose wifi you use.",
                ),
                "A free wifi page asks for your bank card. What do you do?": (
                    "+Leave the page | Free wifi does not need a card.",
                    "Type the number, because it is only a check | Free wifi does not need a card. Leave the page.",
                ),
            },
            picture="wifi-out",
            teaches=("Connect to wifi",),
        ),
    ),
)
WORKING = APart(
    "Make it work, and keep it safe",
    SkillArea.SOLVING,
    (
        ALesson(
            "When the wifi does not work",
            "when-the-wifi-does-not-work",
            8,
            """Most wifi problems go away in 5 minutes. Go through this list from the top.

## On your device

1. Look for the fan shape at the top of the screen. If you see an aeroplane, **flight mode** is on. Turn it off in **Settings**.
2. Turn wifi off in **Settings**. Wait 10 seconds. Turn it on again.
3. Go nearer to the router. Thick walls and fish tanks stop wifi.

## On the router

1. Look at the lights. A red light, or no light, means that there is a problem.
2. Switch the router off, or pull out its plug. Count to 30.
3. Plug it in again. Wait 5 minutes, until the lights are steady.

Do not press the tiny hole called “reset”. It wipes the name and the password. A phone or an alarm that uses the router will not work while the router is off.

## If it is still off

Call the firm that sends your internet bill. Their number is on the bill. They can test your line while you wait. If your phone line goes through the router too, use a mobile phone or a neighbour’s phone.

## Try it

1. Turn wifi off on your device.
2. Watch the fan shape disappear.
3. Turn it on again and watch it return.""",
            {
                "The internet has stopped for every device at home. What do you try?": (
                    "+Turn the router off, count to 30, and turn it on | This fixes most problems.",
                    "Press the reset hole with a pin | That wipes its settings. Only switch it off and on.",
                    "Change my password | The password did not stop it. Switch the router off and on.",
                ),
            },
            picture="no-wifi",
            teaches=("Get a device working again when it stops responding",),
        ),
    ),
)
UPDATES = APart(
    "Updates",
    SkillArea.SAFE,
    (
        ALesson(
            "Keep it up to date",
            "keep-it-up-to-date",
            7,
            """Thieves look for weak spots in devices. The makers close them with an **update**. Updates are free. They are the best lock that you have.

## Let it do them for you

1. Join your wifi at home and plug the device in.
2. Open **Settings**.
3. Look for **Software update** or **System update**. It may be under **General** or **About**.
4. If there is one, tap **Install**. The device turns off and on. It can take 30 minutes.
5. Turn on **Automatic updates**. Then it works at night while it charges.

Apps need updates too. Open **App Store** or **Play Store**, tap your picture, and look for **Update all**.

## Real or not?

A real update is in **Settings**. A page, a call or an email that tells you to update **now** is not. Close it, and look in **Settings**.

## Old devices

After some years, the maker stops making updates. You can still read and write on an old device, but do not use it for your bank.

## Try it

1. Open **Settings**.
2. Find **Software update**.
3. What does it say? If it says that you are up to date, well done.""",
            {
                "A web page says: your tablet has a virus, update now. What do you do?": (
                    "Tap the button, to be safe | The button may put a bad app on your tablet.",
                    "+Close the page and look in Settings | A real update is always there.",
                ),
                "Why are updates worth the time?": (
                    "They make the battery new | They do not. They close weak spots that thieves use.",
                    "+They close weak spots that thieves use | That is why it is good to let them come at night.",
                ),
            },
            picture="update",
            teaches=("Keep my device up to date",),
        ),
    ),
)
WIFI = APath(
    "Wifi at home and out",
    "wifi-at-home-and-out",
    "Join the wifi, use it safely away from home, and get it working again when it stops.",
    (GO_ONLINE, WORKING, UPDATES),
    tags=("skills",),
)
