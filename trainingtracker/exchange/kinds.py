"""Every kind of list. To add one: a package that describes it, and a line here."""

from trainingtracker.exchange.attendance.kind import KIND as ATTENDANCE
from trainingtracker.exchange.balances.kind import KIND as BALANCES
from trainingtracker.exchange.certificates.kind import KIND as CERTIFICATES
from trainingtracker.exchange.courses.kind import KIND as COURSES
from trainingtracker.exchange.enrolments.kind import KIND as ENROLMENTS
from trainingtracker.exchange.holdings.kind import KIND as HOLDINGS
from trainingtracker.exchange.kind import KindOfList
from trainingtracker.exchange.offerings.kind import KIND as OFFERINGS
from trainingtracker.exchange.participations.kind import KIND as PARTICIPATIONS
from trainingtracker.exchange.people.kind import KIND as PEOPLE
from trainingtracker.exchange.units.kind import KIND as UNITS
from trainingtracker.vocabulary import ListKind

KINDS: dict[ListKind, KindOfList] = {
    ListKind.UNITS: UNITS,
    ListKind.PEOPLE: PEOPLE,
    ListKind.COURSES: COURSES,
    ListKind.OFFERINGS: OFFERINGS,
    ListKind.ENROLMENTS: ENROLMENTS,
    ListKind.ATTENDANCE: ATTENDANCE,
    ListKind.PARTICIPATIONS: PARTICIPATIONS,
    ListKind.HOLDINGS: HOLDINGS,
    ListKind.CERTIFICATES: CERTIFICATES,
    ListKind.BALANCES: BALANCES,
}
