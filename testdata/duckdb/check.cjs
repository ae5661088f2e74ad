// Opens a published run in DuckDB and compares it with what voc says of it.
//
//	cd FOLDER-WITH-NODE_MODULES
//	node check.cjs PUBLISHED SCHEMA.json [REPORTS [QUALITY.json]]
//
// PUBLISHED is the folder that a run publishes, SCHEMA.json what "voc schema --format json" prints,
// REPORTS a folder that "voc report --all --output REPORTS" wrote, or one of such folders (that of the run if none is named),
// QUALITY.json what its shares are corrected by (that of the built-in labels if none is named).
// @duckdb/node-api is looked for in the working directory.
// It exits 1 and says so where a column has another type, an example of views.sql does not run,
// the two comment tables do not fit together, or a number of a report is not what SQL makes of the tables.

const fs = require('node:fs');
const path = require('node:path');
const { createRequire } = require('node:module');

const duckdb = createRequire(path.join(process.cwd(), 'check.js'))('@duckdb/node-api');

let checks = 0;
let read = 0; // reports
const wrong = [];
function expect(ok, message) {
  checks++;
  if (!ok) wrong.push(message);
}

async function main(published, schemaFile, reportsFolder, qualityFile) {
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
  for (const statements of [formulas, tell]) await connection.run(statements);
  const errors = JSON.parse(fs.readFileSync(qualityFile ?? path.join(__dirname, '..', '..', 'report', 'quality.json'), 'utf8')).errors;
  for (const folder of editions(path.resolve(reportsFolder ?? path.join(published, 'reports')))) {
    const all = reports(folder);
    const book = new Book(rows, all, errors);
    for (const report of all) await book.report(report);
    await book.overview(path.join(folder, 'index.json'));
    read += all.length;
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

// editions lists the folders that hold reports of one period each: the folder itself, or those in it.
function editions(folder) {
  const holds = (name) => fs.existsSync(path.join(name, 'index.json'));
  if (holds(folder) || !fs.existsSync(folder)) return [folder];
  return fs.readdirSync(folder).sort().map((name) => path.join(folder, name)).filter(holds);
}

// reports reads the JSON files of all departments.
function reports(folder) {
  if (!fs.existsSync(folder)) return [];
  const files = fs.readdirSync(folder).sort().map((name) => path.join(folder, name, 'report.json')).filter((file) => fs.existsSync(file));
  return files.map((file) => ({ file, ...JSON.parse(fs.readFileSync(file, 'utf8')) }));
}

// The formulas, in SQL: Wilson's interval, Newcombe's (each as [low, high]), and a share corrected for the labels' errors.
const formulas = `
  CREATE MACRO z() AS 1.959963984540054;
  CREATE MACRO wilson(k, n) AS CASE WHEN n = 0 THEN [0.0, 1.0] ELSE [
    CASE WHEN k <= 0 THEN 0.0 ELSE greatest(0, (k/n + z()*z()/(2*n) - z() * sqrt(k/n*(1-k/n)/n + z()*z()/(4*n*n))) / (1 + z()*z()/n)) END,
    CASE WHEN k >= n THEN 1.0 ELSE least(1, (k/n + z()*z()/(2*n) + z() * sqrt(k/n*(1-k/n)/n + z()*z()/(4*n*n))) / (1 + z()*z()/n)) END] END;
  CREATE MACRO newcombe(k1, n1, k2, n2) AS [
    k1/n1 - k2/n2 - sqrt(pow(k1/n1 - wilson(k1, n1)[1], 2) + pow(wilson(k2, n2)[2] - k2/n2, 2)),
    k1/n1 - k2/n2 + sqrt(pow(wilson(k1, n1)[2] - k1/n1, 2) + pow(k2/n2 - wilson(k2, n2)[1], 2))];
  CREATE MACRO truly(p, se, sp) AS (p + sp - 1) / (se + sp - 1);
  CREATE MACRO corrected_share(k, n, tp, fp, fn, tn) AS least(1, greatest(0, truly(k/n, tp/(tp+fn), tn/(tn+fp))));
  CREATE MACRO corrected_part(p, a, b, said, m, se, sp, side) AS
    least(1, greatest(0, p + 2*z()*z()*(p*a - (1-p)*b) + side * z() * sqrt(said*(1-said)/m + p*p*a + (1-p)*(1-p)*b) / (se + sp - 1)));
  CREATE MACRO corrected_side(k, n, se, sp, ns, np, side) AS corrected_part(
    truly((k + z()*z()/2) / (n + z()*z()), se, sp), se*(1-se)/ns, sp*(1-sp)/np, (k + z()*z()/2) / (n + z()*z()), n + z()*z(), se, sp, side);
  CREATE MACRO corrected(k, n, tp, fp, fn, tn) AS [
    corrected_side(k, n, (tp+1)/(tp+fn+2), (tn+1)/(tn+fp+2), tp+fn+2, tn+fp+2, -1),
    corrected_side(k, n, (tp+1)/(tp+fn+2), (tn+1)/(tn+fp+2), tp+fn+2, tn+fp+2, 1)];`;

// tell makes the table told: for each comment that counts in shares what it says: of needs and themes not met, negative, any need unmet, praise.
const tell = `
  CREATE TEMP TABLE counted AS
    SELECT *, coalesce(department, '') AS dept, coalesce(audience, 'external') AS who,
           coalesce(need_dignity IN ('unmet', 'mixed'), false) OR coalesce(need_control IN ('unmet', 'mixed'), false)
             OR coalesce(need_understanding IN ('unmet', 'mixed'), false) OR coalesce(need_resolution IN ('unmet', 'mixed'), false) AS unmet
    FROM comments WHERE channel IS DISTINCT FROM 'transcript' AND (campaign IS NULL OR campaign = comment_id);
  CREATE TEMP TABLE told AS
    SELECT comment_id, dept, who, counted.received_on, kind, label, coalesce(bool_or(mentions.polarity IN ('unmet', 'mixed')), false) AS yes
    FROM mentions JOIN counted USING (comment_id) WHERE kind IN ('need', 'theme') AND counted.sentiment IS NOT NULL GROUP BY ALL
    UNION ALL SELECT comment_id, dept, who, received_on, 'tile', 'negative', sentiment = 'negative' FROM counted WHERE sentiment IS NOT NULL
    UNION ALL SELECT comment_id, dept, who, received_on, 'tile', 'unmet', unmet FROM counted WHERE sentiment IS NOT NULL
    UNION ALL SELECT comment_id, dept, who, received_on, 'tile', 'praise', sentiment = 'positive' AND NOT unmet FROM counted WHERE sentiment IS NOT NULL
    UNION ALL SELECT comment_id, dept, who, received_on, 'left out', '', true FROM counted WHERE sentiment IS NULL;
  CREATE TEMP TABLE tally AS
    SELECT dept, who, date_trunc('month', received_on)::DATE AS month, kind, label, count(*)::INTEGER AS n, count(*) FILTER (yes)::INTEGER AS k FROM told GROUP BY ALL;`;

// when is a condition on a column of days for a period as reports write it.
function when(column, period) {
  if (period === 'undated') return `${column} IS NULL`;
  const [first, last] = period.split('..');
  const begin = (p) => p.includes('Q') ? `${p.slice(0, 4)}-${String(3 * p[6] - 2).padStart(2, '0')}-01` : p.length === 4 ? `${p}-01-01` : `${p}-01`;
  const months = (p) => p.includes('Q') ? 3 : p.length === 4 ? 12 : 1;
  return `${column} >= DATE '${begin(first)}' AND ${column} < DATE '${begin(last ?? first)}' + INTERVAL ${months(last ?? first)} MONTH`;
}

const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

// A book recomputes the figures of reports.
class Book {
  constructor(rows, all, quality) {
    Object.assign(this, { rows, all, quality, sums: new Map() });
  }

  // sum is how many comments of departments speak of a label in a period, and how many say that it was not met.
  async sum(departments, kind, label, period, who) {
    const where = [`dept IN (${departments.map(quoted).join(', ') || 'NULL'})`, when('month', period)];
    if (who) where.push(`who = '${who}'`);
    const key = where.join(' AND ');
    if (!this.sums.has(key)) {
      const sums = await this.rows(`SELECT kind, label, sum(n)::INTEGER AS n, sum(k)::INTEGER AS k FROM tally WHERE ${key} GROUP BY ALL`);
      this.sums.set(key, new Map(sums.map((s) => [`${s.kind} ${s.label}`, s])));
    }
    return this.sums.get(key).get(`${kind} ${label}`) ?? { n: 0, k: 0 };
  }

  near(got, want, what, within = 1.5e-6) {
    expect(Math.abs(got - want) <= within, `${what} is ${got}, SQL says ${want}`);
  }

  async interval(f, what, sql) {
    const [row] = await this.rows(`SELECT ${sql} AS i`);
    this.near(f.low, row.i[0], `${what}: low`);
    this.near(f.high, row.i[1], `${what}: high`);
  }

  async plain(f, what, { n, k }) {
    expect(f.n === n && f.count === k, `${what}: ${f.count} of ${f.n}, SQL says ${k} of ${n}`);
    if (n === 0) return;
    this.near(f.share, k / n, `${what}: share`);
    await this.interval(f, what, `wilson(${k}, ${n})`);
  }

  // share checks a figure with all that stands beside it.
  async share(report, f, kind, label) {
    if (!f.shown) return;
    const id = report.department.id, what = `${report.file}: ${label}`;
    const now = await this.sum([id], kind, label, report.period.id);
    await this.plain(f, what, now);
    if (f.all) {
      const all = await this.sum(this.showing(kind, label), kind, label, report.period.id);
      expect(f.all.n === all.n, `${what}: all departments ${f.all.n}, SQL says ${all.n}`);
      this.near(f.all.share, all.k / all.n, `${what}: all departments`);
    }
    for (const [change, period] of [[f.change, report.before.id], [f.year_ago, report.year_ago.id]]) {
      if (!change) continue;
      const then = await this.sum([id], kind, label, period);
      expect(change.n === then.n, `${what} in ${period}: ${change.n}, SQL says ${then.n}`);
      this.near(change.share, then.k / then.n, `${what} in ${period}: share`);
      this.near(change.difference, now.k / now.n - then.k / then.n, `${what} since ${period}`);
      await this.interval(change, `${what} since ${period}`, `newcombe(${now.k}, ${now.n}, ${then.k}, ${then.n})`);
    }
    const e = this.quality[label];
    if (f.corrected && e && kind !== 'theme') {
      const counts = `${now.k}, ${now.n}, ${e.said_and_is}, ${e.said_but_is_not}, ${e.not_said_but_is}, ${e.not_said_and_is_not}`;
      const fits = !f.corrected.cannot_tell || f.corrected.low > 0 || f.corrected.high < 1; // 0 to 1 where the errors do not fit the share
      if (fits) await this.interval(f.corrected, `${what}: corrected`, `corrected(${counts})`);
      const [row] = await this.rows(`SELECT corrected_share(${counts}) AS share`);
      if (!f.corrected.cannot_tell) this.near(f.corrected.share, row.share, `${what}: corrected`);
    }
  }

  // showing lists the departments whose own report shows a label.
  showing(kind, label) {
    const shows = {
      need: (r) => r.needs.some((row) => row.id === label && row.figure.shown),
      theme: (r) => r.themes.some((row) => row.id === label) || (r.serious ?? []).some((row) => row.id === label && row.n),
      tile: (r) => r.at_a_glance.tiles.length > 0,
    };
    return this.all.filter((r) => r.department.id !== '' && shows[kind](r)).map((r) => r.department.id);
  }

  async report(report) {
    const id = report.department.id, period = report.period.id;
    for (const row of report.needs) await this.share(report, row.figure, 'need', row.id);
    const comments = await this.sum([id], 'tile', 'unmet', period);
    for (const row of [...report.themes, ...report.strengths, ...report.opportunities, ...(report.focus ? [report.focus, ...report.focus.runners_up] : [])]) {
      await this.share(report, row.figure, report.needs.some((need) => need.id === row.id) ? 'need' : 'theme', row.id);
      if (row.of_comments) {
        expect(row.of_comments.n === comments.n, `${report.file}: ${row.id}: share of ${row.of_comments.n} comments, SQL says ${comments.n}`);
        this.near(row.of_comments.share, row.of_comments.count / comments.n, `${report.file}: ${row.id}: share of comments`);
      }
    }
    for (const tile of report.at_a_glance.tiles) {
      if (tile.id !== 'comments') await this.share(report, tile.figure, 'tile', tile.id);
      else expect(tile.figure.n === comments.n, `${report.file}: ${tile.figure.n} comments, SQL says ${comments.n}`);
    }
    for (const row of report.audiences.rows ?? []) {
      for (const who of ['external', 'internal']) {
        if (row[who].shown) await this.plain(row[who], `${report.file}: ${row.id} of ${who}`, await this.sum([id], 'need', row.id, period, who));
      }
    }
    for (const step of report.progress?.trend ?? []) {
      const kind = report.needs.some((need) => need.id === report.progress.id) ? 'need' : 'theme';
      if (step.figure.shown) await this.plain(step.figure, `${report.file}: ${report.progress.id} in ${step.period}`, await this.sum([id], kind, report.progress.id, step.period));
    }
    for (const row of report.serious ?? []) {
      const { n } = await this.sum([id], 'theme', row.id, period);
      expect(row.n === undefined ? n > 0 : row.n === n, `${report.file}: ${row.id}: ${row.n}, SQL says ${n}`);
    }
    await this.people(report);
    await this.standards(report);
    await this.groups(report);
    await this.impact(report);
  }

  async people(report) {
    const where = `dept = ${quoted(report.department.id)} AND ${when('received_on', report.period.id)}`;
    if (report.people?.rows.length > 0) {
      const [want] = await this.rows(`
        SELECT count(*)::INTEGER AS n, count(*) FILTER (negative)::INTEGER AS negative, count(*) FILTER (unmet)::INTEGER AS unmet, count(*) FILTER (praise)::INTEGER AS praise
        FROM (SELECT bool_or(sentiment = 'negative') AS negative, bool_or(unmet) AS unmet, bool_or(sentiment = 'positive' AND NOT unmet) AS praise
              FROM counted WHERE sentiment IS NOT NULL AND ${where} GROUP BY coalesce(source || chr(1) || respondent, comment_id))`);
      expect(report.people.people === want.n, `${report.file}: ${report.people.people} people, SQL says ${want.n}`);
      for (const row of report.people.rows) await this.plain(row.figure, `${report.file}: people, ${row.id}`, { n: want.n, k: want[row.id] });
    }
    if (report.campaigns) {
      const [want] = await this.rows(`
        SELECT count(*)::INTEGER AS letters, count(*) FILTER (campaign = comment_id)::INTEGER AS campaigns
        FROM comments WHERE campaign IS NOT NULL AND channel IS DISTINCT FROM 'transcript' AND coalesce(department, '') = ${quoted(report.department.id)} AND ${when('received_on', report.period.id)}`);
      expect(report.campaigns.letters === want.letters && report.campaigns.campaigns === want.campaigns,
        `${report.file}: ${report.campaigns.letters} letters of ${report.campaigns.campaigns} campaigns, SQL says ${want.letters} of ${want.campaigns}`);
    }
  }

  async standards(report) {
    for (const s of report.standards ?? []) {
      const what = `${report.file}: ${s.name}`;
      if (s.said?.shown) {
        const kind = report.needs.some((need) => need.id === s.theme) ? 'need' : 'theme';
        const { n, k } = await this.sum([report.department.id], kind, s.theme, report.period.id);
        await this.plain(s.said, what, { n, k: n - k });
      }
      if (!s.recorded?.shown) continue;
      // a case that is open keeps its promise or breaks it on the newest day that its source knows of
      const due = s.within === 'due';
      const limit = due ? 'due_at' : `received_at + INTERVAL ${parseInt(s.within, 10)} ${s.within.endsWith('h') ? 'HOUR' : 'DAY'}`;
      const services = s.services?.map((x) => `lower(trim(coalesce(service, ''))) LIKE ${quoted(x.toLowerCase().replaceAll('*', '%'))}`).join(' OR ') ?? 'true';
      const [want] = await this.rows(`
        WITH known AS (
          SELECT source, least(DATE ${quoted(report.as_of)}, max(greatest(received_on, coalesce(closed_at::DATE, received_on)))) AS last,
            count(due_at) > 0 AS dues FROM comments GROUP BY source HAVING count(closed_at) > 0),
        cases AS (
          SELECT closed_at <= ${limit} AS kept, closed_at IS NOT NULL AS closed, (${limit})::DATE < last AS overdue
          FROM comments JOIN known USING (source)
          WHERE channel IS DISTINCT FROM 'transcript' AND (closed_at IS NULL OR closed_at >= received_at) AND (${services})
            AND (${due ? 'due_at IS NOT NULL' : 'closed_at IS NOT NULL OR due_at IS NOT NULL OR NOT dues'})
            AND coalesce(department, '') = ${quoted(report.department.id)} AND ${when('received_on', report.period.id)})
        SELECT count(*) FILTER (closed OR overdue)::INTEGER AS n, count(*) FILTER (closed AND kept)::INTEGER AS k FROM cases`);
      await this.plain(s.recorded, what, want);
    }
  }

  // groups counts people and sessions of focus groups; somebody who speaks in two months counts in each.
  async groups(report) {
    const g = report.focus_groups;
    if (!g) return;
    const where = `c.channel = 'transcript' AND coalesce(c.department, '') = ${quoted(report.department.id)} AND ${when('c.received_on', report.period.id)}`;
    const people = `count(DISTINCT (date_trunc('month', c.received_on), coalesce(session, ''), coalesce(speaker, '')))::INTEGER AS people, count(DISTINCT coalesce(session, ''))::INTEGER AS sessions`;
    const [want] = await this.rows(`SELECT ${people} FROM comments c WHERE ${where}`);
    if (want.people < 10) {
      expect(g.participants === undefined && g.sessions === undefined && g.rows.length === 0, `${report.file}: counts what ${want.people} participants said`);
      return;
    }
    expect(g.participants === want.people && g.sessions === want.sessions,
      `${report.file}: ${g.participants} participants in ${g.sessions} sessions, SQL says ${want.people} in ${want.sessions}`);
    for (const row of g.rows) {
      const [want] = await this.rows(`SELECT ${people} FROM mentions m JOIN comments c USING (comment_id) WHERE ${where} AND m.kind <> 'sentiment' AND label = '${row.id}' AND m.polarity IN ('unmet', 'mixed')`);
      expect(row.participants === want.people && row.sessions === want.sessions,
        `${report.file}: ${row.id}: ${row.participants} participants in ${row.sessions} sessions, SQL says ${want.people} in ${want.sessions}`);
    }
  }

  // impact: the bootstrap interval is drawn, and here only asked to hold its middle.
  async impact(report) {
    for (const row of report.impact_on_rating ?? []) {
      const [want] = await this.rows(`
        WITH rated AS (SELECT comment_id, rating FROM counted WHERE sentiment IS NOT NULL AND rating IS NOT NULL AND dept = ${quoted(report.department.id)} AND ${when('received_on', report.period.id)}),
        blamed AS (SELECT comment_id, count(*) AS themes, bool_or(label = '${row.id}') AS this FROM told WHERE kind = 'theme' AND yes GROUP BY comment_id)
        SELECT count(*) FILTER (this)::INTEGER AS n, avg(rating) FILTER (NOT coalesce(this, false)) - avg(rating) AS leave_out,
               sum(CASE WHEN this THEN (1 - rating) / themes END) / sum(1 - rating) AS part
        FROM rated LEFT JOIN blamed USING (comment_id)`);
      const what = `${report.file}: impact of ${row.id}`;
      expect(row.n === want.n, `${what}: ${row.n} comments, SQL says ${want.n}`);
      this.near(row.leave_out, want.leave_out, what, 6e-4);
      this.near(row.part_of_shortfall, want.part, `${what}, part`, 6e-4);
      expect(row.leave_out_low <= row.leave_out && row.leave_out <= row.leave_out_high, `${what}: ${row.leave_out} lies outside its interval`);
    }
  }

  // overview checks the page of all departments.
  async overview(file) {
    if (!fs.existsSync(file)) return;
    const o = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const row of o.all_departments) {
      if (row.figure.shown) await this.plain(row.figure, `${file}: ${row.id}`, await this.sum(this.showing('need', row.id), 'need', row.id, o.period.id));
    }
    for (const d of o.departments) {
      const { n } = await this.sum([d.department.id], 'tile', 'unmet', o.period.id);
      if (d.comments.shown) expect(d.comments.n === n, `${file}: ${d.department.id}: ${d.comments.n} comments, SQL says ${n}`);
      for (const [i, need] of d.needs.entries()) {
        if (need.figure.shown) await this.plain(need.figure, `${file}: ${d.department.id}`, await this.sum([d.department.id], 'need', o.all_departments[i].id, o.period.id));
      }
    }
    for (const s of o.spread) {
      const shares = [];
      for (const id of this.showing('need', s.id)) {
        const { n, k } = await this.sum([id], 'need', s.id, o.period.id);
        shares.push(k / n);
      }
      const [want] = await this.rows(`SELECT min(x) AS low, max(x) AS high, quantile_cont(x, 0.25) AS lower, quantile_cont(x, 0.75) AS upper FROM (SELECT unnest([${shares.join(', ')}]::DOUBLE[]) AS x)`);
      for (const [got, sql] of [[s.low, want.low], [s.high, want.high], [s.lower_quartile, want.lower], [s.upper_quartile, want.upper]]) this.near(got, sql, `${file}: spread of ${s.id}`);
    }
  }
}

if (process.argv.length < 4 || process.argv.length > 6) {
  console.error('usage: node check.cjs PUBLISHED SCHEMA.json [REPORTS [QUALITY.json]]');
  process.exit(2);
}
main(...process.argv.slice(2)).then(
  () => {
    for (const message of wrong) console.error(`duckdb: ${message}`);
    console.log(`duckdb: ${read} reports, ${checks} checks, ${wrong.length} wrong`);
    process.exitCode = wrong.length > 0 ? 1 : 0;
  },
  (error) => {
    console.error(`duckdb: ${error.message}`);
    process.exitCode = 1;
  },
);
