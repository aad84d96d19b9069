"""What the release before kept of wrong passwords is emptied, for a password may stand among the names."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

forget = import_module("accounts.migrations.0005_forget_names_as_typed").forget


@pytest.mark.django_db(transaction=True)
def test_a_password_that_was_typed_as_a_name_is_gone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE axes_accessattempt (username varchar(255))")
        try:
            cursor.execute("INSERT INTO axes_accessattempt VALUES ('my password')")
            with connection.schema_editor() as editor:
                forget(apps, editor)
            cursor.execute("SELECT count(*) FROM axes_accessattempt")
            assert cursor.fetchone() == (0,)
        finally:
            cursor.execute("DROP TABLE axes_accessattempt")
