"""Keeps the chapters of versions frozen so far, so that later reports are compared with them, too. Of equal texts, the earliest is kept."""

import json

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evaluations.common.append_only import refuse_changes
from evaluations.core.text.sketch import sketch

SHORTEST = 60  # characters, as in every edition so far


def keep(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    versions = apps.get_model("records", "Version").objects.filter(transition__in=("submit", "confirm"))
    chapters = apps.get_model("narrative", "SubmittedChapter").objects
    sketches = apps.get_model("narrative", "SubmittedSketch").objects
    seen = set()
    frozen = versions.order_by("created_at", "pk").values_list("evaluation", "evaluation__fiscal_year", "document")
    for evaluation, year, document in frozen.iterator():
        for number, text in json.loads(document)["report"]["chapters"].items():
            key = (year, number, "".join(text.split()))
            if len(key[2]) < SHORTEST or key in seen:
                continue
            seen.add(key)
            chapter = chapters.create(evaluation_id=evaluation, number=int(number), text=text)
            hashes = sketch(text, f"{year} {number}")
            sketches.bulk_create(sketches.model(chapter=chapter, hash=one) for one in hashes)


class Migration(migrations.Migration):
    dependencies = [("narrative", "0002_submitted_chapters"), ("accounts", "0002_append_only")]

    operations = [
        migrations.RunPython(keep, migrations.RunPython.noop),
        refuse_changes("narrative_submittedchapter"),
        refuse_changes("narrative_submittedsketch"),
    ]
