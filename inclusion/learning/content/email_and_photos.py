"""Email and photographs: an address, answering, taking and sending pictures, writing, two devices."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

EMAIL = APart(
    "Email",
    SkillArea.COMMUNICATING,
    (
        ALesson(
            "Get an email address",
            "get-an-email-address",
            12,
            """An email is a letter on a screen. You need an address of your own to send one, and to use many services. It is free.

## Look first

You may have an address already. Most Android phones have a Google account. Its address often ends in **@gmail.com**. Most Apple devices have an Apple account, which shows the address that you gave. Look in **Settings**, at the top.

## Make one

1. Open the website or app of an email service, such as Gmail or Outlook.
2. Tap **Create account**.
3. Type your name, and the address that you would like. If someone has it already, add a number. Do not use the year you were born.
4. Choose a strong password: 3 words that do not belong together.
5. It may ask for a phone number. This helps you get in if you lose the password.

An address looks like **ann.example@mail.example**. There are no spaces. The sign in the middle is said “at”.

## Keep it safe

Your email is the key to your other accounts. Use a password here that you use nowhere else.

## Try it

1. Look in **Settings** for an address that you have.
2. Write your address on paper, in clear letters.
3. Read it out to someone.""",
            {
                "Which of these can be an email address?": (
                    "ann example | There must be an “at” sign in the middle, and no spaces.",
                    "+ann.example@mail.example | It has a name, the “at” sign, and where the mail goes.",
                    "www.mail.example | That is a website. It has no “at” sign.",
                ),
                "Why should the password for your email be a special one?": (
                    "+It is the key to my other accounts | With your email, a thief can change your other passwords.",
                    "Email costs money | It is free. But a thief with your email can get into more.",
                ),
            },
            picture="new-address",
        ),
        ALesson(
            "Read an email and answer it",
            "read-and-answer-an-email",
            9,
            """Open the app with a picture of an envelope. You see a list. That is your **inbox**. New emails are at the top, in bold.

## Read

1. Tap an email to open it.
2. At the top you see who it is from, and what it is about.
3. To go back to the list, tap the arrow at the top left.

## Answer

1. Open the email and tap **Reply**, or an arrow that points left.
2. Type your answer. Start with “Hello” and the name. End with your own name.
3. Read it once.
4. Tap **Send**, or the picture of a paper plane.

**Reply all** sends your answer to everyone who had the email. Most of the time you want **Reply**.

## Write a new one

Tap the picture of a pencil, or a plus. Type the address next to **To**, a few words next to **Subject**, and your message below.

## If you do not know the sender

Do not open what came with it, and do not tap its links. Select it and tap **Report spam** or the bin.

## Try it

1. Ask someone you know for their address.
2. Send them: “This is my first email. Please answer.”
3. Read what they say, and reply.""",
            {
                "You want to answer one person only. What do you tap?": (
                    "+Reply | Your answer goes to the person who wrote to you.",
                    "Reply all | Then everyone who had the email gets your answer too.",
                    "Bin | That deletes the email. Tap Reply to answer.",
                ),
                "An email from a stranger has a bill with it. What do you do?": (
                    "Open the bill to see what it is | It may be a trap. Leave it closed.",
                    "+Leave it closed and report it as spam | You owe nothing to a stranger’s email.",
                ),
            },
            picture="answer-email",
            teaches=("Read an email and answer it",),
        ),
        ALesson(
            "Write something and share it",
            "write-and-share",
            12,
            """A list for a party, the notes of a club, a poem: you can write it on your device and let others read it.

## Write

1. Open an app for notes or documents. There is one on your device, called **Notes**, **Keep**, **Docs** or **Word**.
2. Tap the plus to start a new page.
3. Type a title, then your text.
4. It saves what you write. In some apps you tap **Save** and give it a name.

## Share

1. Look for **Share**. It may be a box with an arrow, or 3 dots joined by lines.
2. Choose how: an email, a message, or a link.
3. Choose who gets it. Check the name twice.
4. If it asks, choose if they may only **view** it, or **edit** it too. Edit means that they can change your text.

Once you have sent it, you cannot be sure to get it back. Share only what you would say in that room.

## Try it

1. Open an app for notes.
2. Write 3 things that you would like to learn.
3. Share it with someone you trust.""",
            {
                "You want people to read the notes, but not to change them. What do you choose?": (
                    "+View | They can read your text, but cannot change it.",
                    "Edit | Then they can change it. Choose View.",
                ),
                "What do you check before you share?": (
                    "+Who will get it | It is hard to get back what has gone to a wrong person.",
                    "The weather | Check the name of the person. That matters more.",
                ),
            },
            picture="write-and-share",
            teaches=("Write something and share it with others",),
        ),
    ),
)
PHOTOS = APart(
    "Photographs",
    SkillArea.COMMUNICATING,
    (
        ALesson(
            "Take a photo",
            "take-a-photo",
            6,
            """Your phone or tablet is a camera too. You can take as many photos as you like, and delete the bad ones.

## Take it

1. Tap the app with a picture of a camera.
2. Point the back of the device at what you want. You see it on the screen. Keep your fingers away from the small glass eye.
3. Tap the screen where it should be sharp.
4. Keep still, and tap the big round button.

To take a photo of yourself, tap the picture of 2 arrows in a ring. It turns the camera round.

## Look at it

Tap the small picture beside the round button. Swipe to see the one before. All your photos are in the app called **Photos** or **Gallery**.

To delete one, tap the **bin**. Most devices keep it for about 30 days, in case you change your mind.

## Be kind

Ask before you take a photo of someone, and before you show it to others. For a child, ask the parents.

## Try it

1. Take a photo of your shoe.
2. Look at it.
3. Take a better one and delete the first.""",
            {
                "Your photo is dark and not sharp. What do you do?": (
                    "+Delete it and take another one | It costs nothing. Tap the screen where it should be sharp.",
                    "Stop taking photos | Everyone takes bad ones. Take another.",
                ),
                "You took a nice photo of a friend. What do you do before you show it to others?": (
                    "+Ask my friend | It is their face, so they choose.",
                    "Nothing | Some people mind. It is kind to ask first.",
                ),
            },
            picture="take-a-photo",
        ),
        ALesson(
            "Send a picture",
            "send-a-picture",
            8,
            """You took a photo, and now someone far away can see it, in a few seconds.

## Send it

1. Open **Photos** or **Gallery** and tap the picture.
2. Tap **Share**: a box with an arrow, or 3 dots joined by lines.
3. Choose **Messages**, **WhatsApp** or **Email**.
4. Choose the person. Check the name.
5. Add a few words, such as “My garden today”.
6. Tap **Send**.

You can also do it the other way round. Open a chat with the person, and tap the **paper clip**, the **plus** or the camera beside the box.

## Mind what is in it

A picture can show more than you think: a letter with your address, a bank card on the table, the number of your house. Look at the corners first.

Pictures use mobile data. At home, use wifi. A film uses much more than a photo.

## Try it

1. Choose one photo.
2. Look at its corners. Is there something private?
3. Send it to someone who will be pleased.""",
            {
                "What do you look for before you send a photo?": (
                    "+Private things in the corners | A card, a letter or a number can be read by others.",
                    "The size of my screen | It does not matter. Look for private things in the photo.",
                ),
                "Which symbol means Share?": (
                    "A cog | A cog opens the settings.",
                    "+A box with an arrow, or 3 joined dots | It shows all the ways to send your photo.",
                    "A bin | The bin deletes. Look for the box with an arrow.",
                ),
            },
            picture="send-a-picture",
            teaches=("Send someone a message with a picture",),
        ),
        ALesson(
            "See your pictures on another device",
            "your-pictures-on-another-device",
            9,
            """If your phone falls into the sink, are your photos gone? Not if a copy is in the **cloud**. The cloud is a safe store on the computers of a big firm. You get to it with your account.

## Turn it on

1. Join your wifi. It is a lot to send.
2. Apple: open **Settings**, tap your name, then **iCloud**, then **Photos**.
3. Android: open **Google Photos**, tap your picture, and turn on **Backup**.
4. Wait. The first time can take a whole night.

A small store is free. If it is full, delete films that you do not need before you pay for more.

## Look at them elsewhere

1. On the other device, open the same app or its website.
2. Sign in with the **same** account.
3. Your photos are there.

On a device that is not yours, such as one in the library, **sign out** when you go.

Some people copy photos to a memory stick as well. A library can show you how.

## Try it

1. Find out if your photos have a copy. Look for **iCloud** or **Backup**.
2. Write the name of your account on paper, but not the password.""",
            {
                "What do you need to see your photos on another device?": (
                    "A new phone number | It does not use your number. It uses your account.",
                    "+The same account | Sign in with it, and your photos are there.",
                ),
                "You looked at your photos in the library. What do you do before you go?": (
                    "+Sign out | Then the next person cannot see them.",
                    "Turn off the screen | The next person turns it on and sees your photos. Sign out.",
                ),
            },
            picture="two-devices",
            teaches=("Open my pictures or files on another device",),
        ),
    ),
)
EMAIL_AND_PHOTOS = APath(
    "Email and photographs",
    "email-and-photographs",
    "Write and answer emails, take photos and send them to people you love.",
    (EMAIL, PHOTOS),
    tags=("skills", "confidence"),
)
