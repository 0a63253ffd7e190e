"""Saving mobile data: what uses it, wifi first, how much is left, and cheaper or free data."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

USING = APart(
    "Use less",
    SkillArea.SOLVING,
    (
        ALesson(
            "What uses your data?",
            "what-uses-your-data",
            7,
            """When you are online without wifi, you use **mobile data**. You pay for it, or you get some each month. It is counted in **GB**, said “gigs”. 1GB is 1,000MB.

## How much is it?

Each of these uses about 1GB:

- 1 hour of film at a good quality
- 1 hour of video call, or a little more
- 10 hours of radio
- 20 hours of reading websites
- thousands of emails with no pictures.

So films and video calls are what count. Reading and messages are small.

## What you do not see

Some apps use data while the device is in your pocket. They copy your photos, get updates or play films before you tap them. You can stop this in the next lesson.

## When it is all used

It depends on your plan. The internet may stop until next month, or you may pay more. Ask your phone firm to set a **limit** on your bill. Phone firms must offer you one.

Calls to **999** always work, even with no money on the phone.

## Try it

1. Think of yesterday. What did you do online?
2. Which of these was on wifi?
3. Which one used the most?""",
            {
                "Which uses the most data?": (
                    "+An hour of film | It uses about 1GB. Watch on wifi if you can.",
                    "An hour of reading | It uses very little. Films use the most.",
                    "10 text emails | They use next to nothing. Films use the most.",
                ),
                "You have no money on your phone. Can you call 999?": (
                    "+Yes | Calls to 999 are free and always work where there is signal.",
                    "No | You can. Calls to 999 are free, even with no money on the phone.",
                ),
            },
            picture="what-uses-data",
        ),
        ALesson(
            "Wifi first",
            "wifi-first",
            8,
            """Wifi does not use your mobile data. Let big things wait for wifi.

## Before you go out

On wifi at home, save what you will need:

1. In a map app, look for **Offline maps** and save your town.
2. In an app for films, radio or books, tap the arrow that points down.
3. Take a picture of your ticket.

## Stop the hidden use

1. Open **Settings**, then **Network** or **Mobile data**.
2. Turn on **Data Saver**. On Apple it is called **Low Data Mode**.
3. Open the settings of **App Store** or **Play Store**. Choose updates on **wifi only**.
4. In WhatsApp, open **Settings**, then **Storage and data**. Let photos and films come on wifi only.
5. In apps with films, turn off **Autoplay**.

You can also turn **mobile data** off, and on only when you need it. Calls and texts still work.

## Abroad

Data can cost a lot in other countries. Before you go, ask your phone firm, or turn off **Data roaming**.

## Try it

1. Open **Settings** and find **Data Saver** or **Low Data Mode**.
2. Turn it on.
3. Turn off Autoplay in one app.""",
            {
                "You want to watch a film on the bus. What is the best way?": (
                    "+Save it at home on wifi | Then it uses no mobile data on the bus.",
                    "Watch it with mobile data | An hour uses about 1GB. Save it at home on wifi.",
                ),
                "You turn off mobile data. What still works?": (
                    "Nothing | Calls and texts still work, and the internet on wifi.",
                    "+Calls, texts and wifi | Only the internet on the move is off.",
                ),
            },
            picture="wifi-first",
        ),
        ALesson(
            "See how much is left",
            "see-how-much-is-left",
            7,
            """If you know what is left, you will not have a shock at the end of the month.

## On the device

1. Open **Settings**.
2. Tap **Network**, then **Data usage**. On Apple, tap **Mobile Data** and move down.
3. You see a list. The app at the top used the most.
4. On Android you can set a **warning** and a **limit**.

On Apple, the count does not start again each month. Move to the very end and tap **Reset** on the first day.

## From your phone firm

This is the count that matters for your bill.

- Use the app or the website of your phone firm.
- Or send a text. Your phone firm tells you the word and the number.
- Or call. The number is on your bill.

## Your plan

Find out 3 things: how much data you get, on which day it starts again, and what happens when it is used up.

## Try it

1. Find out how much data you have used this month.
2. Which app used the most?
3. Do you use far less than you pay for? Then the next lesson is for you.""",
            {
                "Which count matters for your bill?": (
                    "+The one of my phone firm | They make the bill. The device only helps you to guess.",
                    "The one on a friend’s phone | It counts what your friend uses. Ask your phone firm.",
                ),
                "One app used nearly all of your data. What can you do?": (
                    "Delete my photos | They use space, not data. Change the settings of that app.",
                    "+Let that app use wifi only | Look in Settings, under Data usage.",
                ),
            },
            picture="data-left",
        ),
    ),
)
CHEAPER = APart(
    "Pay less",
    SkillArea.TRANSACTING,
    (
        ALesson(
            "Cheaper or free data",
            "cheaper-or-free-data",
            9,
            """You may pay too much. And if money is short, there is help.

## Pay less

1. Look at your bill. How much data do you pay for, and how much do you use?
2. Is your contract over? If you still pay for the phone itself, ask to pay for the **SIM only**.
3. Compare plans. Ofcom lists price sites that it has checked: https://www.ofcom.org.uk
4. To see if leaving your contract would cost anything, text **INFO** to 85075. It is free.
5. To keep your number, text **PAC** to 65075. Give the code to the new firm.

## If you get a benefit

Ask for a **social tariff**. It is cheaper internet or mobile for people on Universal Credit, Pension Credit and some other benefits. You have to ask for it.

## If you cannot pay at all

The **National Databank** gives free mobile data on a SIM card. It is like a food bank for data. Choose **Get help** at the top of this website and ask us.

Never borrow from an app to pay a phone bill. Call your phone firm first. They must treat you fairly.

## Try it

1. Text **INFO** to 85075.
2. Wait for the answer. It tells you what leaving your contract would cost.
3. If it costs nothing, compare plans.""",
            {
                "You get Pension Credit. What can you ask for?": (
                    "+A social tariff | It is cheaper, and you can leave it when you like at most firms.",
                    "Nothing | You can ask for a social tariff. Many people who could have one do not know.",
                ),
                "You change to another phone firm. How do you keep your number?": (
                    "You cannot | You can. Text PAC to 65075 and give the code to the new firm.",
                    "+Text PAC to 65075 | Give the code to the new firm, and your number moves.",
                ),
            },
            picture="free-data",
        ),
    ),
)
MOBILE_DATA = APath(
    "Save mobile data",
    "save-mobile-data",
    "Know what uses your data, use less of it, and pay less for it.",
    (USING, CHEAPER),
    tags=("data-and-devices",),
)
