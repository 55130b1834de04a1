/**
 * `npx tsx tools/docs/charts.ts` draws the charts of the pages from the figures that docs/performance.md and
 * docs/masking.md print, each for a light and a dark page.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { init, type EChartsCoreOption } from 'echarts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = 'docs/charts';

/** Colours of GitHub's pages. */
const THEMES = {
  light: { text: '#1f2328', muted: '#59636e', ours: '#0969da', others: '#afb8c1' },
  dark: { text: '#f0f6fc', muted: '#9198a1', ours: '#4493f8', others: '#656c76' }
} as const;
type Theme = (typeof THEMES)[keyof typeof THEMES];

type Row = Readonly<Record<string, string>>;

/** The rows of the first table below a line of a page, by the heads of its columns. */
function readTable(page: string, below: string): readonly Row[] {
  const [, rest] = readFileSync(join(ROOT, page), 'utf8').replaceAll('\r\n', '\n').split(below);
  const [lines = ''] = /^(\|.*\n)+/m.exec(rest ?? '') ?? [];
  const [head = [], , ...body] = lines
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim())
    );
  if (body.length === 0) throw new Error(`${page} has no table below "${below}".`);
  return body.map((cells) => Object.fromEntries(head.map((name, at) => [name, cells[at] ?? ''])));
}

function number(row: Row, column: string): number {
  const value = Number.parseFloat(row[column] ?? '');
  if (Number.isNaN(value)) throw new Error(`No number under ${column} in ${JSON.stringify(row)}.`);
  return value;
}

interface Bar {
  readonly name: string;
  readonly value: number;
  /** What stands beside the bar. */
  readonly label: string;
  readonly isOurs: boolean;
}

interface Chart {
  readonly file: string;
  readonly bars: readonly Bar[];
}

const OURS = 'this action';

/** How long a whole process takes, by the credentials that it uses. */
function timeChart(file: string, heading: string): Chart {
  const rows = readTable('docs/performance.md', heading);
  return {
    file,
    bars: rows.map((row) => ({
      name: row['whole process'] ?? '',
      value: number(row, 'median ms'),
      label: `${number(row, 'median ms')} ms`,
      isOurs: row['whole process'] === OURS
    }))
  };
}

function roundTripChart(): Chart {
  return {
    file: 'round-trips',
    bars: readTable('docs/performance.md', '### At a distance').map((row) => ({
      name: `${row['program'] ?? ''}, ${row['round trip to AWS'] ?? ''} to AWS`,
      value: number(row, 'round trips'),
      label: `${number(row, 'round trips').toFixed(1)} round trips, ${number(row, 'median ms')} ms`,
      isOurs: row['program'] === OURS
    }))
  };
}

/** Of 100 printed passwords, how many can be read in the log, over all ways of printing. */
function leakChart(): Chart {
  const rows = readTable('docs/masking-ways.md', '<!-- npm run leaks -- --write -->');
  const columns = Object.keys(rows[0] ?? {}).filter((name) => name.endsWith(', %'));
  const bar = (column: string | undefined, name: string, isOurs: boolean): Bar => {
    if (column === undefined) throw new Error('docs/masking-ways.md has lost a column.');
    const leaking = rows.filter((row) => number(row, column) > 0).length;
    const mean = rows.reduce((sum, row) => sum + number(row, column), 0) / rows.length;
    return {
      name,
      value: mean,
      label: `${mean.toFixed(0)} % of passwords, in ${leaking} of ${rows.length} ways`,
      isOurs
    };
  };
  return {
    file: 'leaks',
    bars: [
      bar(
        columns.find((name) => name.includes('alone')),
        'the password is the only mask',
        false
      ),
      bar(columns.at(-1), 'the masks of this action', true)
    ]
  };
}

const FONT = "-apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif";
const WIDTH = 800;
const BAR = 34;

function draw({ bars }: Chart, theme: Theme): string {
  const height = bars.length * BAR + 16;
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height });
  const option: EChartsCoreOption = {
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: 270, right: 290, top: 8, bottom: 8 },
    xAxis: { type: 'value', show: false, min: 0, max: Math.max(...bars.map(({ value }) => value)) },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: theme.text,
        fontSize: 14,
        fontFamily: FONT,
        width: 256,
        overflow: 'break'
      }
    },
    series: [
      {
        type: 'bar',
        silent: true,
        barWidth: 18,
        label: {
          show: true,
          position: 'right',
          color: theme.muted,
          fontSize: 14,
          fontFamily: FONT
        },
        data: bars.map(({ value, label, isOurs }) => ({
          value,
          label: { formatter: label },
          itemStyle: { color: isOurs ? theme.ours : theme.others, borderRadius: 2 }
        }))
      }
    ]
  };
  chart.setOption(option);
  // The names of classes count the charts of the process, and nothing here has a style of its own.
  const svg = chart.renderToSVGString().replaceAll(/ (?:class|ecmeta_\w+)="[^"]*"/g, '');
  chart.dispose();
  return `${svg.replace(/<style\b.*?<\/style>\n?/s, '').trim()}\n`;
}

/** The charts as SVG, by the path of their file. */
export function charts(): ReadonlyMap<string, string> {
  const all = [
    timeChart('time-oidc', '### Over OIDC (token, STS, Secrets Manager)'),
    timeChart('time-default-chain', '### Over the default credential chain (Secrets Manager)'),
    roundTripChart(),
    leakChart()
  ];
  return new Map(
    all.flatMap((chart) =>
      Object.entries(THEMES).map(([name, theme]) => [
        `${FOLDER}/${chart.file}-${name}.svg`,
        draw(chart, theme)
      ])
    )
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(join(ROOT, FOLDER), { recursive: true });
  for (const [path, svg] of charts()) writeFileSync(join(ROOT, path), svg);
}
