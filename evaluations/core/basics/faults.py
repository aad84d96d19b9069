"""pydantic's validation errors, in Chinese."""

from typing import Any

from pydantic_core import ErrorDetails

_MESSAGES = {
    "missing": "缺少这一项。",
    "extra_forbidden": "不认识这一项，请删除或核对拼写。",
    "string_type": "应为带引号的文字。",
    "string_unicode": "含有不完整的字符，请删除后重新输入。",
    "string_too_short": "不能为空。",
    "string_too_long": "太长，最多 {max_length} 个字。",
    "string_pattern_mismatch": "格式不对。",
    "bool_type": "应为 true 或 false。",
    "bool_parsing": "应为 true 或 false。",
    "int_type": "应为不带引号的整数。",
    "int_parsing": "应为不带引号的整数。",
    "int_from_float": "应为不带小数的整数。",
    "int_parsing_size": "数字太大。",
    "decimal_type": "应为数字。",
    "decimal_parsing": "应为数字。",
    "finite_number": "应为数字，不能是无穷大或非数字（inf、nan）。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "literal_error": "应为 {expected} 之一。",
    "date_from_datetime_parsing": "应为日期，例如 2024-03-15。",
    "date_parsing": "应为日期，例如 2024-03-15。",
    "dict_type": "应为一组“名称: 值”。",
    "list_type": "应为列表。",
    "tuple_type": "应为列表。",
    "too_short": "至少应有 {min_length} 项。",
    "too_long": "有 {actual_length} 项，最多 {max_length} 项。",
    "model_type": "应为一组“名称: 值”。",
    "model_attributes_type": "应为一组“名称: 值”。",
}


def fault_in_words(details: ErrorDetails) -> str:
    """One fault in words, without its place."""
    context: dict[str, Any] = details.get("ctx", {})
    if details["type"] == "value_error":
        return str(context["error"])
    if details["type"] == "literal_error":
        context = {"expected": context["expected"].replace(" or ", "、").replace(", ", "、")}
    message = _MESSAGES.get(details["type"], "格式不对（{type}）。")
    return message.format(**({"type": details["type"]} | context))
