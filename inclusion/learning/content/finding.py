"""Finding things and judging them: websites, searching, what is true, saving, learning, help."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

LOOK = APart(
    "Look things up",
    SkillArea.INFORMATION,
    (
        ALesson(
            "Open a website",
            "open-a-website",
            8,
            """A **browser** is the app that opens websites. It is called Safari, Chrome, Edge, Firefox or Internet. You use one now, if you read this on a screen.

## Go to a website

1. Open the browser.
2. Tap the long box at the top or the bottom. That is the **address bar**.
3. Type the address, such as **nhs.uk**. There are no spaces.
4. Tap **Go** on the keyboard.

## Move around

- Swipe up to read on.
- Coloured or underlined words are **links**. Tap one to open another page.
- The arrow that points left takes you **back**.
- 3 lines on top of each other are a **menu**. Tap it to see what else there is.

## Cookies

Many sites ask about **cookies**. They are small notes that a site keeps about your visit. You can tap **Reject**. The site still works.

If a box covers the page, look for a small **x** in its corner.

## Try it

1. Open the browser.
2. Go to **gov.uk**.
3. Tap one link.
4. Go back.""",
            {
                "Where do you type the address of a website?": (
                    "+In the long box at the top or the bottom | It is called the address bar. Then tap Go.",
                    "In an email | An email goes to a person. The address of a site goes in the address bar.",
                ),
                "A site asks you to accept cookies. What can you do?": (
                    "+Tap Reject | You can say no. The site still works.",
                    "Pay for them | Cookies are not for sale. You can tap Reject.",
                    "Turn the device off | You do not need to. Tap Reject and read on.",
                ),
            },
            picture="open-a-website",
            teaches=("Open a website and move around in it",),
        ),
        ALesson(
            "Search and choose",
            "search-and-choose",
            9,
            """You do not have to know the address. Ask for what you want, and choose from the answers.

## Search

1. Open the browser and tap the long box.
2. Type a few words. Say what, and where: **library Harlow opening times**.
3. Tap **Go**. A list comes up.

You can also tap the **microphone** and say it.

## Choose

- The first ones may say **Sponsored** or **Ad**. Someone has paid to be there. Go past them.
- Read the address under each title. **gov.uk** is the government. **nhs.uk** is the NHS. A name with **.org.uk** is often a charity, but anyone can buy one.
- At the top there may be an answer written by a computer, called **AI**. It can be wrong. Tap the links beside it and check.

If nothing fits, use other words, or add one more word.

## Mind who you pay

For a passport, a driving licence or a health card, other sites take money to fill in the form for you. Start at **gov.uk** or **nhs.uk**.

## Try it

1. Search for the opening times of your library.
2. Find which answers are ads.
3. Open the one from the council.""",
            {
                "You want to renew your driving licence. Which answer do you choose?": (
                    "The first one, marked Sponsored | It paid to be first, and may charge you more.",
                    "+The one at gov.uk | This is the real one.",
                    "The one with the nicest picture | A picture tells you nothing. Read the address.",
                ),
                "You search for “doctor” and get too much. What do you do?": (
                    "+Add more words, such as the name of my town | The more you say, the better it fits.",
                    "Read all of it | There are millions. Add words, and the list gets better.",
                ),
            },
            picture="search",
            teaches=("Search for something and choose the answer to my question",),
        ),
        ALesson(
            "Is it true?",
            "is-it-true",
            9,
            """Anyone can put anything online. Most of it is honest. Some of it is wrong, and some is made to fool you. You can find out which.

## Ask 4 questions

1. **Who** says so? Look for a name that you know, or a page “About us”.
2. **When?** Look for a date. Old news is shared as if it were new.
3. **Who else?** Search for it. If it is true, the BBC, the NHS or the council will have it too.
4. **Why?** Does it want to sell something, or make you angry or afraid?

## Pictures and voices can lie

A computer can now make a photo, a film or a voice of a real person, saying what they never said. So look at who sent it, not only at how real it looks. If a famous person on a film tells you where to put your money, it is a scam.

## About your health

Start at **nhs.uk**. Do not stop a medicine because of something you read. Ask your pharmacist or your surgery.

If you are not sure, do not share it.

## Try it

1. Find a news story.
2. Look for its date and who wrote it.
3. Search for the same story somewhere else.""",
            {
                "A friend shares a film: a famous man tells you how to get rich. What do you do?": (
                    "Send him money, because I saw him | A computer can make such a film. It is a scam.",
                    "+Leave it, and do not share it | No honest offer is made like this.",
                ),
                "A page says that lemon cures your illness. What do you do?": (
                    "+Look at nhs.uk, or ask my pharmacist | They know, and they are not selling lemons.",
                    "Stop my medicine and buy lemons | Never stop a medicine because of a page. Ask first.",
                ),
            },
            picture="is-it-true",
            teaches=("Judge whether what I read is likely to be true",),
        ),
        ALesson(
            "Save it and find it again",
            "save-it-and-find-it-again",
            8,
            """You found a good page. Tomorrow you want it again. Save it now.

## Save a page

1. Open the page.
2. Tap the **star**. If there is no star, tap **Share** or the 3 dots and choose **Add bookmark**.
3. To find it again, open **Bookmarks** or **Favourites**. It is in the same menu.

## Save a file

A file is a page to keep, such as a letter or a form. It is often a **PDF**.

1. Tap the link. Tap **Download**, or an arrow that points down.
2. It goes to a folder called **Downloads**.
3. To find it, open the app **Files** or **My Files**, then **Downloads**.

## Give it a good name

“scan0012” says nothing. Hold your finger on the file and tap **Rename**. Call it “gas bill November 2026”. Make folders: Bills, Health, Family.

If you cannot find it, open **Files**, tap the magnifying glass and type a word of its name.

## Try it

1. Go to **nhs.uk** and save the page with a star.
2. Go home. Open the browser again.
3. Find the page in your bookmarks.""",
            {
                "You want to see this page again tomorrow. What do you do?": (
                    "+Save it with the star | Then it is in your bookmarks.",
                    "Leave the device on all night | You do not need to. Tap the star.",
                ),
                "You downloaded a letter. Where do you look for it?": (
                    "In the camera | The camera is for photos. Look in Files, then Downloads.",
                    "+In Files, under Downloads | That is where new files go.",
                ),
            },
            picture="save-it",
            teaches=("Save a page or file where I can find it again",),
        ),
    ),
)
SOLVE = APart(
    "Find out how",
    SkillArea.SOLVING,
    (
        ALesson(
            "Learn something new",
            "learn-something-new",
            8,
            """How do you change a light bulb in an oven, knit a sock or say “good morning” in Polish? Someone online shows you, for free.

## Ask “how to”

1. Open the browser.
2. Type **how to** and what you want: **how to descale a kettle**.
3. Choose a page with steps, or tap **Videos**.

## Watch a film

- Tap the arrow in the middle to start. Tap again to stop.
- Stop after each step and do it. Then go on.
- Tap **CC** to read what is said.
- Drag the dot on the line to go back.

Films use a lot of mobile data. Watch them on wifi.

## Choose a good one

Look at 2 of them. If both say the same, it is likely to be right. Look for the name of a firm that makes the thing, or for a college. For gas, for electric wires and for medicine, ask a person who is trained.

## Learn more

Your library has free courses and people who help. This website has other topics, too.

## Try it

1. Think of one thing that you would like to do.
2. Search for “how to” and that thing.
3. Watch a film or read the steps.""",
            {
                "A film goes too fast for you. What do you do?": (
                    "+Stop it after each step | You can stop and go back as often as you like.",
                    "Give up | You do not need to. Tap the film to stop it.",
                ),
                "You smell gas. Do you look for a film?": (
                    "Yes, and mend it | No. Go outside and call 0800 111 999. Gas is not for films.",
                    "+No. I go outside and call 0800 111 999 | That is the gas emergency line. It is free.",
                ),
            },
            picture="learn-something",
            teaches=("Find out online how to do something new",),
        ),
        ALesson(
            "Get help on a website",
            "get-help-on-a-website",
            8,
            """You are on the website of your bank, your council or a shop, and you are stuck. Help is on the page, if you know where to look.

## Where to look

- **Help**, **Support** or **Contact us**. It is at the very top or the very bottom.
- **FAQ** means questions that many people ask. Yours may be there.
- A **search** box for this site. It is a magnifying glass.
- A **speech bubble** in the corner. That is a **chat**.

## Use a chat

1. Tap the bubble.
2. Type your question in a few words.
3. First you may talk to a computer. If it does not understand, type **speak to a person**.
4. Copy what they say, or take a photo of it.

Never type a password, a PIN or your whole card number into a chat. An honest helper does not ask for them.

## If you would rather speak

Look for **Contact us** on that website. Do not search for “phone number of my bank”: some numbers that come up belong to thieves. Use the number on your card or your bill.

## Try it

1. Go to the website of your council.
2. Find **Contact us**.
3. Is there a chat? When is the phone answered?""",
            {
                "A chat asks for your password. What do you do?": (
                    "+Close the chat | No honest helper asks for a password.",
                    "Type it, because they want to help | They do not need it. Close the chat.",
                ),
                "You need the phone number of your bank. Where do you look?": (
                    "In the first answer of a search | It may belong to a thief. Look on your bank card.",
                    "+On the back of my bank card | That number is always right.",
                ),
            },
            picture="help-on-a-website",
            teaches=("Find help on a website, such as a chat or a video",),
        ),
    ),
)
FINDING = APath(
    "Find things and judge them",
    "find-things-and-judge-them",
    "Open websites, search, tell what is true, save what you find and get help.",
    (LOOK, SOLVE),
    tags=("skills",),
)
