"""The column of a name's initials in pinyin: by them a unit is found without typing Chinese."""

from typing import Any

from django.db import models

from evaluations.core.text.pinyin import initials


class InitialsField(models.CharField):  # type: ignore[type-arg]  # it takes no arguments at run time
    """The initials of the row's `name`, computed whenever the row is stored."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: FBT001 - Django's signature
        """The initials of the name as it is now."""
        found = initials(getattr(model_instance, "name"))[: self.max_length]  # noqa: B009 - any model with a name
        setattr(model_instance, self.attname, found)
        return found

    def deconstruct(self) -> Any:
        """In migrations a plain text."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
