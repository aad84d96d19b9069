"""How passwords are stored."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class FrugalArgon2(Argon2PasswordHasher):
    """Argon2id with the parameters that OWASP recommends (19 MiB, two passes, one lane).

    Django's defaults take five times the memory and eight threads per sign-in: a few at once would hold up everybody else.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
