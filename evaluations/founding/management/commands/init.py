"""Sets up an empty database: `init` asks at a terminal; elsewhere, options or environment variables answer."""

import os
import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.telling import console_text
from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.founding.asking import plan_from
from evaluations.founding.plan import QUESTIONS, NotUnderstood, Use
from evaluations.founding.services import found, refuse_unless_empty

_NEXT = {
    Use.BUREAU: "系统管理员、绩效管理员设置密码登录之后，接着添加单位、人员，设定年度。",
    Use.DEPARTMENT: "系统管理员、绩效管理员设置密码登录之后，接着添加所属单位、人员，设定年度。",
    Use.UNIT: "填报人设置密码登录之后，就可以开始填报。",
}


class Command(DatabaseCommand):
    help = "在空的数据库里做初始设置：谁来使用，第一批人员；给每个人一个激活码。没有给出的在终端上询问。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--use", help="、".join(f"{use.value} {use.label}" for use in Use))
        asked = {question.key: question for questions in QUESTIONS.values() for question in questions}
        for question in asked.values():
            words = f"{question.label}，例如 {question.example}；环境变量 {question.variable}"
            if question.key == "unit":
                parser.add_argument(question.option, action="append", help=f"{words}；可以写几次")
            else:
                parser.add_argument(question.option, help=words)

    def handle(self, **options: Any) -> None:
        given = {key: ";".join(value) if isinstance(value, list) else value for key, value in options.items()}
        ask = input if sys.stdin.isatty() else None
        try:
            refuse_unless_empty()
            plan = plan_from(given, os.environ, ask, self.stdout.write)
            codes = found(plan)
        except (Refused, NotUnderstood) as refusal:
            raise CommandError(str(refusal)) from refusal
        except (EOFError, KeyboardInterrupt):
            raise CommandError("没有做完：什么也没有写入，可以重新运行。") from None
        self.stdout.write(console_text(codes))
        self.stdout.write(_NEXT[plan.use])
