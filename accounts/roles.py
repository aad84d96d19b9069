"""The roles: one table of everything that depends on the role alone."""

from dataclasses import dataclass
from typing import Literal

from evaluations.common.choices import ChoicesWithFacts

PlaceKind = Literal["unit", "bureau", "system"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One entry of the table: where people in the role work, what they may do in short, and the paragraphs of their help page.

    `alone`: the last two for a unit that has no bureau to hand in to; None if there the role has nothing to do.
    """

    place: PlaceKind
    may: str
    help: tuple[str, ...]
    alone: tuple[str, tuple[str, ...]] | None = None


_FILLING_IN = (
    "在首页打开本年度的自评，按任务清单逐步填写：基本信息、附件2、附件3、自评报告。改动自动保存，随时可以回来接着填；页面上方写着保存到了什么时候。",
    "表格里的按键和 Excel、WPS 一样，从那里复制的一块可以直接粘贴；按表格上方的“快捷键”或 ?，看全部按键。",
    "已在 Excel 或 Word 里填好的，点“导入文件”：附件2、附件3 的表和自评报告（去年的也可以）读进来，同现在的内容逐格对照，您勾选确认后才导入。",
    "金额一律以万元为单位。没有发生填 0，还没有填就空着，两者意思不同。",
)


class Role(ChoicesWithFacts):
    """A person's role; `evaluations.home` chooses their first page, `evaluations.access` their rights."""

    facts: Facts

    PREPARER = (
        "preparer",
        Facts(
            place="unit",
            may="填报本单位的自评，提交单位审核",
            help=(
                *_FILLING_IN,
                "在“检查与提交”里先改正全部错误，再为每一条“需说明”写一句理由，然后提交单位审核；不设单位负责人审核的年度，提交就是上报。",
                "提交后发现要改：单位负责人处理之前可以自己撤回；被退回后按意见修改、答复批注，再提交一次。",
                "截止时间写在首页上，过了截止时间就不能再填报和提交。确需延期，请在截止前联系绩效管理员。",
            ),
            alone=(
                "填报本单位的自评，下载整份文件",
                (
                    *_FILLING_IN,
                    "在“检查与完成”里先改正全部错误，再为每一条“需说明”写一句理由，然后打开“查看、下载整份文件”。",
                    "本系统由单位自用，不在系统里提交：下载的文件按财政局（主管部门）的要求报送。年度在首页自己开始，没有截止时间，随时可以修改、重新下载。",
                ),
            ),
        ),
        "填报人",
    )
    UNIT_HEAD = (
        "unit_head",
        Facts(
            place="unit",
            may="确认上报本单位的自评，管理本单位的填报人",
            help=(
                "在首页打开“待单位审核”的自评，核对将要打印的两张附件和自评报告。",
                "没有问题就“确认上报”，自评即送去审核；需要修改就写明意见，“退回修改”。",
                "提交的人和确认的人不能是同一个人。确认也必须在截止时间之前。",
                "审核通过后，打印附件由单位负责人签字，并在 20 日内公开。",
                "换了填报人，在“人员”里点“更换”：填上接替的人，从哪一天起，再把激活单打印出来交给本人。忘记密码的，也在那里重发激活单。",
            ),
        ),
        "单位负责人",
    )
    DEPARTMENT_REVIEWER = (
        "department_reviewer",
        Facts(
            place="unit",
            may="审核下属单位的自评，同意后上报财政局",
            help=(
                "年度设有主管部门审核的，下属单位上报的自评先送到您这里。在“下属单位”里打开“待主管部门审核”的，核对整份文件和检查结果。",
                "没有问题就“同意上报”，自评送财政局审核；需要修改就写明原因，“退回单位”。",
                "您能看到各级下属单位送到主管部门以后的自评，不能修改。自己提交或确认过的，要由主管部门的另一个人审核。",
            ),
        ),
        "主管部门审核人",
    )
    REVIEWER = (
        "reviewer",
        Facts(
            place="bureau",
            may="审核分给自己的单位",
            help=(
                "在审核列表里按状态、年度或单位名称找到自评，“待审核”的由您办理。",
                "逐项核对数据和勾稽结果，需要单位改正的，在那一格上写批注。审核员不改单位的数字。",
                "还有批注要单位处理的，“退回”，单位修改后会再次上报；全部解决的，“审核通过”；年度设有财政复审的是“初审通过”，再由绩效管理员复审。",
            ),
        ),
        "审核员",
    )
    MANAGER = (
        "manager",
        Facts(
            place="bureau",
            may="查看本地区全部单位，分配审核员，延期，登记公开，管理各单位的人员",
            help=(
                "您能看到本地区全部单位已上报的自评，以及还没有上报的单位办到了哪一步；列表可以按状态、年度和单位名称筛选。",
                "每年先在“年度”里设定表样、时间、通知和审核环节，核对还缺什么，再下达给各单位；不用填报的单位，写明原因免报。",
                "“单位”里有本地区的全部单位：新增、修改资料，登记改名、换主管部门、合并、分设、撤销；以前的年度仍用当时的名称。",
                "在“审核分工”里给每个单位分配一名审核员；没有审核员的单位，上报后无人审核。",
                "单位过了截止时间还要填报的，在列表里给它“延期”；要给许多单位延期，在“年度”里办理。",
                "单位的填报人和负责人由您在“人员”里添加、更换、结束任职；新添加的人没有密码，要把激活单打印出来交给本人。",
                "年度设有财政复审的，审核员初审通过之后由您复审：“待复审”的，没有问题就“复审通过”，有疑问的写明原因“退回初审”；初审的人不能复审。",
                "审核通过后发现问题，可以写明原因“撤销审核结论”，退回单位修改。",
                "自评在门户网站上公开之后，在系统里登记“公开”；本系统没有对外的网页。",
            ),
        ),
        "绩效管理员",
    )
    ADMINISTRATOR = (
        "administrator",
        Facts(
            place="system",
            may="管理审核员、绩效管理员和系统人员的账号与任职",
            help=(
                "您只管理账号和任职，看不到业务数据。首页就是人员列表：审核员、绩效管理员、系统管理员、审计员由您添加；单位的人员由各地的绩效管理员添加。",
                "一个人可以有几项任职，各有起止日期；系统管理员和审计员不能同时有其他任职。",
                "新添加的人没有密码：在列表里勾选，打印激活单交给本人，由本人设置密码。忘记密码的，也重发激活单。",
                "人离开了，结束其任职；账号不该再用的，停用账号，立即退出全部登录。办过的事和记录都保留。最后一名系统管理员不能停用，也不能结束任职。",
                "在“地区”里添加地区和它的财政局（主管部门），改名称，定上级地区。",
            ),
        ),
        "系统管理员",
    )
    AUDITOR = (
        "auditor",
        Facts(
            place="system",
            may="查看、核对和导出审计日志",
            help=(
                "首页就是审计日志：按操作人、操作、结果、单位或人员、日期、网络地址、地区查询，新的在前；查到的可以导出成 Excel 或 CSV 文件。您看不到业务数据。",
                "点一条记录里的人、单位或自评，看它从头到尾的全部经过。“登录失败与拒绝”列出谁的账号被试过密码、谁被拒绝，来自哪里，多少次。",
                "“立即核对”检查审计记录、修改记录、版本和办理记录有没有被改动或删除，结果写在“核对情况”里：每条链核对到第几条；服务器每天自动核对一次。",
                "核对发现问题，或者每日维护失败的，请交给维护服务器的技术人员查明。锚定文件和密钥要保存在数据库之外，并定期抄送到另一台机器。",
            ),
        ),
        "审计员",
    )


def working_in(place: PlaceKind) -> tuple[Role, ...]:
    """The roles of people who work at this kind of place."""
    return tuple(role for role in Role if role.facts.place == place)


UNIT_ROLES, BUREAU_ROLES, SYSTEM_ROLES = working_in("unit"), working_in("bureau"), working_in("system")
