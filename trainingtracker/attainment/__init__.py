"""The counts that reports, targets and pages share: who had reached what by a reference date.

Definitions are written once here. Headcount: staff employed on the day (`people.py`). A
participation: one completed enrolment or one imported one (`participations.py`). A holder: a person
in the headcount with an official holding that is valid on the day (`holdings.py`).
"""
