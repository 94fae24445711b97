"""The closed lists of the field: what a status, a role, a kind of evidence can be.

A list belongs here when a rule depends on its members; what HR may extend (topics, languages,
status groups, scales) is data in a table instead. The values are stored; renaming one needs a
migration. Labels for readers are in `labels.py`.
"""

from enum import StrEnum


class PersonKind(StrEnum):
    STAFF = "staff"
    GUEST = "guest"


class Gender(StrEnum):
    """From HR's master data only, shown in aggregates only."""

    FEMALE = "female"
    MALE = "male"
    DIVERSE = "diverse"


class UnitKind(StrEnum):
    DEPARTMENT = "department"  # Dezernat
    DIVISION = "division"  # Fachbereich
    SECTION = "section"  # Sachgebiet, Bereich


class LeadershipKind(StrEnum):
    MANAGER = "manager"
    DEPUTY = "deputy"


class ReorganisationKind(StrEnum):
    """What can happen to a unit of the tree from a day on."""

    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"


class TargetMeasure(StrEnum):
    """What the amount of a target is."""

    SHARE = "share"  # percent of the headcount
    PERSONS = "persons"


class TargetState(StrEnum):
    """How a target stands on a day."""

    REACHED = "reached"
    TO_GO = "to_go"
    OVERDUE = "overdue"


class Role(StrEnum):
    """What an account can be granted. Everyone is an employee; manager follows from leadership."""

    TRAINER = "trainer"
    HR = "hr"
    COORDINATOR = "coordinator"
    INTERNATIONAL = "international"
    STAFF_COUNCIL = "staff_council"
    EQUALITY = "equality"
    DISABILITY_REPRESENTATION = "disability_representation"
    DATA_PROTECTION = "data_protection"
    ADMIN = "admin"


class CourseFormat(StrEnum):
    IN_PERSON = "in_person"
    ONLINE = "online"
    HYBRID = "hybrid"


class CourseStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class ClaimStatus(StrEnum):
    """Where a claim for the costs of care stands."""

    STATED = "stated"
    GRANTED = "granted"
    REFUSED = "refused"


class CostKind(StrEnum):
    """What an offering costs money for."""

    FEE = "fee"
    TRAVEL = "travel"
    ROOM = "room"
    CARE = "care"
    OTHER = "other"


class ContractState(StrEnum):
    """How far the signature of a trainer's contract has got."""

    DRAFTED = "drafted"
    SENT = "sent"
    SIGNED = "signed"


class OfferingStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Allocation(StrEnum):
    """How the places of an offering are given out."""

    FIRST_COME = "first_come"  # at once, while places are free
    ROUND = "round"  # requests are collected until a date, then decided together


class MovingUp(StrEnum):
    """How a place that became free goes to the next on the waiting list."""

    AT_ONCE = "at_once"
    OFFER = "offer"  # with a deadline for the answer


class NotYetTrained(StrEnum):
    """Whether a round prefers those who have completed nothing of the kind yet."""

    OFF = "off"
    COURSE = "course"
    TOPIC = "topic"


class RoundOutcome(StrEnum):
    """What a round comes to for one request."""

    PLACE = "place"
    WAIT = "wait"
    DECLINE = "decline"


class RoundReason(StrEnum):
    """Why a request of a round comes out as it does."""

    ORDER = "order"  # by the criteria: a place while there are any, else the waiting list
    PREREQUISITE = "prerequisite"  # something that the course asks for is missing
    APPROVAL = "approval"  # nobody has approved it
    HINDERED = "hindered"  # another date at the same time, or no longer employed


class RoundStage(StrEnum):
    """How far a round is."""

    COLLECTING = "collecting"
    TO_PROPOSE = "to_propose"
    PROPOSED = "proposed"  # somebody has still to be heard
    HEARING = "hearing"
    READY = "ready"
    RELEASED = "released"


class HearingBody(StrEnum):
    """Who can be heard before the answers of a round are released; each is a role as well."""

    STAFF_COUNCIL = "staff_council"
    EQUALITY = "equality"
    DISABILITY_REPRESENTATION = "disability_representation"

    @property
    def role(self) -> Role:
        return Role(self.value)


class HearingReply(StrEnum):
    AGREES = "agrees"
    OBJECTS = "objects"


class OfferingStage(StrEnum):
    """Where an offering stands for HR: its status, and what the clock makes of it."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    RUNNING = "running"
    OVER = "over"  # the last meeting has ended, HR has not closed it
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """Where one person's enrolment in one offering stands."""

    REQUESTED = "requested"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"
    NO_SHOW = "no_show"


class Action(StrEnum):
    """What can happen to an enrolment; `enrolment/states.py` says from where to where."""

    REQUEST = "request"
    GRANT = "grant"
    QUEUE = "queue"
    DECLINE = "decline"
    OFFER = "offer"
    ACCEPT = "accept"
    REFUSE = "refuse"
    LAPSE = "lapse"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    HAND_OVER = "hand_over"
    TRANSFER = "transfer"
    CANCEL = "cancel"
    COMPLETE = "complete"
    FAIL = "fail"
    MISS = "miss"
    CORRECT = "correct"
    TAKE_BACK = "take_back"  # of a list: to where the enrolment stood before, so in no table


class PlacementStatus(StrEnum):
    """Where a placement test stands."""

    OPEN = "open"
    ENTERED = "entered"
    WITHDRAWN = "withdrawn"


class WithdrawalReason(StrEnum):
    """A pick-list on purpose: free text would invite reasons that touch health."""

    OFFICIAL = "official"
    PERSONAL = "personal"


class Unused(StrEnum):
    """Why a place that costs something stayed empty."""

    WITHDRAWN_LATE = "withdrawn_late"
    NOT_ATTENDED = "not_attended"


class ApprovalStage(StrEnum):
    """Whose decision a request waits for."""

    MANAGER = "manager"
    HR = "hr"


class OfficialInterest(StrEnum):
    """How far taking part is in the interest of the administration, as the decision states it."""

    FULL = "full"
    PARTLY = "partly"
    NONE = "none"


class Decision(StrEnum):
    APPROVED = "approved"
    DECLINED = "declined"


class BulkVerb(StrEnum):
    """What HR does for several people of a roster at once."""

    MESSAGE = "message"
    WITHDRAW = "withdraw"
    PLACE = "place"
    COMPLETE = "complete"
    FAIL = "fail"
    MISS = "miss"


class Presence(StrEnum):
    PRESENT = "present"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


class Result(StrEnum):
    """What the trainer or HR states at the end, beside the attendance."""

    PASSED = "passed"
    FAILED = "failed"


class CompetenceKind(StrEnum):
    LANGUAGE = "language"
    EU_PROJECT = "eu_project"
    INTERCULTURAL = "intercultural"
    INCA = "inca"  # optional self-assessment, visible to the person alone
    RFCDC = "rfcdc"  # the Council of Europe's catalogue, which HR may switch on


class Activity(StrEnum):
    """The CEFR language activities; a holding without one is overall."""

    LISTENING = "listening"
    READING = "reading"
    SPEAKING = "speaking"
    WRITING = "writing"


class Evidence(StrEnum):
    SELF_ASSESSMENT = "self_assessment"
    MANAGER = "manager"
    PLACEMENT_TEST = "placement_test"
    COURSE = "course"
    CERTIFICATE = "certificate"
    PROFICIENT_SPEAKER = "proficient_speaker"  # very high proficiency, self-declared
    PRACTICE = "practice"

    @property
    def group(self) -> "EvidenceGroup":
        return _EVIDENCE_GROUPS[self]


class EvidenceGroup(StrEnum):
    """The three groups readers are told apart: attendance is not attainment."""

    PROVED = "proved"
    CONFIRMED = "confirmed"
    SELF_DECLARED = "self_declared"


# What people say of themselves: always voluntary.
STATED_BY = (Evidence.SELF_ASSESSMENT, Evidence.PROFICIENT_SPEAKER, Evidence.PRACTICE)

_EVIDENCE_GROUPS = {
    Evidence.CERTIFICATE: EvidenceGroup.PROVED,
    Evidence.PLACEMENT_TEST: EvidenceGroup.PROVED,
    Evidence.COURSE: EvidenceGroup.CONFIRMED,
    Evidence.MANAGER: EvidenceGroup.CONFIRMED,
    Evidence.PRACTICE: EvidenceGroup.CONFIRMED,
    Evidence.SELF_ASSESSMENT: EvidenceGroup.SELF_DECLARED,
    Evidence.PROFICIENT_SPEAKER: EvidenceGroup.SELF_DECLARED,
}


class Basis(StrEnum):
    """On what ground a holding is stored: personnel administration, or the person's consent."""

    OFFICIAL = "official"
    CONSENT = "consent"


class ConsentAudience(StrEnum):
    """To whom people can show what they have stated about themselves."""

    MANAGER = "manager"  # whoever leads or deputises for them today
    HR = "hr"
    INTERNATIONAL = "international"


class Channel(StrEnum):
    EMAIL = "email"
    LETTER = "letter"


class MailStatus(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"  # its cause was taken back before it was sent


class ChangeKind(StrEnum):
    INSERT = "insert"
    UPDATE = "update"
    DELETE = "delete"


class AccessKind(StrEnum):
    """What was looked at that carries other people's personal data."""

    PERSON_RECORD = "person_record"
    PERSON_SEARCH = "person_search"
    TEAM = "team"
    ROSTER = "roster"
    REPORT = "report"
    EXPORT = "export"
    IMPORT = "import"
    DOCUMENT = "document"


class ListKind(StrEnum):
    """The lists that can be brought in."""

    UNITS = "units"
    PEOPLE = "people"
    COURSES = "courses"
    OFFERINGS = "offerings"
    ENROLMENTS = "enrolments"
    ATTENDANCE = "attendance"
    PARTICIPATIONS = "participations"
    HOLDINGS = "holdings"
    CERTIFICATES = "certificates"
    BALANCES = "balances"


class ImportStatus(StrEnum):
    """How far a list is that is brought in through pages."""

    UPLOADED = "uploaded"
    COMPARING = "comparing"
    COMPARED = "compared"
    ORDERED = "ordered"  # somebody has said that it shall go in
    APPLYING = "applying"
    APPLIED = "applied"
    FAILED = "failed"
    DISCARDED = "discarded"  # by somebody, or because nobody decided for days
    UNDO_ORDERED = "undo_ordered"  # somebody has said that it shall be taken back
    UNDOING = "undoing"
    UNDONE = "undone"

    @property
    def working(self) -> bool:
        """Whether the program has something to do."""
        return self in (
            ImportStatus.UPLOADED,
            ImportStatus.COMPARING,
            ImportStatus.ORDERED,
            ImportStatus.APPLYING,
            ImportStatus.UNDO_ORDERED,
            ImportStatus.UNDOING,
        )


class ReportStatus(StrEnum):
    """How far a file of a report is."""

    WAITING = "waiting"
    WORKING = "working"
    READY = "ready"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def working(self) -> bool:
        """Whether the program has something to do."""
        return self in (ReportStatus.WAITING, ReportStatus.WORKING)


class ReportDays(StrEnum):
    """Which days saved filters of a report mean: those typed, or some that move on."""

    AS_TYPED = "as_typed"
    DAY = "day"  # on which it is looked at, or due
    PREVIOUS_MONTH = "previous_month"
    PREVIOUS_QUARTER = "previous_quarter"
    YEAR_SO_FAR = "year_so_far"


class ReportComparison(StrEnum):
    """With which day saved filters compare the reference date, wherever that moves to."""

    MONTH_BEFORE = "month_before"
    QUARTER_BEFORE = "quarter_before"
    YEAR_BEFORE = "year_before"


class ReportReaders(StrEnum):
    """With whom a saved report can be shared: those who have a role, and whoever leads a unit."""

    HR = "hr"
    COORDINATOR = "coordinator"
    MANAGER = "manager"
    INTERNATIONAL = "international"
    STAFF_COUNCIL = "staff_council"
    EQUALITY = "equality"
    DISABILITY_REPRESENTATION = "disability_representation"
    DATA_PROTECTION = "data_protection"


class Schedule(StrEnum):
    """How often a saved report is made by itself."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class LineKind(StrEnum):
    """What comparing a list has to say about a row of it, or about the whole."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"  # on record, and not in the list
    CONFLICT = "conflict"
    LEFT_OUT = "left_out"
    ENROLLED = "enrolled"  # beyond the last day of a person who leaves
    PROBLEM = "problem"
    NOTE = "note"


class FeedbackKind(StrEnum):
    """When participants are asked."""

    AFTER = "after"  # at the end, the questions of the course
    LATER = "later"  # months afterwards, whether it was of use


class QuestionKind(StrEnum):
    """How a question of a feedback form is answered."""

    SCALE = "scale"  # 1 to 5
    TEXT = "text"
    USE = "use"  # the one question of months afterwards


class Reading(StrEnum):
    """What HR has decided about a free text, which the trainer sees once it is released."""

    UNREAD = "unread"
    RELEASED = "released"
    WITHHELD = "withheld"


class ExternalStatus(StrEnum):
    """Where a training outside the catalogue stands; `external/states.py` says what follows."""

    REQUESTED = "requested"  # the manager decides
    ENDORSED = "endorsed"  # the manager has approved, HR decides
    APPROVED = "approved"
    SENT = "certificate_sent"  # HR checks the certificate
    RETURNED = "returned"  # HR has sent the certificate back
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ExternalAction(StrEnum):
    """What can happen to a training outside the catalogue."""

    REQUEST = "request"
    ENDORSE = "endorse"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SEND = "send"
    RETURN = "return"
    CONFIRM = "confirm"
    CORRECT = "correct"


class DocumentKind(StrEnum):
    """What a file of a training outside the catalogue is."""

    ATTACHMENT = "attachment"  # to the request: the offer, the programme
    CERTIFICATE = "certificate"
