"""The table of reach: what each address answers to whom. `test_reach.py` visits every address as everybody; `visitors.py` says who they are.

A row names an address, and says for GET and for POST which visitors get which status. Everybody else is refused in one way: whoever is not signed in
is asked to sign in, and for whoever is, there is no such page (404), which the audit log notes. Nobody is told what lies beyond their reach.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.house.visitors import NOT_SIGNED_IN, OFFICE, Who

Answers = Mapping[int, frozenset[Who]]

VISITORS = frozenset(Who)
EVERYBODY = VISITORS - NOT_SIGNED_IN
PREPARERS = frozenset({Who.PREPARER, Who.MANY})
HEAD = frozenset({Who.HEAD})
UNIT = PREPARERS | HEAD
REVIEWER = frozenset({Who.REVIEWER})
MANAGER = frozenset({Who.MANAGER})
BUREAU = REVIEWER | MANAGER
BOTH_SIDES = UNIT | BUREAU
ADMINISTRATOR = frozenset({Who.ADMINISTRATOR})
AUDITOR = frozenset({Who.AUDITOR})
NOWHERE = frozenset({Who.EXPIRED})
# Of whatever unit or region:
EVERY_MANAGER = MANAGER | {Who.FAR_MANAGER}
EVERY_BUREAU = BUREAU | EVERY_MANAGER | {Who.MANY, Who.OTHER_REVIEWER, Who.FAR_REVIEWER}
EVERY_UNIT = frozenset(who for who in EVERYBODY if who.name.endswith(("PREPARER", "HEAD"))) | {Who.MANY}
EVERY_HEAD = frozenset(who for who in EVERYBODY if who.name.endswith("HEAD"))
EVERY_KEEPER = ADMINISTRATOR | EVERY_MANAGER | EVERY_HEAD
AT_DESK = EVERY_BUREAU - EVERY_UNIT

NOBODY: Answers = {}
NOT_TAKEN: Answers = {405: EVERYBODY}
NOT_TAKEN_OPEN: Answers = {405: VISITORS}  # of a page that is open to whoever is not signed in

TOLD = {401: NOT_SIGNED_IN}  # a script gets no page to sign in, but JSON

# What stands for the parameters of an address: keys of the world by name, or themselves.
HANDED_IN = {"evaluation_id": "handed_in"}
DRAFT = {"evaluation_id": "draft"}
YEAR = {"fiscal_year_id": "year"}
YEAR_OF_UNIT = {"fiscal_year_id": "year", "unit_id": "unit"}
PROJECT = {"project_id": "project"}
YEAR_OF_PROJECT = PROJECT | {"fiscal_year_id": "project_year", "unit_id": "unit"}
COMMENT = {"comment_id": "comment"}
STANDARD = {"standard_id": "standard"}
UNIT_ALONE = {"unit_id": "unit"}
SHEET = {"edition_id": "edition", "which": "attachment2"}
WAY = {"way": "one"}
PERSON = {"person_id": "preparer"}
MEMBERSHIP = PERSON | {"membership_id": "membership"}
UNITS = {"name": "units"}
APPROVE, SUBMIT = {"name": "approve"}, {"name": "submit"}
DETAILS = {"step": "details"}
FORM_DRAFT, EDITION = {"draft_id": "form_draft"}, {"edition_id": "edition"}

SECTION = {"section_id": "section"}

OFFICE_CELL = f"?path={OFFICE}"
COPIED_CELL = "?cell=basic_data.expenditure.office.prior_final"
# What a page of a step asks and saves by itself.
CHANGES = "?revision=0"
NO_CELLS = '{"revision": 0, "cells": {}}'


@dataclass(frozen=True, slots=True)
class Row:
    """An address with its parameters and query, and who gets what; `sends` is what POST sends instead of a form of no page (a text is JSON)."""

    name: str
    get: Answers
    post: Answers
    on: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    sends: Mapping[str, str] | str | None = None

    def __str__(self) -> str:
        return " ".join((self.name, *self.on.values()))


TABLE = (
    # Signing in and out, one's own account
    Row("accounts:sign_in", {200: VISITORS}, {200: VISITORS}),
    Row("accounts:sign_out", NOT_TAKEN, {302: EVERYBODY}),
    Row("accounts:activate", {200: VISITORS}, {200: VISITORS}),
    Row("accounts:forgotten", {200: VISITORS}, {200: VISITORS}),
    Row("accounts:session", {200: VISITORS}, NOT_TAKEN_OPEN),
    Row("accounts:help", {200: VISITORS}, NOT_TAKEN_OPEN),
    Row("accounts:change_password", {200: EVERYBODY}, {200: EVERYBODY}),
    Row("accounts:own_account", {200: EVERYBODY}, {422: EVERYBODY}),
    Row("accounts:end_sessions", NOT_TAKEN, {302: EVERYBODY}),
    Row("accounts:make_codes", NOT_TAKEN, {200: HEAD | MANAGER}, sends={"person": "preparer"}),
    # First pages
    Row(
        "home:home",
        {200: EVERY_UNIT | NOWHERE, 302: AT_DESK | {Who.DEPARTMENT_REVIEWER} | ADMINISTRATOR | AUDITOR},
        NOT_TAKEN,
    ),
    Row("home:evaluation", {302: BOTH_SIDES}, NOT_TAKEN, HANDED_IN),
    Row("home:evaluation", {302: BOTH_SIDES}, NOT_TAKEN, DRAFT),
    # An evaluation, for its unit and, once handed in, for its bureau
    Row("shared_pages:document", {200: BOTH_SIDES}, NOT_TAKEN, HANDED_IN),
    Row("shared_pages:alike", {200: BOTH_SIDES}, NOT_TAKEN, HANDED_IN, "?chapter=report.chapters.6"),
    Row("shared_pages:document", {200: UNIT}, NOT_TAKEN, DRAFT),
    Row("shared_pages:cell_history", {200: BOTH_SIDES}, NOT_TAKEN, HANDED_IN, OFFICE_CELL),
    Row("shared_pages:cell_history", {200: UNIT}, NOT_TAKEN, DRAFT, OFFICE_CELL),
    Row("shared_pages:standard_comments", {200: EVERY_BUREAU}, {422: EVERY_BUREAU}),
    Row("shared_pages:standard_comment", {200: REVIEWER}, {422: REVIEWER}, STANDARD),
    Row("shared_pages:delete_standard_comment", {200: REVIEWER}, {302: REVIEWER}, STANDARD),
    Row("shared_pages:definitions", {200: EVERYBODY}, NOT_TAKEN),
    Row("shared_pages:download", NOT_TAKEN, {200: BOTH_SIDES}, HANDED_IN | {"which": "json"}),
    Row("shared_pages:download", NOT_TAKEN, {200: UNIT}, DRAFT | {"which": "json"}),
    Row("shared_pages:start_review", NOT_TAKEN, {302: BOTH_SIDES}, HANDED_IN),
    Row("shared_pages:transition", {200: REVIEWER, 409: UNIT | MANAGER}, {409: BOTH_SIDES}, HANDED_IN | APPROVE),
    Row("shared_pages:transition", {200: PREPARERS, 409: HEAD | BUREAU}, {409: BOTH_SIDES}, DRAFT | SUBMIT),
    Row("shared_pages:done", {200: HEAD, 302: BOTH_SIDES - HEAD}, NOT_TAKEN, HANDED_IN | {"name": "confirm"}),
    Row("shared_pages:done", {302: BOTH_SIDES}, NOT_TAKEN, HANDED_IN | APPROVE),
    Row("shared_pages:done", {302: UNIT}, NOT_TAKEN, DRAFT | SUBMIT),
    Row("shared_pages:comment", NOT_TAKEN, {409: BUREAU}, HANDED_IN, sends={"where": OFFICE}),
    Row("shared_pages:comment", NOT_TAKEN, NOBODY, DRAFT, sends={"where": OFFICE}),
    Row("shared_pages:answer", NOT_TAKEN, {409: BOTH_SIDES}, COMMENT, sends={"text": ""}),
    Row("shared_pages:settle", NOT_TAKEN, {302: REVIEWER, 409: UNIT | MANAGER}, COMMENT, sends={"text": ""}),
    # Filling in; the bureau is led on to the document
    Row("filling:begin", NOT_TAKEN, {302: PREPARERS, 409: HEAD}, YEAR_OF_UNIT),
    Row("filling:begin_project", NOT_TAKEN, {302: PREPARERS, 409: HEAD}, YEAR_OF_PROJECT),
    Row("filling:projects", {200: PREPARERS}, NOT_TAKEN, UNIT_ALONE),
    Row("filling:new_project", {200: PREPARERS}, {422: PREPARERS}, UNIT_ALONE),
    Row("filling:project", {200: PREPARERS}, {422: PREPARERS}, PROJECT),
    Row("filling:remove_project", NOT_TAKEN, {302: PREPARERS}, PROJECT),
    Row("filling:begin_own_year", NOT_TAKEN, NOBODY),  # only for units without a bureau
    Row("filling:tasks", {200: UNIT, 302: BUREAU}, NOT_TAKEN, HANDED_IN),
    Row("filling:tasks", {200: UNIT}, NOT_TAKEN, DRAFT),
    Row("filling:step", {200: UNIT, 302: BUREAU}, {400: PREPARERS}, HANDED_IN | {"step": "report"}),
    Row("filling:step", {200: UNIT}, {400: PREPARERS}, DRAFT | {"step": "basic-data"}),
    Row("filling:cells", {403: PREPARERS} | TOLD, {403: PREPARERS} | TOLD, HANDED_IN | DETAILS, CHANGES, NO_CELLS),
    Row("filling:cells", {200: PREPARERS} | TOLD, {200: PREPARERS} | TOLD, DRAFT | DETAILS, CHANGES, NO_CELLS),
    Row("filling:cell", {200: UNIT}, {409: PREPARERS}, DRAFT | DETAILS, "?path=preparer.name"),
    Row("filling:check", {200: UNIT}, {400: PREPARERS}, DRAFT),
    Row("filling:library", {200: PREPARERS, 302: HEAD}, NOT_TAKEN, DRAFT),
    Row("filling:preview", {200: BOTH_SIDES}, NOT_TAKEN, HANDED_IN | {"number": "1"}),
    Row("filling:prior_year", {200: PREPARERS}, {422: PREPARERS}, DRAFT, COPIED_CELL),
    Row("filling:from_projects", {200: UNIT}, {422: PREPARERS}, DRAFT),
    Row("filling:new_edition", {200: UNIT}, {400: PREPARERS}, DRAFT),
    Row("filling:upload", {200: PREPARERS}, {422: PREPARERS}, DRAFT),
    # The bureau's desk and years
    Row("desk:list", {200: EVERY_BUREAU}, NOT_TAKEN),
    Row("desk:subordinates", {200: frozenset({Who.DEPARTMENT_REVIEWER})}, NOT_TAKEN),
    Row("home:next", {302: EVERY_BUREAU}, NOT_TAKEN),
    Row("desk:keep_query", NOT_TAKEN, {302: BUREAU | {Who.MANY, Who.OTHER_REVIEWER}}, YEAR),
    Row("desk:remove_query", NOT_TAKEN, {302: BUREAU | {Who.MANY, Who.OTHER_REVIEWER}}, {"query_id": "query"}),
    Row("desk:extension", {200: MANAGER}, {422: MANAGER}, YEAR_OF_UNIT),
    Row("desk:extensions", {200: MANAGER}, {422: MANAGER}, YEAR, "?whole=1", {"whole": "1"}),
    Row("administration:assignments", {200: EVERY_MANAGER}, {302: EVERY_MANAGER}),
    Row("administration:distribute", {200: EVERY_MANAGER}, {409: EVERY_MANAGER}, WAY),
    Row("administration:assignment_history", {200: MANAGER}, NOT_TAKEN, UNIT_ALONE),
    Row("administration:years", {200: EVERY_MANAGER}, NOT_TAKEN),
    Row("administration:new_year", {200: EVERY_MANAGER}, {422: EVERY_MANAGER}),
    Row("administration:year", {200: MANAGER}, NOT_TAKEN, YEAR),
    Row("administration:change_year", {200: MANAGER}, {422: MANAGER}, YEAR),
    Row("administration:issue_year", {200: MANAGER}, {302: MANAGER}, YEAR, "?scope=all", {"scope": "all"}),
    Row("administration:extend_year", {200: MANAGER}, {422: MANAGER}, YEAR),
    Row("administration:excuse_units", {200: MANAGER}, {422: MANAGER}, YEAR),
    Row("own_forms:forms", {200: EVERY_MANAGER}, {422: EVERY_MANAGER}),
    Row("own_forms:draft", {200: MANAGER}, NOT_TAKEN, FORM_DRAFT),
    Row("own_forms:remove", {200: MANAGER}, {302: MANAGER}, FORM_DRAFT),
    Row("own_forms:trial", {200: MANAGER}, NOT_TAKEN, FORM_DRAFT),
    Row("own_forms:act", NOT_TAKEN, {302: MANAGER}, FORM_DRAFT | {"name": "take-back"}),
    Row("own_forms:guide", {200: EVERY_MANAGER}, NOT_TAKEN),
    Row("own_forms:blank", NOT_TAKEN, {200: EVERY_MANAGER}, {"subject": "unit"}),
    Row("own_forms:change", {200: MANAGER}, {302: MANAGER}, FORM_DRAFT | {"code": "grades"}),
    Row("own_forms:copy", NOT_TAKEN, {302: EVERY_MANAGER}, EDITION),
    Row("own_forms:marked", NOT_TAKEN, {302: MANAGER}, FORM_DRAFT),
    Row("own_forms:sheet", NOT_TAKEN, {200: MANAGER}, FORM_DRAFT | {"which": "attachment2"}),
    Row("own_forms:workbook", NOT_TAKEN, {200: EVERY_MANAGER}, EDITION),
    Row("own_forms:text", NOT_TAKEN, {200: EVERY_MANAGER}, EDITION),
    Row("own_forms:offer", NOT_TAKEN, {302: EVERY_MANAGER}, EDITION | {"name": "withdraw"}),
    Row("administration:blank_sheet", NOT_TAKEN, {200: EVERY_MANAGER}, SHEET),
    Row("administration:end_excuse", NOT_TAKEN, {302: MANAGER}, DRAFT),
    # Keeping units and regions
    Row("administration:units", {200: EVERY_MANAGER}, NOT_TAKEN),
    Row("administration:add_unit", {200: EVERY_MANAGER}, {422: EVERY_MANAGER}),
    Row("administration:unit", {200: MANAGER}, NOT_TAKEN, UNIT_ALONE),
    Row("administration:change_unit", {200: MANAGER}, {422: MANAGER}, UNIT_ALONE),
    Row("administration:unit_act", {200: MANAGER}, {422: MANAGER}, UNIT_ALONE | {"name": "rename"}),
    Row("administration:withdraw_change", {200: MANAGER}, {302: MANAGER}, UNIT_ALONE | {"change_id": "change"}),
    Row("administration:sections", {200: EVERY_MANAGER}, {422: EVERY_MANAGER}),
    Row("administration:contacts", {200: EVERY_MANAGER}, {302: EVERY_MANAGER}),
    Row("administration:rename_section", {200: MANAGER}, {422: MANAGER}, SECTION),
    Row("administration:remove_section", NOT_TAKEN, {302: MANAGER}, SECTION),
    Row("administration:regions", {200: ADMINISTRATOR}, NOT_TAKEN),
    Row("administration:add_region", {200: ADMINISTRATOR}, {422: ADMINISTRATOR}),
    Row("administration:region", {200: ADMINISTRATOR}, {422: ADMINISTRATOR}, {"region_id": "region"}),
    # Keeping people
    Row("administration:people", {200: EVERY_KEEPER}, NOT_TAKEN),
    Row("administration:add_person", {200: EVERY_KEEPER}, {422: EVERY_KEEPER}),
    Row("administration:person", {200: HEAD | MANAGER}, NOT_TAKEN, PERSON),
    Row("administration:change_person", {200: HEAD | MANAGER}, {422: HEAD | MANAGER}, PERSON),
    Row("administration:deactivate", {200: HEAD | MANAGER}, {302: HEAD | MANAGER}, PERSON),
    Row("administration:reactivate", NOT_TAKEN, {302: HEAD | MANAGER}, PERSON),
    Row("administration:give_membership", {200: HEAD | MANAGER}, {422: MANAGER, 409: HEAD}, PERSON),
    Row("administration:change_membership", {200: HEAD | MANAGER}, {422: HEAD | MANAGER}, MEMBERSHIP),
    Row("administration:end_membership", {200: HEAD | MANAGER}, {302: HEAD | MANAGER}, MEMBERSHIP),
    Row("administration:replace", {200: HEAD | MANAGER}, {422: HEAD | MANAGER}, MEMBERSHIP),
    # Lists
    Row("lists:list", {200: EVERY_MANAGER}, {422: EVERY_MANAGER}, UNITS),
    Row("lists:template", NOT_TAKEN, {200: EVERY_MANAGER}, UNITS),
    Row("lists:present", NOT_TAKEN, {200: EVERY_MANAGER}, UNITS),
    Row("lists:result", NOT_TAKEN, {400: EVERY_MANAGER}, UNITS),
    # The auditor's pages
    Row("auditing:log", {200: AUDITOR}, NOT_TAKEN),
    Row("auditing:story", {200: AUDITOR}, NOT_TAKEN, query="?kind=evaluation&key=1"),
    Row("auditing:failures", {200: AUDITOR}, NOT_TAKEN),
    Row("auditing:chains", {200: AUDITOR}, NOT_TAKEN),
    Row("auditing:prove", NOT_TAKEN, {302: AUDITOR}),
    Row("auditing:export_csv", NOT_TAKEN, {200: AUDITOR}),
    Row("auditing:export_xlsx", NOT_TAKEN, {200: AUDITOR}),
    # Only in demo mode
    Row("demo:gallery", {404: VISITORS}, {404: VISITORS}),
)
