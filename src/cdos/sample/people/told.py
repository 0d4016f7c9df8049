"""What the extracts say of the demonstration's people and firm: as their registers, and what those do not hold.

One value is wrong on purpose: the household register knows one child of the mother's, the register of births two. Once she has
it corrected, programmes for a second child find her.
"""

from datetime import date

from cdos.base.identity import api as identity
from cdos.base.rules.contracts import Value
from cdos.sample.people.demonstration import HOME, Residents
from cdos.sample.people.extract import Told
from cdos.sample.services import registers

Values = dict[str, Value]


def everybody(residents: Residents, today: date) -> list[Told]:
    beside = {
        residents.first: _mother(today),
        residents.second: _neighbour(today),
        residents.talent: _talent(today),
        residents.enterprise: _firm(today),
        residents.child: CHILD,
    }
    held = registers.held(residents, today)
    return sorted(
        (_told(party, held.get(party, {}), own) for party, own in beside.items()), key=lambda one: one.party
    )


def _told(party: int, held: registers.Held, beside: Values) -> Told:
    known = identity.proven(party)
    assert known is not None
    values = {name: value for register in held.values() for name, value in register.items()}
    return Told(party, known.born_on, known.sex == "m", {**values, **beside})


def _person(size: int, per_head_fen: int) -> Values:
    """What holds of all of them where nothing else is said."""
    return {
        "residence_district": HOME,
        "household_head": True,
        "household_size": size,
        "household_income_month_fen": per_head_fen,
        "children_under_3": 0,
        "youngest_child_age": None,
        "children_at_school": 0,
        "lives_alone": size == 1,
        "elders_in_household": 0,
        "disabled_in_household": 0,
        "pregnant": False,
        "chronic_disease": False,
        "care_level": 0,
        "home_wait_years": 0,
        "unemployed_months": 0,
        "training_hours_year": 0,
        "school_stage": "none",
        "skill_level": 0,
        "talent_level": "none",
        "patents_owned": 0,
        "martyr_family": False,
        "service_years": 0,
        "blood_donations": 0,
        "volunteer_hours": 0,
        "donor": False,
        "business_owner": False,
        "new_energy_car_year": 0,
        "sums_paid_year_fen": 0,
        "illegal_record": False,
    }


def _mother(today: date) -> Values:
    return _person(4, 690_000) | {
        "residence_permit": False,
        "children_under_3": 1,
        "youngest_child_age": 0,
        "children_at_school": 1,
        "medical_paid_year_fen": 1_186_000,
        "medical_insurance_months": 160,
        "graduation_year": 2013,
        "first_job_year": 2013,
        "talent_type": "academic",
        "volunteer_hours": 36,
        "blood_donations": 2,
        "business_owner": True,
        "owns_home": True,
        "rent_month_fen": 0,
        "new_energy_car_year": today.year,
        "licences_held": ["id-card", "marriage-certificate", "degree-certificate", "health-certificate"],
    }


def _neighbour(today: date) -> Values:
    return _person(2, 410_000) | {
        "residence_permit": False,
        "elders_in_household": 2,
        "care_level": None,  # nobody has assessed it: programmes that stand on it ask
        "medical_paid_year_fen": 930_000,
        "medical_insurance_months": 396,
        "chronic_disease": True,
        "education": "high",
        "graduation_year": 0,
        "first_job_year": 1982,
        "talent_type": None,
        "service_years": 5,
        "social_security_base_fen": 0,
        "income_month_fen": 520_000,
        "volunteer_hours": 120,
        "owns_home": True,
        "rent_month_fen": 0,
        "licences_held": ["id-card", "veteran-card", "elder-card", "retirement-certificate"],
    }


def _talent(today: date) -> Values:
    return _person(1, 1_980_000) | {
        "medical_paid_year_fen": 120_000,
        "medical_insurance_months": 46,
        "graduation_year": 2021,
        "first_job_year": 2021,
        "skill_level": 3,
        "talent_level": "young",
        "patents_owned": 2,
        "training_hours_year": 48,
        "blood_donations": 1,
        "volunteer_hours": 24,
        "owns_home": False,
        "rent_month_fen": 420_000,
        "licences_held": ["id-card", "residence-permit", "degree-certificate", "driving-licence"],
    }


CHILD: Values = {
    **_person(4, 690_000),
    "household_head": False,
    "hukou": "sz",
    "nationality": "cn",
    "marital_status": "single",
    "children_count": 0,
    "children_at_school": 0,
    "residence_years": 8,
    "residence_permit": False,
    "medical_paid_year_fen": 90_000,
    "medical_insurance_months": 98,
    "social_security_months": 0,
    "social_security_base_fen": 0,
    "pension_months": 0,
    "employment": "student",
    "income_month_fen": 0,
    "education": "junior",
    "graduation_year": 0,
    "first_job_year": 0,
    "school_stage": "primary",
    "talent_type": None,
    "disability_level": 0,
    "low_income": False,
    "veteran": False,
    "owns_home": True,
    "rent_month_fen": 0,
    "licences_held": [],
}


def _firm(today: date) -> Values:
    return {
        "enterprise_size": "micro",
        "enterprise_district": HOME,
        "industry_code": "62",
        "enterprise_years": max(0, today.year - 2023 - ((today.month, today.day) < (2, 17))),
        "revenue_year_fen": 268_000_000,
        "revenue_growth": 12.5,
        "rd_expense_year_fen": 0,
        "rd_share": 0.0,
        "tax_paid_year_fen": 4_320_000,
        "tax_level": "A",
        "export_year_fen": 0,
        "export_insured_fen": 0,
        "insured_staff": 9,
        "new_staff_year": 2,
        "layoff_rate": 0.0,
        "graduates_hired": 1,
        "disabled_staff": 0,
        "veterans_hired": 1,
        "employer_insurance_months": 40,
        "trainees_year": 3,
        "patents": 0,
        "high_tech": False,
        "specialised_new": False,
        "above_scale": False,
        "invested_year_fen": 0,
        "energy_saved_tce": 0.0,
        "green_certified": False,
        "loan_interest_year_fen": 1_260_000,
        "premises_rent_month_fen": 980_000,
        "standards_led": 0,
        "licences_held": ["business-licence", "food-permit", "seal-record", "tax-registration"],
        "sums_paid_year_fen": 0,
        "owner_hukou": "sz",
        "owner_age": 35,
        "owner_education": "bachelor",
        "owner_graduation_years": today.year - 2013,
        "owner_veteran": False,
        "owner_disabled": False,
        "owner_unemployed_months": 0,
        "bank_name": "深圳农村商业银行",
        "bank_account": "000226880014567",
    }
