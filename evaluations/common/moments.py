"""Moments in words."""

from datetime import date, datetime

from django.utils import timezone


def moment_text(moment: datetime) -> str:
    """A moment as shown on screens, on paper and in messages, in local time: 2024年4月30日 18:00."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def day_text(day: date) -> str:
    """A day as screens, paper and messages show it: 2024年4月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def moment(at: datetime) -> str:
    """A moment as short as possible: 15:04:05 today, else with the date."""
    local = timezone.localtime(at)
    return f"{local:%H:%M:%S}" if local.date() == timezone.localdate() else moment_text(at)
