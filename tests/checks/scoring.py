"""Findings held against what is truly wrong in the real samples."""

from dataclasses import dataclass, field

from meetings.checks import check
from tests.checks.real import NUMBERS, checked, truths

# Which truths of findings.json (and of the gold's questions) each of our rules may find.
MEANS = {
    "weekday": {"WEEKDAY_MISMATCH"},
    "meeting_day": {"DATE_META_MISMATCH"},
    "year": {"YEAR_SUSPECT"},
    "deadline": {"DEADLINE_BEFORE_MEETING"},
    "attendance": {"ADJUSTER_NOT_PRESENT", "ABSENT_PARTY_NO_PERSON", "MISSING_METADATA"},
    "facts": {"MISSING_METADATA"},
    "adjuster": {"ADJUSTER_LEAVES_ROLE", "ADJUSTER_NOT_PRESENT"},
    "adjuster_missing": {"ADJUSTER_NOT_PRESENT"},
    "speaker": {"SPEAKER_NOT_LISTED"},
    "organisation": {"UNION_MISSPELT", "UNION_ALIAS"},
    "office": {"ORG_NAME_CONFLICT"},
    "given_name": {"PERSON_AMBIGUOUS"},
    "health": {"SENSITIVE_DATA"},
    "personal_number": {"SENSITIVE_DATA"},
    "outcome_contradicted": {"CONCLUDED_WITH_OPEN_QUESTIONS"},
    "no_way_on": {"DISAGREEMENT_WITHOUT_FOLLOWUP"},
    "question": {"QUESTION_OPEN"},
    "still_open": {"CONCLUDED_WITH_OPEN_QUESTIONS"},
    "returns": {"FOLLOWUP_WITHOUT_DATE"},
    "attachment": {"ATTACHMENT_NAME_DIFFERS"},
    "residue": {"TEMPLATE_RESIDUE"},
    "twice": {"DUPLICATE_ITEM"},
    "diary_number": {"RECORD_NUMBER_FORMAT"},
    "gap": {"NUMBER_FORMAT"},
    "empty": {"EMPTY_CONTRIBUTION"},
}
# Certain truths about dates, deadlines, weekdays, names and attendance: each must be found. A
# registered short name (UNION_ALIAS) and a file's name (ALIAS) are as they should be.
MUST = {
    *("DATE_META_MISMATCH", "WEEKDAY_MISMATCH", "DEADLINE_BEFORE_MEETING"),
    *("SPEAKER_NOT_LISTED", "ADJUSTER_NOT_PRESENT", "ADJUSTER_LEAVES_ROLE"),
    *("ABSENT_PARTY_NO_PERSON", "MISSING_METADATA"),
    *("UNION_MISSPELT", "ORG_NAME_CONFLICT", "PERSON_AMBIGUOUS"),
}


@dataclass
class Score:
    """`hits` and `alarms` are (sample, finding); `missed` (sample, truth)."""

    hits: list = field(default_factory=list)
    alarms: list = field(default_factory=list)
    missed: list = field(default_factory=list)
    truths: list = field(default_factory=list)

    @property
    def precision(self):
        return len(self.hits) / (len(self.hits) + len(self.alarms))

    @property
    def missed_musts(self):
        return [one for one in self.missed if one[1].certain and one[1].rule in MUST]


def score() -> Score:
    total = Score()
    for number in NUMBERS:
        findings, true = check(*checked(number)), truths(number)
        means = [MEANS.get(finding.rule, set()) for finding in findings]
        told = {truth.rule for truth in true}
        for finding, wanted in zip(findings, means, strict=True):
            (total.hits if wanted & told else total.alarms).append((number, finding))
        seen = set().union(*means)
        total.truths += [(number, truth) for truth in true]
        total.missed += [(number, truth) for truth in true if truth.rule not in seen]
    return total
