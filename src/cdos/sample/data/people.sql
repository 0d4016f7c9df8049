-- One row for everybody of `base`, in its order. The day and the columns of dates are filled in.
WITH homes AS (
  SELECT *,
    d(home, 1) < 120 AS poor,
    CASE WHEN d(home, 2) < 3900 THEN 'sz' WHEN d(home, 2) < 9600 THEN 'other' ELSE 'none' END AS hukou_,
    d(home, 3) < if(d(home, 2) < 3900, 6200, 1500) AS owns_,
    CASE WHEN role = 0 THEN 4 WHEN role = 1 THEN 5 ELSE 6 END AS own_draw
  FROM base
), worked AS (
  SELECT *,
    CASE WHEN age < 16 THEN 'student'
         WHEN age >= if(male, 60, 55) THEN 'retired'
         WHEN age < 23 AND d(i, own_draw) < if(age < 19, 9000, 6000) THEN 'student'
         WHEN owner AND age > 17 THEN 'self'
         WHEN d(i, 7) < if(poor, 4500, 420) THEN 'unemployed'
         WHEN d(i, 7) < 2400 THEN 'self' ELSE 'employed' END AS work,
    CASE WHEN d(i, 8) < 9720 - age * 3 THEN 0 WHEN d(i, 8) < 9790 THEN 4 WHEN d(i, 8) < 9870 THEN 3 WHEN d(i, 8) < 9940 THEN 2
         ELSE 1 END AS disability,
    d(i, 9) < CASE WHEN age < 20 THEN 0 WHEN NOT male THEN 20 WHEN age > 55 THEN 900 ELSE 320 END AS veteran_,
    least(age, CASE WHEN d(home, 2) < 3900 THEN 3 + d(home, 10) // 250 ELSE d(home, 10) * d(home, 10) // 4200000 END
      + CASE WHEN age > 55 THEN 6 ELSE 0 END) AS years,
    CASE WHEN d(i, 11) < 2300 + 70 * greatest(age - 45, 0) THEN 0 WHEN d(i, 11) < 4700 + 40 * greatest(age - 45, 0) THEN 1
         WHEN d(i, 11) < 6600 THEN 2 WHEN d(i, 11) < 9000 THEN 3 WHEN d(i, 11) < 9800 THEN 4 ELSE 5 END AS schooling
  FROM homes
), paid AS (
  SELECT *,
    if(age < 18, 0, least(schooling, CASE WHEN age < 19 THEN 1 WHEN age < 22 THEN 2 WHEN age < 25 THEN 3 WHEN age < 28 THEN 4
       ELSE 5 END)) AS level,
    CASE WHEN work IN ('student', 'unemployed') THEN 0
         WHEN work = 'retired' THEN if(poor, 80000, 190000 + d(i, 12) * 55)
         WHEN poor THEN 110000 + d(i, 12) * 8
         ELSE CAST(wage(i, 13) * (0.75 + schooling * 0.14) AS BIGINT) END AS income,
    if(poor, 45000 + d(home, 15) * 9,
       CAST((wage(home, 16) + if(size > 1, wage(home, 18), 0)) * 0.86 / size AS BIGINT)) // 100 * 100 AS per_head,
    if(work = 'student' OR age < 18, 0, least(greatest(age - 19, 0) * 12, 3 + years * (5 + d(i, 20) // 1400))) AS months
  FROM worked
)
SELECT
  party,
  DATE '1920-01-01' + CAST(born AS INTEGER) AS birth_date,
  CAST(age AS SMALLINT) AS age,
  if(male, 'male', 'female') AS sex,
  n(i, 1, hukou_) AS hukou,
  n(i, 2, if(hukou_ = 'none', if(d(home, 21) < 7000, 'hk', 'other'), 'cn')) AS nationality,
  n(i, 3, CASE WHEN role = 1 OR (role = 0 AND size > 1) THEN 'married' WHEN age < 24 THEN 'single'
     WHEN role = 3 AND d(i, 22) < 4500 THEN 'widowed' WHEN age > 64 AND d(i, 22) < 6000 THEN 'widowed'
     WHEN role <> 3 AND d(i, 22) < 1400 THEN 'divorced' WHEN age > 50 THEN 'married' ELSE 'single' END) AS marital_status,
  CAST(district AS VARCHAR) AS residence_district,
  n(i, 4, CAST(years AS SMALLINT)) AS residence_years,
  n(i, 5, hukou_ <> 'sz' AND d(i, 23) < 7400) AS residence_permit,
  n(i, 6, role = 0) AS household_head,
  n(i, 7, CAST(size AS SMALLINT)) AS household_size,
  n(home, 8, per_head) AS household_income_month_fen,
  n(i, 9, CAST(CASE WHEN role IN (0, 1) AND kids > 0 THEN kids WHEN age > 55 THEN 1 + d(i, 24) // 4000 ELSE 0 END AS SMALLINT))
    AS children_count,
  n(i, 10, CAST(if(role IN (0, 1), under_3, 0) AS SMALLINT)) AS children_under_3,
  n(i, 11, CAST(if(role IN (0, 1) AND kids > 0, youngest, NULL) AS SMALLINT)) AS youngest_child_age,
  n(i, 12, CAST(if(role IN (0, 1), at_school, 0) AS SMALLINT)) AS children_at_school,
  n(i, 13, size = 1) AS lives_alone,
  n(home, 14, CAST(elders AS SMALLINT)) AS elders_in_household,
  n(home, 15, CAST(if(d(home, 25) < 480, 1 + d(home, 26) // 8500, 0) AS SMALLINT)) AS disabled_in_household,
  n(i, 16, NOT male AND age BETWEEN 21 AND 43 AND d(i, 27) < if(role = 1, 900, 120)) AS pregnant,
  n(home, 17, if(owns_, 0, 60000 + (if(poor, 0, 90000) + d(home, 28) * d(home, 29) // 180) // 1000 * 1000)) AS rent_month_fen,
  n(home, 18, owns_) AS owns_home,
  n(home, 19, CAST(if(NOT owns_ AND hukou_ = 'sz' AND d(home, 30) < 4500, d(home, 31) // 900, 0) AS SMALLINT)) AS home_wait_years,
  n(i, 20, CAST(pow(d(i, 32) / 10000.0, 4) * (200000 + age * 42000) AS BIGINT) // 100 * 100) AS medical_paid_year_fen,
  n(i, 21, CAST(least(age * 12, months + d(i, 33) // 300) AS SMALLINT)) AS medical_insurance_months,
  n(i, 22, d(i, 34) < greatest(0, (age - 32) * 130)) AS chronic_disease,
  n(i, 23, CAST(if(age > 60 AND d(i, 35) < (age - 58) * 90, 1 + d(i, 36) // 2100, 0) AS SMALLINT)) AS care_level,
  n(i, 24, CAST(months AS SMALLINT)) AS social_security_months,
  n(i, 25, if(work IN ('employed', 'self'), greatest(236000, least(income, 2650000)), 0)) AS social_security_base_fen,
  n(i, 26, CAST(greatest(0, months - d(i, 37) // 1200) AS SMALLINT)) AS pension_months,
  n(i, 27, work) AS employment,
  n(i, 28, CAST(if(work = 'unemployed', 1 + d(i, 38) // 420, 0) AS SMALLINT)) AS unemployed_months,
  n(i, 29, CAST(if(work IN ('employed', 'self', 'unemployed') AND d(i, 39) < 2600, 8 + d(i, 40) // 60, 0) AS SMALLINT))
    AS training_hours_year,
  n(i, 30, CAST(if(work = 'student' OR age < 18, 0, year({today}) - least(age - 18, greatest(0, age - [16, 18, 21, 22, 25, 28][level + 1] - d(i, 41) // 4000)))
    AS SMALLINT)) AS first_job_year,
  n(i, 31, income) AS income_month_fen,
  n(i, 32, ['junior', 'high', 'college', 'bachelor', 'master', 'doctor'][level + 1]) AS education,
  n(i, 33, CAST(if(level >= 2, year({today}) - greatest(0, age - [16, 18, 21, 22, 25, 28][level + 1]), 0) AS SMALLINT))
    AS graduation_year,
  n(i, 34, CASE WHEN age < 3 OR work <> 'student' THEN 'none' WHEN age < 6 THEN 'kindergarten' WHEN age < 12 THEN 'primary'
     WHEN age < 15 THEN 'junior' WHEN age < 19 THEN if(d(i, 42) < 6500, 'senior', 'vocational') ELSE 'university' END)
    AS school_stage,
  n(i, 35, CAST(if(work IN ('employed', 'self', 'unemployed') AND d(i, 43) < 1900, 5 - d(i, 44) * d(i, 44) // 21000000, 0) AS SMALLINT))
    AS skill_level,
  n(i, 36, CASE WHEN level = 5 AND d(i, 45) < 3000 THEN 'postdoc' WHEN level >= 4 AND d(i, 45) < 4500 THEN 'returnee'
     WHEN level >= 3 AND age < 60 THEN 'academic' WHEN d(i, 43) < 1200 AND age < 60 THEN 'skilled' END) AS talent_type,
  n(i, 37, CASE WHEN level < 3 OR age > 60 OR age < 22 OR d(i, 46) > 1500 THEN 'none' WHEN level = 5 AND d(i, 46) < 90 THEN 'A'
     WHEN d(i, 46) < 120 THEN 'B' WHEN d(i, 46) < 380 THEN 'C' WHEN age < 36 THEN 'young' ELSE 'D' END) AS talent_level,
  n(i, 38, CAST(if(level >= 3 AND d(i, 47) < 500, 1 + d(i, 48) // 2500, 0) AS SMALLINT)) AS patents_owned,
  n(i, 39, CAST(disability AS SMALLINT)) AS disability_level,
  n(home, 40, poor AND hukou_ = 'sz') AS low_income,
  n(i, 41, veteran_) AS veteran,
  n(i, 42, d(home, 49) < 80) AS martyr_family,
  n(i, 43, CAST(if(veteran_, 2 + d(i, 50) * d(i, 50) // 5000000, 0) AS SMALLINT)) AS service_years,
  n(i, 44, CAST(if(age > 13 AND d(i, 51) < 2200, 4 + d(i, 52) * d(i, 52) // 180000, 0) AS SMALLINT)) AS volunteer_hours,
  n(i, 45, CAST(if(age BETWEEN 18 AND 62 AND d(i, 53) < 1100, 1 + d(i, 54) * d(i, 54) // 9000000, 0) AS SMALLINT)) AS blood_donations,
  n(i, 46, age > 17 AND d(i, 55) < 160) AS donor,
  n(i, 47, (owner AND age > 17) OR (work = 'self' AND d(i, 56) < 3000)) AS business_owner,
  n(i, 48, CAST(if(age > 20 AND NOT poor AND d(i, 57) < 1300, year({today}) - d(i, 58) // 2600, 0) AS SMALLINT)) AS new_energy_car_year,
  n(i, 49, list_filter(['id-card', if(d(i, 59) < 5200 AND age > 18, 'driving-licence', ''), if(disability > 0, 'disability-card', ''),
     if(veteran_, 'veteran-card', ''), if(age >= 60 AND d(i, 60) < 7500, 'elder-card', ''),
     if(poor AND hukou_ = 'sz', 'low-income-card', ''), if(level >= 3, 'degree-certificate', ''),
     if(d(i, 61) < 900 AND age BETWEEN 18 AND 55, 'health-certificate', '')], x -> x <> '')) AS licences_held,
  n(i, 50, if(d(i, 62) < 1200, d(i, 63) * 60 // 1000 * 1000, 0)) AS sums_paid_year_fen,
  n(i, 51, age > 17 AND d(i, 0) < 70) AS illegal_record,
  CASE WHEN d(i, 64) < 5200 THEN '平安银行' WHEN d(i, 64) < 7600 THEN '中国建设银行深圳市分行' END AS bank_name,
  if(d(i, 64) < 7600, '62' || lpad(CAST(hash(i * 128 + 127) % 100000000000000000 AS VARCHAR), 17, '0'), NULL) AS bank_account,
  {as_of}
FROM paid
