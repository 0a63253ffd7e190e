"""The sections of the UK Standard Industrial Classification 2007, by the first digits of a code."""

from django.db.models import TextChoices


class Section(TextChoices):
    A = "A", "Farming, forestry and fishing"
    B = "B", "Mining and quarrying"
    C = "C", "Manufacturing"
    D = "D", "Energy"
    E = "E", "Water and waste"
    F = "F", "Construction"
    G = "G", "Shops, wholesale and motor trade"
    H = "H", "Transport and storage"
    I = "I", "Hotels and food"  # noqa: E741  the letter of the classification
    J = "J", "Information and communication"
    K = "K", "Finance and insurance"
    L = "L", "Property"
    M = "M", "Professional, scientific and technical"
    N = "N", "Administration and support"
    O = "O", "Public administration"  # noqa: E741  the letter of the classification
    P = "P", "Education"
    Q = "Q", "Health and social work"
    R = "R", "Arts and recreation"
    S = "S", "Other services"
    T = "T", "Households"
    U = "U", "International bodies"


# The first and the last division of each.
DIVISIONS = {
    Section.A: (1, 3),
    Section.B: (5, 9),
    Section.C: (10, 33),
    Section.D: (35, 35),
    Section.E: (36, 39),
    Section.F: (41, 43),
    Section.G: (45, 47),
    Section.H: (49, 53),
    Section.I: (55, 56),
    Section.J: (58, 63),
    Section.K: (64, 66),
    Section.L: (68, 68),
    Section.M: (69, 75),
    Section.N: (77, 82),
    Section.O: (84, 84),
    Section.P: (85, 85),
    Section.Q: (86, 88),
    Section.R: (90, 93),
    Section.S: (94, 96),
    Section.T: (97, 98),
    Section.U: (99, 99),
}
_OF = {
    f"{division:02}": section
    for section, (first, last) in DIVISIONS.items()
    for division in range(first, last + 1)
}


def section_of(text: str) -> str:
    """Of `62012 - Business and domestic software development`; nothing of `None Supplied`, nor of
    the register's own 74990 and 99999 for companies that do not trade."""
    code = text.split(" ", 1)[0]
    if code in ("74990", "99999") or not (len(code) == 5 and code.isdigit()):
        return ""
    return str(_OF.get(code[:2], ""))
