"""The exception that a service raises to tell the user why it refused."""


class Refused(Exception):
    """The service refused; the text says why and what to do, in simplified Chinese."""
