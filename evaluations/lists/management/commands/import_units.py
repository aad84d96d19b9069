"""Imports a region's budget units: `import_units FILE --region CODE [--dry-run]`."""

from evaluations.lists.commands import ImportListCommand
from evaluations.lists.units import UNITS


class Command(ImportListCommand):
    help = "把 Excel 清单里的预算单位导入一个地区：新增和修改逐行列出，有一处有误就一行也不导入。"
    definition = UNITS
