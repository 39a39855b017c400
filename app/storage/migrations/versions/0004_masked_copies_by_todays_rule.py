"""Masked copies are made by another rule: figures and hashes that the old one may have given are taken away.

An older rule let a masked copy say what hangs on a withheld fact or declaration, and hold answers that were
not asked. What it gave of such an assessment is not handed out any more: its rows of results go, and the
hashes of its masked copies become empty. `app/services/renewing.py` fills in both by today's rule. Without a
mark, a fact or a declaration both rules give the same, and nothing changes.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_EDITION = sa.table("edition", *(sa.column(one) for one in ("assessment", "content", "masked_hash")))
_RESULT = sa.table("result", sa.column("assessment"))
_DIFFER = ('"withheld"', '"facts"', '"not_applicable"')
"""Members of an answers file without which both rules give the same."""


def upgrade() -> None:
    may_differ = sa.or_(*(_EDITION.c.content.contains(one, autoescape=True) for one in _DIFFER))
    found = op.get_bind().scalars(sa.select(_EDITION.c.assessment).where(may_differ).distinct()).all()
    for assessment in found:
        op.execute(sa.delete(_RESULT).where(_RESULT.c.assessment == assessment))
        op.execute(sa.update(_EDITION).where(_EDITION.c.assessment == assessment).values(masked_hash=""))
