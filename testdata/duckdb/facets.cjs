// Asks voc fifty searches with filters drawn at random and compares totals, facets and months with what SQL counts in the tables.
//
//	cd FOLDER-WITH-NODE_MODULES
//	node facets.cjs VOC WORKSPACE
//
// VOC is the program, WORKSPACE a folder in which it has published a run.
// @duckdb/node-api is looked for in the working directory. The same tables are asked the same searches.

const path = require('node:path');
const { execFileSync } = require('node:child_process');
const { createRequire } = require('node:module');

const duckdb = createRequire(path.join(process.cwd(), 'facets.js'))('@duckdb/node-api');

const needs = ['dignity', 'control', 'understanding', 'resolution'];
const columns = { dept: 'department', sentiment: 'sentiment', channel: 'channel', audience: 'audience' };
const quoted = (list) => list.map((s) => `'${s.replaceAll("'", "''")}'`).join(', ');

// random returns numbers from 0 to 1, always the same.
let state = 20260101;
function random() {
  state = (state * 1103515245 + 12345) % 2147483648;
  return state / 2147483648;
}

// some returns up to two values of a list, more often none.
function some(list) {
  if (random() < 0.6) return [];
  const one = list[Math.floor(random() * list.length)];
  return random() < 0.5 ? [one] : [...new Set([one, list[Math.floor(random() * list.length)]])];
}

// where returns the condition of a filter, without one part of it.
function where(filter, left) {
  const f = structuredClone(filter);
  if (left === 'month') f.from = f.to = '';
  else if (left === 'need') [f.need, f.polarity] = [[], f.theme.length ? f.polarity : []];
  else if (left === 'theme') [f.theme, f.polarity] = [[], f.theme.length && !f.need.length ? [] : f.polarity];
  else if (left) f[left] = [];
  const all = ['true'];
  for (const [name, column] of Object.entries(columns)) if (f[name].length) all.push(`${column} IN (${quoted(f[name])})`);
  if (f.from) all.push(`received_on >= DATE '${f.from}'`);
  if (f.to) all.push(`received_on <= DATE '${f.to}'`);
  const polar = f.polarity.length ? ` IN (${quoted(f.polarity)})` : ' IS NOT NULL';
  if (f.need.length || (f.polarity.length && !f.theme.length)) {
    all.push(`(${(f.need.length ? f.need : needs).map((n) => `need_${n}${polar}`).join(' OR ')})`);
  }
  if (f.theme.length && !f.polarity.length) all.push(`list_has_any(themes, [${quoted(f.theme)}])`);
  if (f.theme.length && f.polarity.length) {
    all.push(`comment_id IN (SELECT comment_id FROM themed WHERE label IN (${quoted(f.theme)}) AND polarity${polar})`);
  }
  return all.join(' AND ');
}

// counted returns what SQL counts for a filter, by facet, value and polarity.
async function counted(rows, f) {
  const want = {};
  const take = async (name, sql) => {
    for (const { value, n } of await rows(sql)) if (value !== null && Number(n) > 0) want[`${name} ${value}`] = Number(n);
  };
  for (const [name, column] of Object.entries(columns)) {
    await take(name, `SELECT ${column} AS value, count(*) AS n FROM comments WHERE ${where(f, name)} AND ${column} <> '' GROUP BY 1`);
  }
  await take('month', `SELECT strftime(received_on, '%Y-%m') AS value, count(*) AS n FROM comments WHERE ${where(f, 'month')} GROUP BY 1`);
  for (const need of needs) {
    const from = `FROM comments WHERE ${where(f, 'need')} AND need_${need} IS NOT NULL`;
    await take('need', `SELECT '${need}' AS value, count(*) AS n ${from}`);
    await take('need', `SELECT '${need}/' || need_${need} AS value, count(*) AS n ${from} GROUP BY 1`);
  }
  await take('theme', `SELECT value, count(*) AS n FROM (SELECT unnest(themes) AS value FROM comments WHERE ${where(f, 'theme')}) GROUP BY 1`);
  await take('theme', `SELECT label || '/' || polarity AS value, count(DISTINCT comment_id) AS n FROM themed
    WHERE comment_id IN (SELECT comment_id FROM comments WHERE ${where(f, 'theme')}) GROUP BY 1`);
  const [{ n }] = await rows(`SELECT count(*) AS n FROM comments WHERE ${where(f, '')}`);
  want.total = Number(n);
  return want;
}

// found returns the same as voc says it.
function found(voc, workspace, f) {
  const flags = ['search', '--json', '--facets', '--limit', '0', '-c', path.join(workspace, 'voc.yaml')];
  for (const [name, value] of Object.entries(f)) for (const v of [value].flat()) if (v) flags.push(`--${name}`, v);
  const result = JSON.parse(execFileSync(voc, flags, { encoding: 'utf8', maxBuffer: 1 << 28 }));
  const got = { total: result.total };
  for (const [name, list] of Object.entries(result.facets)) {
    for (const { value, polarity, n } of list) if (n > 0) got[`${name} ${value}${polarity ? '/' + polarity : ''}`] = n;
  }
  return got;
}

async function main(voc, workspace) {
  const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
  const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const tables = path.resolve(workspace, 'published', 'tables');
  await connection.run(`CREATE TABLE comments AS SELECT * EXCLUDE text REPLACE (coalesce(nullif(department, ''), 'unassigned') AS department) FROM '${tables}/comments.parquet'`);
  await connection.run(`CREATE TABLE themed AS SELECT comment_id, label, CASE WHEN count(DISTINCT polarity) > 1 THEN 'mixed' ELSE any_value(polarity) END AS polarity
    FROM '${tables}/mentions.parquet' WHERE kind = 'theme' AND polarity <> '' GROUP BY ALL`);
  const values = async (sql) => (await rows(sql)).map((r) => r.value).filter((v) => v && !/[",]/.test(v));
  const lists = { need: needs, polarity: ['met', 'unmet', 'mixed'] };
  for (const [name, column] of Object.entries(columns)) {
    lists[name] = await values(`SELECT ${column} AS value FROM comments GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 12`);
  }
  lists.theme = await values('SELECT label AS value FROM themed GROUP BY 1 ORDER BY 1');
  const days = await values('SELECT DISTINCT received_on::VARCHAR AS value FROM comments ORDER BY 1');
  const searches = 50;
  let compared = 0, comments = 0, wrong = 0;
  for (let i = 0; i < searches; i++) {
    const f = {};
    for (const name of Object.keys(lists)) f[name] = some(lists[name]);
    const [from, to] = [random(), random()].map((x) => days[Math.floor(x * days.length)] ?? '').sort();
    f.from = random() < 0.3 ? from : '';
    f.to = random() < 0.3 ? to : '';
    const [want, got] = [await counted(rows, f), found(voc, workspace, f)];
    comments += want.total;
    for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
      compared++;
      if (want[key] !== got[key]) {
        wrong++;
        if (wrong <= 20) console.log(`${JSON.stringify(f)}\n  ${key}: voc ${got[key]}, SQL ${want[key]}`);
      }
    }
  }
  console.log(`${searches} searches, ${compared} numbers compared, ${comments} comments found in all, ${wrong} numbers differ`);
  if (wrong || !comments) process.exit(1);
}

main(...process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
