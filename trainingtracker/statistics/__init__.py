"""The facts of the annual training statistics and the equality report.

Definitions are written once here; the legend of the workbook says them to readers.

- Everything of an offering counts in the year and quarter in which its last meeting ends, as a
  participation does in `attainment/`. The latest year ends on the reference date.
- Planned: published, with dates. Held: over by the reference date, not cancelled, and somebody had
  a place to the end. Without participants: over and not cancelled, but nobody had a place.
- A participation: one of `attainment/participations.py`, imported ones included. Persons are
  distinct persons, leavers included; they do not add up over groups.
- 8 teaching units are a training day of 6 hours.
- Places and occupancy: who was confirmed when the first meeting began, over the capacity then.
- A request: an enrolment that somebody asked for. Who changes the date, is carried over from a
  cancelled offering or takes over as a substitute has not asked anew.
- A withdrawal: a confirmed place that was given back; late as the rules said when it happened
  (after the withdrawal deadline). A changed date and a place handed over are none.
- An absence: a place kept to the end, and nobody came.
- As of then: the unit, status group, working time and leadership of a participation or an absence
  are those of its day, of a request and what became of it those of the day on which it was made.
- Staff: the headcount of `attainment/people.py` on the last day of the year. Shares of women are
  over those whose gender is on record. Guests are in no number of persons but have lines of their
  own; they take up places, and cause costs, like everybody.
"""
