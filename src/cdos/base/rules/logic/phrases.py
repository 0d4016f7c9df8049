"""What a condition says, as a clerk would say it: patterns for Chinese and English. Other languages read the English."""

from ..contracts import Op

ZH, EN = "zh", "en"

# By family of value and comparison. {t} the field's title, {v} the value, {u} its unit, {w} the upper end.
PHRASES: dict[str, dict[tuple[str, Op], str]] = {
    ZH: {
        ("number", Op.EQ): "{t}等于{v}{u}",
        ("number", Op.NE): "{t}不等于{v}{u}",
        ("number", Op.LT): "{t}低于{v}{u}",
        ("number", Op.LE): "{t}不超过{v}{u}",
        ("number", Op.GT): "{t}高于{v}{u}",
        ("number", Op.GE): "{t}不低于{v}{u}",
        ("number", Op.BETWEEN): "{t}在{v}至{w}{u}之间（含两端）",
        ("count", Op.EQ): "{t}为{v}{u}",
        ("count", Op.NE): "{t}不为{v}{u}",
        ("count", Op.LT): "{t}少于{v}{u}",
        ("count", Op.GT): "{t}多于{v}{u}",
        ("count", Op.GE): "{t}不少于{v}{u}",
        ("age", Op.LT): "{t}未满{v}{u}",
        ("age", Op.GT): "{t}超过{v}{u}",
        ("date", Op.EQ): "{t}是{v}",
        ("date", Op.NE): "{t}不是{v}",
        ("date", Op.LT): "{t}早于{v}",
        ("date", Op.LE): "{t}不晚于{v}",
        ("date", Op.GT): "{t}晚于{v}",
        ("date", Op.GE): "{t}不早于{v}",
        ("date", Op.BETWEEN): "{t}在{v}至{w}之间（含两端）",
        ("text", Op.EQ): "{t}为{v}",
        ("text", Op.NE): "{t}不是{v}",
        ("boolean", Op.EQ): "{t}：{v}",
        ("boolean", Op.NE): "{t}：不是“{v}”",
        ("many", Op.HAS): "{t}包括{v}",
        ("", Op.IN): "{t}为{v}之一",
        ("", Op.NOT_IN): "{t}不是{v}中的任何一种",
    },
    EN: {
        ("number", Op.EQ): "{t} is {v}{u}",
        ("number", Op.NE): "{t} is not {v}{u}",
        ("number", Op.LT): "{t} is below {v}{u}",
        ("number", Op.LE): "{t} is at most {v}{u}",
        ("number", Op.GT): "{t} is above {v}{u}",
        ("number", Op.GE): "{t} is at least {v}{u}",
        ("number", Op.BETWEEN): "{t} is from {v} to {w}{u}, both included",
        ("date", Op.EQ): "{t} is {v}",
        ("date", Op.NE): "{t} is not {v}",
        ("date", Op.LT): "{t} is before {v}",
        ("date", Op.LE): "{t} is no later than {v}",
        ("date", Op.GT): "{t} is after {v}",
        ("date", Op.GE): "{t} is no earlier than {v}",
        ("date", Op.BETWEEN): "{t} is from {v} to {w}, both included",
        ("text", Op.EQ): "{t} is {v}",
        ("text", Op.NE): "{t} is not {v}",
        ("boolean", Op.EQ): "{t}: {v}",
        ("boolean", Op.NE): "{t}: not {v}",
        ("many", Op.HAS): "{t} includes {v}",
        ("", Op.IN): "{t} is one of {v}",
        ("", Op.NOT_IN): "{t} is none of {v}",
    },
}
# What is counted is more or less, not higher or lower; of ages one says that they are reached.
KINDS = {"周岁": "age"} | dict.fromkeys(("个", "人", "个月", "年", "次", "件", "项", "学时", "小时"), "count")
SAID = {
    ZH: {
        "yes": "是", "no": "否", "not_known": "还不知道", "none": "无", "and": "、", "all": "以下条件全部满足",
        "any": "以下条件满足任意一项", "not_any": "以下情形一项都没有", "not_all": "以下情形没有同时出现",
        "free": "不设条件，人人符合", "from": "自{day}起", "until": "至{day}止", "span": "{first}至{last}有效",
        "law": "依据{law}", "reader": "您的情况：{value}", "person": "此人的情况：{value}",
        "enterprise": "该企业的情况：{value}", "stop": "；", "open": "（", "close": "）", "colon": "：",
    },
    EN: {
        "yes": "yes", "no": "no", "not_known": "not known yet", "none": "none", "and": ", ",
        "all": "All of these hold", "any": "At least one of these holds", "not_any": "None of these holds",
        "not_all": "These do not all hold together", "free": "No condition: everybody qualifies",
        "from": "from {day} on", "until": "until {day}", "span": "in force {first} to {last}",
        "law": "by {law}", "reader": "yours: {value}", "person": "this person's: {value}",
        "enterprise": "this enterprise's: {value}", "stop": "; ", "open": " (", "close": ")", "colon": ": ",
    },
}  # fmt: skip


def language_of(code: str) -> str:
    return ZH if code.lower().startswith("zh") else EN
