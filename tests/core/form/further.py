"""The shipped form with a further table: the state-owned assets, single cells of its own, one of them worked out, with a rule about two of them."""

from collections.abc import Mapping
from functools import cache

from evaluations.core.content.rows import add
from evaluations.core.editions.file import read_edition
from evaluations.core.editions.writing import data_of, text_of, with_named_rules
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from tests.core.builders import edition, fill, real_figures

TABLE = "further.assets"
AREA, COST, NET, SHARE, NOTE, DAY = (f"{TABLE}.{name}" for name in ("area", "cost", "net", "share", "note", "day"))
TEXT = """
[[further]]
code = "assets"
number = "附件4"
file_name = "国有资产情况表"
title = "{year}年度国有资产情况表"
hint = "年末房屋面积和资产的原值、净值。"

[[fields]]
cell = "further.assets.area"
label = "房屋面积"
kind = "area"

[[fields]]
cell = "further.assets.cost"
label = "资产原值"
kind = "amount"

[[fields]]
cell = "further.assets.net"
label = "资产净值"
kind = "amount"

[[fields]]
cell = "further.assets.share"
label = "成新率"
kind = "ratio"
formula = "further.assets.net ÷ further.assets.cost"

[[fields]]
cell = "further.assets.day"
label = "盘点日期"
kind = "date"

[[fields]]
cell = "further.assets.note"
label = "处置情况"
kind = "long"

[[lists]]
path = "further.assets.houses"
label = "房屋"
most = 3

[[fields]]
cell = "further.assets.houses.name"
label = "房屋名称"

[[fields]]
cell = "further.assets.houses.area"
label = "面积"
kind = "area"

[[fields]]
cell = "further.assets.houses.use"
label = "用途"
kind = "choice"
choices = ["自用", "出租"]

[[rules]]
code = "ZC-02"
relation = "各处房屋的面积大于 0"
severity = "error"
each = "further.assets.houses"
holds = "area > 0"
cell = "area"
message = "{name}的面积是 {左}，应大于 0。"

[[rules]]
code = "ZC-03"
relation = "房屋面积等于各处之和"
severity = "warning"
holds = "further.assets.area = 合计(further.assets.houses.area)"
cell = "further.assets.area"
message = "填的是 {左}，各处之和是 {右}，请核对。"

[[rules]]
code = "ZC-01"
relation = "资产净值 ≤ 资产原值"
severity = "error"
holds = "further.assets.net ≤ further.assets.cost"
cell = "further.assets.net"
message = "净值是 {左}，超过原值 {右}，请改正。"

[layouts.further.assets]
page = { orientation = "landscape" }
widths = [20, 20, 20, 20]

[[layouts.further.assets.lines]]
cells = [{ role = "number", columns = 4, text = "{label:further.assets.number}" }]

[[layouts.further.assets.lines]]
cells = [{ role = "title", columns = 4, text = "{label:further.assets.title}" }]

[[layouts.further.assets.lines]]
part = "further.assets"
cells = [
    { role = "label", text = "房屋面积（平方米）" },
    { role = "amount", text = "{further.assets.area}" },
    { role = "label", text = "{label:further.assets.day}" },
    { role = "text", text = "{further.assets.day}" },
]

[[layouts.further.assets.lines]]
part = "further.assets"
cells = [
    { role = "label", text = "资产原值" },
    { role = "amount", text = "{further.assets.cost}" },
    { role = "label", text = "资产净值" },
    { role = "amount", text = "{further.assets.net}" },
]

[[layouts.further.assets.lines]]
part = "further.assets"
cells = [
    { role = "label", text = "成新率" },
    { role = "ratio", columns = 3, text = "{further.assets.share}" },
]

[[layouts.further.assets.lines]]
part = "further.assets"
cells = [
    { role = "label", text = "处置情况" },
    { role = "long", columns = 3, text = "{further.assets.note}" },
]

[[layouts.further.assets.lines]]
part = "further.assets"
cells = [
    { role = "heading", text = "{label:further.assets.houses.name}" },
    { role = "heading", text = "面积（平方米）" },
    { role = "heading", columns = 2, text = "{label:further.assets.houses.use}" },
]

[[layouts.further.assets.lines]]
part = "further.assets"
section = "further.assets.houses"
cells = [
    { role = "text", text = "{further.assets.houses.name}" },
    { role = "amount", text = "{further.assets.houses.area}" },
    { role = "text", columns = 2, text = "{further.assets.houses.use}" },
]
"""
LIST = f"{TABLE}.houses"
TYPED = {AREA: "1200.5", COST: "300", NET: "120", DAY: "2024-01-05", NOTE: "报废打印机 3 台。"}


def text() -> str:
    """The form's file."""
    return text_of(data_of(with_named_rules(edition()))) + TEXT


@cache
def form() -> Edition:
    """The form."""
    return read_edition(text())


def filled(**typed: str) -> Document:
    """The real document with the further table filled in; `typed` are other texts by name."""
    texts = {**TYPED, **{f"{TABLE}.{name}": said for name, said in typed.items()}}
    return fill(form(), real_figures(), texts)


def with_houses(*rows: Mapping[str, str], document: Document | None = None) -> Document:
    """The document with these houses, each by the names of its columns."""
    grown = add(form(), document or filled(), LIST, len(rows)).document
    typed = {f"{LIST}.{number}.{name}": said for number, row in enumerate(rows, 1) for name, said in row.items()}
    return fill(form(), grown, typed)


OFFICE, SHOP = {"name": "办公楼", "area": "1000", "use": "自用"}, {"name": "门面", "area": "200.5", "use": "出租"}
