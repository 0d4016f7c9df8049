"""MISSING-…: elements that table 3 of GB/T 39554.2-2020 wants filled."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from ...contracts import Item, Standard
from .registry import ENVIRONMENT, GUIDE, each, empty, rule

rule("MISSING-事项名称", _("Give the item its name."))(empty("title"))
rule("MISSING-基本编码", _("Name the entry of the standard catalogue."))(empty("standard"))
rule("MISSING-实施编码", _("Give the implementation code."), warns=True)(empty("national_code"))
rule("MISSING-实施主体", _("Choose the department."))(empty("department"))
rule("MISSING-行政区划", _("Say for which area it is implemented."))(empty("area"))
rule("MISSING-设定依据", _("Name the law, regulation or notice it rests on."))(empty("laws"))
rule("MISSING-服务对象", _("Say for whom it is."))(empty("audience"))
rule("MISSING-受理条件", _("Say who may apply."))(empty("conditions"))
rule("MISSING-办理流程", _("Describe the steps."), GUIDE)(empty("steps"))
rule("MISSING-审批结果", _("Say what the person gets."), GUIDE)(empty("results"))
rule("MISSING-办理地点", _("Give the address of the window."), GUIDE)(empty("extension.address"))
rule("MISSING-办理时间", _("Give the opening hours of the window."), GUIDE)(empty("extension.hours"))
rule("MISSING-咨询方式", _("Give a phone number for questions."), GUIDE)(empty("extension.phone"))
rule("MISSING-监督投诉方式", _("Give a phone number for complaints."), GUIDE)(empty("extension.complaints"))
rule("MISSING-通办范围", _("Say where it can be handed in."), warns=True)(empty("extension.handled_in"))
rule("MISSING-一句话说明", _("Say in one plain sentence what it is for."), GUIDE, warns=True)(
    empty("summary")
)
rule("MISSING-常见问题", _("Answer at least one question that people ask."), GUIDE, warns=True)(
    empty("questions")
)
rule("MISSING-俗称", _("Add the words people use for it, or search will not find it."), warns=True)(
    empty("words")
)
rule("MISSING-主题", _("Put it under a topic, such as 户籍办理."), warns=True)(empty("topics"))
rule("MISSING-办理渠道", _("Say on which ways it can be applied for."), GUIDE)(empty("channels"))


@rule("MISSING-申请材料", _("List the materials, or give it a form."), GUIDE)
def materials(item: Item, _standard: Standard | None) -> Iterator[str]:
    if not item.materials and not item.form:
        yield "materials"


rule("MISSING-材料名称", _("Give the material its name."), GUIDE)(
    each("materials", lambda one: not getattr(one, "name", ""), "name")
)
rule("MISSING-材料出具单位", _("Say which office issues this paper."), GUIDE, warns=True)(
    each(
        "materials",
        lambda one: getattr(one, "source", "") == "20" and not getattr(one, "issuer", ""),
        "issuer",
    )
)
rule("MISSING-依据条款", _("Give the article of the law."), warns=True)(
    each("laws", lambda one: not getattr(one, "article", ""), "article")
)
rule(
    "MISSING-收费依据",
    _("Name the notice the fee rests on; without one nothing may be charged."),
    ENVIRONMENT,
)(each("fees", lambda one: not getattr(one, "basis", ""), "basis"))
rule("MISSING-收费主体", _("Say which department receives the fee."))(
    each("fees", lambda one: not getattr(one, "department", ""), "department")
)
