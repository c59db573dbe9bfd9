export type ParsedDate = { date: string; offsetMinutes: number | null };

/** Months as clients write them that put the Date header in German. */
const FOREIGN: Record<string, string> = { mrz: 'mar', mai: 'may', okt: 'oct', dez: 'dec' };
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const ZONES: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  bst: 60,
  cet: 60,
  west: 60,
  met: 60,
  cest: 120,
  eet: 120,
  mest: 120,
  msk: 180,
  eest: 180,
  ist: 330,
  jst: 540,
  kst: 540,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};
const TIME = /\b(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:[.,]\d+)?\s*([ap]m)?\b/i;

function zoneMinutes(text: string): number | null | undefined {
  const numeric = /(?:^|[\s(]|gmt|utc)([+-])(\d{1,2}):?(\d{2})\b/i.exec(text);
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
    if (minutes > 14 * 60 || Number(numeric[3]) > 59) return undefined;
    return numeric[1] === '-' ? -minutes : minutes;
  }
  const named = /^\s*\(?([a-z]{1,5})\)?/i.exec(text)?.[1]?.toLowerCase();
  return named !== undefined && Object.hasOwn(ZONES, named) ? ZONES[named]! : null;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return text.length === 3 ? year + 1900 : year;
  return year < 50 ? year + 2000 : year + 1900;
}

/**
 * The Date header (RFC 5322 with its obsolete forms, asctime, ISO 8601). Null when it cannot be read with certainty or
 * is outside 1970–2100: the receive time is then the caller's to show, never a guess from here.
 */
export function parseDate(value: string | null): ParsedDate | null {
  // a comment may stand anywhere, white space around the colons of the time (RFC 5322 4.3)
  const text = (value ?? '')
    .slice(0, 200)
    .replace(/\([^()]*\)(?=.*\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/(\d) ?: ?(?=\d)/g, '$1:')
    .trim();
  const iso = /^(\d{4})[-/](\d{2})[-/](\d{2})[T ]/.exec(text);
  const rfc = /(?:^|[\s,])(\d{1,2})[\s-]([A-Za-z]{3})[a-z]*\.?[\s-](\d{2,4})\b/.exec(text);
  const asctime = /^(?:[A-Za-z]{3,9},? )?([A-Za-z]{3})[a-z]* (\d{1,2}),? (?:.*?\b)??((?:19|20)\d{2})\b/.exec(text);
  const [year, monthName, day] = iso
    ? [Number(iso[1]), MONTHS[Number(iso[2]) - 1], Number(iso[3])]
    : rfc
      ? [fullYear(rfc[3]!), rfc[2]!.toLowerCase(), Number(rfc[1])]
      : asctime
        ? [Number(asctime[3]), asctime[1]!.toLowerCase(), Number(asctime[2])]
        : [0, undefined, 0];
  const month = MONTHS.indexOf(FOREIGN[monthName ?? ''] ?? monthName ?? '');
  const rest = rfc && !iso ? text.slice(rfc.index + rfc[0].length) : iso ? text.slice(iso[0].length - 1) : text;
  const time = TIME.exec(rest.replace(/^T/, ' '));
  if (month < 0 || !time || year < 1970 || year > 2100) return null;
  let hour = Number(time[1]);
  if (time[4]) hour = (hour % 12) + (time[4].toLowerCase() === 'pm' ? 12 : 0);
  const [minute, second] = [Number(time[2]), Math.min(Number(time[3] ?? 0), 59)];
  const daysInMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  if (day < 1 || day > daysInMonth || hour > 23 || minute > 59 || Number(time[3] ?? 0) > 60) return null;
  const zone = zoneMinutes(rest.replace(/^T/, ' ').slice(time.index + time[0].length));
  if (zone === undefined) return null;
  const instant = Date.UTC(year, month, day, hour, minute, second) - (zone ?? 0) * 60_000;
  return { date: new Date(instant).toISOString(), offsetMinutes: zone };
}
