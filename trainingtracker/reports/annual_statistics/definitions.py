"""What the words of the annual statistics mean: they stand on its cover."""

from trainingtracker.text import mark

DEFINITIONS = (
    (
        mark("Year and quarter"),
        mark(
            "Everything of an offering counts where its last meeting ends, as its participations "
            "do in the attainment report. The latest year ends on the reference date; the two "
            "before it are whole."
        ),
    ),
    (
        mark("Offerings"),
        mark(
            "Planned: published, with dates. Held: over, not cancelled, and somebody had a place "
            "to the end. Without participants: over and not cancelled, but nobody had a place."
        ),
    ),
    (
        mark("Training days, participant days"),
        mark(
            "8 teaching units of 45 minutes are a training day of 6 hours. Training days are those "
            "of the offerings held; participant days and hours those of the participations. The "
            "length is the one that the course has today."
        ),
    ),
    (
        mark("Participations and persons"),
        mark(
            "A participation is a completed enrolment or an imported participation of a member of "
            "staff, the same ones as in the attainment report. Persons are counted once, those who "
            "have left since included."
        ),
    ),
    (
        mark("As of then"),
        mark(
            "Unit, status group, part-time work and leadership are those of the day of the "
            "participation or absence, for requests, refusals, withdrawals and waiting those of "
            "the day of the request. Part-time is less than full working time; managers lead a "
            "unit, deputies do not count."
        ),
    ),
    (
        mark("Staff"),
        mark(
            "Staff employed on the last day of the year, or on the reference date, people on leave "
            "included. Shares of women are over persons with a gender on record in the personnel "
            "data."
        ),
    ),
    (
        mark("Requests and refusals"),
        mark(
            "A request is an enrolment that somebody asked for. Whoever changes the date, is "
            "carried over from a cancelled offering or takes over as a substitute has not asked "
            "anew. Refusals are told apart by who or what stood in the way; what was written to "
            "the person is in no statistics."
        ),
    ),
    (
        mark("Waiting, withdrawals, absences"),
        mark(
            "Waiting: on the waiting list when the first meeting began. Withdrawal: a confirmed "
            "place that was given back, too late after the withdrawal deadline; a changed date and "
            "a place handed over are none. Absence: a place kept to the end, and nobody came."
        ),
    ),
    (
        mark("Occupancy"),
        mark(
            "Who was confirmed when the first meeting began, guests included, over the capacity at "
            "that moment, in the offerings held."
        ),
    ),
    (
        mark("Costs"),
        mark(
            "Of the offerings of the year, whatever budget year they are booked in. Planned costs "
            "and third-party funds leave out what was cancelled; invoices for it are actual costs. "
            "Care costs are the claims of participants that were granted. The costs of a "
            "participant day are the actual costs over the participant days of the same "
            "offerings, guests included."
        ),
    ),
    (
        mark("Satisfaction"),
        mark(
            "The mean of all answers on scales from 1 to 5 in the published feedback at the end of "
            "courses."
        ),
    ),
    (
        mark("What is not on record any more"),
        mark(
            "Declined, withdrawn and waiting enrolments are deleted when their time is over; they "
            "are missing in the figures of years gone by. The report number of an earlier year "
            "shows what was counted then."
        ),
    ),
)
