"""Numbers as Chinese notices write them."""

DIGITS = "〇一二三四五六七八九"


def in_chinese(number):
    """1 to 99 in Chinese numerals (11 is 十一, 20 is 二十); any other number in figures."""
    if not 1 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return ten + (DIGITS[ones] if ones else "")
