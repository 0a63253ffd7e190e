"""The NHS App and the surgery online: what there is, setting up, medicine, asking, results."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

START = APart(
    "Start",
    SkillArea.TRANSACTING,
    (
        ALesson(
            "What you can do online",
            "what-you-can-do-online",
            6,
            """You can still call your surgery or walk in. Online, you can do these things at any time of the day:

- order medicine that you take regularly
- ask a question that can wait
- book, see or cancel some appointments
- read letters and the results of tests
- see your health record.

There are 3 ways in. All are free:

- the **NHS App** on a phone or tablet
- the website https://www.nhsapp.service.nhs.uk, with the same account
- the website of your **surgery**.

## When not to use it

None of it is for emergencies.

- Someone’s life is in danger: call **999**.
- You need help now, but it is not for 999: call **111**, or go to https://111.nhs.uk

A **pharmacist** can help with many small things, with no appointment.

## For someone you care for

You can ask the surgery for **proxy access**. Then you can order medicine for your mother with your own account. She has to agree.

## Try it

1. Find the website of your surgery. Search for its name and the town.
2. Look for **NHS App**, **Prescriptions** and **Contact us**.
3. Put the address in your bookmarks.""",
            {
                "Your chest hurts badly and you cannot breathe. What do you do?": (
                    "Send a message in the NHS App | No one may read it for hours. Call 999.",
                    "+Call 999 | This is an emergency.",
                    "Look it up online | Do not lose time. Call 999.",
                ),
                "Do you have to use the app?": (
                    "+No. I can still call or walk in | The app is one more way. You choose.",
                    "Yes, everyone must | No. Your surgery must help you in other ways too.",
                ),
            },
            picture="surgery-online",
            teaches=("Use a public service, such as the surgery’s or the council’s",),
        ),
        ALesson(
            "Set up the NHS App",
            "set-up-the-nhs-app",
            15,
            """Take your time for this one. You do it once. Someone at a library or a drop-in can sit with you.

## What you need

- to be 16 or over, and with a GP surgery in England. From 13 to 15, ask your surgery first
- your email address, and your phone beside you
- a passport, a driving licence or another photo ID.

## Set it up

1. Open **App Store** or **Play Store** and search for **NHS App**. The real one is free, and has the blue NHS sign.
2. Tap **Get** or **Install**, then open it.
3. Tap **Continue**. You make an **NHS login**. Type your email and a new password.
4. A code comes by email and another by text. Type each one in.
5. Now prove who you are. Take a photo of your ID. Then the app looks at your face.
6. Wait for an email or a text that says it is done. It can take some hours.

This proof keeps others out of your health record.

## If you have no photo ID

Ask your surgery for your **registration details** for online services. It is a letter with 3 codes. You can use them in place of the ID.

Never send a photo of your ID to anyone who calls or texts you.

## Try it

1. Find your ID.
2. Check that your email works.
3. Open the shop on your device and look for the NHS App. Do you see the blue sign?""",
            {
                "Why does the app want to see your face and your ID?": (
                    "To sell them | No. It must be sure that it is you, so that no one else sees your record.",
                    "+To be sure that it is me | Then no one else can see my health record.",
                ),
                "You have no passport or driving licence. What do you do?": (
                    "+Ask my surgery for my registration details | They give you 3 codes in place of the ID.",
                    "Use the passport of a friend | Then your friend’s record opens. Ask your surgery.",
                ),
            },
            picture="prove-who-you-are",
            teaches=("Use a public service, such as the surgery’s or the council’s",),
        ),
    ),
)
USE = APart(
    "Ask and order",
    SkillArea.TRANSACTING,
    (
        ALesson(
            "Order your usual medicine",
            "order-your-usual-medicine",
            9,
            """If you take a medicine all the time, you have a **repeat prescription**. You can order the next one from your chair.

## Order

1. Open the NHS App and sign in.
2. Tap **Prescriptions**, then **Request** or **Order**.
3. Select each medicine that you need. Leave out what you still have.
4. Check which **pharmacy** it goes to. You can change it here.
5. Tap **Continue**, read the list, and tap **Order** once.

## When to order

Order about 7 days before you need it. The surgery has to agree, and the pharmacy has to get it ready. The app shows its progress.

## At the pharmacy

Give your name and address. If you pay for prescriptions, you pay there. Everyone aged 60 or over gets them free in England, and so do many others. The app can also show a code for the pharmacist to scan.

## If a medicine is not on the list

It may need a check first. Do not just stop. Ask the surgery or your pharmacist. If you have none left and need it today, call **111**.

## Try it

1. Count your tablets. On which day will you need more?
2. Go back 7 days. Put that day in your calendar.
3. Open the app and look at the list.""",
            {
                "You ordered yesterday and have heard nothing. What do you do?": (
                    "Order again | You may get it twice. One order is enough. Look in the app first.",
                    "+Look in the app, and wait a day or two | It shows the progress of your order.",
                ),
                "When is a good time to order?": (
                    "When the box is empty | Then you may go some days without. Order 7 days before.",
                    "+About 7 days before I need it | The surgery and the pharmacy need time.",
                ),
            },
            picture="order-medicine",
            teaches=("Use a public service, such as the surgery’s or the council’s",),
        ),
        ALesson(
            "Ask your surgery a question",
            "ask-your-surgery-online",
            9,
            """You can use a form to tell the surgery what is wrong. It is there from Monday to Friday, 8am to 6:30pm. It is not for emergencies.

## Before you start

Think of the answers to these:

- What is the problem? Since when?
- Is it getting worse?
- What have you tried?
- What do you hope for? A call, an appointment, a form?

## Send it

1. Open the website of your surgery, or the NHS App. Look for **Contact your GP surgery about a health problem**.
2. It asks if it is an emergency. Read this part.
3. Answer in short sentences. You can add a photo, such as of a rash.
4. Say how you want to hear back, and when you **cannot** talk.
5. Tap **Send** once. Check that it says that it was sent.

They answer by text, by call or in the app. The form tells you when. If you get worse before then, call the surgery or **111**.

## If forms are hard for you

Call or walk in. The person at the desk can fill in the same form with you. You have the same right to be seen.

## Try it

1. Think of a small question for your surgery.
2. Write it on paper in 3 sentences.
3. Find the form on the website. You do not have to send it.""",
            {
                "What do you put in the form?": (
                    "+What is wrong, since when, and what I have tried | Then they know who can help you best.",
                    "“Call me” | Say a little more, so that the right person calls.",
                ),
                "You sent the form. Then you feel much worse. What do you do?": (
                    "Wait for the answer | Do not wait. Call the surgery, 111, or 999 if it is an emergency.",
                    "+Call the surgery or 111, or 999 in an emergency | They can act straight away.",
                ),
            },
            picture="ask-the-surgery",
            teaches=("Use a public service, such as the surgery’s or the council’s",),
        ),
        ALesson(
            "Letters, results and appointments",
            "letters-results-and-appointments",
            8,
            """The NHS App keeps many things in one place.

## Messages

Tap **Messages**. Your surgery and the hospital can write to you here. Turn on **notifications**, so that your phone tells you when one comes. A message does not open for anyone without your login.

## Results

1. Tap **Your health**, then **Test results**.
2. Tap a date.
3. Read what the surgery says about it.

A number outside the usual range is not always bad. You may see a result before anyone has called you. If you worry, call the surgery. If you would rather not see it alone, wait, or ask someone to sit with you.

## Appointments

Tap **Appointments**. You see the ones at your surgery and at many hospitals. If you cannot go, **cancel** it there, and another person can have it.

## Who can see it

Only you and those who care for you. Do not let others use your login. If someone makes you show them your record, tell your surgery. They can turn it off.

## Try it

1. Open **Messages** in the app. Is there something new?
2. Open **Appointments**. When is your next one?
3. Write it on paper or in your calendar.""",
            {
                "A result is a little outside the usual range. What do you do?": (
                    "+Read what the surgery says, and ask if I worry | One number does not say much without a doctor.",
                    "Stop all my medicine | Never stop without asking. Call the surgery.",
                ),
                "You cannot go to your appointment. What do you do?": (
                    "Stay at home and say nothing | Then no one can use it. Cancel it in the app.",
                    "+Cancel it in the app, or call | Then another person can have it.",
                ),
            },
            picture="results",
            teaches=("Use a public service, such as the surgery’s or the council’s",),
        ),
    ),
)
NHS = APath(
    "See your GP online",
    "see-your-gp-online",
    "Set up the NHS App, order your medicine, ask your surgery and read your results.",
    (START, USE),
    tags=("services",),
)
