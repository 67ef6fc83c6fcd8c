"""Where NHS England puts its cancer waiting times: one page, and sub-pages a financial year and a month.

Files lie under the year and month of their upload, which is not the month that they are about; some months stand on
the main page alone and the newest on a sub-page alone. So links are followed, and no address is ever made up.
"""

from __future__ import annotations

from alliance.sources.release import Landing

__all__ = ["LANDING"]

_PAGES = (
    r"monthly-data-and-summaries",
    r"\d{4}-\d{2}-monthly-cancer-waiting-times-statistics",
    r"cancer-waiting-times-for-[\w-]+-(provisional|final)",
)
_FILES = (
    r"(provider|commissioner)[-_ ]workbook[^/]*\.xlsx?",
    r"monthly[-_ ]combined[-_ ]csv[^/]*\.csv",
    r"national[-_ ]time[-_ ]series[^/]*with[-_ ]revisions[^/]*\.xlsx",
    r"cwt[-_ ]crs[^/]*data[-_ ]extract[^/]*\.xlsx",
)

LANDING = (
    Landing(
        url="https://www.england.nhs.uk/statistics/statistical-work-areas/cancer-waiting-times/",
        follow=rf"(^|[/-])({'|'.join(_PAGES)})(/|\.html?)?$",
        files=rf"({'|'.join(_FILES)})$",
        note="monthly workbooks, combined CSV files, the national time series with revisions, or data extracts",
    ),
)
