"""`python -m app.cli` is `cied`."""

from app.cli import main

main()
