"""Passwords and scams: messages, calls, what to do after one, passwords, and who sees what."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

SCAMS = APart(
    "Scams and how to spot them",
    SkillArea.SAFE,
    (
        ALesson(
            "A message that rushes you",
            "a-message-that-rushes-you",
            8,
            """“Your parcel is waiting. Pay £1.45 within the hour.” “Hi Mum, this is my new number. I need money today.”

Messages like these are scams. They want you to act before you think. Real firms, and your real family, give you time.

## Ask 3 questions

- Did I expect it?
- Does it rush me or scare me?
- Does it want money, a password or a code?

One “yes” to the last 2 is enough. **Stop.** Do not tap the link and do not answer.

## Check it in your own way

Call the firm on the number on your bill or your card. Call your child on the **old** number. Go to the website by typing its address.

## Report it

- A **text**: forward it to **7726**. It is free. Then delete it.
- An **email**: forward it to **report@phishing.gov.uk**.
- A **website**: report it at https://www.ncsc.gov.uk

Each report helps to close the trap for other people.

## Try it

1. Look at the last 5 texts that you had.
2. Ask the 3 questions about each.
3. Put the number 7726 in your contacts, with the name “Report a text”.""",
            {
                "A text says that your bank account will be closed unless you tap a link. What do you do?": (
                    "Tap the link, just to look | The page looks like your bank, but it is a fake.",
                    "+Call the bank on the number on my card | You can be sure that this number is theirs.",
                    "Answer and ask who it is | Then they know that someone reads it. Call your bank.",
                ),
                "Where do you forward a scam text?": (
                    "+7726 | It is free, and your phone firm can then block the sender.",
                    "999 | This is for danger to life. A scam text goes to 7726.",
                    "To all my friends | Then they may tap the link. Send it to 7726.",
                ),
            },
            picture="rushing-message",
            teaches=("Spot scam messages and websites",),
        ),
        ALesson(
            "Someone calls about your computer",
            "someone-calls-about-your-computer",
            8,
            """A friendly voice says that your computer has a virus, that your bank account is not safe, or that the police need your help. The number on your screen may even look right. Thieves can fake it.

## No honest caller

- asks to look at your computer, or tells you to add an app
- asks you to move money to a “safe account”. There is no such thing.
- asks for your PIN, your password or a code from a text
- sends someone to collect your card or cash
- tells you to keep it secret from your family or your bank.

Not your bank, not the police, not the firm that made your device.

## What to do

1. Say nothing about yourself.
2. **Hang up.** You do not need to be polite.
3. Wait 5 minutes, or use another phone. The caller may still be on the line.
4. If it was about your bank, call **159**. It takes you to your bank, at most banks in the UK.

## Try it

1. Say this out loud: “I do not deal with calls like this. Goodbye.”
2. Now hang up.
3. Put 159 on a card beside the phone.""",
            {
                "Your “bank” asks you to move your money to a safe account. What do you do?": (
                    "Move it, to be safe | A real bank never asks for this. Your money would be gone.",
                    "+Hang up, wait, and call 159 | It takes you to your real bank.",
                    "Ask for a number to call them on | That number is theirs. Call 159.",
                ),
                "The number on your screen is your bank’s. Can it still be a scam?": (
                    "+Yes. Numbers can be faked | So hang up and call back on a number that you know.",
                    "No. The number is the proof | Thieves can fake a number. Hang up and call back.",
                ),
            },
            picture="stranger-calls",
            teaches=("Spot scam messages and websites",),
        ),
        ALesson(
            "If you have been tricked",
            "if-you-have-been-tricked",
            8,
            """It happens to careful, clever people every day. It is not your fault. Be quick, and tell someone.

## In this order

1. **Your bank.** Call **159**, or the number on your card. Say: “I think I have been scammed.” The sooner you call, the more they can stop. Banks often have to pay the money back.
2. **Your device.** If someone could see your screen, turn the device off. Ask at a library or a drop-in for help before you use it for your bank.
3. **Your passwords.** Change the one for your email first. Use another device.
4. **Report it.** Call **Report Fraud** on 0300 123 2040, or go to https://www.reportfraud.police.uk. It was called Action Fraud before.

If the thief is near you, or on the way to your home, call **999**. If it is over and you want to tell the police about a person who came to your door, call **101**.

## Watch out for the second scam

Later, someone may call and offer to get your money back for a fee. That is a scam too. Hang up.

## Talk about it

Tell a friend. **Victim Support** listens, by day and by night, for free: 08 08 16 89 111.

## Try it

1. Take a card.
2. Put these on it: 159 bank, 7726 texts, 0300 123 2040 Report Fraud, 101 and 999 police.
3. Keep it by the phone.""",
            {
                "You gave your card number to a thief. Who do you call first?": (
                    "+My bank, on 159 | They can stop the card within minutes.",
                    "Report Fraud | Do this too, but call your bank first. It can stop the money.",
                    "No one. I feel foolish | You are not foolish. Call your bank now. It can help.",
                ),
                "A man calls. For £200 he can get your lost money back. What is it?": (
                    "Good luck | It is a second scam. They have a list of people who lost money.",
                    "+A second scam | Hang up. Your bank does not take a fee.",
                ),
            },
            picture="call-the-bank",
            teaches=("Spot scam messages and websites",),
        ),
    ),
)
PASSWORDS = APart(
    "Passwords and privacy",
    SkillArea.SAFE,
    (
        ALesson(
            "3 words make a password",
            "three-words-make-a-password",
            9,
            """A good password is long. It is easy for you to remember and hard for others to guess.

## Make one

1. Think of 3 things that have nothing to do with each other: a bird, a chair, a fruit.
2. Put the 3 words together.
3. If it must have a number or a sign, add one at the end.

Do not use names of your family or pets, your street, or a line of a song. And do not use the example from this page.

## A different one for each

If a thief learns one password, they try it everywhere. So your **email**, your **bank** and your **NHS** account each need one of their own.

## Keep them safe

- A notebook at home is fine. A thief online cannot read it. Do not carry it in your bag with your device.
- Or let your device keep them. When it asks **Save password?**, tap **Yes** on your own device. On a device that others use, tap **No**.
- Never tell anyone. Not the bank, not the police, not a helper.

## Try it

1. Look around the room and out of the window. Choose 3 things.
2. Make a password with them.
3. Is the password for your email used anywhere else? Then change it in the next lesson.""",
            {
                "Which is the strongest?": (
                    "My name and the year I was born | These are easy to find out, and thieves try them first.",
                    "+3 words that do not belong together | They are long, hard to guess and easy to remember.",
                    "The word password with a capital letter | It is one of the first 10 that thieves try.",
                ),
                "Where can you keep a list of passwords?": (
                    "+In a notebook in a safe place at home | A thief on the internet cannot open your drawer.",
                    "In an email to myself | If someone gets into your email, they have all of them.",
                ),
            },
            picture="three-words",
            teaches=(
                "Use strong passwords, and a different one for each important account",
                "Keep my passwords secret and in a safe place",
            ),
        ),
        ALesson(
            "Set a new password",
            "set-a-new-password",
            9,
            """Now and then you need a new password: you lost the old one, someone may know it, or the website asks you to.

## You know the old one

1. Sign in.
2. Open **Settings**, **Account** or **Security**.
3. Tap **Change password**.
4. Type the old one, then the new one twice.

## You have lost it

1. Go to where you sign in.
2. Tap **Forgotten your password?**
3. Type your email address.
4. Open your email. Tap the link. It works for a short time only.
5. Choose the new one.

Did you get such an email and did not ask for it? Do not tap it. Delete it.

## A second lock

Many accounts can ask for a **code** as well. It comes by text or from an app. Turn it on for your email and your bank. Look for **2-step verification**.

The code is for you only. Anyone who asks you for it is a thief, even if they say that they work for the bank.

## Try it

1. Open the settings of your email.
2. Find **Security** or **Password**.
3. If your password is weak or used twice, change it to 3 words.""",
            {
                "You forgot your password. What do you tap?": (
                    "+Forgotten your password? | A link comes by email, and you choose a new one.",
                    "Make a new account | You do not need a new one. Ask for a new password.",
                ),
                "Someone on the phone asks for the code from your text. What do you do?": (
                    "Read it out | With this code they get into your account.",
                    "+Hang up and tell no one the code | It is for you only. The bank never needs it.",
                ),
            },
            picture="new-password",
            teaches=("Set a new password when I have to",),
        ),
        ALesson(
            "Who sees what you share?",
            "who-sees-what-you-share",
            8,
            """What you put online can be seen by one friend, or by the whole world. You choose.

## Before you post

- Would I put this on a poster in the street?
- Does it show where I live, or that I am away on holiday?
- Is someone else in it? Did I ask them?

## Choose who sees it

On Facebook and other places like it:

1. Open **Settings**, then **Privacy**.
2. Look for **Who can see your posts?**
3. Choose **Friends**, not **Public**.
4. Look for **Who can find you by your number?** Choose **Friends** or **No one**.

## Apps want to know things

An app may ask for your location, your photos or your contacts. A map needs your location. A torch does not. You can tap **Don’t allow**, or **Only while using the app**. You can change it later in **Settings**, under **Privacy**.

## Friends you have not met

Say no if you do not know the person. If a new friend asks for money, photos or secrets, stop, and tell someone you trust.

## Try it

1. Open **Settings**, then **Privacy**.
2. See which apps may use your **location**.
3. Turn off one that does not need it.""",
            {
                "A torch app wants to see your contacts. What do you tap?": (
                    "Allow, or it will not shine | A torch does not need your contacts. Don’t allow.",
                    "+Don’t allow | It does not need them to shine.",
                ),
                "When do you post photos of your holiday?": (
                    "+When I am home again | Then no one knows that the house is empty.",
                    "On the first day, for everyone | Then everyone knows that no one is at home.",
                ),
            },
            picture="who-sees",
            teaches=("Decide who sees what I share",),
        ),
    ),
)
SAFE = APath(
    "Passwords and scams",
    "staying-safe-online",
    "Spot scams, know who to call, make strong passwords and choose who sees what you share.",
    (SCAMS, PASSWORDS),
    tags=("skills", "confidence"),
)
