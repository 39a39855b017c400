"""A result as JSON: what `cied score` prints and the API shows; exact numbers, never a float."""

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from app.answers import content_hash
from app.core.assessment.assessment import Assessment
from app.core.exact import exact
from app.core.method.comparison import Absence, Comparison, NodeChange
from app.core.method.priorities import Line
from app.core.method.scoring import (
    LensResult,
    LevelSpan,
    NodeResult,
    Span,
)
from app.core.method.trace import Mover, Trace
from app.core.reports.report import Report

STATEMENT = "self-assessment by the State; not a measure of compliance"
QUICK_SCAN = "quick scan, not comparable with a full assessment"


def result_json(said: Report) -> dict[str, Any]:
    """The result of a report as JSON can hold it.

    Domains, components, questions and lenses stand under their ids, in the questionnaire's order;
    priorities in the State's order. `content_hash` is that of the copy that was scored.
    """
    whole, assessment, result = said.whole, said.assessment, said.result
    return {
        "statement": f"{STATEMENT}; {QUICK_SCAN}" if said.is_quick else STATEMENT,
        "scope": assessment.scope,
        "questionnaire": {
            "id": whole.id,
            "version": whole.version,
            "status": whole.status,
            "hash": said.questionnaire_hash,
        },
        "country": {"code": assessment.country.code, "name": assessment.country.name},
        "reference_date": assessment.reference_date.isoformat(),
        "content_hash": said.content_hash,
        "overall": _node(result.overall),
        "domains": {
            node.id: {**_node(node), "target": exact(said.priorities.domain_targets[node.id])}
            for node in result.domains
        },
        "components": {node.id: _node(node) for node in result.components},
        "questions": {
            one.question.id: {"low": one.low, "high": one.high, "grade": one.grade}
            for one in result.questions
        },
        "priorities": [_line(line) for line in said.priorities.lines],
        "lenses": {lens.id: _lens(lens) for lens in result.lenses},
        "leaving": [{"id": one.id, "why": one.why, "reason": one.reason} for one in result.leaving],
        "open_facts": list(result.open_facts),
    }


def comparison_json(found: Comparison, *, edition: int | None, edition_then: int) -> dict[str, Any]:
    """A comparison as JSON can hold it; nodes stand under their ids. `edition`: None while not finished.

    The hashes are those of the copies that were compared.
    """
    questionnaire = found.questionnaire
    return {
        "statement": f"{STATEMENT}; {QUICK_SCAN}" if found.now.scope == "quick" else STATEMENT,
        "scope": found.now.scope,
        "questionnaire": questionnaire.id,
        "country": {"code": found.now.country.code, "name": found.now.country.name},
        "then": _side(found.then, edition_then),
        "now": _side(found.now, edition),
        "questions": list(questionnaire.question_by_id),
        "overall": _change(found.overall),
        "domains": {change.id: _change(change) for change in found.domains},
        "components": {change.id: _change(change) for change in found.components},
        "not_compared": [
            {"question": one.question.id, "then": _absence(one.then), "now": _absence(one.now)}
            for one in found.not_compared
        ],
    }


def _side(assessment: Assessment, edition: int | None) -> dict[str, Any]:
    return {
        "reference_date": assessment.reference_date.isoformat(),
        "version": assessment.version,
        "edition": edition,
        "content_hash": content_hash(assessment),
    }


def _change(change: NodeChange) -> dict[str, Any]:
    return {
        "verdict": change.verdict,
        "is_better_known": change.is_better_known,
        "is_better_documented": change.is_better_documented,
        "score": {
            "moved": change.score,
            "then": _score(change.then.score, change.then.claimed),
            "now": _score(change.now.score, change.now.claimed),
        },
        "level": None
        if change.level is None
        else {"moved": change.level, "then": _level(change.then.level), "now": _level(change.now.level)},
    }


def _absence(absence: Absence | None) -> dict[str, str] | None:
    return None if absence is None else {"why": absence.why, "reason": absence.reason}


def _score(score: Span, claimed: Fraction | None) -> dict[str, Any]:
    return {
        "low": exact(score.low),
        "high": exact(score.high),
        "claimed": None if claimed is None else exact(claimed),
    }


def _level(level: LevelSpan | None) -> dict[str, int] | None:
    return None if level is None else {"low": level.low, "high": level.high}


def _node(node: NodeResult) -> dict[str, Any]:
    return {
        "score": _score(node.score, node.claimed),
        "level": _level(node.level),
        "coverage": exact(node.coverage),
        "is_too_early": node.is_too_early,
        "asked": node.asked,
        "answered": node.answered,
        "causes": {
            "unknown": exact(node.causes.unknown),
            "disputed": exact(node.causes.disputed),
            "unsupported": exact(node.causes.unsupported),
        },
        "evidence_mix": {grade: exact(share) for grade, share in node.evidence_mix.items()},
        "trace": None if node.trace is None else _trace(node.trace),
    }


def _trace(trace: Trace) -> dict[str, Any]:
    clauses = trace.clauses
    return {
        "clauses": {"share": clauses.share, "critical": clauses.critical, "lag": clauses.lag},
        "binding": list(clauses.binding),
        "movers": [_mover(mover) for mover in trace.movers],
    }


def _mover(mover: Mover) -> dict[str, Any]:
    return {
        "question": mover.question,
        "level": mover.level,
        "want": mover.want,
        "grade": mover.grade,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "component": line.component,
        "tier": line.tier.name.lower(),
        "relevance": line.relevance.name.lower(),
        "level": _level(line.level),
        "target": line.target,
        "phase": line.phase,
        "reasons": [{"why": reason.why, "names": list(reason.names)} for reason in line.reasons],
        "todo": [_mover(mover) for mover in line.todo],
        "commitment": line.commitment,
        "plan": asdict(line.plan),
        "rule_place": line.rule_place,
        "place": line.place,
        "move": None if line.move is None else {"place": line.move.place, "reason": line.move.reason},
    }


def _lens(lens: LensResult) -> dict[str, Any]:
    return {
        "score": _score(lens.score, lens.claimed),
        "coverage": exact(lens.coverage),
        "asked": lens.asked,
        "answered": lens.answered,
        "domains": lens.domains,
        "domains_adequate": lens.domains_adequate,
    }
