"""Groups of one place and one problem, on made-up places."""

from datetime import datetime, timedelta

from benchmarks.support.made_topics import made

from cdos.nets.governance.topics import api
from cdos.nets.governance.topics.contracts import Message

START = datetime(2031, 3, 1, 8)
DUST = [
    (
        "云岭市青禾区望潮雅苑旁搅拌站噪音扰民",
        "我是望潮雅苑业主，楼下的混凝土搅拌站整夜轰鸣，根本睡不着，请处理。",
    ),
    ("望潮雅苑小区边上的搅拌站粉尘太大", "望潮雅苑窗台上全是灰，搅拌站的水泥粉尘飘进家里，孩子咳嗽。"),
    ("青禾区望潮雅苑附近混凝土搅拌厂污染", "搅拌厂的罐车进进出出，灰尘、噪声不断，望潮雅苑居民苦不堪言。"),
    ("请搬走搅拌站", "住在云岭市望潮雅苑，旁边建了搅拌站，水泥灰和噪音让人受不了。"),
    ("望潮雅苑的搅拌站何时关停", "混凝土搅拌站离望潮雅苑不到五十米，夜里施工噪音，白天粉尘。"),
]
PARKING = [
    ("望潮雅苑停车费涨价不合理", "物业没有开业主大会就把望潮雅苑的停车费从两百涨到四百。"),
    ("投诉望潮雅苑物业乱收停车费", "望潮雅苑物业私自提高停车费收费标准，没有公示。"),
    ("望潮雅苑小区停车收费没有依据", "停车费突然翻倍，望潮雅苑物业说不出收费依据。"),
]
ELSEWHERE = [
    ("云岭市白石区枫林花园旁搅拌站噪音扰民", "枫林花园旁边的混凝土搅拌站夜里轰鸣，噪音太大，请处理。"),
    ("枫林花园附近搅拌站粉尘污染", "枫林花园到处是搅拌站的水泥粉尘，噪音也大。"),
]
OTHERS = [
    ("公交三十六路班次太少", "早高峰等了半个小时，希望增加班次。"),
    ("咨询社保转移手续", "从外地回来，社保怎么转移接续？"),
    ("和平中学招生范围", "想问一下今年和平中学的招生片区怎么划分。"),
    ("建议滨江路增设路灯", "滨江路晚上很黑，走路不安全。"),
    ("图书馆周一能不能开放", "希望图书馆周一也开门。"),
    ("办理居住证需要什么材料", "请问办居住证要带哪些证件？"),
    ("紫藤巷下水道堵塞", "一下雨紫藤巷就积水，下水道堵了很久。"),
    ("退休金什么时候调整", "今年退休金还调整吗？"),
    ("野狗太多", "城东一带流浪狗成群，老人小孩害怕。"),
    ("百货大楼门口车辆乱停", "人行道被占满，走不过去。"),
]


def messages(texts: list[tuple[str, str]], prefix: str, votes: int = 0) -> list[Message]:
    return [
        Message(f"{prefix}{n}", title, detail, START + timedelta(days=n), f"{prefix}{n}", votes)
        for n, (title, detail) in enumerate(texts)
    ]


def everything() -> list[Message]:
    return (
        messages(DUST, "dust")
        + messages(PARKING, "parking")
        + messages(ELSEWHERE, "far")
        + messages(OTHERS, "other")
    )


def test_known_cases_of_a_made_up_city_are_found_among_the_first_whole_and_named() -> None:
    known_messages, cases = made(seed=1, size=300)
    found = api.topics_of(known_messages)
    for case in sorted(cases, key=lambda name: -len(cases[name]))[:2]:
        place, members = case.split()[0], cases[case]
        topic = max(found[:3], key=lambda topic: len(members & set(topic.members)))
        right = len(members & set(topic.members))
        assert 2 * right / (len(members) + len(topic.members)) >= 0.9
        assert place in topic.place


def test_the_same_problem_at_another_estate_is_another_topic() -> None:
    groups = [set(topic.members) for topic in api.topics_of(everything())]
    assert not any("far0" in group and "dust0" in group for group in groups)


def test_one_message_that_thousands_like_is_no_topic() -> None:
    loud = Message("loud", "幸福里小区电梯坏了", "电梯坏了三天没有人修。", START, "x", 2_000)
    assert "loud" not in {
        member for topic in api.topics_of([*everything(), loud]) for member in topic.members
    }


def test_one_person_writing_many_times_counts_once() -> None:
    same = [
        Message(
            f"again{n}",
            "银杏里小区垃圾没人清运",
            "银杏里小区的垃圾堆了三天没人清运，臭气熏天。",
            START,
            "same",
        )
        for n in range(9)
    ]
    assert all("again0" not in topic.members for topic in api.topics_of([*everything(), *same]))
    witness = Message("w", "银杏里小区垃圾成堆", "银杏里小区垃圾三天没有清运了，很臭。", START, "other")
    found = next(t for t in api.topics_of([*everything(), *same, witness]) if "again0" in t.members)
    assert found.people == 2
    assert len(found.members) == 10


def test_votes_raise_the_heat_of_a_topic_but_never_beyond_its_people() -> None:
    def heat(votes: int) -> float:
        every = messages(DUST, "dust", votes) + messages(OTHERS, "other")
        return api.topics_of(every)[0].heat

    assert heat(0) < heat(1) <= heat(1_000_000) <= 2 * heat(0)


def test_traditional_characters_and_the_order_of_arrival_change_nothing() -> None:
    straight = api.topics_of(everything())
    every = everything()
    every[1] = Message(
        "dust1",
        "望潮雅苑小區邊上的攪拌站粉塵太大",
        "望潮雅苑窗台上全是灰，攪拌站的水泥粉塵飄進家裡，孩子咳嗽。",
        every[1].at,
        "dust1",
    )
    turned = api.topics_of(list(reversed(every)))
    assert {frozenset(topic.members) for topic in straight} == {frozenset(topic.members) for topic in turned}
