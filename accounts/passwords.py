"""Rules for a new password: long enough, hard to guess, and not recently used."""

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from accounts.models import FormerPassword, User

_ENOUGH = 3  # of zxcvbn's scores 0 to 4: more than 10^8 guesses
_LOOKED_AT = 72  # characters; the estimate becomes costly with the length
_KEPT = 5


class LongEnough(MinimumLengthValidator):
    """Django's validator, with its rule worded like the others."""

    def get_help_text(self) -> str:
        """The rule in words."""
        return f"至少 {self.min_length} 个字符。"


class HardToGuess:
    """Refuses passwords that are estimated to be easy to guess: names, common words, repetitions, sequences, neighbouring keys."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError unless `password` may be used."""
        known = [user.username, user.name, user.phone] if isinstance(user, User) else []
        if zxcvbn(password[:_LOOKED_AT], user_inputs=known)["score"] < _ENOUGH:
            raise ValidationError("这个密码容易被猜到，请换一个：可以把几个不相干的词连在一起。", code="password_easy")

    def get_help_text(self) -> str:
        """The rule in words."""
        return "不要用姓名、用户名、电话，常见的词或密码，重复或连续的字符（如 abcabcabcabc、1234567890），键盘上相邻的键。"


class NotUsedBefore:
    """Refuses the last five passwords; keeps their hashes."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError unless `password` may be used."""
        if user is None or user.pk is None:
            return
        former = FormerPassword.objects.filter(user_id=user.pk).values_list("hash", flat=True)
        if any(check_password(password, one) for one in {user.password, *former}):
            raise ValidationError(f"不能用最近用过的 {_KEPT} 个密码，请换一个。", code="password_used_before")

    def get_help_text(self) -> str:
        """The rule in words."""
        return f"不能与最近用过的 {_KEPT} 个密码相同。"

    def password_changed(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Keep the hash of the password just stored; Django calls this for every new password."""
        if user is None:
            return
        FormerPassword.objects.create(user_id=user.pk, hash=user.password)
        kept = FormerPassword.objects.filter(user_id=user.pk).order_by("-pk")
        FormerPassword.objects.filter(pk__in=list(kept.values_list("pk", flat=True)[_KEPT:])).delete()
