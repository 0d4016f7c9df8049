"""The fixed accounts with which the demonstration is played, and what to try with each."""

from dataclasses import dataclass
from datetime import date

from cdos.base.identity import api as identity
from cdos.base.identity.contracts import Account, Assurance, Relation
from cdos.base.organisation import api as organisation
from cdos.base.organisation.contracts import AppointmentRow, PostRow, Role
from cdos.sample.people.documents import citizen_number, credit_code
from cdos.sample.people.units import TITLES

HOME = "440304"
COMMUNITY = "440304008014"  # 景田社区
FIRM_NUMBER = 27_000_000_000  # beyond every enterprise of the city


@dataclass(frozen=True, slots=True)
class StaffMember:
    login: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    role: str  # as the list of accounts says it
    what: str


STAFF = (
    StaffMember(
        "operator", "周晓岚", "440300-hotline", (Role.OPERATOR,), "12345 热线话务员", "替来电人登记一件诉求"
    ),
    StaffMember(
        "dispatcher",
        "郑文博",
        "440300-hotline",
        (Role.DISPATCHER,),
        "市级分拨员",
        "查看全市待分拨的诉求，按职责清单分拨",
    ),
    StaffMember(
        "futian-dispatcher",
        "林可儿",
        f"{HOME}-hotline",
        (Role.DISPATCHER,),
        "福田区分拨员",
        "分拨福田区的诉求，处理部门退回的诉求",
    ),
    StaffMember(
        "water-handler",
        "黄志明",
        f"{HOME}-water",
        (Role.HANDLER,),
        "福田区水务局经办人",
        "签收、联系市民、答复；不属于本单位的说明理由退回",
    ),
    StaffMember(
        "water-lead",
        "何建平",
        f"{HOME}-water",
        (Role.LEAD, Role.HANDLER),
        "福田区水务局负责人",
        "审批挂起和延期申请，查看本单位临期诉求",
    ),
    StaffMember(
        "urban-handler",
        "罗小云",
        f"{HOME}-urban",
        (Role.HANDLER,),
        "福田区城管局经办人",
        "办理市容、绿化类诉求，与水务局协办",
    ),
    StaffMember(
        "office-handler",
        "曾德胜",
        "440304008-office",
        (Role.HANDLER,),
        "莲花街道办事处经办人",
        "办理街道的占道经营、物业类诉求",
    ),
    StaffMember(
        "supervisor",
        "孙立群",
        "440300-supervision",
        (Role.SUPERVISOR,),
        "市级督办员",
        "查看逾期和两次不满意的诉求，催办、裁定",
    ),
    StaffMember(
        "editor", "吴静怡", "440300-hotline", (Role.EDITOR,), "职责清单管理员", "查看和更新职责清单、工作日历"
    ),
    StaffMember(
        "reviewer",
        "田雨桐",
        "440300-data",
        (Role.EDITOR,),
        "事项审核员",
        "审核别人写好的事项、表单和规则，发布或者退回",
    ),
    StaffMember(
        "admin", "许国栋", "440300-data", (Role.ADMIN,), "系统管理员", "管理机构、岗位和任职，看不到诉求内容"
    ),
    StaffMember(
        "security",
        "方静雯",
        "440300-data",
        (Role.SECURITY,),
        "安全管理员",
        "查看权限策略，任命系统管理员，看不到诉求内容",
    ),
    StaffMember(
        "auditor",
        "石明远",
        "440300-data",
        (Role.AUDIT,),
        "审计管理员",
        "查阅审计记录，任命安全管理员，看不到诉求内容",
    ),
    StaffMember(
        "guardian",
        "沈若兰",
        "440300-data",
        (Role.GUARDIAN,),
        "个人信息保护负责人",
        "复核紧急查阅，替当事人把关",
    ),
    StaffMember(
        "hall-clerk",
        "梁雨桐",
        f"{HOME}-data",
        (Role.HANDLER, Role.OPERATOR),
        "福田区政务服务大厅窗口人员",
        "叫号、接待预约、替没有手机的人办事",
    ),
    StaffMember(
        "civil-handler",
        "钟慧敏",
        "440300-civil",
        (Role.HANDLER,),
        "市民政局经办人",
        "签发和暂扣证照，提出吊销",
    ),
    StaffMember(
        "civil-lead",
        "彭志远",
        "440300-civil",
        (Role.LEAD, Role.HANDLER),
        "市民政局负责人",
        "复核吊销和撤销证照",
    ),
    StaffMember(
        "police-handler",
        "韩卫东",
        "440300-police",
        (Role.HANDLER,),
        "市公安局户政经办人",
        "办理一件事里的入户审批、身份证",
    ),
    StaffMember(
        "health-handler",
        "苏婉清",
        "440300-health",
        (Role.HANDLER,),
        "市卫生健康委经办人",
        "办理一件事里的出生医学证明，看信用就医的违约和代偿",
    ),
    StaffMember(
        "union-handler",
        "向晓晴",
        "440300-union",
        (Role.HANDLER,),
        "市总工会经办人",
        "核实医疗互助申领，做发放批次",
    ),
    StaffMember(
        "union-lead",
        "高卫民",
        "440300-union",
        (Role.LEAD, Role.HANDLER),
        "市总工会负责人",
        "审批医疗互助的发放批次",
    ),
)


@dataclass(frozen=True, slots=True)
class Residents:
    """Parties of the demonstration's residents."""

    first: int
    second: int
    enterprise: int
    talent: int  # who came to the city to work and has no household registration here
    child: int  # the first one's elder


def create_residents(today: date) -> Residents:
    mother = _person("陈小满", "440304", "19910314", 72, "15400000001")
    child = _person("陈知夏", "440304", "20180607", 58, "")
    neighbour = _person("林国栋", "445202", "19581102", 31, "15400000002")
    firm = identity.register_enterprise(
        name="深圳市小满烘焙餐饮管理有限公司",
        uscc=credit_code(FIRM_NUMBER, HOME, individual=False),
        phone="15400000003",
        community=COMMUNITY,
    ).id
    identity.grant_mandate(
        holder_id=mother, party_id=child, relation=Relation.CHILD, valid_from=date(2018, 6, 7)
    )
    identity.grant_mandate(
        holder_id=mother, party_id=firm, relation=Relation.AGENT, valid_from=date(2023, 3, 1)
    )
    _resident_account(
        "chenxiaoman",
        "陈小满",
        mother,
        "居民（实名，一个孩子的妈妈，一家小店的经办人）",
        "提交诉求、跟踪进度、评价；切换为孩子或企业办事",
    )
    _resident_account(
        "linguodong",
        "林国栋",
        neighbour,
        "居民（退休，使用长者模式）",
        "打开长者模式，加入邻居已经反映的诉求",
    )
    talent = _person("周逸辰", "430102", "19940823", 215, "15400000004")
    _resident_account(
        "zhouyichen",
        "周逸辰",
        talent,
        "居民（外地户籍，在深工作的硕士）",
        "办人才引进入户，看表单怎样自动填好",
    )
    return Residents(mother, neighbour, firm, talent, child)


def _person(name: str, area: str, born: str, sequence: int, phone: str) -> int:
    number = citizen_number(f"{area}{born}{sequence:03d}")
    return identity.register_person(name=name, document_number=number, phone=phone, community=COMMUNITY).id


def _resident_account(login: str, name: str, party: int, role: str, what: str) -> Account:
    return identity.create_account(
        login=login, name=name, party_id=party, assurance=Assurance.REAL_NAME, demo_role=role, demo_what=what
    )


def create_staff(today: date) -> int:
    """Accounts and posts; answers how many."""
    for member in STAFF:
        account = identity.create_account(
            login=member.login,
            name=member.name,
            assurance=Assurance.REAL_NAME,
            is_staff=True,
            demo_role=member.role,
            demo_what=member.what,
        )
        posts = organisation.load_posts(
            [PostRow(member.unit, role, title=TITLES[role]) for role in member.roles]
        )
        organisation.load_appointments(
            [AppointmentRow(account.id, post, date(today.year - 1, 1, 1)) for post in posts]
        )
    return len(STAFF)
