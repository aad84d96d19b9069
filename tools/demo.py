"""Creates demo data: `./run demo`, in its own file, unless DATABASE_URL names an empty database."""

import os
import sys

from config.environment import DATABASE_URL
from config.private import keep_to_oneself
from tools.databases import DEMO, ROOT, choose, create_demo, is_begun


def main() -> None:
    """Create the demo's own database, or become the command."""
    keep_to_oneself()
    options = sys.argv[1:]
    shows_only = not {"--signins", "-h", "--help"}.isdisjoint(options)
    if not os.environ.get(DATABASE_URL):
        if not shows_only:
            _refuse_to_replace()
            create_demo(*options)
            options = ["--signins"]
        choose(demo=True)
    os.execv(sys.executable, [sys.executable, str(ROOT / "manage.py"), "demo", *options])


def _refuse_to_replace() -> None:
    if is_begun(DEMO):
        sys.exit(
            f"{DEMO.relative_to(ROOT)} 里已有演示数据：./run serve 提供的就是它。要重新建立，请先停止服务，删除 {DEMO.relative_to(ROOT)}* 再运行。"
        )


if __name__ == "__main__":
    main()
