"""The roles of persons: one table of all that depends on the role alone."""

from dataclasses import dataclass
from typing import Literal

from evaluations.common.choices import ChoicesWithFacts

PlaceKind = Literal["unit", "bureau", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One line of the table: where somebody in the role works, and what the help page tells them, in order."""

    place: PlaceKind
    help: tuple[str, ...]


class Role(ChoicesWithFacts):
    """What a person may do; their home page is chosen by `evaluations.home`, their rights by `evaluations.access`."""

    facts: Facts

    PREPARER = (
        "preparer",
        Facts(
            place="unit",
            help=(
                "在首页打开本年度的自评，按任务清单逐步填写：基本信息、附件2、附件3、自评报告。改动自动保存，随时可以回来接着填；页面下方写着保存到了什么时候。",
                "表格里按回车到下一格，方向键在格间移动；从 Excel 或 WPS 复制的一块可以直接粘贴，Ctrl+Z 撤销；指标行按 Alt+↑、Alt+↓ 移动。",
                "已在 Excel 或 Word 里填好的，点“导入文件”：附件2、附件3 的表和自评报告（去年的也可以）读进来，同现在的内容逐格对照，您勾选确认后才导入。",
                "金额一律以万元为单位。没有发生填 0，还没有填就空着，两者意思不同。",
                "在“检查与提交”里先改正全部错误，再为每一条“待说明”写一句理由，然后提交单位审核。",
                "提交后发现要改：单位负责人处理之前可以自己撤回；被退回后按意见修改、答复批注，再提交一次。",
                "截止时间写在首页上，过了截止时间就不能再填报和提交。确需延期，请在截止前联系财政局绩效管理员。",
            ),
        ),
        "填报人",
    )
    UNIT_HEAD = (
        "unit_head",
        Facts(
            place="unit",
            help=(
                "在首页打开“待单位审核”的自评，核对将要打印的两张附件和自评报告。",
                "没有问题就“确认上报”，自评即送到财政局；需要修改就写明意见，“退回修改”。",
                "提交的人和确认的人不能是同一个人。确认也必须在截止时间之前。",
                "审核通过后，打印附件由单位负责人签字，并在 20 日内公开。",
            ),
        ),
        "单位负责人",
    )
    REVIEWER = (
        "reviewer",
        Facts(
            place="bureau",
            help=(
                "在审核列表里按状态、年度或单位名称找到自评，“待审核”的由您办理。",
                "逐项核对数据和勾稽结果，需要单位改正的，在那一格上写批注。审核员不改单位的数字。",
                "还有批注要单位处理的，“退回”，单位修改后会再次上报；全部解决的，“审核通过”。",
            ),
        ),
        "审核员",
    )
    MANAGER = (
        "manager",
        Facts(
            place="bureau",
            help=(
                "您能看到本地区全部单位已上报的自评，以及还没有上报的单位办到了哪一步；列表可以按状态、年度和单位名称筛选。",
                "在“审核分工”里给每个单位分配一名审核员；没有审核员的单位，上报后无人审核。",
                "单位过了截止时间还要填报的，在列表里给它“延期”。年度、表样和截止时间还没有设定页面，请维护服务器的技术人员设定。",
                "审核通过后发现问题，可以写明原因“撤销审核结论”，退回单位修改。",
                "自评在门户网站上公开之后，在系统里登记“公开”；本系统没有对外的网页。",
            ),
        ),
        "财政局绩效管理员",
    )
    ADMINISTRATOR = (
        "administrator",
        Facts(
            place="system",
            help=(
                "您只管理账号和角色，看不到业务数据。一个人只有一个角色，属于一个单位，或者属于一个地区的财政局。",
                "系统里还没有管理账号的页面：重新设置密码等由维护服务器的技术人员运行命令办理，命令写在您的首页上。",
            ),
        ),
        "系统管理员",
    )
    AUDITOR = (
        "auditor",
        Facts(
            place="system",
            help=(
                "首页就是审计日志：按操作人、操作、单位或对象、日期查询，新的在前；查到的可以导出成 Excel 或 CSV 文件。您看不到业务数据。",
                "“立即核对”检查审计记录、修改记录、版本和办理记录有没有被改动或删除，结果写在这一页上，也记入日志；服务器每天自动核对一次。",
                "核对发现问题，或者每日维护失败的，请交给维护服务器的技术人员查明。锚定文件和密钥要保存在数据库之外，并定期抄送到另一台机器。",
            ),
        ),
        "审计员",
    )


def working_in(place: PlaceKind) -> tuple[Role, ...]:
    """The roles of one kind of place."""
    return tuple(role for role in Role if role.facts.place == place)


UNIT_ROLES, BUREAU_ROLES, SYSTEM_ROLES = working_in("unit"), working_in("bureau"), working_in("system")
