"""The numbers behind a page, to take away: the same as in the answer."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from alliance.answers import over_time
from alliance_site.evidence import desk
from tests.site.evidence.conftest import ALLIANCE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("figures")]


def test_the_json_is_the_answer_to_the_letter(client: Client) -> None:
    got = client.get("/measures/treatment-62-day/data.json?place=ZA2&cancer=prostate")
    known = over_time(desk.open_to(None), "treatment-62-day", "ZA2", cut={"cancer": "prostate"})
    assert got["Content-Type"] == "application/json"
    assert json.loads(got.content) == known.to_json()


def test_the_csv_has_a_row_for_each_period_with_the_same_numbers(client: Client) -> None:
    got = client.get("/measures/treatment-62-day/data.csv?place=ZA2")
    known = over_time(desk.open_to(None), "treatment-62-day", "ZA2")
    rows = list(csv.DictReader(io.StringIO(got.content.decode())))
    assert got["Content-Disposition"] == 'attachment; filename="treatment-62-day.csv"'
    assert [row["period"] for row in rows] == [point.period for point in known.points]
    assert [float(row["numerator"]) for row in rows] == [point.numerator for point in known.points]


def test_a_download_without_a_place_is_of_the_alliance_in_focus(client: Client) -> None:
    got = client.get("/measures/treatment-62-day/data.json")
    assert json.loads(got.content)["place"]["code"] == ALLIANCE


def test_a_download_can_be_divided(client: Client) -> None:
    got = client.get("/measures/treatment-62-day/data.json?by=trust")
    assert "ZA2" in {series["place"]["code"] for series in json.loads(got.content)["series"]}


def test_an_unknown_format_is_not_a_page(client: Client) -> None:
    assert client.get("/measures/treatment-62-day/data.exe").status_code == 404


def test_a_measure_page_leads_to_its_own_numbers(client: Client) -> None:
    text = client.get("/measures/treatment-62-day/?place=ZA2&cancer=prostate").content.decode()
    assert "/measures/treatment-62-day/data.csv?place=ZA2&amp;cancer=prostate" in text
