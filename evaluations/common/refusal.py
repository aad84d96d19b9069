"""The one exception by which a service tells the person at the screen why something is not done."""


class Refused(Exception):
    """Not done; the text says why and what to do, in simplified Chinese."""
