"""What is held of businesses and connections: see `diz_portal.privacy`."""

from diz_portal.privacy import (
    LEAD_ORGANISATION,
    Footing,
    Purpose,
    Retention,
    declare,
    no_personal_data,
    purpose,
)

from .models import Company, Connection, Need, Register, Sector, Support

BUSINESSES = purpose(
    Purpose(
        key="businesses",
        title="Businesses",
        plain="If you tell us that your business needs a better connection, we count it. If you "
        "give us your email address, we may write to you about it. If you ask us about moving a "
        "business here, we reply to you.",
        whom="People who answer for a business",
        controller=LEAD_ORGANISATION,
        footing=Footing.SERVICE,
        main="demand.Need",
        kept="For {period} after you told us.",
        recipients="The partner who replies to an enquiry. Partners and suppliers can see how many "
        "businesses in an area need a connection, but no email address",
        order=45,
    )
)
declare(
    Need,
    what="Needs of businesses",
    personal={"email": "email address"},
    controller=LEAD_ORGANISATION,
    purpose=BUSINESSES,
    why="To show suppliers where businesses need a connection",
    retention=Retention(
        days=2 * 365,
        from_field="told_at",
        after="it was sent",
        at_least=365,
        at_most=3 * 365,
    ),
)
no_personal_data(Sector, reason="Postcode sectors.", texts="code")
no_personal_data(Support, reason="Offers for businesses.", texts="name run_by summary who website")
no_personal_data(
    Connection,
    reason="Answers without a name, an address or a time but the day. They are counted in areas of "
    "some 3,000 addresses.",
)
no_personal_data(
    Company,
    reason="Of a public register, without names and addresses: many companies are registered at "
    "someone’s home.",
    texts="number sector",
)
no_personal_data(Register, reason="The name of a published file.", texts="file")
