"""Imports the projects of a region's units: `import_projects FILE --region CODE [--dry-run]`."""

from evaluations.lists.commands import ImportListCommand
from evaluations.lists.projects import PROJECTS


class Command(ImportListCommand):
    help = "把 Excel 清单里的项目导入一个地区：新增和修改逐行列出，有一处有误就一行也不导入。"
    definition = PROJECTS
