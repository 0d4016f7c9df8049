"""The templates that a city begins with; its editors change them. (code, language, title, outcome, body)"""

STANDARD = (
    (
        "explained", "zh-hans", "解释说明", "explained",
        "您好！您反映的“{title}”（编号 {number}）收悉。现答复如下：\n\n{answer}\n\n如仍有疑问，请在本页补充说明，我们会继续为您解答。感谢您的来信。\n{unit}\n{date}",
    ),
    (
        "solved", "zh-hans", "已解决", "solved",
        "您好！您反映的“{title}”（编号 {number}）已处理。\n\n{answer}\n\n如问题再次出现或您认为没有解决，请在本页评价，我们会重新办理。\n{unit}\n{date}",
    ),
    (
        "not-possible", "zh-hans", "暂不能办理", "not_possible",
        "您好！您反映的“{title}”（编号 {number}）收悉。经核实，目前不能办理，原因和您可以采取的办法如下：\n\n{answer}\n\n{unit}\n{date}",
    ),
    (
        "explained", "zh-hant", "解釋說明", "explained",
        "您好！您反映的「{title}」（編號 {number}）收悉。現答覆如下：\n\n{answer}\n\n如仍有疑問，請在本頁補充說明，我們會繼續為您解答。感謝您的來信。\n{unit}\n{date}",
    ),
    (
        "solved", "zh-hant", "已解決", "solved",
        "您好！您反映的「{title}」（編號 {number}）已處理。\n\n{answer}\n\n如問題再次出現或您認為沒有解決，請在本頁評價，我們會重新辦理。\n{unit}\n{date}",
    ),
    (
        "explained", "en", "Explained", "explained",
        "Hello, and thank you for writing to us about “{title}” ({number}).\n\n{answer}\n\nIf something is still unclear, please add it on this page and we will go on.\n{unit}\n{date}",
    ),
    (
        "solved", "en", "Solved", "solved",
        "Hello, what you reported in “{title}” ({number}) has been dealt with.\n\n{answer}\n\nIf it comes back, or is not solved in your view, please say so on this page and we start again.\n{unit}\n{date}",
    ),
)  # fmt: skip
