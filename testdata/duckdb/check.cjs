// Opens a published run in DuckDB and compares it with what voc says of it.
//
//	cd FOLDER-WITH-NODE_MODULES
//	node check.cjs PUBLISHED SCHEMA.json
//
// PUBLISHED is the folder that a run publishes, SCHEMA.json what "voc schema --format json" prints.
// @duckdb/node-api is looked for in the working directory.
// It exits 1 and says so where a column has another type, an example of views.sql does not run,
// the two comment tables do not fit together, or a report's figure is not the sum over mentions.

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const duckdb = createRequire(path.join(process.cwd(), 'check.js'))('@duckdb/node-api');

let checks = 0;
const wrong = [];
function expect(ok, message) {
  checks++;
  if (!ok) wrong.push(message);
}

async function main(published, schemaFile) {
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const one = async (sql) => Object.values((await rows(sql))[0])[0];
  await connection.run(`SET file_search_path = '${path.resolve(published).replaceAll("'", "''")}'`);
  await connection.run("SET TimeZone = 'UTC'");

  await views(connection, fs.readFileSync(path.join(published, 'views.sql'), 'utf8'));
  await types(rows, JSON.parse(fs.readFileSync(schemaFile, 'utf8')));
  await together(one);
  await connection.run(addUp);
  await byPeriod(rows, 'needs_by_period', 'need');
  await byPeriod(rows, 'themes_by_period', 'theme');
  for (const file of reports(path.join(published, 'reports'))) {
    await figures(rows, file);
  }
}

// views runs the whole script, the examples among it.
async function views(connection, script) {
  const statements = await connection.extractStatements(script);
  let examples = 0;
  for (let i = 0; i < statements.count; i++) {
    const prepared = await statements.prepare(i);
    const result = await prepared.runAndReadAll();
    if (prepared.statementType === duckdb.StatementType.SELECT) {
      examples++;
      expect(result.columnCount > 1, `example ${examples} has ${result.columnCount} column`);
    }
  }
  expect(examples === 5, `views.sql holds ${examples} examples that run, want 5`);
}

// types compares every column with the data dictionary.
async function types(rows, dictionary) {
  for (const { table, columns } of dictionary) {
    const have = await rows(`DESCRIBE ${table}`);
    const want = columns.map((c) => `${c.name} ${c.type}`).join(', ');
    const got = have.map((c) => `${c.column_name} ${c.column_type}`).join(', ');
    expect(got === want, `${table}: columns are ${got}\nwant ${want}`);
    for (const c of columns.filter((c) => !c.nullable)) {
      const [{ n }] = await rows(`SELECT count(*)::INTEGER AS n FROM ${table} WHERE "${c.name}" IS NULL`);
      expect(n === 0, `${table}.${c.name}: ${n} rows are NULL, none may be`);
    }
  }
}

// together checks that comments and mentions fit each other and themselves.
async function together(one) {
  const none = {
    'comments with an id that another has': 'SELECT count(*) - count(DISTINCT comment_id) FROM comments',
    'mentions of no comment': 'SELECT count(*) FROM mentions ANTI JOIN comments USING (comment_id)',
    'mentions whose evidence is not at its place in the text':
      'SELECT count(*) FROM mentions JOIN comments USING (comment_id) WHERE evidence <> substring(text, start_char + 1, end_char - start_char)',
    'mentions of another day or department than their comment':
      'SELECT count(*) FROM mentions m JOIN comments c USING (comment_id) WHERE m.received_on IS DISTINCT FROM c.received_on OR m.department IS DISTINCT FROM c.department',
    'comments with another number of mentions than they say':
      'SELECT count(*) FROM comments c LEFT JOIN (SELECT comment_id, count(*) AS n FROM mentions GROUP BY ALL) m USING (comment_id) WHERE n_mentions <> coalesce(n, 0)',
    'comments whose day is not that of their time':
      'SELECT count(*) FROM comments WHERE received_on <> (received_at + to_seconds(coalesce(utc_offset, 0)))::TIMESTAMP::DATE',
    'comments with a time and no day, or a day and no time': 'SELECT count(*) FROM comments WHERE (received_at IS NULL) <> (received_on IS NULL)',
    'comments of a year that cannot be': 'SELECT count(*) FROM comments WHERE year(received_on) NOT BETWEEN 1950 AND 2100',
    'lists of themes with the same theme twice': 'SELECT count(*) FROM comments WHERE len(themes) <> len(list_distinct(themes))',
    'ratings outside 0 to 1': 'SELECT count(*) FROM comments WHERE rating NOT BETWEEN 0 AND 1',
    'comments of a run that is not listed': 'SELECT count(*) FROM comments ANTI JOIN runs USING (run_id)',
    'runs whose rows do not add up': 'SELECT count(*) FROM runs WHERE n_rows <> n_accepted + n_duplicates + n_empty + n_rejected',
  };
  for (const need of ['dignity', 'control', 'understanding', 'resolution']) {
    none[`comments whose need_${need} is not what its mentions say`] = `
      SELECT count(*) FROM comments LEFT JOIN (
        SELECT comment_id, CASE WHEN bool_or(polarity = 'mixed') OR count(DISTINCT polarity) > 1 THEN 'mixed' ELSE any_value(polarity) END AS said
        FROM mentions WHERE kind = 'need' AND label = '${need}' GROUP BY comment_id
      ) USING (comment_id) WHERE said IS DISTINCT FROM need_${need}`;
  }
  for (const [what, sql] of Object.entries(none)) {
    const n = Number(await one(sql));
    expect(n === 0, `${n} ${what}`);
  }
}

// addUp makes the table said: what mentions add up to for each label, department and period (2026, 2026-Q3, 2026-09 or undated):
// comments that speak of it, and those that say it was not met.
// A focus group is not a survey: its turns are counted apart. Of a campaign's letters one counts.
const addUp = `CREATE TEMP TABLE said AS
  SELECT kind, label, department, period, count(*)::INTEGER AS n, count(*) FILTER (unmet)::INTEGER AS n_unmet
  FROM (SELECT * EXCLUDE periods, unnest(periods) AS period FROM (
    SELECT kind, label, m.department, comment_id, coalesce(bool_or(m.polarity IN ('unmet', 'mixed')), false) AS unmet,
           CASE WHEN m.received_on IS NULL THEN ['undated'] ELSE [
             strftime(m.received_on, '%Y'), strftime(m.received_on, '%Y') || '-Q' || quarter(m.received_on), strftime(m.received_on, '%Y-%m')
           ] END AS periods
    FROM mentions m JOIN comments c USING (comment_id)
    WHERE c.channel IS DISTINCT FROM 'transcript' AND c.sentiment IS NOT NULL AND (c.campaign IS NULL OR c.campaign = comment_id)
    GROUP BY ALL
  )) GROUP BY ALL`;

async function byPeriod(rows, table, kind) {
  const other = await rows(`
    SELECT t.department, t.period, t.label, t.n::INTEGER AS n, t.n_unmet::INTEGER AS n_unmet, share, coalesce(s.n, 0) AS want_n, coalesce(s.n_unmet, 0) AS want_unmet
    FROM ${table} t LEFT JOIN said s
      ON s.kind = '${kind}' AND s.label = t.label AND s.period = t.period AND s.department IS NOT DISTINCT FROM t.department
    WHERE NOT is_suppressed AND t.department IS DISTINCT FROM 'all'
      AND (t.n <> coalesce(s.n, 0) OR t.n_unmet <> coalesce(s.n_unmet, 0) OR t.n > 0 AND abs(share - t.n_unmet / t.n) > 1e-6)`);
  checks++;
  for (const row of other) {
    expect(false, `${table}: ${row.department} ${row.period} ${row.label}: ${row.n_unmet} of ${row.n}, share ${row.share}; mentions say ${row.want_unmet} of ${row.want_n}`);
  }
}

// reports lists the JSON files of all departments.
function reports(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).sort().map((name) => path.join(folder, name, 'report.json')).filter((file) => fs.existsSync(file));
}

// figures compares a report's needs and themes with the sums over mentions.
async function figures(rows, file) {
  const report = JSON.parse(fs.readFileSync(file, 'utf8'));
  const department = report.department.id || null;
  for (const [kind, list] of [['need', report.needs], ['theme', report.themes]]) {
    const where = department === null ? 'department IS NULL' : `department = '${department.replaceAll("'", "''")}'`;
    const [first, last] = report.period.id.split('..');
    const when = last ? `regexp_full_match(period, '\\d{4}-\\d{2}') AND period BETWEEN '${first}' AND '${last}'` : `period = '${first}'`;
    const sums = await rows(`SELECT label, sum(n)::INTEGER AS n, sum(n_unmet)::INTEGER AS n_unmet FROM said WHERE kind = '${kind}' AND ${when} AND ${where} GROUP BY label`);
    for (const row of (list ?? []).filter((row) => row.figure.shown)) {
      const sum = sums.find((s) => s.label === row.id) ?? { n: 0, n_unmet: 0 };
      expect(row.figure.n === sum.n && row.figure.count === sum.n_unmet,
        `${file}: ${row.id}: ${row.figure.count} of ${row.figure.n}, mentions say ${sum.n_unmet} of ${sum.n}`);
    }
  }
}

if (process.argv.length !== 4) {
  console.error('usage: node check.cjs PUBLISHED SCHEMA.json');
  process.exit(2);
}
main(process.argv[2], process.argv[3]).then(
  () => {
    for (const message of wrong) console.error(`duckdb: ${message}`);
    console.log(`duckdb: ${checks} checks, ${wrong.length} wrong`);
    process.exitCode = wrong.length > 0 ? 1 : 0;
  },
  (error) => {
    console.error(`duckdb: ${error.message}`);
    process.exitCode = 1;
  },
);
