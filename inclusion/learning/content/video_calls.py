"""Video calls: getting ready, with family, when there is no sound, and with the GP."""
# ruff: noqa: E501  a line break in a lesson is a line break on its page

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

FAMILY = APart(
    "See your family and friends",
    SkillArea.COMMUNICATING,
    (
        ALesson(
            "Get ready for a video call",
            "get-ready-for-a-video-call",
            7,
            """On a video call you see each other and talk. You need 3 things: a camera, a microphone and sound. Your phone or tablet has all of them.

## Your place

1. Sit where it is quiet.
2. Face the window or a lamp. If the light is behind you, your face is dark.
3. Lean the device against some books, so that the camera is as high as your eyes.
4. Look at what is behind you. Others can see it.

## Your device

1. Plug it in. A call uses a lot of power.
2. Join the wifi. An hour of video can use more than 1GB of mobile data.
3. Turn the sound up with the buttons on the edge.

## If you hear or see badly

Headphones make voices clearer. Many apps have **captions**: the words come up as text. Look in the settings of the call.

## Try it

1. Open the camera app.
2. Tap the 2 arrows, so that you see yourself.
3. Move your chair until your face is in the light.
4. Make the sound louder, then softer.""",
            {
                "Your face is dark on the screen. What do you do?": (
                    "+Turn round, so that the window is in front of me | Light must fall on your face.",
                    "Buy a new camera | Your camera is fine. Turn to the light.",
                ),
                "Why is wifi better than mobile data for a video call?": (
                    "+Video uses a lot of data | At home on wifi it does not use up your mobile data.",
                    "Wifi makes me look younger | Sadly not. But it saves your mobile data.",
                ),
            },
            picture="ready-for-a-call",
            teaches=("Make a video call",),
        ),
        ALesson(
            "Call your family",
            "call-your-family",
            9,
            """There are many apps for this: **WhatsApp**, **FaceTime**, **Zoom**, **Google Meet**. Use the one that your family uses. They are free.

## Call someone

This is WhatsApp. The others are much the same.

1. Open the app and tap the name of the person.
2. Tap the picture of a **video camera** at the top.
3. If it asks to use the camera and the microphone, tap **Allow**.
4. Wait while it calls. When they answer, you see them.

## Answer a call

Your device makes a sound and shows a name. Do you know it? Tap or swipe the **green** button. If you do not know the person, tap the **red** one.

## During the call

- The **microphone** turns your sound off and on.
- The **camera** turns your picture off and on.
- The 2 arrows turn the camera round, to show your garden.
- The **red** button ends the call.

## Join with a link

For Zoom or Meet, you get a link in an email. Tap it at the time that it says. Tap **Join**.

## Try it

1. Ask someone when they have time.
2. Call them by video.
3. Show them something in your room.
4. End the call with the red button.""",
            {
                "Which button ends the call?": (
                    "The microphone | It only turns your sound off. The red button ends the call.",
                    "+The red one | The other person also sees that you have gone.",
                ),
                "Someone you do not know calls you by video. What do you do?": (
                    "+Tap the red button | You do not have to answer a stranger.",
                    "Answer, to be polite | You do not owe it to a stranger. Tap the red button.",
                ),
            },
            picture="family-call",
            teaches=("Make a video call",),
        ),
        ALesson(
            "When you cannot hear or see them",
            "when-you-cannot-hear-them",
            7,
            """“Can you hear me?” Everyone says it on every call. Here is what helps.

## You cannot hear them

1. Turn the sound up with the buttons on the edge.
2. Are headphones plugged in? Take them out. Are wireless headphones on in another room? Turn them off.
3. Use a hand sign to ask them to turn on their microphone.

## They cannot hear you

1. Look at the **microphone**. If a line goes through it, it is off. Tap it.
2. Is a finger, or the cover, over the tiny hole at the bottom of the device?

## They cannot see you

1. Look at the **camera**. If a line goes through it, tap it.
2. Wipe the small glass eye.

## It stops and starts

- Go nearer to the router.
- Turn your picture off. Sound alone needs much less.
- End the call and call again. Everyone does this, and it often works.

## It never asked to use the camera

Open **Settings**, then **Apps**. Tap the app, then **Permissions**. Allow the camera and the microphone.

## Try it

1. Call someone.
2. Turn your microphone off. Say something. What do they see?
3. Turn it on again.""",
            {
                "The microphone on the screen has a line through it. What does it mean?": (
                    "It is broken | It is only off. Tap it once.",
                    "+It is off, so they cannot hear me | Tap it once and speak.",
                ),
                "The picture keeps stopping. What can help?": (
                    "+Turn my picture off and go nearer to the router | Then there is less to send, on a better signal.",
                    "Speak louder | They hear you only when the signal is good. Go nearer to the router.",
                ),
            },
            picture="no-sound",
            teaches=("Make a video call", "Get a device working again when it stops responding"),
        ),
    ),
)
GP = APart(
    "See your GP",
    SkillArea.TRANSACTING,
    (
        ALesson(
            "A video call with your GP",
            "be-ready-for-a-video-call",
            8,
            """Sometimes the surgery offers you a video call in place of a visit. You do not have to say yes. You can ask for a phone call or to come in.

## Before

1. The surgery sends a link, by text or email. It tells you the day and the time. If you did not expect it, call the surgery on the number you know.
2. Write a list of what you want to ask. Have your medicines beside you.
3. 10 minutes before, sit somewhere quiet, with light on your face.
4. Lean the device on something, so that your hands are free.

## The call

1. Tap the link.
2. If it asks to use the camera and the microphone, tap **Allow**.
3. Type your name if it asks. It never asks for a password or a bank card.
4. Wait. The doctor or nurse may be a little late.

Someone you trust can sit with you. Tell the doctor that they are there. You can ask for an **interpreter** too, if you tell the surgery before.

If the video does not work, the surgery will usually call you. Keep your phone beside you.

If it is an emergency, do not wait for a call. Call **999**.

## Try it

1. Write 2 questions for your doctor on paper.
2. Find your place for a call. Is your face in the light?""",
            {
                "The tablet asks to use the camera. What do you tap?": (
                    "+Allow, because I opened the surgery’s link | They can then see you. It stops when the call ends.",
                    "Never | They will not be able to see you. Allow it for a call that you expect.",
                ),
                "You would rather see the doctor in person. What do you do?": (
                    "Say nothing | Tell them. A video call is only an offer.",
                    "+Tell the surgery | You can ask for a visit or a phone call.",
                ),
            },
            picture="gp-call",
            teaches=("Make a video call",),
        ),
    ),
)
VIDEO_CALLS = APath(
    "Video calls",
    "video-calls",
    "See and hear your family, and be ready for a video call with your GP.",
    (FAMILY, GP),
    tags=("skills", "services"),
)
