"""The words of the path about landlines: six lessons, before the old phone lines are switched off."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

CHANGES = APart(
    "What is changing",
    SkillArea.SOLVING,
    (
        ALesson(
            "What will change, and when",
            "what-will-change-and-when",
            6,
            """For over 100 years, home phones used metal wires. Those wires are old and break down more and more. By the end of January 2027, the old phone network closes in the whole of the UK.

Your calls will then go through the internet. This is often called **digital voice** or **a digital phone line**.

## What stays the same

- You can still have a home phone.
- Most people keep their number.
- You dial in the same way. Dial the whole number, with the code of the town.

(picture: same-number)

## What is new

- Your phone plugs into a **router**. That is the small box that brings the internet into your home.
- The router needs power. The old line brought its own power. The new one does not.

(picture: into-the-router)

Your phone provider will write to you before it switches your line. That is the firm that sends your phone bill.

## Try it

1. Find your last phone bill or letter.
2. Look for the name of your provider.
3. Write the name and the phone number of its help line on a card. You will need them later.""",
            {
                "What does the new phone line need that the old one did not?": (
                    "A new phone number | Most people keep their number. It needs something else.",
                    "+Power from a socket in your home | The router must have power. Without it, "
                    "you cannot call.",
                    "A computer | You do not need one. A router is enough.",
                ),
                "Who will tell you the day of your switch?": (
                    "+My phone provider | It writes to you before it switches your line.",
                    "The police | They have no part in this. Your phone provider tells you.",
                    "Someone who calls and asks for my bank card | That is a scam. Your provider "
                    "does not need your card to switch you.",
                ),
            },
            picture="old-line",
        ),
        ALesson(
            "Check what you have at home",
            "check-what-you-have-at-home",
            10,
            """More than a phone may use your phone line. It is easy to forget one of these:

- a pendant alarm or a fall alarm
- a burglar alarm or a fire alarm
- a door entry phone
- a card machine or a fax.

Each of them must work on the new line too.

## Cordless phones

Most cordless phones sit on a base, and the base has a plug. When the power is off, they do not work. A phone with a **cord** does not need a plug.

## Try it

Walk through your home with a pen and paper.

1. Look at each phone socket. What is plugged in?
2. Write each thing on your list, and the name on it.
3. Look at each phone. Does it need a plug? Write yes or no.
4. Do you have a router? Look for a small box with lights.
5. Do you have a mobile phone? Take it to the room where you sit most. How many bars of signal can you see?

Keep your list by the phone. It is what your provider needs to know.""",
            {
                "Which of these may stop working when the line is switched?": (
                    "+A pendant alarm on the phone line | Tell the people who run it before the "
                    "switch, and test it after.",
                    "A kettle | A kettle only needs power. It does not use the phone line.",
                    "A television aerial | An aerial does not use the phone line.",
                ),
            },
            picture="signal-indoors",
        ),
    ),
)
SAFE = APart(
    "Stay safe",
    SkillArea.SAFE,
    (
        ALesson(
            "If you have an alarm",
            "if-you-have-an-alarm",
            8,
            """A pendant alarm calls for help when you press a button. **Telecare** means alarms like this, and sensors that notice a fall or smoke.

(picture: pendant-alarm)

Many of them call for help down the old phone line. Some of them do not work on a digital line. Some can be changed, and some must be replaced.

## Before the switch

1. Call the people who run your alarm. Their number is on the box or in their letter.
2. Ask: will my alarm work on a digital phone line?
3. If it will not, ask for one that does. Ask if you have to pay.
4. Tell your phone provider that you have an alarm. Ask them not to switch you until it is ready.

## After the switch

Test the alarm on the same day. Do not wait until you need it.

## Try it

You can test your alarm today, before anything changes.

1. Press the button.
2. Wait for a voice from the box.
3. Say: “This is a test. I am all right.”
4. Ask them which day would be best to test it again.""",
            {
                "Your line was switched this morning. What do you do about your alarm?": (
                    "Wait and see | If it does not work, you find out when you need it most. Test "
                    "it now.",
                    "+Press the button and say it is a test | You know straight away that someone "
                    "answers. They do not mind.",
                    "Unplug it | Then no one can hear you. Leave it plugged in and test it.",
                ),
                "Who needs to know that you have an alarm?": (
                    "No one | If no one knows, no one can make sure it works.",
                    "+My phone provider and the people who run the alarm | One looks after the "
                    "line, the other looks after the alarm.",
                ),
            },
            picture="test-the-alarm",
        ),
        ALesson(
            "Power cuts, batteries and a phone with a cord",
            "power-cuts-and-batteries",
            8,
            """The old phone line worked in a power cut. The new line does not, unless the router has a battery.

(picture: power-cut)

## Do you depend on your landline?

You do if you have no mobile phone, if you have no signal at home, or if you need a phone to stay safe.

Ofcom makes the rules for phone firms. It expects your provider to offer you a way to call **999** for at least 1 hour in a power cut. They may give you:

- a **battery** that keeps the router on
- a simple mobile phone, if there is signal where you live.

They will not know that you need it. You have to ask.

## A phone with a cord

A cordless phone needs power of its own. With a battery on the router, use a phone with a cord.

(picture: corded-phone)

## When the lights go out

Call **105** to report a power cut or to ask what is going on. It is free. If someone is in danger, call **999**.

## Try it

1. If you have a mobile phone, charge it now.
2. Write 105 and 999 on a piece of paper.
3. Put it beside the phone, with a torch.""",
            {
                "The power is off and no one is in danger. Which number do you call?": (
                    "999 | This is for danger to life. If no one is in danger, call 105.",
                    "+105 | It is free, and tells you about power cuts where you live.",
                    "159 | This takes you to your bank. For a power cut, call 105.",
                ),
                "You have a battery on your router. Which phone works in a power cut?": (
                    "A cordless phone | Its base needs a plug, so it is dead too.",
                    "+A phone with a cord | It needs no plug. It works while the battery lasts.",
                ),
            },
            picture="battery-unit",
        ),
    ),
)
PROVIDER = APart(
    "Talk to your provider",
    SkillArea.COMMUNICATING,
    (
        ALesson(
            "Call your phone provider",
            "call-your-phone-provider",
            12,
            """You do not have to wait for a letter. You can call your provider now. Have your list of things at home beside you.

## Say this first

“I have a landline. I want to know when you will switch it.” If it is true, add: “I have an alarm” or “I depend on my landline”.

## Then ask

1. When will you switch my line?
2. I have an alarm. How will you make sure it works?
3. How can I call 999 in a power cut? Can I have a battery?
4. Can I keep my number and my phone?
5. Will someone come and set it up for me?
6. Does it cost anything? You should not have to pay for the switch, or for broadband that you do not want.

Write the answers, the day and the name of the person on your list.

If the answer is not clear, say: “Please say that again, more slowly.” It is your right. You can also ask for a letter.

(picture: ask-for-help)

## Try it

1. Copy the questions that matter to you onto a page.
2. Leave space for the answers.
3. Ask someone to be your provider, and practise the call.
4. Now make the real call.""",
            {
                "You have an alarm. What do you tell your provider first?": (
                    "+I have an alarm | They must know before they switch you, so that they can "
                    "keep you safe.",
                    "My bank details | They do not need those to switch your line.",
                    "Nothing. They know already | They may not. Always tell them.",
                ),
            },
            picture="ask-your-provider",
        ),
        ALesson(
            "Spot a scam about your line",
            "spot-a-scam-about-your-line",
            7,
            """Everyone has heard about the switch. So have thieves. They call, they text or they knock at the door.

## It is a scam if someone

- asks for your bank details or a password to switch your line
- says that you must pay now, or your phone stops today
- wants to look at your computer
- says that your alarm stops today, unless you buy a new one.

## What to do

1. Hang up, or close the door. You do not need to be polite.
2. Wait 5 minutes, or use another phone. The caller may still be on the line.
3. Call your provider on the number on your **bill**. Never use a number that the caller gave you.

If you gave them your bank details, call **159**. It takes you to your bank, at most banks in the UK. If someone at the door will not go away, or you are afraid, call **999**. If they have gone, tell the police about them on **101**.

It is not your fault. It happens to careful people every day.

## Try it

1. Write this on a card: “I will call you back on the number on my bill.”
2. Say it out loud 3 times.
3. Put the card beside the phone.""",
            {
                "A caller says: pay £5 now, or your phone stops today. What do you do?": (
                    "Pay, because it is only £5 | They want your card number, not the £5. Hang up.",
                    "+Hang up, and call the number on my bill | You can be sure who answers there.",
                    "Call the number they give me | That is theirs too. Use the number on your "
                    "bill.",
                ),
                "You told a caller your bank details. Which number do you call?": (
                    "105 | That is for power cuts. Call 159.",
                    "+159 | It takes you to your bank, so they can stop the thief.",
                ),
            },
            picture="hang-up",
        ),
    ),
)
LANDLINE = APath(
    "Your landline is changing",
    "your-landline-is-changing",
    "Know what will change, keep your alarm working, and ask your provider the right questions.",
    (CHANGES, SAFE, PROVIDER),
    tags=("older", "services", "confidence"),
)
