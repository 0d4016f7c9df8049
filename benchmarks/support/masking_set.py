"""Texts with known personal data, all invented, and texts that only look as if they held some."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

SURNAMES = list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净逄展衣敬仇牧")  # fmt: skip
DOUBLE = ["欧阳", "司马", "上官", "诸葛", "皇甫", "东方", "慕容", "司徒", "尉迟", "令狐", "第五"]
GIVEN = list("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国志文辉力鹏飞鑫波斌宇浩凯雪梅琳慧莹倩婷佳欣怡然子轩梓涵雨泽诗琪博晨曦锦程俊豪思远家乐安宁春生福根水金凤翠莲秀珍淑贞少聪振邦耀祖")  # fmt: skip
CITIES = [("广东省", "深圳市", "福田区"), ("广东省", "深圳市", "龙岗区"), ("湖南省", "长沙市", "岳麓区"), ("四川省", "成都市", "武侯区"), ("", "上海市", "静安区"), ("江西省", "赣州市", "章贡区"), ("", "北京市", "海淀区"), ("广东省", "东莞市", "")]  # fmt: skip
STREETS = ["莲花街道", "坂田街道", "望城坡街道", "桂溪街道", "彭浦新村街道", "水东镇", "学院路街道", ""]
ROADS = ["彩田路", "新洲二街", "布龙路", "枫林三路", "天府大道中段", "共和新路", "文清北路", "成府路", "莲塘南巷", "建设东路", "黄贝岭上村"]  # fmt: skip
ESTATES = ["梅林一村", "百花公寓", "中海康城", "阳光棕榈园", "四季花城", "怡景花园", "翡翠明珠", "鸿瑞花园", "金桂苑", "水木清华", "国展苑", "福华新村", "碧海云天", "东方半岛"]  # fmt: skip
AREAS = ["110105", "310106", "440304", "440307", "430104", "510107", "360702", "441900", "420111", "810000"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CARDS = [("622202", 19), ("621700", 19), ("622848", 19), ("622588", 16), ("436742", 16), ("955880", 19), ("518710", 16), ("356890", 16)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    spans: tuple[tuple[str, int, int], ...]  # (kind, start, end)


def name(r: random.Random) -> str:
    first = (
        r.choice(DOUBLE) if r.random() < 0.05 else r.choice(SURNAMES[: r.choice([40, 120, len(SURNAMES)])])
    )
    return first + "".join(r.sample(GIVEN, 1 if r.random() < 0.25 else 2))


def citizen_id(r: random.Random) -> str:
    born = date(1940, 1, 1) + timedelta(days=r.randrange(29_000))
    if r.random() < 0.12:
        return (
            f"{r.choice(AREAS[:-1])}{born:%y%m%d}{r.randrange(1000):03}"
            if born.year < 2000
            else citizen_id(r)
        )
    body = f"{r.choice(AREAS)}{born:%Y%m%d}{r.randrange(1, 1000):03}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True)) % 11
    number = body + "10X98765432"[rest]
    shape = r.random()
    if shape < 0.08:
        return f"{number[:6]} {number[6:14]} {number[14:]}"
    if shape < 0.14:
        return wide(number)
    return number.lower() if shape < 0.2 else number


def wide(number: str) -> str:
    return "".join(chr(ord(symbol) + 0xFEE0) for symbol in number)


def phone(r: random.Random) -> str:
    mobile = f"1{r.choice('3456789')}{r.randrange(10**9):09}"
    shape = r.random()
    if shape < 0.45:
        return mobile
    if shape < 0.55:
        return f"{mobile[:3]}{r.choice(' -')}{mobile[3:7]}{r.choice(' -')}{mobile[7:]}"
    if shape < 0.62:
        return f"+86{r.choice(['', ' ', '-'])}{mobile}"
    if shape < 0.68:
        return wide(mobile)
    if shape < 0.72:
        return f"{mobile[:3]}－{mobile[3:7]}－{mobile[7:]}"
    if shape < 0.76:
        return f"400{r.choice(['-', ''])}{r.randrange(1000):03}{r.choice(['-', ''])}{r.randrange(10000):04}"
    area = r.choice(["010", "021", "0755", "0731", "028", "0797"])
    local = (
        f"{r.randrange(2, 9)}{r.randrange(10 ** (7 if area != '0797' else 6)):0{7 if area != '0797' else 6}}"
    )
    left, right = r.choice([("", "-"), ("", ""), ("(", ")"), ("（", "）"), ("", " ")])
    return f"{left}{area}{right}{local}"


def bank_card(r: random.Random) -> str:
    start, length = r.choice(CARDS)
    body = start + "".join(r.choice("0123456789") for _ in range(length - len(start) - 1))
    total = sum(
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(body))
    )
    number = body + str(-total % 10)
    return " ".join(number[at : at + 4] for at in range(0, length, 4)) if r.random() < 0.3 else number


def plate(r: random.Random) -> str:
    letters, symbols = "ABCDEFGHJKLMNPQRSTUVWXYZ", "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
    front = r.choice("粤京沪湘川赣鄂闽") + r.choice(letters)
    shape = r.random()
    if shape < 0.25:
        return f"{front}{r.choice('DF')}{r.choice(symbols)}{r.randrange(10**4):04}"
    if shape < 0.3:
        return f"{front}{r.randrange(10**5):05}{r.choice('DF')}"
    if shape < 0.36:
        return f"{front}{r.randrange(10**4):04}警"
    if shape < 0.42:
        return f"粤Z{r.choice(symbols)}{r.randrange(10**3):03}{r.choice('港澳')}"
    if shape < 0.46:
        return f"{front}{r.randrange(10**4):04}学"
    gap = "·" if shape < 0.6 else ""
    tail = "".join(r.sample(["digit", "digit", "digit", "digit", "any"], 5))
    tail = "".join(r.choice(symbols if kind == "a" else "0123456789") for kind in r.sample("adddd", 5))
    return front + gap + tail


def address(r: random.Random) -> str:
    province, city, district = r.choice(CITIES)
    chain = r.choice([province + city + district, city + district, district, ""]) + (
        r.choice(STREETS) if r.random() < 0.4 else ""
    )
    estate, room = r.choice(ESTATES), f"{r.randrange(1, 33)}{r.randrange(1, 13):02}"
    building = r.choice(
        [
            f"{r.randrange(1, 30)}栋",
            f"{r.randrange(1, 30)}号楼",
            f"{r.choice('ABCDE')}座",
            f"{r.choice('一二三四五六')}栋",
        ]
    )
    unit = r.choice(["", f"{r.randrange(1, 5)}单元", "一单元", f"{r.choice('AB')}单元"])
    road = f"{r.choice(ROADS)}{r.randrange(1, 900)}号"
    end = r.choice(["", "室", "房", "号房"])
    return r.choice(
        [
            f"{chain}{road}{estate}{building}{unit}{room}{end}",
            f"{chain}{estate}{building}{unit}{room}{end}",
            f"{chain}{estate}{r.randrange(1, 30)}-{r.randrange(1, 4)}-{room}",
            f"{chain}{road}{building}{room}{end or '室'}",
            f"{estate}{building}{room}{end}",
        ]
    )


def passport(r: random.Random) -> str:
    return r.choice(
        [
            f"E{r.randrange(10**8):08}",
            f"G{r.randrange(10**8):08}",
            f"E{r.choice('ABCDFGHJK')}{r.randrange(10**7):07}",
        ]
    )


def permit(r: random.Random) -> str:
    return r.choice([f"H{r.randrange(10**8):08}", f"M{r.randrange(10**8):08}", f"H{r.randrange(10**10):010}"])


def mail(r: random.Random) -> str:
    return f"{r.choice(['zhangsan', 'li.si', 'w_wu88', 'chen-2020', '13800'])}{r.randrange(1000)}@{r.choice(['qq.com', '163.com', 'mail.szu.edu.cn', 'example.org'])}"


MAKERS: dict[str, Callable[[random.Random], str]] = {
    "name": name,
    "citizen_id": citizen_id,
    "phone": phone,
    "bank_card": bank_card,
    "plate": plate,
    "address": address,
    "passport": passport,
    "permit": permit,
    "mail": mail,
}
SENTENCES = [
    "我叫[name]，身份证号[citizen_id]，住在[address]，请尽快回电[phone]。",
    "您好，本人[name]，是[address]的业主，楼上漏水半年没人管。",
    "联系人：[name]，电话[phone]",
    "姓名：[name]\n证件号码：[citizen_id]\n手机：[phone]",
    "[name]女士来电，反映门口的井盖坏了，她的手机是[phone]。",
    "昨天[name]先生在人行道上被电动车撞倒，肇事车牌[plate]。",
    "小区里一辆[plate]长期占用消防通道，打车主电话[phone]没人接",
    "退款请打到我的银行卡[bank_card]，户名[name]。",
    "公司至今没把工资打到我卡上，卡号：[bank_card]，开户行建设银行。",
    "我家在[address]，晚上十二点还在施工。",
    "家住[address]，老人[name]行动不便，希望社区上门。",
    "孩子的班主任[name]老师说要交三百元资料费。",
    "主治医生[name]让我们转院，病人[name]，身份证[citizen_id]。",
    "护照[passport]的签证页被水浸了，去哪里补办？",
    "我持回乡证[permit]，闸机读不出来。",
    "材料请发到[mail]，谢谢。",
    "此致敬礼！\n[name]\n2025年3月8日",
    "申请人：[name]，[phone]，[address]。",
    "投诉[plate]这台网约车绕路，司机态度恶劣。",
    "我的护照号码是[passport]，名字拼写错了",
    "港澳居民来往内地通行证号[permit]，办居住证要多久",
    "邮箱[mail]一直收不到验证码，换成[mail]也不行",
    "租客[name]拖欠房租三个月，他的电话[phone]已停机。",
    "村民[name]，男，身份证号码[citizen_id]，家里房子是危房。",
    "物业的人叫[name]，他说他管不了。",
    "请联系[phone]（[name]）。",
    "社保卡挂的是[bank_card]这张卡，钱没到账，我的身份证是[citizen_id]。",
    "[address]有人群租，一套房隔了八间。",
    "去年在你们窗口办事的是[name]同志，态度很好，特此表扬。",
    "黑色轿车 [plate] 天天停在盲道上。",
    "我丈夫[name]在工地受伤，老板[name]不肯赔。",
    "快递送到[address]，签收的不是我本人，我电话[phone]。",
]
# Each looks like something personal and is not.
PLAIN = [
    "订单号13812345678还没有发货",
    "工单编号：202503081234567890，已超过七个工作日",
    "快递单号 75512345678901 显示已签收",
    "流水号4403002025010112345678",
    "共计13800000000元的项目款去向不明",
    "打12345热线转了三次",
    "拨打110和119都说不归他们管",
    "2024年12月31日23时59分系统报错，代码1009860012",
    "时间戳1735689600123",
    "文号：深府办〔2024〕15号",
    "粤B2-20090191号增值电信业务许可证",
    "粤ICP备12345678号",
    "电表编号440312345678901",
    "地铁11号线福田站C口扶梯坏了",
    "深圳市福田区福中三路1号市民中心门前的路灯不亮",
    "南山区桃园路2号南山博物馆周一闭馆",
    "深南大道1003号路段每天堵车",
    "粤海街道科技园社区停电了两次",
    "人民南路与春风路交叉口红绿灯配时不合理",
    "尊敬的市长：您好！",
    "李书记，请您关心一下我们村的路",
    "感谢王局长的批示",
    "张主任说要研究研究",
    "陈女士来电",
    "班主任张老师不让请假",
    "请问户口迁移要准备哪些材料？",
    "我是高中生，想问体育馆几点开门",
    "我是安徽人，来深圳三年了",
    "本人于2020年购买了一套商品房",
    "业主方多次协商无果",
    "居民常年受油烟困扰",
    "村民强烈要求修路",
    "患者应当如何报销",
    "学生方面的意见没有人听",
    "医生说要等两周",
    "老师常说要注意安全",
    "3栋和5栋之间的垃圾桶没有人清",
    "15栋楼下的烧烤店扰民",
    "B座大堂空调漏水",
    "二期三标段工程停工",
    "6号楼东侧的绿化带被毁",
    "房屋面积120平方米，单价65000元",
    "公司地址：深圳市南山区科苑路15号科兴科学园B栋1201室",
    "市政务服务大厅3楼15号窗口",
    "市第二医院住院部5楼503室",
    "教育局302室无人值班",
    "统一社会信用代码91440300708461136T",
    "统一社会信用代码：914403001922038216",
    "商品条码6901234567892",
    "发票号码 12345678 代码 144031900111",
    "合同编号 ZX-2024-0038",
    "ISBN 978-7-302-51234-5",
    "IP 192.168.10.12 端口 8080",
    "版本 V3.14.15",
    "型号：粤华A12345型水泵",
    "京A股今天跌了",
    "G4京港澳高速1234公里处有坑",
    "S3沿江高速限速牌被挡",
    "K204路公交车半小时一班",
    "航班CZ3456延误四小时",
    "列车G1234次晚点",
    "订单E12345678已取消",
    "房产证编号：4000123456",
    "学号2019112233上不了系统",
    "准考证号 440310123456789",
    "社保电脑号 623456789",
    "住房公积金账号没有显示",
    "水费户号30012345",
    "1号线、2号线、3号线都要安检",
    "从8:00到18:00，共10小时",
    "人口1768万，GDP 3.46万亿元",
    "坐标114.0579,22.5431",
    "项目代码2019-440305-65-03-012345",
    "案号（2023）粤0305民初12345号",
    "第31届大运会",
    "罚款200元记3分",
    "欧阳修的《醉翁亭记》",
    "诸葛亮是哪里人",
    "司马光砸缸的故事",
    "莲花山公园花展",
    "东方明珠在上海",
    "白石洲旧改什么时候启动",
    "黄贝岭地铁站B出口",
    "高温补贴怎么申请",
    "石岩水库能不能钓鱼",
    "马路中间有一个坑",
    "温馨提示：请带好随身物品",
    "金额不对，应为壹万元整",
    "万科物业服务太差",
    "华为坂田基地附近堵车",
    "方便的话请回复",
    "常委会什么时候开",
    "车牌摇号结果在哪里查",
    "身份证过期了怎么换",
    "手机号码能不能异地注销",
    "银行卡丢了去哪里挂失",
    "护照加急要几天",
    "2025-03-08 14:30:15",
    "3-5年级的课后服务",
    "10-12月的水费",
    "201-300人的企业补贴标准",
]
KIND = ("[", "]")


def _filled(sentence: str, r: random.Random) -> tuple[str, list[tuple[str, int, int]]]:
    text, spans, rest = "", [], sentence
    while "[" in rest:
        head, _, tail = rest.partition("[")
        kind, _, rest = tail.partition("]")
        text += head
        value = MAKERS[kind](r)
        spans.append((kind, len(text), len(text) + len(value)))
        text += value
    return text + rest, spans


def made_texts(count: int, seed: int = 12345) -> list[Labelled]:
    """One sentence, or two with a plain one in between."""
    r = random.Random(seed)
    made = []
    for place in range(count):
        text, spans = _filled(SENTENCES[place % len(SENTENCES)], r)
        if r.random() < 0.3:
            before = r.choice(PLAIN) + r.choice(["。", "\n", "，"])
            spans = [(kind, start + len(before), end + len(before)) for kind, start, end in spans]
            text = before + text
        made.append(Labelled(text, tuple(spans)))
    return made


def plain_texts() -> list[str]:
    return list(PLAIN)
