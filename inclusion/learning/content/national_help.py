"""Where our lessons end: national help, by the path that leads on to it ("" for every path)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ALink:
    path: str
    title: str
    about: str
    url: str


LINKS = (
    ALink(
        "",
        "Learn My Way",
        "Free lessons from Good Things Foundation, a charity.",
        "https://www.learnmyway.com/",
    ),
    ALink(
        "first-steps-on-a-tablet",
        "AbilityNet",
        "Free help with devices for older and disabled people. Call 0300 180 0028.",
        "https://abilitynet.org.uk/",
    ),
    ALink(
        "first-steps-on-a-tablet",
        "My Computer My Way",
        "How to make any device easier to see, hear and use.",
        "https://mcmw.abilitynet.org.uk/",
    ),
    ALink(
        "wifi-at-home-and-out",
        "Ofcom",
        "Advice about broadband and wifi from the regulator.",
        "https://www.ofcom.org.uk/",
    ),
    ALink(
        "email-and-photographs",
        "Age UK",
        "Guides to email and the internet for older people.",
        "https://www.ageuk.org.uk/",
    ),
    ALink(
        "find-things-and-judge-them",
        "Full Fact",
        "A charity that checks what people share.",
        "https://fullfact.org/",
    ),
    ALink(
        "staying-safe-online",
        "Stop! Think Fraud",
        "How to spot a scam, and what to do after one.",
        "https://stopthinkfraud.campaign.gov.uk/",
    ),
    ALink(
        "staying-safe-online",
        "Report Fraud",
        "Tell the police about a scam.",
        "https://www.reportfraud.police.uk/",
    ),
    ALink(
        "staying-safe-online",
        "National Cyber Security Centre",
        "Advice about passwords and safe devices.",
        "https://www.ncsc.gov.uk/",
    ),
    ALink(
        "video-calls",
        "Age UK",
        "Step by step guides to video calls.",
        "https://www.ageuk.org.uk/",
    ),
    ALink(
        "see-your-gp-online",
        "NHS App",
        "Help with the NHS App and NHS login.",
        "https://www.nhs.uk/nhs-app/",
    ),
    ALink(
        "pay-and-fill-in-forms-safely",
        "MoneyHelper",
        "Free help with money, banks and bills.",
        "https://www.moneyhelper.org.uk/",
    ),
    ALink(
        "pay-and-fill-in-forms-safely",
        "Citizens Advice",
        "Your rights when you buy something.",
        "https://www.citizensadvice.org.uk/",
    ),
    ALink(
        "save-mobile-data",
        "National Databank",
        "Who can have free mobile data, and how it works.",
        "https://www.goodthingsfoundation.org/",
    ),
    ALink(
        "your-landline-is-changing",
        "Ofcom",
        "The rules for phone firms, and who to complain to.",
        "https://www.ofcom.org.uk/",
    ),
)
