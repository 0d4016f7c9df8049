-- Draws by hash: the same in every sample city, and fast for millions.
-- d(s, k): 0 to 9999, the k-th draw of somebody or of a household; n(s, k, v): v, or in 4 to 8 cases of 100 not known.
CREATE OR REPLACE MACRO d(s, k) AS CAST(hash(CAST(s AS BIGINT) * 128 + k) % 10000 AS INTEGER);
CREATE OR REPLACE MACRO n(i, k, v) AS if(hash(CAST(i AS BIGINT) * 128 + k + 64) % 100 < 4 + k % 5, NULL, v);
CREATE OR REPLACE MACRO wage(s, k) AS CAST(245000 + pow(d(s, k) / 10000.0, 3) * 3400000 + d(s, k + 1) * 45 AS BIGINT) // 1000 * 1000;
