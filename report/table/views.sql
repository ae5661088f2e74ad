-- Opens the tables of the published run in DuckDB, from this folder:
--
--     duckdb -init views.sql
--
-- From another folder, say first where this one is:
--
--     SET file_search_path = '/path/to/published';
--
-- What the columns mean: voc schema.

CREATE OR REPLACE VIEW comments         AS SELECT * FROM read_parquet('tables/comments.parquet');
CREATE OR REPLACE VIEW mentions         AS SELECT * FROM read_parquet('tables/mentions.parquet');
CREATE OR REPLACE VIEW needs_by_period  AS SELECT * FROM read_parquet('tables/needs_by_period.parquet');
CREATE OR REPLACE VIEW themes_by_period AS SELECT * FROM read_parquet('tables/themes_by_period.parquet');
CREATE OR REPLACE VIEW rejects          AS SELECT * FROM read_parquet('tables/rejects.parquet');
CREATE OR REPLACE VIEW runs             AS SELECT * FROM read_parquet('tables/runs.parquet');
CREATE OR REPLACE VIEW departments      AS SELECT * FROM read_parquet('tables/departments.parquet');

-- Example 1: how many comments speak of each need, and how many of them say that it was not met.
SELECT label AS need,
       count(DISTINCT comment_id) AS n,
       count(DISTINCT comment_id) FILTER (polarity IN ('unmet', 'mixed')) AS n_unmet
FROM mentions
WHERE kind = 'need'
GROUP BY label
ORDER BY n_unmet DESC, need;

-- Example 2: the share of negative comments by department and month, on ten comments or more.
SELECT department,
       date_trunc('month', received_on)::DATE AS month,
       count(*) AS n,
       round(avg((sentiment = 'negative')::INTEGER), 3) AS share_negative
FROM comments
WHERE sentiment IS NOT NULL
  AND (campaign IS NULL OR campaign = comment_id) -- of near-identical letters one counts
GROUP BY department, month
HAVING count(*) >= 10
ORDER BY department, month;

-- Example 3: the themes that stand behind each unmet need, said in the same unit of a comment.
SELECT need.label AS need, theme.label AS theme, count(DISTINCT need.comment_id) AS n
FROM mentions AS need
JOIN mentions AS theme USING (comment_id, unit)
WHERE need.kind = 'need' AND need.polarity = 'unmet'
  AND theme.kind = 'theme' AND theme.polarity = 'unmet'
GROUP BY ALL
ORDER BY need, n DESC, theme;

-- Example 4: what unhappy customers talk about, by the phrases they use.
SELECT phrase, count(*) AS n
FROM (SELECT unnest(key_phrases) AS phrase FROM comments WHERE sentiment = 'negative')
GROUP BY phrase
ORDER BY n DESC, phrase
LIMIT 20;

-- Example 5: comments to read before a session: control unmet, newest first, with the words that show it.
SELECT comments.department, comments.received_on, mentions.evidence, comments.text,
       comments.origin_file || ':' || comments.origin_row AS origin
FROM mentions
JOIN comments USING (comment_id)
WHERE mentions.kind = 'need' AND mentions.label = 'control' AND mentions.polarity = 'unmet'
ORDER BY comments.received_on DESC NULLS LAST, comment_id, mentions.start_char
LIMIT 20;
