"""Made-up messages: what people say about problems at places that do not exist, in several wordings each."""

# problem -> (titles, sentences); {p} is the place
PROBLEMS: dict[str, tuple[list[str], list[str]]] = {
    "搅拌站": (
        [
            "{p}旁边搅拌站噪音扰民",
            "{p}附近混凝土搅拌厂粉尘太大",
            "投诉{p}边上的搅拌站污染环境",
            "{p}的搅拌站何时搬走",
            "搅拌站开在居民区合理吗",
        ],
        [
            "{p}边上新建了一个混凝土搅拌站，整夜轰隆隆响。",
            "水泥罐车来来往往，灰尘漫天，窗户都不敢开。",
            "搅拌站的粉尘飘进{p}，阳台一天一层灰。",
            "孩子被噪音吵得睡不着，老人血压都高了。",
            "搅拌厂没有环评手续就开工了。",
            "砂石料堆在露天，风一吹全是扬尘。",
            "强烈要求搅拌站搬离{p}。",
        ],
    ),
    "停车费": (
        [
            "{p}停车费乱涨价",
            "{p}物业擅自提高停车收费标准",
            "关于{p}停车费收费不合理的投诉",
            "{p}的停车费凭什么翻倍",
        ],
        [
            "{p}物业把停车费从每月两百元涨到四百元。",
            "没有征求业主大会同意就涨了停车费。",
            "收费标准也没有公示，问就是公司规定。",
            "不交钱就锁车，道闸不让进。",
            "临时停车一小时收十块，比商场还贵。",
            "请物价部门查一查{p}的停车收费依据。",
        ],
    ),
    "电梯": (
        ["{p}电梯经常故障困人", "{p}电梯坏了没人修", "{p}的电梯存在安全隐患", "反映{p}电梯频繁停运"],
        [
            "{p}的电梯这个月已经坏了六次。",
            "上周有老人被困在电梯里半个多小时。",
            "维保单位每次来换个零件就走，第二天又停运。",
            "电梯运行时抖得厉害，还会突然下坠。",
            "业主爬二十几层楼，腿都断了。",
            "请质监部门检查{p}的电梯年检记录。",
        ],
    ),
    "油烟": (
        ["{p}楼下餐馆油烟扰民", "{p}底商烧烤店油烟直排", "{p}一楼饭店油烟味太重", "举报{p}楼下夜宵摊"],
        [
            "{p}一楼的烧烤店没有专用烟道，油烟直接往楼上飘。",
            "家里全是油烟味，衣服都没法晾。",
            "夜宵摊营业到凌晨三点，划拳声不断。",
            "厨房排风机对着居民窗户吹。",
            "城管来过几次，罚完照样开。",
            "请环保部门责令{p}楼下饭店整改。",
        ],
    ),
    "断水": (
        ["{p}经常停水", "{p}自来水浑浊发黄", "{p}水压太低高层没水用", "{p}的用水问题何时解决"],
        [
            "{p}从上周开始每天晚上停水。",
            "放出来的自来水发黄，有铁锈味。",
            "二次供水的水泵坏了，高层一滴水都没有。",
            "打自来水公司电话总说在抢修。",
            "做饭洗澡都要去楼下提水。",
            "请水务部门派人到{p}检测水质。",
        ],
    ),
    "入学": (
        ["{p}孩子上学难", "{p}配套小学不让业主子女就读", "{p}学区划分不公平", "请解决{p}的入学问题"],
        [
            "{p}的配套小学今年不收我们小区的孩子了。",
            "开发商卖房时承诺有学位，现在教育局说没有。",
            "孩子要去五公里外的学校报名。",
            "学区划分前没有听取家长意见。",
            "九月就开学了，六岁的孩子还没有学位。",
            "希望教育局给{p}的家长一个答复。",
        ],
    ),
    "房产证": (
        ["{p}房产证迟迟办不下来", "{p}交房三年没有不动产证", "{p}开发商不给办证", "{p}的房产证何时能办"],
        [
            "{p}交房三年了，不动产权证书还没有办。",
            "开发商说土地出让金没缴清，让我们等。",
            "没有证，孩子户口迁不进来，房子也卖不掉。",
            "契税和维修基金早就交了。",
            "不动产登记中心说开发商没有做初始登记。",
            "请住建局督促{p}的开发商尽快办证。",
        ],
    ),
    "路灯": (
        ["{p}路灯不亮", "{p}一到晚上漆黑一片", "{p}没有路灯很危险", "请给{p}装路灯"],
        [
            "{p}这一段的路灯坏了两个多月。",
            "晚上黑灯瞎火，骑电动车的摔了好几个。",
            "女同志下夜班都不敢走。",
            "报修后只说记录了。",
            "灯杆立着，就是不通电。",
            "请市政部门尽快修复{p}的照明。",
        ],
    ),
    "积水": (
        ["{p}一下雨就积水", "{p}内涝严重", "{p}下水道堵塞污水外溢", "{p}的积水问题多年没人管"],
        [
            "{p}每逢下雨就变成河，水深过膝。",
            "下水道堵了，污水从井盖里冒出来。",
            "车子泡在水里，发动机报废。",
            "粪水横流，臭气熏天。",
            "排水管道太细，多年没有清淤。",
            "请排水公司疏通{p}的管网。",
        ],
    ),
    "工地夜间": (
        ["{p}工地夜间施工扰民", "{p}旁工地通宵施工", "{p}附近打桩机半夜不停", "举报{p}旁的工地"],
        [
            "{p}旁边的工地每天夜里打桩到两三点。",
            "渣土车、挖掘机的声音震得玻璃响。",
            "投诉后停一天，第二天照旧施工。",
            "高考生在家复习，根本没法休息。",
            "他们说有夜间施工许可，却拿不出来。",
            "请城管执法部门管一管{p}旁边的工地。",
        ],
    ),
    "欠薪": (
        ["{p}拖欠工资", "{p}拖欠农民工工资半年", "{p}老板不发工资跑路", "请帮我们讨回{p}的血汗钱"],
        [
            "我们在{p}干了半年，一分钱工资都没拿到。",
            "老板天天说下个月发，现在电话也打不通。",
            "三十几个工友等着钱回家过年。",
            "没有签劳动合同，只有考勤表。",
            "劳动监察大队让我们等通知。",
            "请人社局帮我们向{p}讨要工资。",
        ],
    ),
    "垃圾": (
        ["{p}垃圾成堆无人清理", "{p}垃圾站臭气熏天", "{p}的垃圾没人收", "{p}卫生太差"],
        [
            "{p}的垃圾桶满了一个星期没有人清运。",
            "苍蝇蚊子成群，老鼠乱窜。",
            "垃圾渗滤液流到路上，又滑又臭。",
            "保洁员说工资没发，不干了。",
            "夏天味道传到十几楼。",
            "请环卫部门把{p}的垃圾清走。",
        ],
    ),
    "公交": (
        ["{p}公交班次太少", "{p}希望增开公交线路", "{p}出行难，等车四十分钟", "建议在{p}设公交站"],
        [
            "{p}住了上万人，只有一趟公交车经过。",
            "早高峰等四十分钟是常事，上班总迟到。",
            "末班车六点半就没了。",
            "最近的站台要走两公里。",
            "老人去医院看病要转三次车。",
            "希望公交公司给{p}加密班次。",
        ],
    ),
    "违建": (
        ["{p}顶楼违章搭建", "{p}有人私自加盖", "举报{p}违法建筑", "{p}违建为何没人拆"],
        [
            "{p}顶楼有人私自加盖了一层阳光房。",
            "承重墙都敲了，楼下天花板裂了缝。",
            "执法队贴了停工通知，晚上继续干。",
            "占用公共露台当自家花园。",
            "违建挡住了消防通道。",
            "请城管拆除{p}的违章建筑。",
        ],
    ),
}
OPENERS = [
    "尊敬的领导您好！",
    "领导：",
    "您好，",
    "",
    "我是{p}的业主，",
    "我家住在{p}。",
    "我是一名普通市民，",
    "实在没有办法才来这里留言。",
    "代表全体居民反映：",
]
CLOSERS = [
    "请有关部门尽快处理。",
    "希望得到答复，谢谢！",
    "盼回复。",
    "",
    "恳请政府为民做主。",
    "望领导重视。",
    "多次打电话都没有结果。",
    "已经反映过很多次了。",
]

ENGLISH: dict[str, tuple[list[str], list[str]]] = {
    "plant": (
        [
            "Noise from the concrete plant at {p}",
            "Dust from batching plant next to {p}",
            "Concrete plant near {p} must move",
            "{p}: concrete batching plant pollution",
        ],
        [
            "The concrete batching plant beside {p} runs all night.",
            "Cement dust covers our balconies every morning.",
            "Mixer trucks queue at the gate and the noise is unbearable.",
            "My children cannot sleep because of the plant.",
            "Please move the concrete plant away from {p}.",
        ],
    ),
    "parking": (
        [
            "Parking fee doubled at {p}",
            "Unfair parking charges in {p}",
            "{p} raised parking fees without asking",
            "Who allowed the parking fees at {p}",
        ],
        [
            "The manager of {p} doubled the monthly parking fee.",
            "No owners meeting was held before the parking charge rose.",
            "The barrier stays shut unless you pay the new fee.",
            "Visitors pay ten dollars an hour for parking.",
            "Please check the parking charges at {p}.",
        ],
    ),
    "lift": (
        [
            "Lift broken again at {p}",
            "People trapped in the lift of {p}",
            "{p} elevator is dangerous",
            "Elevator out of order in {p}",
        ],
        [
            "The lift at {p} broke down six times this month.",
            "An old lady was trapped in the elevator for an hour.",
            "The maintenance firm replaces a part and leaves.",
            "We climb twenty floors on foot.",
            "Please inspect the elevators of {p}.",
        ],
    ),
    "water": (
        [
            "No water at {p}",
            "Brown tap water in {p}",
            "Water pressure too low at {p}",
            "{p} water supply cut every night",
        ],
        [
            "The water at {p} is cut off every evening.",
            "Tap water is brown and smells of rust.",
            "The pump failed and upper floors have no water.",
            "We carry buckets upstairs to cook.",
            "Please test the tap water of {p}.",
        ],
    ),
    "lights": (
        [
            "Street lights out on {p}",
            "{p} is pitch dark at night",
            "Please repair lamps along {p}",
            "Broken lamps at {p}",
        ],
        [
            "The lamps along {p} have been out for two months.",
            "Cyclists fell because it is pitch dark.",
            "We reported it but nobody came to repair the lights.",
            "Women are afraid to walk home after dark.",
            "Please restore the lighting on {p}.",
        ],
    ),
}
ENGLISH_OPENERS = ["Dear sir or madam, ", "Hello. ", "", "I live at {p}. ", "We residents are desperate. "]
ENGLISH_CLOSERS = [
    "Please act soon.",
    "Thank you.",
    "",
    "We have complained many times.",
    "Awaiting your reply.",
]

STEMS = "望潮青禾枫林紫藤云岭白鹭星河银杏翠湖锦绣和风晨曦松涛碧波兰亭竹海桃源金穗玉泉凤鸣龙吟鹤舞秋实春晓夏荷冬青百川千帆万象长汀远山近水明月清溪石桥雁栖梅坞榕荫桂香棠梨柏韵榆钱柳岸荷塘苇荡澄江霞蔚"
SITES = [
    "小区",
    "花园",
    "雅苑",
    "家园",
    "公寓",
    "新城",
    "府",
    "苑",
    "广场",
    "小学",
    "新村",
    "大厦",
    "山庄",
    "嘉园",
]
ROADS = ["路", "大道", "街", "巷"]
FIRMS = ["建筑有限公司", "劳务公司", "电子厂", "物流园"]
ENGLISH_STEMS = [
    "Maple",
    "Harbour",
    "Willow",
    "Cedar",
    "Falcon",
    "Juniper",
    "Meadow",
    "Granite",
    "Lantern",
    "Orchid",
    "Pelican",
    "Quarry",
    "Raven",
    "Saffron",
    "Thistle",
    "Umber",
    "Velvet",
    "Walnut",
    "Yarrow",
    "Zephyr",
    "Bramble",
    "Copper",
    "Dover",
    "Ember",
    "Finch",
    "Glen",
]
ENGLISH_SITES = ["Gardens", "Court", "Street", "Park", "Towers", "Estate", "Square", "Heights"]
