"""Words to begin with, written for any city; editors change them on the page."""

from django.db import migrations

DANGERS = {
    "life": "救命 昏迷 奄奄一息 死亡 受伤 重伤 流血 中毒 窒息 轻生 自杀 跳楼 高空坠物 高空抛物 坠落 生命危险 持刀 被困",
    "fire": "起火 着火 失火 火灾 火情 冒烟 爆炸 自燃 燃爆 烟花爆竹仓库",
    "traffic": "车祸 交通事故 撞人 路面塌陷 道路塌陷 桥梁裂缝 信号灯不亮 护栏倒塌 井盖缺失 井盖丢失",
    "power_gas": "燃气泄漏 煤气泄漏 煤气味 燃气味 天然气泄漏 触电 漏电 电线裸露 电线掉落 电线垂落 高压线断",
    "water": "爆管 内涝 水浸 溃坝 决口 溺水 落水 山体滑坡 滑坡 塌方 坍塌 墙体倒塌 房屋倾斜 墙体开裂",
    "crowd": "打架 斗殴 聚众 围堵 集体上访 堵路 踩踏 抢劫",
    "child": "走失 拐卖 虐待 家暴 猥亵 校园霸凌 霸凌 饿昏",
}
TAGS = {
    "老人": "老年人 老人家 独居老人 养老",
    "儿童": "孩子 小孩 幼儿 学生 未成年",
    "残疾人": "残障 轮椅 盲道 无障碍",
    "夜间": "半夜 深夜 凌晨 夜里 通宵",
    "学校周边": "校门口 学校门口 校园周边 学校旁",
    "多次反映": "反映多次 多次投诉 再次反映 又一次反映 第三次",
    "多人反映": "全体业主 众多业主 很多居民 几十户 联名",
    "欠薪": "拖欠工资 欠薪 讨薪 不发工资",
    "消防通道": "堵塞消防通道 占用消防通道 消防车",
    "企业": "我公司 我司 本公司 企业反映",
}


def begin(apps, schema_editor):
    DangerWord, Tag = apps.get_model("understanding", "DangerWord"), apps.get_model("understanding", "Tag")
    DangerWord.objects.bulk_create(
        DangerWord(word=word, kind=kind) for kind, words in DANGERS.items() for word in words.split()
    )
    Tag.objects.bulk_create(Tag(name=name, words=words.split()) for name, words in TAGS.items())


class Migration(migrations.Migration):
    dependencies = [("understanding", "0002_fence")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
