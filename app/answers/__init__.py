"""What a person enters, as JSON: the answers file, one journal entry, and whether it fits."""

from app.answers.assessment_file import (
    LARGEST_ASSESSMENT,
    MOST_EDITIONS,
    MOST_ENTRIES,
    MUTATION,
    EnteredEntry,
    Whole,
    read_whole,
    written_whole,
)
from app.answers.assessment_schema import assessment_schema
from app.answers.assessment_validation import Frozen
from app.answers.chain import hash_of_assessment, linked
from app.answers.entry_codec import body, read_body
from app.answers.file import (
    FORMAT,
    content_hash,
    encoded_answers,
    named,
    parsed_answers,
    read_frozen,
    text_hash,
    unknown_questionnaire,
)
from app.answers.moments import day_of, moment_text
from app.answers.schema import answers_schema
from app.answers.validation import (
    LONGEST_AUTHOR,
    LONGEST_COMMENT,
    LONGEST_ENTERED_TEXT,
    LONGEST_NAME,
    faults_of,
    faults_of_about,
    faults_of_answer,
    faults_of_component,
    faults_of_fact,
)
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
    "LONGEST_ENTERED_TEXT",
    "LONGEST_NAME",
    "MOST_EDITIONS",
    "MOST_ENTRIES",
    "MOST_ITEMS",
    "MUTATION",
    "EnteredEntry",
    "Frozen",
    "Whole",
    "answers_schema",
    "assessment_schema",
    "body",
    "cleaned",
    "content_hash",
    "dated",
    "day_of",
    "decoded",
    "encoded_answers",
    "faults_of",
    "faults_of_about",
    "faults_of_answer",
    "faults_of_component",
    "faults_of_fact",
    "hash_of_assessment",
    "linked",
    "moment_text",
    "named",
    "parsed_answers",
    "read_body",
    "read_frozen",
    "read_whole",
    "refuse_full",
    "text_hash",
    "unknown_questionnaire",
    "written_whole",
]
