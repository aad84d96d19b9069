"""The URLs of administration."""

from django.urls import path

from evaluations.administration.people import acts as people_acts
from evaluations.administration.people import views as people_views
from evaluations.administration.units import contacts, regions, sections
from evaluations.administration.units import views as units
from evaluations.administration.views import assignment, blanks, distribution, for_units, years

app_name = "administration"
urlpatterns = [
    path("assignments/", assignment.assignments, name="assignments"),
    path("assignments/distribute/<slug:way>/", distribution.distribute, name="distribute"),
    path("assignments/units/<int:unit_id>/", assignment.assignment_history, name="assignment_history"),
    path("years/", years.show_years, name="years"),
    path("years/new/", years.open_new_year, name="new_year"),
    path("years/<int:fiscal_year_id>/", years.show_year, name="year"),
    path("years/<int:fiscal_year_id>/change/", years.change, name="change_year"),
    path("years/<int:fiscal_year_id>/issue/", for_units.issue_year, name="issue_year"),
    path("years/<int:fiscal_year_id>/extend/", for_units.extend, name="extend_year"),
    path("years/<int:fiscal_year_id>/excuse/", for_units.excuse_units, name="excuse_units"),
    path("editions/<int:edition_id>/blank/<slug:which>/", blanks.blank_sheet, name="blank_sheet"),
    path("evaluations/<int:evaluation_id>/end-excuse/", years.end_excuse_of, name="end_excuse"),
    path("people/", people_views.people, name="people"),
    path("people/add/", people_views.add_person, name="add_person"),
    path("people/<int:person_id>/", people_views.person, name="person"),
    path("people/<int:person_id>/details/", people_views.change_details, name="change_person"),
    path("people/<int:person_id>/out-of-use/", people_acts.take_out_of_use, name="deactivate"),
    path("people/<int:person_id>/into-use/", people_acts.take_into_use, name="reactivate"),
    path("people/<int:person_id>/memberships/give/", people_acts.give, name="give_membership"),
    path("people/<int:person_id>/memberships/<int:membership_id>/days/", people_acts.change, name="change_membership"),
    path("people/<int:person_id>/memberships/<int:membership_id>/end/", people_acts.end, name="end_membership"),
    path("people/<int:person_id>/memberships/<int:membership_id>/replace/", people_acts.replace, name="replace"),
    path("units/", units.units, name="units"),
    path("units/add/", units.add_unit, name="add_unit"),
    path("units/<int:unit_id>/", units.unit, name="unit"),
    path("units/<int:unit_id>/change/", units.change_particulars, name="change_unit"),
    path("units/<int:unit_id>/acts/<slug:name>/", units.act, name="unit_act"),
    path("units/<int:unit_id>/changes/<int:change_id>/withdraw/", units.withdraw, name="withdraw_change"),
    path("sections/", sections.sections, name="sections"),
    path("sections/<int:section_id>/rename/", sections.rename, name="rename_section"),
    path("sections/<int:section_id>/remove/", sections.remove, name="remove_section"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("regions/", regions.regions, name="regions"),
    path("regions/add/", regions.add_region, name="add_region"),
    path("regions/<int:region_id>/", regions.region, name="region"),
]
