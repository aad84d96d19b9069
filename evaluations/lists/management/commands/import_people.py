"""Imports a region's people, of its units and its bureau: `import_people FILE --region CODE [--dry-run]`."""

from evaluations.lists.commands import ImportListCommand
from evaluations.lists.people import ALL_PEOPLE


class Command(ImportListCommand):
    help = "把 Excel 清单里的人员和任职导入一个地区：新增和修改逐行列出，有一处有误就一行也不导入。新人员没有密码，请另发激活码。"
    definition = ALL_PEOPLE
