"""The log in words: what each action and each detail of an event is called on the auditor's screen."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.apps import apps
from django.utils import timezone

from accounts.audit.recording import HEAD_FORGED
from accounts.models import SYSTEM_SCOPE, AuditEvent
from accounts.roles import Role
from evaluations.records.seals import KEY, Seal, seals_in
from evaluations.records.states import State
from evaluations.workflow.transitions import LABELS

GROUPS: Mapping[str, Mapping[str, str]] = {
    "登录与账号": {
        "sign_in": "登录",
        "sign_out": "退出",
        "sign_in_failed": "登录失败",
        "sign_in_paused": "登录被暂停",
        "end_sessions": "退出其他登录",
        "change_password": "修改密码",
        "change_password_failed": "修改密码时旧密码不对",
        "change_password_paused": "修改密码被暂停",
        "add_person": "添加人员",
    },
    "填报": {
        "begin": "开始填报",
        "import": "导入数据文件",
        "import_sheets": "导入附件或报告",
        "export": "导出文件",
    },
    "办理": {
        **LABELS,
        "comment": "写批注",
        "answer_comment": "答复批注",
        "close_comment": "关闭批注",
        "read": "财政局查阅",
    },
    "财政局设定": {
        "open_year": "设定年度",
        "grant_extension": "延期",
        "assign": "分配审核员",
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
REFUSALS = GROUPS["被拒绝的操作"]

_KEYS: Mapping[str, str] = {
    "account": "操作系统账号",
    "action": "操作",
    "address": "地址",
    "anchored": "锚定到第几条",
    "arguments": "参数",
    "by": "方式",
    "cells": "单元格数",
    "cleared": "清理",
    "comment": "意见",
    "count": "次数",
    "deadline": "截止时间",
    "edition": "表样",
    "evaluations": "新封存的自评",
    "events": "记录条数",
    "failed": "失败",
    "faults": "问题",
    "file": "文件",
    "files": "文件",
    "filter": "条件",
    "formats": "格式",
    "from": "原状态",
    "hash": "校验值",
    "length": "记录条数",
    "limit": "限制",
    "more": "另有次数",
    "name": "名称",
    "new_anchor": "重新开始锚定",
    "node": "服务器",
    "not_sealed": "未封存条数",
    "path": "页面",
    "reason": "原因",
    "region": "地区",
    "remarks": "提醒",
    "role": "角色",
    "rows": "条数",
    "sealed": "封存条数",
    "sha256": "校验值",
    "since": "起始时间",
    "step": "步骤",
    SYSTEM_SCOPE: "系统",
    "text": "内容",
    "to": "新状态",
    "transition": "办理",
    "unit": "单位",
    "until": "延期至",
    "username": "用户名",
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
    "limit": {
        "name at address": "同一地址的同一用户名",
        "name": "同一用户名",
        "address": "同一地址",
        "device": "同一设备",
        "person": "本人",
    },
}
_TIMES = ("since", "until", "deadline")


def action_in_words(action: str) -> str:
    """What an action is called; one that nobody named here as it stands in the log."""
    return ACTIONS.get(action, action)


def detail_in_words(event: AuditEvent) -> list[tuple[str, str]]:
    """What an event tells, as (name, value); blank ones are left out."""
    detail = json.loads(event.detail)
    told = [(_KEYS.get(key, key), _value(key, value)) for key, value in detail.items() if key != KEY]
    sealed = [("封存", _sealed(seals_in(event)))]
    return [(name, value) for name, value in (*told, *sealed) if value]


def clock(moment: datetime) -> str:
    """A moment to the second, in local time: 2024-04-30 18:00:07."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, Mapping):
        return "，".join(f"{_KEYS.get(name, name)} {_value(name, one)}" for name, one in value.items())
    if isinstance(value, list):
        return "；".join(_value(key, one).removesuffix("。") for one in value)
    if value is None:
        return ""
    text = str(value)
    return clock(datetime.fromisoformat(text)) if key in _TIMES else _VALUES.get(key, {}).get(text, text)


def _sealed(sealed: Sequence[Seal]) -> str:
    return "，".join(f"{apps.get_model(one.model)._meta.verbose_name} {one.rows} 条" for one in sealed)
