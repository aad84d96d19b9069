"""The demo's invented units: what they do, what they spent in 2022 and 2023 (万元), their targets and results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from evaluations.units.models import UnitKind

Indicator = tuple[str, str, str, str]
"""Category, name, target, actual; each weighs ten points."""


@dataclass(frozen=True)
class Figures:
    """One year's final amounts; every total follows from them. None is blank. `unspent` of the business funds was budgeted besides."""

    personnel: Decimal
    operating: Decimal
    office: Decimal
    utilities_travel: Decimal | None
    meeting_training: Decimal | None
    official_reception: Decimal
    business_funds: Decimal | None
    maintenance_funds: Decimal | None
    earmarked_funds: Mapping[str, Decimal]
    unspent: Decimal = Decimal(0)

    @property
    def project(self) -> Decimal:
        """项目支出."""
        parts = (self.business_funds, self.maintenance_funds, *self.earmarked_funds.values())
        return sum((part for part in parts if part is not None), Decimal(0))

    @property
    def basic(self) -> Decimal:
        """基本支出."""
        return self.personnel + self.operating

    @property
    def total(self) -> Decimal:
        """全年支出."""
        return self.basic + self.project

    @property
    def budgeted(self) -> Decimal:
        """全年预算."""
        return self.total + self.unspent


def figures(row: str, **earmarked_funds: str) -> Figures:
    """Figures from a text (人员 公用 办公 水电差旅 会议培训 接待 业务 运维; `-` is blank), and the earmarked funds by name."""
    names = [field.name for field in fields(Figures)]
    amounts: dict[str, Any] = {
        name: None if text == "-" else Decimal(text) for name, text in zip(names, row.split(), strict=False)
    }
    return Figures(**amounts, earmarked_funds={name: Decimal(amount) for name, amount in earmarked_funds.items()})


@dataclass(frozen=True)
class DemoUnit:
    """A unit and its years; its report describes `work` and `problem`."""

    code: str
    name: str
    preparer: str
    head: str
    phone: str
    posts: int
    staff: int
    about: str
    measures: str
    figures: Mapping[int, Figures]
    work: Mapping[int, str]
    problem: Mapping[int, str]
    plan: str
    indicators: Sequence[Indicator]


REGISTERED: Mapping[str, tuple[UnitKind, str]] = {
    "QH-WENLIAN": (UnitKind.CIVIL_SERVICE, "教科文股"),
    "QH-TUSHUGUAN": (UnitKind.FIRST_CLASS, "教科文股"),
    "QH-NONGYE": (UnitKind.FIRST_CLASS, "农业农村股"),
    "QH-YANGHU": (UnitKind.SECOND_CLASS, "经济建设股"),
    "QH-YANGLAO": (UnitKind.FIRST_CLASS, "社会保障股"),
}
"""The kind and the section of each unit, by its code."""

DEPARTMENT = ("QH-WENLV", "青禾区文化旅游体育局", "教科文股")
"""Code, name and section of a department that was founded in 2024; the library has belonged to it since."""

UNITS = (
    DemoUnit(
        code="QH-WENLIAN",
        name="青禾区文学艺术界联合会",
        preparer="周敏",
        head="沈立群",
        phone="0700-5550101",
        posts=4,
        staff=4,
        about="区文联联络全区文艺家，组织创作和采风，没有下设机构。编制 4 人，年末在职 4 人。",
        measures="会议合并召开，办公用品按季集中购买，不购置公务用车。",
        figures={
            2022: figures("52.4 5.64 1.69 0.07 - 0 - -", 文化惠民="6.22"),
        },
        work={2022: "全年办展览四次，编印会员作品集一种，扶持青年作者五人。"},
        problem={2022: "活动多集中在下半年，上半年资金支付偏慢。"},
        plan="按季度排定活动，资金随活动支付。",
        indicators=(
            ("output.quantity", "展览", "≥4次", "4次"),
            ("output.quantity", "会员作品集", "100本", "100本"),
            ("output.quality", "作品原创比例", "≥90%", "96%"),
            ("output.timeliness", "扶持资金发放时间", "≤30天", "24天"),
            ("benefit.social", "展览参观人次", "≥3000人次", "3120人次"),
            ("benefit.sustainable", "青年作者培养", "持续扩大", "新增会员五人，其中三人在省级刊物发表作品"),
            ("satisfaction.beneficiary", "会员满意度", "≥90%", "93%"),
        ),
    ),
    DemoUnit(
        code="QH-TUSHUGUAN",
        name="青禾区图书馆",
        preparer="陆小舟",
        head="韩秋",
        phone="0700-5550102",
        posts=18,
        staff=18,
        about="区图书馆办借阅、办读书活动，管总馆一处、街道分馆六处。编制 18 人，年末在职 18 人。",
        measures="纸张双面使用，空调按温度开启，活动海报自行制作。",
        figures={
            2022: figures("201.3 24.6 8.4 6.1 1.2 0.6 12 8.5", 全民阅读推广="15"),
            2023: figures("209.85 25.1 8.4 6.3 1.1 0.5 12.5 8.6", 全民阅读推广="16"),
        },
        work={
            2022: "总馆开放 300 天，购入新书九千余册，六处分馆全部通借通还。",
            2023: "添置自助借还机两台，夜间开放延到九点；暑期少儿讲书四十二场，残障读者的有声书送到家。",
        },
        problem={
            2022: "分馆面积小，周末座位不够。",
            2023: "有声书的数量赶不上借阅的增长，两个分馆的网络时断时续。",
        },
        plan="明年增购有声书，并与街道一起改造分馆的网络。",
        indicators=(
            ("output.quantity", "新增藏书", "≥9000册", "9340册"),
            ("output.quantity", "少儿讲书活动", "40场", "42场"),
            ("output.quality", "图书编目差错率", "≤1%", "0.4%"),
            ("output.timeliness", "新书上架时间", "≤7天", "5天"),
            ("benefit.social", "到馆读者", "≥18万人次", "18.9万人次"),
            ("benefit.sustainable", "分馆服务能力", "稳步提高", "六处分馆全部实现夜间开放"),
            ("satisfaction.beneficiary", "读者满意度", "≥92%", "95%"),
        ),
    ),
    DemoUnit(
        code="QH-NONGYE",
        name="青禾区农业技术推广中心",
        preparer="贺春生",
        head="田野",
        phone="0700-5550103",
        posts=26,
        staff=25,
        about="推广中心向农户传授良种良法，测土配方，预报病虫害。编制 26 人，年末在职 25 人。",
        measures="下乡合并路线、拼车出行，试验田的农具修旧利废。",
        figures={
            2022: figures("288.2 31.5 9.8 12.4 2.3 0.8 20 6.5", 测土配方施肥="30", 病虫害统防统治="22"),
            2023: figures("296.6 32.2 9.7 12.6 2.2 0.7 21 6.5", 测土配方施肥="32", 病虫害统防统治="24"),
        },
        work={
            2022: "推广优质稻三万亩，采土样八百份，办田间课堂六十次。",
            2023: "统防统治面积四万一千亩，稻飞虱预报提前五天；配方肥覆盖九个乡镇，亩均少施化肥两公斤。",
        },
        problem={2022: "山区采样路远，数据回传慢。", 2023: "雨季推迟了两轮采样，个别乡镇的示范田管护不到位。"},
        plan="与乡镇签订示范田管护责任书，采样避开雨季。",
        indicators=(
            ("output.quantity", "统防统治面积", "≥40000亩", "41000亩"),
            ("output.quantity", "田间课堂", "60次", "64次"),
            ("output.quality", "病虫害预报准确率", "≥90%", "94%"),
            ("output.timeliness", "预报发布提前天数", "≥3天", "3天"),
            ("benefit.social", "受益农户", "≥5200户", "5460户"),
            ("benefit.sustainable", "化肥用量", "逐年减少", "亩均减少两公斤，配方肥覆盖九个乡镇"),
            ("satisfaction.beneficiary", "农户满意度", "≥90%", "92%"),
        ),
    ),
    DemoUnit(
        code="QH-YANGHU",
        name="青禾区公路养护所",
        preparer="顾长河",
        head="罗静",
        phone="0700-5550104",
        posts=32,
        staff=31,
        about="养护所管养区内县道、乡道二百一十公里，负责保洁、修补和防汛除雪。编制 32 人，年末在职 31 人。",
        measures="机械按台班核算油料，旧沥青铣刨后再用。",
        figures={
            2022: figures("341.7 40.2 10.6 18.3 1.4 0.4 35 28", 危桥改造="60"),
            2023: figures("352.9 41.3 10.5 18.6 1.3 0.3 36 29", 危桥改造="64"),
        },
        work={
            2022: "修补路面一万一千平方米，改造危桥两座。",
            2023: "危桥改造完工两座，抢通塌方路段九处，补植行道树一千六百株，日常保洁委托给沿线六个村。",
        },
        problem={2022: "机械老旧，冬季除雪时故障多。", 2023: "石油沥青涨价，小修的单价高于年初测算。"},
        plan="小修材料改为分季询价，推广旧沥青再生。",
        indicators=(
            ("output.quantity", "危桥改造", "2座", "2座"),
            ("output.quantity", "路面修补", "≥12000平方米", "12480平方米"),
            ("output.quality", "工程验收合格率", "100%", "100%"),
            ("output.timeliness", "塌方抢通时间", "≤24小时", "18小时"),
            ("benefit.social", "沿线受益人口", "≥6.5万人", "6.8万人"),
            ("benefit.sustainable", "路况水平", "持续保持良好", "管养道路好路率 87%，比上年高两个百分点"),
            ("satisfaction.beneficiary", "沿线群众满意度", "≥88%", "90%"),
        ),
    ),
    DemoUnit(
        code="QH-YANGLAO",
        name="青禾区养老服务指导中心",
        preparer="丁若兰",
        head="白桦",
        phone="0700-5550105",
        posts=12,
        staff=12,
        about="指导中心指导全区养老机构和社区助老点，评估失能老人，培训护理员。编制 12 人，年末在职 12 人。",
        measures="培训尽量用社区场地，资料以电子版发放。",
        figures={
            2022: figures("132.6 15.8 4.9 3.7 2.6 0.3 9 3", 居家养老服务补贴="48"),
            2023: figures("137.4 16.2 4.8 3.8 2.7 0.3 9.2 3", 居家养老服务补贴="52"),
        },
        work={
            2022: "新设助老点四处，评估失能老人三百一十名。",
            2023: "助餐服务覆盖十九个社区，护理员持证上岗一百零五人，为独居老人装上门磁和烟感三百八十套。",
        },
        problem={2022: "护理员流动大，培训跟不上。", 2023: "助餐点早晚餐的用餐人数不稳，单餐成本高于午餐。"},
        plan="早晚餐改为预订，并由三个中心厨房统一配送。",
        indicators=(
            ("output.quantity", "助餐服务社区", "≥18个", "19个"),
            ("output.quantity", "护理员培训", "100人", "105人"),
            ("output.quality", "护理员考核合格率", "≥95%", "97%"),
            ("output.timeliness", "补贴发放时间", "≤15天", "12天"),
            ("benefit.social", "受益老人", "≥2600人", "2740人"),
            ("benefit.sustainable", "居家养老网络", "逐步健全", "十九个社区有助餐点，三百八十户有安全监测"),
            ("satisfaction.beneficiary", "老人满意度", "≥93%", "96%"),
        ),
    ),
)
