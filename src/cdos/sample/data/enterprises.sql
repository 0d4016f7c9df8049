-- One row for every enterprise of `base`; owners are rows of the extract of the people. Day, dates and its file are filled in.
WITH shaped AS (
  SELECT base.* REPLACE (CAST(district AS VARCHAR) AS district, CAST(industry AS VARCHAR) AS industry),
    CASE WHEN individual THEN if(d(i, 1) < 9300, 'micro', 'small') WHEN d(i, 1) < 5600 THEN 'micro' WHEN d(i, 1) < 8800 THEN 'small'
         WHEN d(i, 1) < 9700 THEN 'medium' ELSE 'large' END AS size,
    CAST(d(i, 2) * d(i, 3) // 4600000 AS INTEGER) AS years,
    industry IN ('13', '14', '18', '21', '23', '26', '27', '29', '33', '34', '35', '36', '38', '39', '40') AS makes,
    industry IN ('27', '35', '38', '39', '40', '64', '65', '73', '75', '77') AS knows
  FROM base
), sized AS (
  SELECT *,
    CASE size WHEN 'micro' THEN 1 + d(i, 4) // 1250 WHEN 'small' THEN 10 + d(i, 4) // 125 WHEN 'medium' THEN 100 + d(i, 4) // 40
         ELSE 400 + d(i, 4) // 4 END AS staff,
    NOT individual AND (knows OR makes) AND years >= 1 AND d(i, 5) < if(size = 'micro', 2600, if(knows, 8200, 4200)) AS tech
  FROM shaped
), earned AS (
  SELECT *,
    staff * (9000000 + CAST(d(i, 6) AS BIGINT) * d(i, 7) * 3 // 2) // 100000 * 100000 AS revenue,
    CASE WHEN tech THEN 3.0 + d(i, 8) / 900.0 WHEN (knows OR makes) AND d(i, 8) < 3500 THEN 0.5 + d(i, 8) / 1200.0 ELSE 0.0 END AS rd
  FROM sized
)
SELECT
  earned.party,
  n(earned.i, 1, if(individual, 'individual', CASE WHEN d(earned.i, 10) < 8300 THEN 'limited' WHEN d(earned.i, 10) < 9000 THEN 'joint_stock'
     WHEN d(earned.i, 10) < 9300 THEN 'partnership' WHEN d(earned.i, 10) < 9550 THEN 'sole' ELSE 'foreign' END)) AS enterprise_type,
  n(earned.i, 2, size) AS enterprise_size,
  district AS enterprise_district,
  industry AS industry_code,
  {today} - CAST(years * 365 + d(earned.i, 11) % 360 AS INTEGER) AS founded_on,
  CAST(years AS SMALLINT) AS enterprise_years,
  n(earned.i, 3, if(individual, 5000000, 10000000 * (1 + d(earned.i, 12) // 90))) AS registered_capital_fen,
  n(earned.i, 4, revenue) AS revenue_year_fen,
  n(earned.i, 5, round(-18 + d(earned.i, 13) / 170.0, 1)) AS revenue_growth,
  n(earned.i, 6, CAST(revenue * rd / 100 AS BIGINT) // 100 * 100) AS rd_expense_year_fen,
  n(earned.i, 6, round(rd, 2)) AS rd_share,
  n(earned.i, 7, CAST(revenue * (0.6 + d(earned.i, 14) / 1900.0) / 100 AS BIGINT) // 100 * 100) AS tax_paid_year_fen,
  n(earned.i, 8, CASE WHEN d(earned.i, 15) < 2800 THEN 'A' WHEN d(earned.i, 15) < 6800 THEN 'B' WHEN d(earned.i, 15) < 9000 THEN 'M'
     WHEN d(earned.i, 15) < 9700 THEN 'C' ELSE 'D' END) AS tax_level,
  n(earned.i, 9, d(earned.i, 16) < 260) AS tax_arrears,
  n(earned.i, 10, if((makes OR industry IN ('51', '64', '65')) AND NOT individual AND d(earned.i, 17) < 3600,
     CAST(revenue * (0.05 + d(earned.i, 18) / 18000.0) AS BIGINT) // 100 * 100, 0)) AS export_year_fen,
  n(earned.i, 10, if((makes OR industry IN ('51', '64', '65')) AND NOT individual AND d(earned.i, 17) < 2100,
     CAST(revenue * (0.05 + d(earned.i, 18) / 18000.0) * 0.003 AS BIGINT) // 100 * 100, 0)) AS export_insured_fen,
  n(earned.i, 11, CAST(staff AS INTEGER)) AS staff_count,
  n(earned.i, 12, CAST(staff - staff * d(earned.i, 19) // 30000 AS INTEGER)) AS insured_staff,
  n(earned.i, 13, CAST(if(d(earned.i, 20) < 5200, 1 + staff * d(earned.i, 21) // 60000, 0) AS INTEGER)) AS new_staff_year,
  n(earned.i, 14, round(if(d(earned.i, 22) < 4200, 0, d(earned.i, 23) / 900.0), 1)) AS layoff_rate,
  n(earned.i, 15, CAST(if(d(earned.i, 24) < 2600, 1 + staff * d(earned.i, 25) // 180000, 0) AS INTEGER)) AS graduates_hired,
  n(earned.i, 16, CAST(if(d(earned.i, 26) < 1100, 1 + staff // 80, 0) AS INTEGER)) AS disabled_staff,
  n(earned.i, 17, CAST(if(d(earned.i, 27) < 1300, 1 + staff // 120, 0) AS INTEGER)) AS veterans_hired,
  n(earned.i, 18, CAST(least(years * 12 + d(earned.i, 11) // 900, 4 + d(earned.i, 28) // 60) AS INTEGER)) AS employer_insurance_months,
  n(earned.i, 19, CAST(if(d(earned.i, 29) < 2400, 1 + staff * d(earned.i, 30) // 30000, 0) AS INTEGER)) AS trainees_year,
  n(earned.i, 20, CAST(if(tech OR (rd > 0 AND d(earned.i, 31) < 4000), 1 + d(earned.i, 32) * d(earned.i, 32) // 5000000, 0) AS INTEGER)) AS patents,
  n(earned.i, 21, tech AND years >= 1 AND d(earned.i, 33) < 7200) AS high_tech,
  n(earned.i, 22, tech AND d(earned.i, 34) < if(size IN ('small', 'medium'), 5200, 900)) AS specialised_new,
  n(earned.i, 23, revenue >= if(makes, 2000000000, 3000000000) AND size <> 'micro') AS above_scale,
  n(earned.i, 24, if(makes AND NOT individual AND d(earned.i, 35) < 4300, CAST(revenue * d(earned.i, 36) / 90000.0 AS BIGINT) // 10000 * 10000, 0))
    AS invested_year_fen,
  n(earned.i, 25, if(size <> 'micro' AND d(earned.i, 37) < if(makes, 3600, 1100), round(5 + d(earned.i, 38) * staff / 90000.0, 1), 0.0))
    AS energy_saved_tce,
  n(earned.i, 26, size <> 'micro' AND d(earned.i, 39) < if(makes, 1700, 500)) AS green_certified,
  n(earned.i, 27, if(d(earned.i, 40) < 4100, CAST(revenue * (0.1 + d(earned.i, 41) / 9000.0) / 100 AS BIGINT) // 100 * 100, 0))
    AS loan_interest_year_fen,
  n(earned.i, 28, if(d(earned.i, 42) < 8200, (200000 + staff * (20000 + d(earned.i, 43) * 6)) // 1000 * 1000, 0)) AS premises_rent_month_fen,
  n(earned.i, 29, CAST(if(tech AND d(earned.i, 44) < 1700, 1 + d(earned.i, 45) // 3600, 0) AS SMALLINT)) AS standards_led,
  n(earned.i, 30, list_filter(['business-licence', if(d(earned.i, 46) < 9000, 'tax-registration', ''), if(d(earned.i, 47) < 7800, 'seal-record', ''),
     if(industry IN ('14', '52', '62') AND d(earned.i, 48) < 8800, 'food-permit', ''),
     if(industry IN ('61', '62', '83', '89', '90') AND d(earned.i, 49) < 5200, 'fire-safety-permit', '')], x -> x <> '')) AS licences_held,
  n(earned.i, 31, if(d(earned.i, 50) < 2400, staff * (20000 + d(earned.i, 51) * 12) // 1000 * 1000, 0)) AS sums_paid_year_fen,
  n(earned.i, 32, d(earned.i, 52) < 120) AS illegal_record,
  n(earned.i, 33, CASE WHEN d(earned.i, 53) < 4600 THEN 'A' WHEN d(earned.i, 53) < 8600 THEN 'B' WHEN d(earned.i, 53) < 9600 THEN 'C' ELSE 'D' END)
    AS credit_level,
  owners.hukou AS owner_hukou,
  CAST(if(owners.age < 18, 22 + d(earned.i, 56) // 260, owners.age) AS SMALLINT) AS owner_age,
  owners.education AS owner_education,
  n(earned.i, 34, CAST(coalesce(year({today}) - nullif(owners.graduation_year, 0), d(earned.i, 57) // 300) AS SMALLINT)) AS owner_graduation_years,
  owners.veteran AS owner_veteran,
  owners.disability_level > 0 AS owner_disabled,
  n(earned.i, 35, CAST(if(d(earned.i, 54) < 900, 1 + d(earned.i, 55) // 700, 0) AS SMALLINT)) AS owner_unemployed_months,
  if(d(earned.i, 58) < 7800, '深圳农村商业银行', NULL) AS bank_name,
  if(d(earned.i, 58) < 7800, '0002' || lpad(CAST(hash(earned.i * 128 + 127) % 100000000000 AS VARCHAR), 11, '0'), NULL) AS bank_account,
  {as_of}
FROM earned
LEFT JOIN (SELECT party, hukou, age, education, graduation_year, veteran, disability_level FROM {people}) AS owners
  ON owners.party = earned.owner
ORDER BY earned.party
