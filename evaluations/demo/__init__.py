PASSWORD = "yanshi-2023"  # noqa: S105 - printed for whoever tries the demo
