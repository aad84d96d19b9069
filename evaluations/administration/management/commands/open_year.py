"""Opens a region's fiscal year and issues it: `open_year --region CODE --year YEAR [--issue all] [--dry-run]`."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from evaluations.access.readiness import obstacles
from evaluations.administration.choosing import ALL, CODES, SOME, Choice, chosen_units
from evaluations.administration.forms import NewYearForm
from evaluations.administration.opening import as_last_time
from evaluations.administration.typed_units import called
from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.core.content.interchange import Faults
from evaluations.dossier.importing import read_file
from evaluations.fiscal_years.deadlines import deadline_text
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.self_use import editions_to_choose
from evaluations.fiscal_years.services import kind_of, open_year
from evaluations.records.issuing import issue, issued_to_all
from evaluations.units.finding import region_with_code
from evaluations.units.models import Region, UnitKind

_TERMS = {
    "kind": "--kind",
    "edition": "--edition",
    "opens_at": "--opens",
    "deadline": "--deadline",
    "notice": "--notice-file",
}
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_ISSUES = "all、kind:单位类型、section:归口股室 或 codes:文件"


class Command(DatabaseCommand):
    help = (
        "设定一个地区的年度，并下达给单位。没有写明的表样、时间和通知照最近一个年度，时间顺延一年；"
        "年度已经设定的，只下达给还没有下达的单位。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--region", required=True, metavar="CODE", help="地区代码")
        parser.add_argument("--year", required=True, metavar="YEAR", help="年度")
        parser.add_argument("--kind", default="", metavar="KIND", help="自评的种类，例如 项目支出；部门整体支出的不写")
        parser.add_argument("--edition", metavar="CODE", help="表样代码；用它的最新版本")
        parser.add_argument("--opens", metavar="TIME", help="开始填报时间，例如 2024-01-10 或 '2024-01-10 09:00'")
        parser.add_argument("--deadline", metavar="TIME", help="截止时间；只写日期的，到那一天 23:59")
        parser.add_argument("--notice-file", metavar="FILE", help="通知（UTF-8 文本文件）")
        parser.add_argument("--issue", metavar="WHICH", help=f"下达给哪些单位：{_ISSUES}；几个类型或股室用逗号分隔")
        parser.add_argument("--dry-run", action="store_true", help="只显示会怎样、有什么妨碍，不保存")

    def handle(self, *, region: str, year: str, dry_run: bool, **options: Any) -> None:
        """Do it all, or nothing: a dry run does the same and takes it back."""
        try:
            with transaction.atomic():
                told = list(_open_and_issue(region_with_code(region), year, options))
                transaction.set_rollback(dry_run)
        except (Refused, Faults) as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as invalid:
            raise CommandError("".join(invalid.messages)) from invalid
        self.stdout.writelines(f"{line}\n" for line in (*told, *(["以上只显示，没有保存。"] if dry_run else ())))


def _open_and_issue(region: Region, year: str, options: Mapping[str, Any]) -> Iterator[str]:
    """Open the year if it is not yet open, issue it if that is asked for, and tell what was done and what stands in the way."""
    given = {name: text for name, text in _terms(options).items() if text is not None}
    which = options["issue"]
    kind = _kind(region, options["kind"], options["edition"])
    opened = _opened(region, year, kind)
    if opened is None:
        opened = open_year(region, **_understood(region, year, kind, given), needs_issuing=True)
        yield from _terms_told(opened)
    elif given:
        named = "、".join(_TERMS[name] for name in given)
        raise Refused(f"{region}已有{opened}，没有改动：改时间、表样和通知请到“年度”页。只下达的，请去掉 {named}。")
    elif not which:
        raise Refused(f"{region}已有{opened}。要下达给单位，请加 --issue，后面写 {_ISSUES}。")
    units = _choice(opened, which).units if which else issued_to_all(opened)
    if which:
        made = issue(opened, units, None)
        yield f"下达给 {made} 个单位。" if made else "这些单位都已下达，没有变化。"
    for found in obstacles(opened, units):
        named = "、".join(called(unit) for unit in found.units) + ("等" if found.more else "")
        yield f"妨碍：{found.title}：{found.count} 个单位，{found.follows}{named}"


def _terms_told(opened: FiscalYear) -> Iterator[str]:
    times = f"{deadline_text(opened.opens_at)} 开始填报，{deadline_text(opened.deadline)} 截止"
    yield f"{opened.region}设定{opened}：{opened.edition.edition.name}（{opened.edition}），{times}。"
    yield f"通知：{opened.notice or '没有'}"


def _terms(options: Mapping[str, Any]) -> Mapping[str, str | None]:
    """What the options say of the year, by the names of `NewYearForm`."""
    notice = options["notice_file"]
    return {
        "edition": options["edition"],
        "opens_at": _moment(options["opens"], "00:00"),
        "deadline": _moment(options["deadline"], "23:59"),
        "notice": notice and read_file(Path(notice)).decode(),
    }


def _moment(text: str | None, time: str) -> str | None:
    """A day without a time means the year's first or last minute of that day."""
    return f"{text} {time}" if text and _DAY.fullmatch(text) else text


def _kind(region: Region, typed: str, code: str | None) -> str:
    """The kind that is meant: a form for projects has its own, which need not be typed."""
    return kind_of(_edition(region, code, {}), typed) if code else typed


def _opened(region: Region, year: str, kind: str) -> FiscalYear | None:
    if not region.has_bureau:
        raise Refused(f"{region}没有财政局：年度由单位的填报人在首页开始，不用设定和下达。")
    number = NewYearForm.base_fields["year"].clean(year)
    return FiscalYear.objects.filter(region=region, year=number, kind=kind).select_related("region", "edition").first()


def _understood(region: Region, year: str, kind: str, given: Mapping[str, str]) -> Mapping[str, Any]:
    """The terms of a new year, read as the page reads them; what is not given is as in the latest year of the kind."""
    last = as_last_time(region, kind)
    edition = _edition(region, given.get("edition"), last)
    form = NewYearForm(region, {**last, **given, "year": year, "kind": kind, "edition": edition.pk})
    if not form.is_valid():
        raise Refused("\n".join(_told(form, given, name) for name in form.errors))
    return form.cleaned_data


def _told(form: NewYearForm, given: Mapping[str, str], name: str) -> str:
    found = f"填的是“{given[name][:20]}”，" if name in given else "没有填，也没有上一个年度可以照用，"
    return f"{_TERMS[name]}：{found}{form.errors[name].as_text().removeprefix('* ')}"


def _edition(region: Region, code: str | None, last: Mapping[str, Any]) -> FormEdition:
    offered = {edition.code: edition for edition in editions_to_choose(region)}
    if code is None:
        former = FormEdition.objects.filter(pk=last["edition"]).first() if "edition" in last else None
        return offered[former.code] if former else next(iter(offered.values()))
    if code not in offered:
        raise Refused(f"--edition：没有代码为“{code}”的表样，现有：{'、'.join(offered)}。")
    return offered[code]


def _choice(opened: FiscalYear, asked: str) -> Choice:
    """The units that `--issue` names."""
    which, _, named = asked.partition(":")
    wanted: dict[str, Any] = {"scope": SOME, "kinds": (), "sections": (), "department": ""}
    if asked == "all":
        wanted["scope"] = ALL
    elif which == "kind":
        wanted["kinds"] = _keys(named, {label: value for value, label in UnitKind.choices}, "单位类型")
    elif which == "section":
        wanted["sections"] = _keys(named, dict(opened.region.sections.values_list("name", "pk")), "归口股室")
    elif which == "codes":
        wanted |= {"scope": CODES, "codes": read_file(Path(named)).decode()}
    else:
        raise Refused(f"--issue 填的是“{asked}”，应为 {_ISSUES}。")
    choice = chosen_units(opened, wanted)
    if choice.unknown:
        raise Refused(f"{opened.region}没有代码为 {'、'.join(choice.unknown)} 的单位，没有下达；请核对“{named}”。")
    return choice


def _keys(named: str, known: Mapping[str, Any], what: str) -> list[Any]:
    names = re.split("[,，、]", named)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise Refused(f"--issue：没有名为“{'、'.join(unknown)}”的{what}，现有：{'、'.join(known) or '还没有'}。")
    return [known[name] for name in names]
