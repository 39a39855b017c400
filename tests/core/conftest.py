"""How many examples a property is tried with: CIED_EXAMPLES=1000 for a long run."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "cied",
    max_examples=int(os.environ.get("CIED_EXAMPLES", "30")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("cied")
