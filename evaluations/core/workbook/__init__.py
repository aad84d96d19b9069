"""An edition as one workbook, both ways: the sheets that an official edits, and the edition's data. docs/workbook.md explains the notation."""
