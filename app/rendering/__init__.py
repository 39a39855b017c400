"""Values become HTML, charts and PDF; interface words go through gettext here."""
