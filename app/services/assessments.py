"""What a person can do with assessments: start one, open one, see which there are."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime

from app.answers import faults_of_about
from app.catalogue import canonical, content_hash, read_canonical
from app.core.assessment import Assessment, Country
from app.core.errors import AnswersRefusedError
from app.core.journal import ABOUT, STANDING, About, Content, Entry, Journal, Subject
from app.core.questionnaire import Questionnaire
from app.services.writing import author_name, mutation_name, stamp
from app.storage import assessments, editions, entries, questionnaires
from app.storage.assessments import Stored
from app.storage.database import Database
from app.storage.editions import Edition, EditionHead
