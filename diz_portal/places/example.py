"""Published figures of coverage, so that the example has something to compare: five districts and
those like them. Facts under the Open Government Licence v3.0; each table says where it is from."""

from datetime import date
from decimal import Decimal

from diz_portal.demo import example

from .connectivity.measures import Measure, Publisher
from .connectivity.models import Area, Figure, Neighbour, Release

# Ofcom Connected Nations, July 2025, fixed coverage by local authority: all premises, matched
# premises, then by measure the share as published and the premises.
MEASURED = [
    Measure.FULL_FIBRE,
    Measure.GIGABIT,
    Measure.SUPERFAST,
    Measure.BELOW_30,
    Measure.BELOW_DECENT,
]
OFCOM = {
    "E07000095": (44520, 44505, "78 34721 91.5 40723 99.2 44175 0.7 330 0 9"),
    "E07000242": (70905, 70778, "67.1 47587 82.7 58649 97.3 69008 2.5 1770 0.1 94"),
    "E07000072": (62451, 62410, "71 44363 87.8 54850 97.3 60763 2.6 1647 0 23"),
    "E07000073": (42433, 42386, "16.4 6951 89.5 37996 97.2 41251 2.7 1135 0 5"),
    "E07000077": (42024, 41954, "66.2 27840 80 33617 95.9 40314 3.9 1640 0.3 126"),
}
OFCOM_OF = date(2025, 7, 1)

# ONS Explore Local Statistics, gigabit-capable broadband, in per cent: editions of March 2023,
# October 2025 and May 2026, which are of these months.
EARLIER = {
    date(2022, 9, 1): {
        "E07000095": "81.0",
        "E07000242": "66.0",
        "E07000072": "83.1",
        "E07000073": "89.3",
        "E07000077": "59.4",
    },
    date(2025, 1, 15): {
        "E07000095": "91.0",
        "E07000242": "81.0",
        "E07000072": "87.2",
        "E07000073": "90.5",
        "E07000077": "79.6",
    },
}
ONS_OF = date(2026, 1, 1)
ONS = """
E06000034 92.8 Thurrock
E06000035 90.4 Medway
E06000037 87.8 West Berkshire
E06000049 83.7 Cheshire East
E06000055 85.4 Bedford
E06000056 86.7 Central Bedfordshire
E06000060 82.0 Buckinghamshire
E06000061 95.3 North Northamptonshire
E06000062 94.3 West Northamptonshire
E07000011 90.0 Huntingdonshire
E07000012 85.8 South Cambridgeshire
E07000065 75.3 Wealden
E07000066 91.3 Basildon
E07000067 90.3 Braintree
E07000068 84.7 Brentwood
E07000069 89.2 Castle Point
E07000070 87.9 Chelmsford
E07000071 82.2 Colchester
E07000072 88.1 Epping Forest
E07000073 90.9 Harlow
E07000074 82.2 Maldon
E07000075 89.9 Rochford
E07000077 82.9 Uttlesford
E07000084 80.5 Basingstoke and Deane
E07000085 73.8 East Hampshire
E07000094 69.3 Winchester
E07000095 92.1 Broxbourne
E07000098 89.8 Hertsmere
E07000099 85.8 North Hertfordshire
E07000105 76.0 Ashford
E07000109 83.1 Gravesham
E07000111 76.2 Sevenoaks
E07000115 85.5 Tonbridge and Malling
E07000125 92.9 Rossendale
E07000126 88.4 South Ribble
E07000129 91.7 Blaby
E07000130 93.7 Charnwood
E07000131 80.8 Harborough
E07000134 89.5 North West Leicestershire
E07000149 71.7 South Norfolk
E07000172 95.7 Broxtowe
E07000176 80.9 Rushcliffe
E07000179 82.8 South Oxfordshire
E07000180 84.4 Vale of White Horse
E07000194 83.2 Lichfield
E07000197 84.3 Stafford
E07000209 81.8 Guildford
E07000213 92.2 Spelthorne
E07000215 72.9 Tandridge
E07000220 92.9 Rugby
E07000222 86.1 Warwick
E07000234 85.1 Bromsgrove
E07000241 88.0 Welwyn Hatfield
E07000242 84.0 East Hertfordshire
E07000243 92.6 Stevenage
E07000245 82.6 West Suffolk
E08000002 94.2 Bury
E08000007 94.9 Stockport
E08000008 95.1 Tameside
E08000010 96.5 Wigan
E08000013 96.9 St. Helens
E08000015 96.4 Wirral
E08000018 96.7 Rotherham
E08000022 94.1 North Tyneside
E08000027 97.2 Dudley
E08000036 95.3 Wakefield
E09000004 93.4 Bexley
E09000016 91.2 Havering
S12000050 93.4 North Lanarkshire
W06000011 91.6 Swansea
W06000013 93.1 Bridgend
W06000021 79.0 Monmouthshire
W06000022 93.1 Newport
"""

# ONS, statistical nearest neighbours (global), the nearest first.
NEIGHBOURS = {
    "E07000095": """
        E07000066 E07000243 E06000034 E07000072 E07000075 E07000125 E09000016 E07000172
        E09000004 E07000245 E08000010 E07000069 E07000213 E07000126 E06000035 S12000050
        E07000215 E07000129 E07000105 E07000074
    """,
    "E07000242": """
        E07000012 E07000179 E07000099 E07000070 E07000176 E07000085 E06000056 E07000222
        E06000060 E07000234 E07000084 E07000077 E07000180 E07000209 E06000055 E06000037
        E07000011 E07000094 E06000049 E09000016
    """,
    "E07000072": """
        E07000099 E07000068 E07000126 E07000070 E07000215 E09000016 E07000074 E07000111
        E07000098 E07000242 E06000034 E06000060 E07000234 S12000050 E07000243 E07000241
        W06000021 E07000067 E09000004 E07000085
    """,
    "E07000073": """
        E08000036 E06000035 E08000007 E07000071 E07000105 E07000109 E08000027 W06000011
        E06000062 W06000013 W06000022 E08000015 E08000008 E07000130 E08000018 E08000002
        E08000013 E06000034 E08000010 E08000022
    """,
    "E07000077": """
        E07000242 E07000012 E06000056 E07000067 E07000131 E07000176 E07000011 E07000094
        E07000149 E07000085 E07000075 E07000115 E07000180 E07000070 E06000061 E07000065
        E07000194 E07000220 E07000197 E07000134
    """,
}


@example("Coverage of broadband", order=12)
def load(today: date) -> str:
    rows = [line.split(" ", 2) for line in ONS.strip().splitlines()]
    areas = {code: Area.objects.create(code=code, name=name) for code, _, name in rows}
    latest = {code: share for code, share, _ in rows}
    figures = [*_of_ofcom(areas), *_of_ons(areas, {**EARLIER, ONS_OF: latest})]
    Figure.objects.bulk_create(figures)
    Neighbour.objects.bulk_create(
        Neighbour(area=areas[code], place=place, neighbour=areas[near])
        for code, codes in NEIGHBOURS.items()
        for place, near in enumerate(codes.split(), start=1)
    )
    return f"{len(figures)} published figures of broadband, in {len(areas)} areas"


def _of_ofcom(areas: dict[str, Area]) -> list[Figure]:
    release = Release.objects.create(publisher=Publisher.OFCOM, period=OFCOM_OF)
    found = []
    for code, (whole, matched, row) in OFCOM.items():
        cells = row.split()
        for measure, share, premises in zip(MEASURED, cells[::2], cells[1::2], strict=True):
            found.append(
                Figure(
                    release=release,
                    area=areas[code],
                    measure=measure,
                    share=Decimal(share),
                    premises=int(premises),
                    all_premises=whole,
                    matched_premises=matched,
                )
            )
    return found


def _of_ons(areas: dict[str, Area], shares: dict[date, dict[str, str]]) -> list[Figure]:
    found = []
    for period, of_period in shares.items():
        release = Release.objects.create(publisher=Publisher.ONS, period=period)
        found += [
            Figure(
                release=release,
                area=areas[code],
                measure=Measure.GIGABIT,
                share=Decimal(share),
            )
            for code, share in of_period.items()
        ]
    return found
