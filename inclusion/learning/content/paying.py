"""Paying and forms: filling in, sending papers, buying, ways to pay, the bank."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

FORMS = APart(
    "Forms",
    SkillArea.TRANSACTING,
    (
        ALesson(
            "Fill in a form",
            "fill-in-a-form",
            9,
            """A blue badge, a bus pass, a missed bin: the council and the government have forms for these online. A good form asks one thing at a time.

## Before you start

- Check the address at the top. For the government it ends in **gov.uk**.
- Read what you need: your National Insurance number, an email, a photo.
- Have some time. Some forms forget what you typed after 20 minutes.

## Fill it in

1. Tap the first box and type. Tap the next box.
2. A **round** button: choose one. A **square** box: choose as many as are right.
3. A small arrow on a box opens a list. Tap the one you want.
4. If you see **Save and come back later**, you can stop and go on another day.
5. If something is red, read what it says. It tells you what to change.
6. Read your answers. Tap **Send** or **Submit** once.

## After

You get a **reference number**. Write it on paper, or take a photo of the screen.

If a form is too hard, you can ask for it on paper, or for someone to help you.

## Try it

1. Go to the website of your council.
2. Find the form for a missed bin.
3. Read the first page. You do not have to send it.""",
            {
                "A box on the form turns red. What does it mean?": (
                    "I have broken it | Nothing is broken. Read the red words. They tell you what to change.",
                    "+Something is missing or wrong | Read the words beside it and change your answer.",
                ),
                "What do you keep after you have sent a form?": (
                    "+The reference number | With it they can find your form when you call.",
                    "Nothing | Keep the number. You need it if you want to ask about your form.",
                ),
            },
            picture="fill-in-a-form",
            teaches=(
                "Fill in a form online and send it",
                "Use a public service, such as the surgery’s or the council’s",
            ),
        ),
        ALesson(
            "Send a photo of a letter",
            "send-a-photo-of-a-paper",
            7,
            """“Upload proof of your address.” To upload is to send a file with a form. You do not need a scanner. A clear photo will do.

## Take the photo

1. Put the paper flat on a table, near a window.
2. Stand above it, so that your shadow is not on it.
3. All 4 corners must be in the picture.
4. Tap the screen in the middle, then tap the round button.
5. Make it larger with 2 fingers. Can you read each word? If not, take it again.

## Send it

1. On the form, tap **Choose file**, **Upload** or **Add photo**.
2. Choose **Photos**, and tap your photo. Or choose **Camera** and take it now.
3. Wait until you see its name or a small picture of it.
4. Go on with the form.

If it says that the file is too big, or the wrong type, look for **Contact us** and ask for help. You can often send it by post or show it at the desk.

## Keep it private

Delete the photo of a passport or a bank letter when it has been sent. Send such a photo only to a website that **you** went to.

## Try it

1. Take a photo of any letter.
2. Are all 4 corners in it?
3. Make it larger and read it.
4. Delete it.""",
            {
                "What makes a good photo of a letter?": (
                    "+Flat, light, with all 4 corners | Then they can read it and do not ask you again.",
                    "From far away, with the whole kitchen | They cannot read it. Go near, with 4 corners in the picture.",
                ),
                "A text asks for a photo of your passport. What do you do?": (
                    "Send it | It may be a thief. Send it only to a website that you went to yourself.",
                    "+I do not send it | Real offices ask on their own website, when you have asked for something.",
                ),
            },
            picture="photo-of-a-paper",
            teaches=("Fill in a form online and send it",),
        ),
    ),
)
PAYING = APart(
    "Buying and your bank",
    SkillArea.TRANSACTING,
    (
        ALesson(
            "Buy something safely",
            "buy-something-safely",
            10,
            """You can buy nearly anything online, and it comes to your door. Check the shop first.

## Is the shop real?

- Do you know its name? Type its address. Do not start from an ad or a message.
- Search for its name and the word **reviews**.
- Look for a street address and a phone number on the website.
- Is it far too cheap? Then it is likely to be a fake.

A padlock beside the address is good, but it does not tell you that the shop is honest. Thieves can have a padlock too.

## Buy

1. Choose a thing and tap **Add to basket**.
2. Tap the basket. Check how many, and what it costs to send.
3. Tap **Checkout**. Choose **guest** if you do not want an account.
4. Type your name and address.
5. Pay. Your bank may send you a code or ask you in its app. Read the amount first.
6. Keep the email with the order number.

## Your rights

When you buy online from a shop in the UK, you can most often change your mind for **14 days** after it comes. If it never comes, ask the shop, then your bank.

## Try it

1. Find a kettle at a shop that you know.
2. Put it in the basket.
3. What does it cost with delivery?
4. Take it out again. You have not bought it.""",
            {
                "New shoes for £9 that cost £90 elsewhere. What do you think?": (
                    "Quick, before they are gone | That is what the thief hopes. Check the shop first.",
                    "+It is likely to be a fake shop | Check the name, the address and reviews.",
                ),
                "Does a padlock mean that the shop is honest?": (
                    "+No. It only means that others cannot listen | A thief can have a padlock too. Check the shop.",
                    "Yes | It means that no one can listen. But the shop itself may be a fake.",
                ),
            },
            picture="buy-something",
            teaches=("Buy something and pay for it",),
        ),
        ALesson(
            "Ways to pay",
            "ways-to-pay",
            8,
            """Not all ways to pay are as safe as each other.

## From safest

1. **Credit card.** If something costs more than £100 and up to £30,000, the card firm must help if it goes wrong.
2. **Debit card** or **PayPal**. Your bank or PayPal can often get the money back.
3. **Phone or watch** at the till. It uses your card, and the shop never sees the number.
4. **Bank transfer.** The money is gone in seconds, and is hard to get back. Use it for people you know.

If a stranger asks for **gift cards**, cash by post or crypto, it is a scam. Always.

## Before a bank transfer

1. Get the account number from a bill, or by a call to a number that you know. An email can be faked.
2. Type it in. Your bank checks if the name matches.
3. If it says **no match**, stop.

## Payments that come again

A free trial can turn into a bill each month. Look for **subscription**. Put the last day to stop it in your calendar. You can see and stop such payments in your bank’s app.

## Try it

1. Look at your last bank statement.
2. Is there a payment each month that you do not need?
3. Find out how to stop it.""",
            {
                "A seller wants a gift card as payment. What is it?": (
                    "A good offer | No honest seller or office takes gift cards for payment. It is a scam.",
                    "+A scam | Stop and tell someone you trust.",
                ),
                "Your bank says that the name does not match. What do you do?": (
                    "Pay, it is only a name | The account may belong to a thief. Stop and check.",
                    "+Stop and check with a call | Use a number that you know.",
                ),
            },
            picture="ways-to-pay",
            teaches=("Buy something and pay for it",),
        ),
        ALesson(
            "Your bank online",
            "your-bank-online",
            10,
            """With your bank’s app or website you can see your money, pay a bill and stop a lost card, at any time.

## Set it up

1. Get the app from **App Store** or **Play Store**. Or type the address from your card or statement.
2. Tap **Register**. You need your card and your phone. The bank sends a code.
3. Choose a password or a number that you use nowhere else.

You can ask for help in a branch, or in a **banking hub** where many banks share a desk. Post offices take cash and cheques for most banks.

## Use it

- **Balance**: what you have.
- **Transactions**: what came in and went out. Look once a week.
- **Pay**: choose the person or the firm, type the amount, read it, send it.
- **Freeze card**: stops a lost card straight away. You can undo it.

Log out when you are done. Use your own device and wifi that you know.

## Stay safe

Your bank never asks for your whole password, and never asks you to move your money. If someone does, hang up and call **159**.

## Try it

1. Find the number of your bank on your card.
2. Ask them how to start online, or look at the last 5 payments.
3. Do you know each one?""",
            {
                "You cannot find your card. What can the app do?": (
                    "+Freeze the card | No one can use it. If you find it, you undo the freeze.",
                    "Nothing | It can freeze the card in seconds. Look under Cards.",
                ),
                "How often do you look at your payments?": (
                    "Once a year | A thief has a lot of time then. Once a week is better.",
                    "+About once a week | You soon see a payment that is not yours.",
                ),
            },
            picture="bank-online",
            teaches=("Check my bank account or pay bills",),
        ),
    ),
)
PAYING_AND_FORMS = APath(
    "Pay and fill in forms safely",
    "pay-and-fill-in-forms-safely",
    "Send a form, buy from a shop you can trust, and look after your money online.",
    (FORMS, PAYING),
    tags=("services",),
)
