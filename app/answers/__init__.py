"""What a person enters, as JSON: the answers file, one journal entry, and whether it fits."""

from app.answers.assessment_file import (
    LARGEST_ASSESSMENT,
    MOST_EDITIONS,
    MOST_ENTRIES,
    MUTATION,
    Entered,
    Whole,
    read_whole,
    written_whole,
)
from app.answers.assessment_fitness import Frozen
from app.answers.assessment_schema import assessment_schema
from app.answers.bodies import body, read_body
from app.answers.chain import beginning, linked
from app.answers.file import (
    FORMAT,
    content_hash,
    named,
    read,
    read_frozen,
    text_hash,
    unknown_questionnaire,
    written,
)
from app.answers.fitness import (
    LONGEST_AUTHOR,
    LONGEST_COMMENT,
    LONGEST_NAME,
    LONGEST_TEXT,
    faults_of,
    faults_of_about,
    faults_of_answer,
    faults_of_component,
    faults_of_fact,
)
from app.answers.moments import day_of, moment_text
from app.answers.schema import answers_schema
from app.records.cleaning import cleaned
from app.records.dates import dated
from app.records.json_text import LARGEST_FILE, decoded, refuse_full
from app.records.parsing import MOST_ITEMS

__all__ = [
    "FORMAT",
    "LARGEST_ASSESSMENT",
    "LARGEST_FILE",
    "LONGEST_AUTHOR",
    "LONGEST_COMMENT",
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "MOST_EDITIONS",
    "MOST_ENTRIES",
    "MOST_ITEMS",
    "MUTATION",
    "Entered",
    "Frozen",
    "Whole",
    "answers_schema",
    "assessment_schema",
    "beginning",
    "body",
    "cleaned",
    "content_hash",
    "dated",
    "day_of",
    "decoded",
    "faults_of",
    "faults_of_about",
    "faults_of_answer",
    "faults_of_component",
    "faults_of_fact",
    "linked",
    "moment_text",
    "named",
    "read",
    "read_body",
    "read_frozen",
    "read_whole",
    "refuse_full",
    "text_hash",
    "unknown_questionnaire",
    "written",
    "written_whole",
]
