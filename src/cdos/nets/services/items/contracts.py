"""Items (政务服务事项): what a person can ask the city for; national elements of GB/T 39554 with their code values.

A catalogue entry (基本目录) says what an item is in the whole country; an item is its implementation (实施清单) in the city, and a
regional implementation is the item of a district that differs from the city's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ItemState(StrEnum):
    DRAFT = "draft"
    WAITING = "waiting"  # for the second pair of eyes
    LIVE = "live"
    ENDED = "ended"


class TermUnit(StrEnum):
    AT_ONCE = "at_once"  # 即办
    WORKING_DAYS = "working_days"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Law:
    """设定依据 (LAWNAME, ACCORDINGNUMBER, TERMSNUMBER, TERMSCONTENT)."""

    name: str
    number: str = ""
    article: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """申请材料. `code` is shared by all items that ask for the same paper, so that bundles can merge it."""

    code: str  # "id-card", "degree-certificate"
    name: str
    type: str = "1"  # 1 证件证书证明 2 申请表格文书 3 其他
    source: str = "10"  # 10 自备 20 政府核发 99 其他
    need: str = "1"  # 1 必要 2 非必要 3 容缺后补
    format: str = "3"  # 1 纸质 2 电子化 3 纸质或电子化
    copies: int = 1
    issuer: str = ""
    licence_type: str = ""  # an e-licence of this type replaces it (免证办)
    accept: tuple[str, ...] = ("image/*", "application/pdf")
    explain: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    name: str
    fen: int
    basis: str = ""
    department: str = ""  # unit code that receives it


@dataclass(frozen=True, slots=True)
class Step:
    """办理流程; kind: acceptance 受理, investigate 审查, decide 决定, accreditation 制证, delivery 送达."""

    kind: str
    name: str
    days: float = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """审批结果: 10 证照 20 批文 30 其他. A licence names its type; `produces` is the material code it stands for later."""

    name: str
    type: str = "10"
    licence_type: str = ""
    produces: str = ""
    valid_months: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    asked: str
    answer: str


@dataclass(frozen=True, slots=True)
class Extension:
    """扩展信息: where and how an item is handled at a window, beyond the basic elements."""

    address: str = ""  # 办理地点 (transact_addr)
    hours: str = ""  # 办理时间 (transact_time)
    phone: str = ""  # 咨询方式 (link_way)
    complaints: str = ""  # 监督投诉方式 (supervise_way)
    joint: tuple[str, ...] = ()  # 联办机构 (other_dept): unit codes
    handled_in: str = "全市"  # 通办范围 (handle_area): 全国 全省 全市 跨境 全区
    special: str = ""  # 特别程序 (special_procedure): 听证, 专家评审, 公示 ... their days do not count
    quota: str = ""  # 数量限制
    power_source: str = "1"  # 权力来源: 1 法定本级行使 2 上级下放 3 上级授权 4 同级授权 5 委托
    appointment: bool = True  # 支持预约办理 (is_schedule)
    express: bool = True  # 支持物流快递 (is_express)
    pays_online: bool = True  # 支持网上支付 (is_pay_online)
    terminals: bool = False  # 支持自助终端 (is_service_terminals)
    result_sample: str = ""  # 结果样本


@dataclass(frozen=True, slots=True)
class Item:
    """One item as it stands in one version; `code` is the implementation code (实施编码), `standard` the catalogue code."""

    code: str
    version: int
    title: str
    standard: str
    department: str  # unit code
    department_name: str
    area: str  # area code it is implemented for ("440300" the whole city)
    state: ItemState
    task_type: str = "21"  # 01 许可 05 给付 07 确认 08 奖励 09 裁决 20 其他 21 公共服务
    use_level: str = "3"  # 2 省 3 市 4 县
    handling: str = "2"  # 1 即办件 2 承诺件
    audience: tuple[str, ...] = ("1",)  # server type: 1 自然人 2 企业法人 ...
    online_depth: str = "4"  # I-IV
    summary: str = ""  # one plain sentence for a resident
    conditions: str = ""  # 受理条件 in words
    laws: tuple[Law, ...] = ()
    legal_days: float = 0
    legal_unit: TermUnit = TermUnit.WORKING_DAYS
    promised_days: float = 0
    promised_unit: TermUnit = TermUnit.WORKING_DAYS
    trips: int = 0  # 到现场次数
    materials: tuple[Material, ...] = ()
    fees: tuple[Fee, ...] = ()
    steps: tuple[Step, ...] = ()
    results: tuple[Result, ...] = ()
    questions: tuple[Question, ...] = ()
    words: tuple[str, ...] = ()  # synonyms and what people say
    topics: tuple[str, ...] = ()  # 生育收养, 户籍办理 ...
    form: str = ""  # code of its form in `forms`
    rule: str = ""  # code of its rule in `rules`; empty: only people decide
    instant: bool = False  # 秒批: the rule's YES decides at once
    combinable: bool = False  # 随心办
    channels: tuple[str, ...] = ("online", "counter")  # online counter home video bank cross_border
    before: "Burden | None" = None  # before the reform
    effective_from: date | None = None
    effective_until: date | None = None
    national_code: str = ""  # 实施编码: credit code of the department (18), level (1), catalogue code (12)
    variant_of: str = ""  # the item whose regional implementation this is; empty: its own
    extension: Extension = Extension()


@dataclass(frozen=True, slots=True)
class Burden:
    """What an item or a bundle costs a person: counted, never typed for the present state."""

    steps: int
    days: float
    trips: int
    papers: int
    fields: int = 0


class ItemRefused(ValueError):
    """`str()` says what to do; `problems` are what the linter found."""

    def __init__(self, words: str, problems: "tuple[Problem, ...]" = ()) -> None:
        super().__init__(words)
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Standard:
    """One entry of the standard catalogue (基本目录): the same wherever it is implemented."""

    code: str  # 基本编码, 12 digits
    title: str
    task_type: str
    levels: tuple[str, ...] = ("3",)  # 行使层级 at which it may be implemented
    departments: str = ""  # 实施机构 in words
    laws: tuple[Law, ...] = ()
    legal_days: float = 0  # 法定时限 that no implementation exceeds; 0: none is set
    legal_unit: TermUnit = TermUnit.WORKING_DAYS


class Severity(StrEnum):
    ERROR = "error"  # it is not published with this
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """What the linter found; `rule` is stable, such as "MISSING-事项名称"."""

    rule: str
    element: str  # field of Item, or "materials[2].name"
    words: str
    basis: str  # standard or law with its clause (policyBasis)
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an item, with who wrote it and who looked at it."""

    item: Item
    revision: int  # grows with every save; a save names the one it saw
    author: str
    submitted_by: str = ""
    approver: str = ""
    written_at: datetime | None = None
    submitted_at: datetime | None = None
    decided_at: datetime | None = None
    note: str = ""  # what changed and why, in the author's words
    returned: str = ""  # why the second pair of eyes sent it back
    may_approve: bool = False  # for the actor who asked


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the staff's list: the newest version of an item."""

    code: str
    title: str
    version: int
    state: ItemState
    department: str
    department_name: str
    area: str
    variant_of: str
    instant: bool
    combinable: bool
    effective_from: date | None
    written_at: datetime
    author: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What the staff's list is asked for; empty values ask for everything."""

    words: str = ""
    state: ItemState | None = None
    department: str = ""
    area: str = ""
    instant: bool | None = None
    combinable: bool | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class ItemPage:
    rows: tuple[Listed, ...]
    total: int
    counts: dict[str, int]  # by state, of everything


@dataclass(frozen=True, slots=True)
class Change:
    """One element that differs between two versions, as text."""

    element: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a file that was not taken, and why."""

    line: int
    code: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: good rows are drafts, or live where the operator says so; the others are named."""

    rows: int
    drafts: tuple[str, ...] = ()  # codes
    unchanged: int = 0
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Saving:
    """What a reform saved for one item: counted from its elements, against what they were before."""

    code: str
    title: str
    before: Burden
    after: Burden


@dataclass(frozen=True, slots=True)
class Variants:
    """Implementations of one catalogue entry that say the same to a person (same content fingerprint)."""

    fingerprint: str
    codes: tuple[str, ...]
    areas: tuple[str, ...]
