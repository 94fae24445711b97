"""The tables. Rules live in the packages above; nothing here decides anything."""

from trainingtracker.models.account import Account, RoleGrant
from trainingtracker.models.audit import AccessEntry, AuditEntry
from trainingtracker.models.balance import OpeningBalance
from trainingtracker.models.care_costs import CareCostClaim
from trainingtracker.models.competence import (
    CertificateScheme,
    Competence,
    Holding,
    Language,
    Level,
    Scale,
)
from trainingtracker.models.consent import Consent, ReportConsent
from trainingtracker.models.costs import Budget, CostItem, CostSheet, TrainerContract
from trainingtracker.models.course import (
    Course,
    CourseAudience,
    CourseOutcome,
    CoursePrerequisite,
    Topic,
)
from trainingtracker.models.enrolment import (
    Approval,
    Attendance,
    Enrolment,
    EnrolmentEvent,
    ImportedParticipation,
)
from trainingtracker.models.external import (
    ExternalContent,
    ExternalDocument,
    ExternalEvent,
    ExternalTraining,
)
from trainingtracker.models.feedback import (
    CourseQuestion,
    FeedbackAnswer,
    FeedbackForm,
    FeedbackInvitation,
    FeedbackQuestion,
)
from trainingtracker.models.imports import (
    ImportContent,
    ImportLine,
    ImportMapping,
    ImportRun,
    ImportWrite,
)
from trainingtracker.models.international import EuProgramme, Network, PartnerCity
from trainingtracker.models.lock import NamedLock
from trainingtracker.models.mail import OutgoingMail
from trainingtracker.models.needs import Interest, Need, OfferingInvitation
from trainingtracker.models.offering import Meeting, Offering, OfferingQuota, OfferingTrainer
from trainingtracker.models.person import (
    Assignment,
    Leave,
    Person,
    StatusGroup,
    StatusGroupMembership,
    WorkingTime,
)
from trainingtracker.models.placement import Placement
from trainingtracker.models.release import Release
from trainingtracker.models.reorganisation import Reorganisation
from trainingtracker.models.reports import ReportContent, ReportRun, SavedReport
from trainingtracker.models.rounds import AllocationRound, Hearing, RoundEntry, RoundPriority
from trainingtracker.models.setting import Setting
from trainingtracker.models.site_page import SitePage
from trainingtracker.models.target import Target
from trainingtracker.models.unit import Leadership, Unit, UnitVersion
from trainingtracker.models.unused_place import UnusedPlace

__all__ = [
    "AccessEntry",
    "Account",
    "AllocationRound",
    "Approval",
    "Assignment",
    "Attendance",
    "AuditEntry",
    "Budget",
    "CareCostClaim",
    "CertificateScheme",
    "Competence",
    "Consent",
    "CostItem",
    "CostSheet",
    "Course",
    "CourseAudience",
    "CourseOutcome",
    "CoursePrerequisite",
    "CourseQuestion",
    "Enrolment",
    "EnrolmentEvent",
    "EuProgramme",
    "ExternalContent",
    "ExternalDocument",
    "ExternalEvent",
    "ExternalTraining",
    "FeedbackAnswer",
    "FeedbackForm",
    "FeedbackInvitation",
    "FeedbackQuestion",
    "Hearing",
    "Holding",
    "ImportContent",
    "ImportLine",
    "ImportMapping",
    "ImportRun",
    "ImportWrite",
    "ImportedParticipation",
    "Interest",
    "Language",
    "Leadership",
    "Leave",
    "Level",
    "Meeting",
    "NamedLock",
    "Need",
    "Network",
    "Offering",
    "OfferingInvitation",
    "OfferingQuota",
    "OfferingTrainer",
    "OpeningBalance",
    "OutgoingMail",
    "PartnerCity",
    "Person",
    "Placement",
    "Release",
    "Reorganisation",
    "ReportConsent",
    "ReportContent",
    "ReportRun",
    "RoleGrant",
    "RoundEntry",
    "RoundPriority",
    "SavedReport",
    "Scale",
    "Setting",
    "SitePage",
    "StatusGroup",
    "StatusGroupMembership",
    "Target",
    "Topic",
    "TrainerContract",
    "Unit",
    "UnitVersion",
    "UnusedPlace",
    "WorkingTime",
]
