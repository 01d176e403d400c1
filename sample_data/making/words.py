"""Made-up words: names of projects and companies, document numbers, land uses.

Every name begins with 示例 (sample), so that none can be taken for a real one.
"""

from __future__ import annotations

__all__ = [
    "ARTICLE_14",
    "FIRST",
    "LAND_USES",
    "LINES",
    "SECOND",
    "STEPS",
    "SURNAMES",
    "TOWN_LINES",
    "WAYS",
]

FIRST = tuple("晟恒瑞金蓝青泰隆远鼎盛祥宏汇丰凯博润中华")
SECOND = tuple("源达泽川禾峰海原宇阳通兴科创基业成茂")
SURNAMES = tuple("王李张刘陈杨赵白高郝苏云包")

# branch of business → (end of the project's name, scheme and code of the land use)
LINES = (
    ("新材料", "年产{n}万吨新材料项目", "industry"),
    ("煤化工", "煤基新材料示范项目", "industry"),
    ("装备制造", "风电装备制造基地", "industry"),
    ("新能源", "{n}兆瓦光伏发电项目", "industry"),
    ("氢能", "绿氢制备与加注一体化项目", "industry"),
    ("羊绒", "羊绒制品加工项目", "industry"),
    ("物流", "现代物流园{n}号仓储项目", "storage"),
    ("矿业", "矿区地面生产系统", "mining"),
    ("环保", "固废综合利用项目", "industry"),
    ("农牧", "绿色农畜产品加工项目", "industry"),
)
TOWN_LINES = (
    ("置业", "住宅小区{n}期", "housing"),
    ("商业管理", "商业综合体项目", "commerce"),
    ("文旅", "文旅商业街区项目", "commerce"),
    ("科技", "科创产业园{n}号地块", "industry"),
    ("冷链", "冷链仓储配送中心", "storage"),
    ("公用事业", "供热站及配套管网", "utility"),
    ("城市建设", "公园绿地及停车场", "park"),
)

# kind → code in 用地用海分类, code in GB/T 21010-2017
LAND_USES = {
    "industry": ("100102", "0601"),
    "storage": ("1101", "0604"),
    "mining": ("1002", "0602"),
    "housing": ("0701", "0701"),
    "commerce": ("0901", "0501"),
    "utility": ("13", "0809"),
    "park": ("1401", "0810"),
}

# cause, or "stopped" where building began and stopped → ways that end a case, and how
# often; each is one the vocabulary allows. Land whose building has stopped goes the
# ways of article 12, whatever the cause.
WAYS = {
    "no_plan_unwanted": {"revoke_approval": 1.0},
    "not_cleared": {"speed_up_supply": 0.6, "revoke_approval": 0.4},
    "project_changed": {"speed_up_supply": 0.65, "revoke_approval": 0.35},
    "planning_changed": {"revoke_approval": 1.0},
    "used_unsupplied": {"complete_procedures": 0.85, "speed_up_supply": 0.15},
    "remnant": {"complete_procedures": 0.7, "revoke_approval": 0.3},
    "supply_under_way": {"speed_up_supply": 0.6, "complete_procedures": 0.4},
    "government_reserve": {"complete_procedures": 1.0},
    "enterprise": {"start_by_deadline": 0.7, "free_reclaim": 0.3},
    "government": {
        "start_by_deadline": 0.25,
        "reserve_swap": 0.15,
        "extend_start": 0.15,
        "paid_reclaim": 0.15,
        "adjust_planning": 0.15,
        "transfer_or_cooperate": 0.15,
    },
    "court_seizure": {"start_by_deadline": 1.0},
    "stopped": {"adjust_planning": 0.4, "paid_reclaim": 0.4, "reserve_swap": 0.2},
}

# the ways of article 14 → the full years without a start that they need, what stands in
# their place before those are over, and what on land on which work had begun
ARTICLE_14 = {
    "idle_fee": (1, "interview", "temporary_use"),
    "free_reclaim": (2, "start_by_deadline", "paid_reclaim"),
}

# the ways of article 14 → the full years without a start that they need, what stands in
# their place before those are over, and what on land on which work had begun
ARTICLE_14 = {
    "idle_fee": (1, "interview", "temporary_use"),
    "free_reclaim": (2, "start_by_deadline", "paid_reclaim"),
}

# cause → ways that are a step on the road only
STEPS = {
    "no_plan_unwanted": {"return_to_reserve": 1.0},
    "project_changed": {"return_to_reserve": 1.0},
    "remnant": {"return_to_reserve": 1.0},
    "government_reserve": {"return_to_reserve": 1.0},
    "enterprise": {"interview": 0.5, "idle_fee": 0.5},
    "government": {"temporary_use": 1.0},
    "stopped": {"temporary_use": 1.0},
}
