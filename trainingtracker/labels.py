"""What readers are told for each word of the closed lists: message ids, translated at the edge."""

from enum import StrEnum
from functools import cache

from trainingtracker.text import Message, mark
from trainingtracker.vocabulary import (
    AccessKind,
    Action,
    Activity,
    Allocation,
    ApprovalStage,
    Basis,
    BulkVerb,
    ChangeKind,
    Channel,
    ClaimStatus,
    CompetenceKind,
    ConsentAudience,
    ContractState,
    CostKind,
    CourseFormat,
    CourseStatus,
    Decision,
    DocumentKind,
    Evidence,
    EvidenceGroup,
    ExternalAction,
    ExternalStatus,
    FeedbackKind,
    Gender,
    HearingBody,
    HearingReply,
    ImportStatus,
    LeadershipKind,
    LineKind,
    ListKind,
    MailStatus,
    MovingUp,
    NotYetTrained,
    OfferingStage,
    OfferingStatus,
    OfficialInterest,
    PersonKind,
    PlacementStatus,
    Presence,
    QuestionKind,
    Reading,
    ReorganisationKind,
    ReportReaders,
    ReportStatus,
    Result,
    Role,
    RoundOutcome,
    RoundReason,
    RoundStage,
    Schedule,
    Status,
    TargetMeasure,
    TargetState,
    UnitKind,
    WithdrawalReason,
)

# One dict a list: members of different lists with the same value are equal as strings.
_LABELS: dict[type[StrEnum], dict[StrEnum, str]] = {
    PersonKind: {
        PersonKind.STAFF: mark("Staff"),
        PersonKind.GUEST: mark("Guest"),
    },
    Gender: {
        Gender.FEMALE: mark("Women"),
        Gender.MALE: mark("Men"),
        Gender.DIVERSE: mark("Diverse"),
    },
    UnitKind: {
        UnitKind.DEPARTMENT: mark("Department"),
        UnitKind.DIVISION: mark("Division"),
        UnitKind.SECTION: mark("Section"),
    },
    PlacementStatus: {
        PlacementStatus.OPEN: mark("Placement open"),
        PlacementStatus.ENTERED: mark("Result entered"),
        PlacementStatus.WITHDRAWN: mark("Given up"),
    },
    LeadershipKind: {
        LeadershipKind.MANAGER: mark("Manager"),
        LeadershipKind.DEPUTY: mark("Deputy"),
    },
    Role: {
        Role.TRAINER: mark("Trainer"),
        Role.HR: mark("HR staff"),
        Role.COORDINATOR: mark("Training coordinator"),
        Role.INTERNATIONAL: mark("International office"),
        Role.STAFF_COUNCIL: mark("Staff council"),
        Role.EQUALITY: mark("Equality officer"),
        Role.DISABILITY_REPRESENTATION: mark("Disability representation"),
        Role.DATA_PROTECTION: mark("Data protection officer"),
        Role.ADMIN: mark("Administrator"),
    },
    CourseFormat: {
        CourseFormat.IN_PERSON: mark("In person"),
        CourseFormat.ONLINE: mark("Online"),
        CourseFormat.HYBRID: mark("Hybrid"),
    },
    CourseStatus: {
        CourseStatus.DRAFT: mark("Draft"),
        CourseStatus.PUBLISHED: mark("Published"),
        CourseStatus.ARCHIVED: mark("Archived"),
    },
    OfferingStatus: {
        OfferingStatus.DRAFT: mark("Draft"),
        OfferingStatus.PUBLISHED: mark("Published"),
        OfferingStatus.CLOSED: mark("Closed"),
        OfferingStatus.CANCELLED: mark("Cancelled"),
    },
    OfferingStage: {
        OfferingStage.DRAFT: mark("Draft"),
        OfferingStage.UPCOMING: mark("Upcoming"),
        OfferingStage.RUNNING: mark("Running"),
        OfferingStage.OVER: mark("Over, not closed"),
        OfferingStage.CLOSED: mark("Closed"),
        OfferingStage.CANCELLED: mark("Cancelled"),
    },
    Status: {
        Status.REQUESTED: mark("Awaiting approval"),
        Status.WAITLISTED: mark("On the waiting list"),
        Status.OFFERED: mark("Place offered"),
        Status.CONFIRMED: mark("Place confirmed"),
        Status.DECLINED: mark("Declined"),
        Status.WITHDRAWN: mark("Withdrawn"),
        Status.COMPLETED: mark("Completed"),
        Status.NOT_COMPLETED: mark("Not completed"),
        Status.NO_SHOW: mark("Did not attend"),
        Status.CANCELLED: mark("Offering cancelled"),
    },
    Action: {
        Action.REQUEST: mark("Requested"),
        Action.GRANT: mark("Place granted"),
        Action.QUEUE: mark("Put on the waiting list"),
        Action.DECLINE: mark("Declined"),
        Action.OFFER: mark("Place offered"),
        Action.ACCEPT: mark("Offer accepted"),
        Action.REFUSE: mark("Offer refused"),
        Action.LAPSE: mark("Offer lapsed, waiting is paused"),
        Action.RESUME: mark("Waits again"),
        Action.WITHDRAW: mark("Withdrawn"),
        Action.HAND_OVER: mark("Place handed over"),
        Action.TRANSFER: mark("Changed to another date"),
        Action.CANCEL: mark("Offering cancelled"),
        Action.COMPLETE: mark("Completed"),
        Action.FAIL: mark("Not completed"),
        Action.MISS: mark("Did not attend"),
        Action.CORRECT: mark("Result taken back"),
        Action.TAKE_BACK: mark("Entry of a list taken back"),
    },
    WithdrawalReason: {
        WithdrawalReason.OFFICIAL: mark("Official reasons"),
        WithdrawalReason.PERSONAL: mark("Personal reasons"),
    },
    ClaimStatus: {
        ClaimStatus.STATED: mark("to be decided"),
        ClaimStatus.GRANTED: mark("is paid"),
        ClaimStatus.REFUSED: mark("is not paid"),
    },
    CostKind: {
        CostKind.FEE: mark("Trainer's fee"),
        CostKind.TRAVEL: mark("Travel"),
        CostKind.ROOM: mark("Room"),
        CostKind.CARE: mark("Care"),
        CostKind.OTHER: mark("Other costs"),
    },
    ContractState: {
        ContractState.DRAFTED: mark("drafted"),
        ContractState.SENT: mark("sent for signature"),
        ContractState.SIGNED: mark("signed by both sides"),
    },
    Allocation: {
        Allocation.FIRST_COME: mark("First come, first served"),
        Allocation.ROUND: mark("In a round, decided together"),
    },
    NotYetTrained: {
        NotYetTrained.OFF: mark("does not count"),
        NotYetTrained.COURSE: mark("who has not completed this course yet comes first"),
        NotYetTrained.TOPIC: mark("who has completed nothing of this topic yet comes first"),
    },
    RoundOutcome: {
        RoundOutcome.PLACE: mark("Place"),
        RoundOutcome.WAIT: mark("Waiting list"),
        RoundOutcome.DECLINE: mark("No place"),
    },
    RoundReason: {
        RoundReason.ORDER: mark("by the criteria"),
        RoundReason.PREREQUISITE: mark("a prerequisite is missing"),
        RoundReason.APPROVAL: mark("not approved"),
        RoundReason.HINDERED: mark("could not take part at the moment"),
    },
    RoundStage: {
        RoundStage.COLLECTING: mark("Requests are collected"),
        RoundStage.TO_PROPOSE: mark("To be proposed"),
        RoundStage.PROPOSED: mark("Proposed"),
        RoundStage.HEARING: mark("Being heard"),
        RoundStage.READY: mark("Ready for release"),
        RoundStage.RELEASED: mark("Released"),
    },
    HearingBody: {
        HearingBody.STAFF_COUNCIL: mark("Staff council"),
        HearingBody.EQUALITY: mark("Equality officer"),
        HearingBody.DISABILITY_REPRESENTATION: mark("Disability representation"),
    },
    HearingReply: {
        HearingReply.AGREES: mark("Agrees"),
        HearingReply.OBJECTS: mark("Objects"),
    },
    MovingUp: {
        MovingUp.AT_ONCE: mark("At once"),
        MovingUp.OFFER: mark("By an offer with a deadline"),
    },
    ApprovalStage: {
        ApprovalStage.MANAGER: mark("Manager"),
        ApprovalStage.HR: mark("HR"),
    },
    OfficialInterest: {
        OfficialInterest.FULL: mark("Fully in the official interest"),
        OfficialInterest.PARTLY: mark("Partly in the official interest"),
        OfficialInterest.NONE: mark("Not in the official interest"),
    },
    Decision: {
        Decision.APPROVED: mark("Approved"),
        Decision.DECLINED: mark("Declined"),
    },
    BulkVerb: {
        BulkVerb.MESSAGE: mark("Write a message"),
        BulkVerb.WITHDRAW: mark("Withdraw"),
        BulkVerb.PLACE: mark("Give places, in the order of the waiting list"),
        BulkVerb.COMPLETE: mark("Enter the result “completed”"),
        BulkVerb.FAIL: mark("Enter the result “not completed”"),
        BulkVerb.MISS: mark("Enter the result “did not attend”"),
    },
    Presence: {
        Presence.PRESENT: mark("Present"),
        Presence.EXCUSED: mark("Excused"),
        Presence.UNEXCUSED: mark("Unexcused"),
    },
    Result: {
        Result.PASSED: mark("Passed"),
        Result.FAILED: mark("Not passed"),
    },
    CompetenceKind: {
        CompetenceKind.LANGUAGE: mark("Language"),
        CompetenceKind.EU_PROJECT: mark("EU project work"),
        CompetenceKind.INTERCULTURAL: mark("Intercultural training"),
        CompetenceKind.INCA: mark("Intercultural self-assessment (INCA)"),
        CompetenceKind.RFCDC: mark("Competences for democratic culture (RFCDC)"),
    },
    Activity: {
        Activity.LISTENING: mark("Listening"),
        Activity.READING: mark("Reading"),
        Activity.SPEAKING: mark("Speaking"),
        Activity.WRITING: mark("Writing"),
    },
    Evidence: {
        Evidence.SELF_ASSESSMENT: mark("Self-assessment"),
        Evidence.MANAGER: mark("Confirmed by the manager"),
        Evidence.PLACEMENT_TEST: mark("Placement test"),
        Evidence.COURSE: mark("Course completed"),
        Evidence.CERTIFICATE: mark("Certificate"),
        Evidence.PROFICIENT_SPEAKER: mark("Very high proficiency (self-declared)"),
        Evidence.PRACTICE: mark("Practice"),
    },
    EvidenceGroup: {
        EvidenceGroup.PROVED: mark("Proved"),
        EvidenceGroup.CONFIRMED: mark("Confirmed"),
        EvidenceGroup.SELF_DECLARED: mark("Self-declared"),
    },
    Basis: {
        Basis.OFFICIAL: mark("Official"),
        Basis.CONSENT: mark("Consent"),
    },
    ConsentAudience: {
        ConsentAudience.MANAGER: mark("The manager"),
        ConsentAudience.HR: mark("HR department"),
        ConsentAudience.INTERNATIONAL: mark("International office"),
    },
    MailStatus: {
        MailStatus.QUEUED: mark("Waiting to be sent"),
        MailStatus.SENT: mark("Sent"),
        MailStatus.FAILED: mark("Could not be sent"),
        MailStatus.WITHDRAWN: mark("Withdrawn before it was sent"),
    },
    ExternalStatus: {
        ExternalStatus.REQUESTED: mark("With the manager"),
        ExternalStatus.ENDORSED: mark("With HR"),
        ExternalStatus.APPROVED: mark("Approved"),
        ExternalStatus.SENT: mark("Certificate with HR"),
        ExternalStatus.RETURNED: mark("Certificate sent back"),
        ExternalStatus.CONFIRMED: mark("Recorded"),
        ExternalStatus.DECLINED: mark("Declined"),
        ExternalStatus.WITHDRAWN: mark("Taken back"),
    },
    ExternalAction: {
        ExternalAction.REQUEST: mark("Request sent"),
        ExternalAction.ENDORSE: mark("Approved by the manager"),
        ExternalAction.APPROVE: mark("Approved by HR"),
        ExternalAction.DECLINE: mark("Declined"),
        ExternalAction.WITHDRAW: mark("Taken back"),
        ExternalAction.SEND: mark("Certificate sent"),
        ExternalAction.RETURN: mark("Certificate sent back"),
        ExternalAction.CONFIRM: mark("Recorded by HR"),
        ExternalAction.CORRECT: mark("Record taken back for correction"),
    },
    DocumentKind: {
        DocumentKind.ATTACHMENT: mark("Attachment"),
        DocumentKind.CERTIFICATE: mark("The certificate"),
    },
    AccessKind: {
        AccessKind.PERSON_RECORD: mark("Person record"),
        AccessKind.PERSON_SEARCH: mark("Search for people"),
        AccessKind.TEAM: mark("Team page"),
        AccessKind.ROSTER: mark("List of participants"),
        AccessKind.REPORT: mark("Rows of a report"),
        AccessKind.EXPORT: mark("Export"),
        AccessKind.IMPORT: mark("Import"),
        AccessKind.DOCUMENT: mark("Attachment or certificate"),
    },
    Channel: {
        Channel.EMAIL: mark("E-mail"),
        Channel.LETTER: mark("Letter"),
    },
    ReorganisationKind: {
        ReorganisationKind.RENAME: mark("Rename a unit"),
        ReorganisationKind.MOVE: mark("Move a unit"),
        ReorganisationKind.MERGE: mark("Merge units"),
        ReorganisationKind.SPLIT: mark("Split a unit"),
    },
    TargetMeasure: {
        TargetMeasure.SHARE: mark("Percent of the staff"),
        TargetMeasure.PERSONS: mark("Persons"),
    },
    TargetState: {
        TargetState.REACHED: mark("reached"),
        TargetState.TO_GO: mark("to go"),
        TargetState.OVERDUE: mark("overdue"),
    },
    ListKind: {
        ListKind.UNITS: mark("Units"),
        ListKind.PEOPLE: mark("People"),
        ListKind.COURSES: mark("Courses"),
        ListKind.OFFERINGS: mark("Offerings"),
        ListKind.ENROLMENTS: mark("Participants"),
        ListKind.ATTENDANCE: mark("Attendance"),
        ListKind.PARTICIPATIONS: mark("Past participations"),
        ListKind.HOLDINGS: mark("Competences of people"),
        ListKind.CERTIFICATES: mark("Language certificates"),
        ListKind.BALANCES: mark("Numbers from before"),
    },
    ImportStatus: {
        ImportStatus.UPLOADED: mark("Waiting to be compared"),
        ImportStatus.COMPARING: mark("Being compared"),
        ImportStatus.COMPARED: mark("Compared, not brought in"),
        ImportStatus.ORDERED: mark("Waiting to be brought in"),
        ImportStatus.APPLYING: mark("Being brought in"),
        ImportStatus.APPLIED: mark("Brought in"),
        ImportStatus.FAILED: mark("Stopped"),
        ImportStatus.DISCARDED: mark("Discarded"),
        ImportStatus.UNDO_ORDERED: mark("Waiting to be taken back"),
        ImportStatus.UNDOING: mark("Being taken back"),
        ImportStatus.UNDONE: mark("Undone"),
    },
    ReportStatus: {
        ReportStatus.WAITING: mark("Waiting to be made"),
        ReportStatus.WORKING: mark("Being made"),
        ReportStatus.READY: mark("Ready"),
        ReportStatus.FAILED: mark("Stopped"),
        ReportStatus.CANCELLED: mark("Cancelled"),
    },
    ReportReaders: {
        ReportReaders.HR: mark("HR staff"),
        ReportReaders.COORDINATOR: mark("Training coordinators"),
        ReportReaders.MANAGER: mark("Managers"),
        ReportReaders.INTERNATIONAL: mark("International office"),
        ReportReaders.STAFF_COUNCIL: mark("Staff council"),
        ReportReaders.EQUALITY: mark("Equality officer"),
        ReportReaders.DISABILITY_REPRESENTATION: mark("Disability representation"),
        ReportReaders.DATA_PROTECTION: mark("Data protection officer"),
    },
    Schedule: {
        Schedule.MONTHLY: mark("Monthly"),
        Schedule.QUARTERLY: mark("Quarterly"),
    },
    LineKind: {
        LineKind.NEW: mark("New"),
        LineKind.CHANGED: mark("Changed"),
        LineKind.UNCHANGED: mark("Unchanged"),
        LineKind.MISSING: mark("Missing"),
        LineKind.CONFLICT: mark("Conflicts"),
        LineKind.LEFT_OUT: mark("Left out"),
        LineKind.ENROLLED: mark("Enrolled after the last day"),
        LineKind.PROBLEM: mark("Problems"),
        LineKind.NOTE: mark("Notes"),
    },
    FeedbackKind: {
        FeedbackKind.AFTER: mark("At the end"),
        FeedbackKind.LATER: mark("Months afterwards"),
    },
    QuestionKind: {
        QuestionKind.SCALE: mark("Scale from 1 to 5"),
        QuestionKind.TEXT: mark("Free text"),
        QuestionKind.USE: mark("Use at work"),
    },
    Reading: {
        Reading.UNREAD: mark("Not read yet"),
        Reading.RELEASED: mark("Released to the trainer"),
        Reading.WITHHELD: mark("Kept back"),
    },
    ChangeKind: {
        ChangeKind.INSERT: mark("Created"),
        ChangeKind.UPDATE: mark("Changed"),
        ChangeKind.DELETE: mark("Deleted"),
    },
}

# Staff read six plain words; why something ended is told by its history.
_PLAIN: dict[Status, str] = {
    Status.REQUESTED: mark("Awaiting approval"),
    Status.WAITLISTED: mark("On the waiting list"),
    Status.OFFERED: mark("Place offered"),
    Status.CONFIRMED: mark("Place confirmed"),
    Status.COMPLETED: mark("Completed"),
    Status.NOT_COMPLETED: mark("Not completed"),
    Status.NO_SHOW: mark("Not completed"),
    Status.DECLINED: mark("Ended without a place"),
    Status.WITHDRAWN: mark("Ended without a place"),
    Status.CANCELLED: mark("Ended without a place"),
}


_ONE_PERSON = {PersonKind.STAFF: mark("Member of staff"), PersonKind.GUEST: mark("Guest")}


def one_person(kind: PersonKind) -> str:
    """The message id for a single person of a kind; `label` speaks of all of them."""
    return _ONE_PERSON[kind]


def plain(status: Status) -> str:
    """The message id of an enrolment's status in the six words that staff read."""
    return _PLAIN[status]


def label(member: StrEnum) -> str:
    """The message id of a member's label."""
    return _LABELS[type(member)][member]


@cache
def labelled(member: StrEnum) -> Message:
    """The label as a message that can stand inside another sentence."""
    return Message(label(member))
