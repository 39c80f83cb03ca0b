"""Addresses that lead nowhere: a page for a browser, in its language; the error of the contract for all others."""

from __future__ import annotations

import pytest

from service import Client, check_problem

OPENS = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_a_person_gets_a_page_with_the_way_back(client: Client) -> None:
    reply = client.get("/nothing", OPENS)
    assert (reply.status, reply.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert {"Accept", "Accept-Language"} <= set(reply.headers["vary"].split(", "))
    assert reply.headers["cache-control"] == "no-store"
    assert "There is nothing here" in reply.text
    assert 'href="./"' in reply.text


def test_the_way_back_is_relative_at_any_depth(client: Client) -> None:
    page = client.get("/l/9/none", OPENS).text
    assert 'href="../../"' in page
    assert 'href="../../static/' in page


def test_the_page_speaks_the_browsers_language(client: Client) -> None:
    page = client.get("/nothing", {**OPENS, "accept-language": "de"}).text
    assert '<html lang="de">' in page
    assert "zur Hauptseite" in page
    assert "nothing" not in page.lower()


@pytest.mark.parametrize("accept", ["application/json", "application/problem+json", "*/*", "image/avif,image/*"])
def test_data_is_refused_as_the_contract_says(accept: str, client: Client) -> None:
    reply = client.get("/nothing", {"accept": accept})
    assert reply.status == 404
    assert check_problem(reply)["code"] == "not-found"


def test_the_api_answers_the_contract_to_everybody(client: Client) -> None:
    reply = client.get("/api/v1/nothing", OPENS)
    assert check_problem(reply)["code"] == "not-found"
