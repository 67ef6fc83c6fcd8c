"""The one place that reads the time, at the edge of the site. Everything below is told it."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

__all__ = ["TODAY_FILE", "now", "today"]

TODAY_FILE = "today"


def now() -> datetime:
    """This moment; in the demo, a moment of the afternoon of the day that the fictional alliance has reached.

    That day is one line, `2026-03-12`, in the file `today` of the demo folder. Its story happens at noon; what
    visitors then do comes later, in the order in which they do it: the afternoon lasts as long as a real day.
    """
    reached = settings.DEMO_FOLDER and settings.DEMO_FOLDER / TODAY_FILE
    if reached and reached.is_file():
        day = date.fromisoformat(reached.read_text(encoding="ascii").strip())
        noon = datetime.combine(day, time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))
        clock = timezone.localtime()
        return noon + (clock - clock.replace(hour=0, minute=0, second=0, microsecond=0)) / 2
    return timezone.now()


def today() -> date:
    """The day of `now()`, in local time."""
    return timezone.localdate(now())
