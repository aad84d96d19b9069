"""Invented names of places and people."""

from collections.abc import Iterator
from itertools import product
from random import Random

# Ordered so that neighbours in the product look unlike each other.
_FIRST = "安北翠东丰古和花兰龙梅南清石松桃西新银玉云竹紫柳"
_SECOND = "溪塘湖桥岭坪湾林港店园洲"
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
_GIVEN = (
    *"敏静丽强磊军洋勇艳杰娟涛明超霞平刚辉玲芳",
    *("建国", "志强", "晓燕", "海涛", "雪梅", "文博", "思远", "雨桐", "子轩", "若兰", "春生", "长河", "立群", "小舟"),
)


def places() -> list[str]:
    """Places, each once, in an order that is the same each time."""
    return [first + second for second, first in product(_SECOND, _FIRST)]


def ordinal(number: int) -> str:
    """一, 二, … 十, 十一, … 九十九; 100."""
    digits = "零一二三四五六七八九"
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")


def people(chance: Random) -> Iterator[str]:
    """Names of people, without end; some stand twice."""
    while True:
        yield chance.choice(_SURNAMES) + chance.choice(_GIVEN)
