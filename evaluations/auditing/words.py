"""The log in words: what actions and details are called on the auditor's screen."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.utils import timezone

from accounts.audit.recording import HEAD_FORGED
from accounts.audit.words import FIELDS, KEEPING, SIGNING_IN
from accounts.models import SYSTEM_SCOPE, AuditEvent
from accounts.roles import Role
from evaluations.comments.kinds import Kind
from evaluations.records.seals import KEY, Seal, seals_in
from evaluations.records.states import State
from evaluations.units.models import ChangeKind, UnitKind
from evaluations.workflow.transitions import LABELS

GROUPS: Mapping[str, Mapping[str, str]] = {
    "登录与账号": {**SIGNING_IN, **KEEPING},
    "填报": {
        "begin": "开始填报",
        "import": "导入数据文件",
        "import_sheets": "导入附件或报告",
        "take_edition": "改用新表样",
        "export": "导出文件",
    },
    "办理": {
        **LABELS,
        **{action: words for kind in Kind for action, words in kind.actions.items()},
        "read": "审核查阅",
    },
    "年度与分工": {
        "open_year": "设定年度",
        "change_year": "修改年度设定",
        "issue_year": "下达年度",
        "excuse": "免除填报",
        "end_excuse": "恢复填报",
        "grant_extension": "延期",
        "keep_query": "保存常用查询",
        "remove_query": "删除常用查询",
        "assign": "分配审核员",
        "add_standard_comment": "添加常用批注",
        "change_standard_comment": "修改常用批注",
        "delete_standard_comment": "删除常用批注",
        "import_list": "导入清单",
        "export_list": "下载清单",
        "export_blank": "下载空白表样",
        "upload_form": "上传表样",
        "copy_form": "照已有的表样起草",
        "change_form": "修改表样草稿",
        "remove_form_draft": "删除表样草稿",
        "propose_form": "提交表样",
        "take_back_form": "收回或退回表样",
        "publish_form": "发布表样",
        "withdraw_form": "停用表样",
        "offer_form": "恢复使用表样",
        "export_form": "下载表样",
    },
    "地区与单位": {
        "add_region": "添加地区",
        "change_region": "修改地区",
        "change_contacts": "修改联系方式",
        "add_section": "添加股室",
        "rename_section": "股室改名",
        "remove_section": "删除股室",
        "add_unit": "新增单位",
        "change_unit": "修改单位",
        "rename_unit": "单位改名",
        "move_unit": "换主管部门",
        "merge_unit": "单位并入",
        "split_unit": "单位分设",
        "close_unit": "撤销单位",
        "reopen_unit": "恢复单位",
        "withdraw_unit_change": "撤回单位变更",
        "add_project": "登记项目",
        "change_project": "修改项目",
        "remove_project": "删除项目",
    },
    "被拒绝的操作": {
        "refused": "越权访问被拒绝",
        "save_refused": "保存被拒绝",
        "transition_refused": "办理被拒绝",
        "upload_refused": "导入被拒绝",
        "csrf_failed": "表单凭证不符",
        "repeated": "同类操作重复",
    },
    "系统": {
        "init": "初始设置",
        "command": "服务器命令",
        "maintenance": "每日维护",
        "seal": "封存",
        "verify_audit": "核对",
        "export_audit": "导出审计日志",
        "key_introduced": "启用密钥",
        HEAD_FORGED: "发现链头被改动",
    },
}
ACTIONS: Mapping[str, str] = {action: words for group in GROUPS.values() for action, words in group.items()}

_KEYS: Mapping[str, str] = {
    "account": "操作系统账号",
    "action": "操作",
    "added": "新增",
    "address": "地址",
    "anchored": "锚定到第几条",
    "broken": "从第几条起有问题",
    "arguments": "参数",
    "basis": "依据",
    "bureau_name": "财政局（主管部门）名称",
    "consulting": "业务咨询",
    "support": "技术支持",
    "by": "方式",
    "cells": "单元格数",
    "changed": "修改",
    "changes": "内容",
    "cleared": "清理",
    "code": "代码",
    "comment": "意见",
    "count": "次数",
    "credit_code": "统一社会信用代码",
    "deadline": "截止时间",
    "department": "主管部门",
    "edition": "表样",
    "evaluations": "新封存的自评",
    "events": "记录条数",
    "failed": "失败",
    "faults": "问题",
    "fields": "改了",
    "file": "文件",
    "files": "文件",
    "filter": "条件",
    "first_day": "起始日期",
    "formats": "格式",
    "from": "原状态",
    "from_name": "原名称",
    "hash": "校验值",
    "held": "完整到第几条",
    "implementer": "实施单位",
    "into": "并入",
    "kind": "类型",
    "last_day": "截止日期",
    "length": "记录条数",
    "levels": "审核环节",
    "limit": "限制",
    "more": "另有次数",
    "name": "名称",
    "new_anchor": "重新开始锚定",
    "node": "服务器",
    "notice": "通知",
    "on": "日期",
    "not_sealed": "未封存条数",
    "opens": "开放修改",
    "opens_at": "开始填报时间",
    "parent": "上级地区",
    "path": "页面",
    "project": "项目",
    "reason": "原因",
    "region": "地区",
    "remarks": "提醒",
    "reviewer": "审核员",
    "shared": "本局共用",
    "role": "角色",
    "rows": "条数",
    "sealed": "封存条数",
    "section": "归口股室",
    "sha256": "校验值",
    "sheet": "工作表",
    "since": "起始时间",
    "since_year": "起始年度",
    "step": "步骤",
    SYSTEM_SCOPE: "系统",
    "state": "状态",
    "text": "内容",
    "to": "新状态",
    "to_name": "新名称",
    "transition": "办理",
    "unit": "单位",
    "units": "单位",
    "until": "延期至",
    "use": "用途",
    "until_year": "终止年度",
    "username": "用户名",
    "valid_until": "有效期至",
    "version": "版本校验值",
    "where": "位置",
    "year": "年度",
}
_STATES: Mapping[str, str] = {state.value: state.for_bureau for state in State}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "from": _STATES,
    "to": _STATES,
    "role": {role.value: role.label for role in Role},
    "transition": ACTIONS,
    "action": ACTIONS,
    "by": {"command": "服务器命令"},
    "use": {"bureau": "财政局", "department": "主管部门", "unit": "单位自用"},
    "kind": dict([*UnitKind.choices, *ChangeKind.choices]),
    "fields": FIELDS,
    "limit": {
        "name at address": "同一地址的同一用户名",
        "name": "同一用户名",
        "code at address": "同一地址的同一用户名",
        "address": "同一地址",
        "device": "同一设备",
        "person": "本人",
    },
}
# Long, and only useful to technicians.
_LAST = ("sha256", "hash", "version")
_TIMES = ("since", "until", "valid_until", "opens_at", "deadline")
# The number of a list's values that are shown: a year may be issued to thousands of units.
_FEW = 20
# Actions whose details are pairs: before and after.
_CHANGES = ("change_year", "change_project")


def action_in_words(action: str) -> str:
    """An action's name; one without a name here is shown as it is in the log."""
    return ACTIONS.get(action, action)


def detail_in_words(event: AuditEvent) -> list[tuple[str, str]]:
    """An event's details as (name, value); blank ones are left out."""
    detail = dict(sorted(json.loads(event.detail).items(), key=lambda told: told[0] in _LAST))
    between = " → " if event.action in _CHANGES else "；"
    told = [(_KEYS.get(key, key), _value(key, value, between)) for key, value in detail.items() if key != KEY]
    sealed = [("封存", _sealed(seals_in(event)))]
    return [(name, value) for name, value in (*told, *sealed) if value]


def clock(moment: datetime) -> str:
    """A moment to the second, in local time: 2024-04-30 18:00:07."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def _value(key: str, value: object, between: str = "；") -> str:
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, Mapping):
        return "，".join(f"{_KEYS.get(name, name)} {_value(name, one)}" for name, one in value.items())
    if isinstance(value, list):
        few = between.join(_value(key, one).removesuffix("。") for one in value[:_FEW])
        return f"{few} 等 {len(value)} 项" if len(value) > _FEW else few
    if value is None:
        return ""
    text = str(value)
    return clock(datetime.fromisoformat(text)) if key in _TIMES else _VALUES.get(key, {}).get(text, text)


def _sealed(sealed: Sequence[Seal]) -> str:
    return "，".join(f"{apps.get_model(one.model)._meta.verbose_name} {one.rows} 条" for one in sealed)
