"""What the words of the attainment report mean: they stand on its cover."""

from trainingtracker.text import mark

DEFINITIONS = (
    (
        mark("Reference date"),
        mark(
            "Everything is as it was at the end of this day, by what is on record now. Units and "
            "names follow the assignments valid on that day."
        ),
    ),
    (
        mark("Headcount"),
        mark(
            "Staff employed on the reference date; the first and the last day of employment count. "
            "Guests are in no headcount. People on leave are in it and are shown apart."
        ),
    ),
    (
        mark("Participation"),
        mark(
            "One completed enrolment or one imported participation of a member of staff, up to the "
            "reference date. Participations of guests have a line of their own. Those of people "
            "who have left still count for the whole administration; those people are not among "
            "the persons reached. For a unit, participations are those of the people assigned to "
            "it on the reference date."
        ),
    ),
    (
        mark("Persons reached"),
        mark("Persons in the headcount with at least one participation, each counted once."),
    ),
    (
        mark("Participation rate"),
        mark("Persons reached over headcount. A dash stands where there is nothing to divide by."),
    ),
    (
        mark("Women's share"),
        mark(
            "Over participations, or persons, with a gender on record in the personnel data. It is "
            "shown for groups only, never for a person."
        ),
    ),
    (
        mark("Holding"),
        mark(
            "A person holds a competence at a level from its first day; \u201cno longer valid "
            "from\u201d is the first day on which it is over. Only official holdings of persons in "
            "the headcount are counted."
        ),
    ),
    (
        mark("Self-declared with consent"),
        mark(
            "What people state about themselves is voluntary. It is shown where the person has "
            "consented that this reader sees it and has not revoked that: in columns of its own, "
            "and in rows whose basis is consent. It is in no official number."
        ),
    ),
    (
        mark("Expiring, expired"),
        mark(
            "Expiring: valid on the reference date and over within %(days)s days. Expired: the "
            "last holding of this competence at this level was over on the reference date."
        ),
    ),
    (
        mark("Evidence group"),
        mark(
            "Proved: by certificate or placement test. Confirmed: by a completed course, a manager "
            "or practice. Self-declared: by the person. A completed course is not a proved level."
        ),
    ),
)
